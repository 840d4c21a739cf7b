"""On whose word: a name that is known stands in a chain wherever the chain is shown, in the same words."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from onrecord.domain import Act, Actor, Anchor, Article, Event, Loaded, ReaderInfo, Reading, Statement
from onrecord.record import open_ledger
from onrecord.record.ledger import Ledger, StatementRow
from onrecord.serve.cli import main
from onrecord.serve.rows import STATEMENTS
from tests.record.judging import shown
from tests.serve.web.asking import visitor

TEXT = (
    "Mira Tolan spoke. She said the mayor, Oleg Harn, believed he knew that Korvia shelled Orsk. "
    "Jack Ma spoke. The chairman did not promise that jobs would be kept."
)
NAMES = {"a1": "Mira Tolan", "a2": "Oleg Harn", "a3": "Korvia", "a4": "Jack Ma"}
LEDGER = Path("onrecord.db")
HERS = "according to her (Mira Tolan)"
CHAIN = f"according to the mayor, Oleg Harn, via {HERS.removeprefix('according to ')}"


def at(part: str, before: int = len(TEXT)) -> Anchor:
    """The last `part` of the text that ends before a place."""
    start = TEXT.rindex(part, 0, before)
    return Anchor.of(TEXT, start, start + len(part))


def told() -> Reading:
    """She says that the mayor believes that he knows of an event; and the chairman does not promise."""

    def one(name: str, source: str, cue: str, content: str, speaker: str, parent: str | None, act: Act) -> Statement:
        spans = at(source, at(cue).start), at(cue), (at(content),)
        return Statement(name, *spans, "indirect", 0.9, parent, speaker=speaker, speaker_confidence=0.9, act=act)

    known = "he knew that Korvia shelled Orsk"
    statements = (
        one("s1", "She", "said", f"the mayor, Oleg Harn, believed {known}", "a1", None, "assert"),
        one("s2", "the mayor, Oleg Harn,", "believed", known, "a2", "s1", "believe"),
        one("s3", "he", "knew", "that Korvia shelled Orsk", "a2", "s2", "accuse"),
        replace(
            one("s4", "The chairman", "did not promise", "that jobs would be kept", "a4", None, "promise"),
            negated=True,
        ),
    )
    actors = tuple(Actor(id_, name, "person", True, (at(name),)) for id_, name in NAMES.items())
    event = Event("e1", "ASSAULT", at("shelled"), "occurred", ("a3",), according_to="s3")
    article = Article(TEXT, url="https://x.example/1", title="Orsk", published="2031-05-02", language="en")
    return Reading(article, ReaderInfo("0", "m"), statements, actors=actors, events=(event,))


def add(ledger: Ledger, reading: Reading) -> None:
    ledger.add(Loaded(reading.article, "x"), reading)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a ledger of one article, of which an earlier version had only the outer statement."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("ONRECORD_BY", "ann")
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    reading = told()
    with open_ledger(LEDGER, create=True) as ledger:
        earlier = replace(reading.article, text=f"{TEXT} Rain.")
        add(ledger, replace(reading, article=earlier, statements=reading.statements[::3], events=()))
        add(ledger, replace(reading, statements=reading.statements[:3]))


def negated() -> None:
    """Another article, in which the chairman does not promise."""
    reading = told()
    with open_ledger(LEDGER, create=False) as ledger:
        article = replace(reading.article, url="https://x.example/2", published="2031-05-03")
        add(ledger, replace(reading, article=article, statements=reading.statements[3:], events=()))


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def rows() -> dict[str, StatementRow]:
    """By the words of the cue."""
    with open_ledger(LEDGER, create=False) as ledger:
        return shown(ledger)


def annotated(*asked: str) -> set[str]:
    """The tags of annotations."""
    items = json.loads(printed(*asked, "--format", "annotations"))["first"]["items"]
    return {body["value"] for one in items for body in one["body"] if body.get("purpose") == "tagging"}


def page(address: str) -> str:
    """The words of a page."""
    answer = TestClient.get(visitor(LEDGER), address)
    assert answer.status_code == 200, answer.text
    return " ".join(unescape(re.sub("<[^>]+>", "", answer.text)).split())


def test_a_row_has_the_names_of_those_around_it() -> None:
    found = rows()
    assert found["said"].tellers == ()
    assert found["believed"].tellers == ("Mira Tolan",)
    assert found["knew"].tellers == ("Oleg Harn", "Mira Tolan")
    with open_ledger(LEDGER, create=False) as ledger:
        assert ledger.statement(found["knew"].document, found["knew"].id).row.tellers == ("Oleg Harn", "Mira Tolan")


def test_whom_the_text_does_not_name_has_no_name_in_a_chain() -> None:
    reading = told()
    unknown = replace(reading.statements[0], speaker=None)
    with open_ledger(LEDGER, create=False) as ledger:
        article = replace(reading.article, text=f"{TEXT} Snow.")
        add(ledger, replace(reading, article=article, statements=(unknown, *reading.statements[1:])))
    assert rows()["knew"].tellers == ("Oleg Harn", None)
    assert "(according to the mayor, Oleg Harn, via her)" in printed("statements")


def test_the_lists_of_statements_name_those_in_a_chain() -> None:
    table = printed("statements")
    assert f"({HERS})" in table
    assert f"({CHAIN})" in table
    flat = {row["cue"]: row for row in csv.DictReader(io.StringIO(printed("statements", "--format", "csv")))}
    assert flat["believed"]["according_to"] == "She (Mira Tolan)"
    assert flat["knew"]["according_to"] == "the mayor, Oleg Harn; She (Mira Tolan)"
    whole = {row["statement"]["cue"]["text"]: row for row in json.loads(printed("statements", "--format", "json"))}
    assert whole["knew"]["tellers"] == ["Oleg Harn", "Mira Tolan"]
    assert [outer["cue"]["text"] for outer in whole["knew"]["within"]] == ["believed", "said"]
    assert STATEMENTS.typed(rows()["knew"])["tellers"] == ["Oleg Harn", "Mira Tolan"]


def test_the_lists_of_events_name_those_in_a_chain() -> None:
    chain = "Oleg Harn ← Oleg Harn ← Mira Tolan"
    assert re.search(r"Oleg Harn .*\n.* ← Oleg Harn .*\n.* ← Mira Tolan ", printed("events"))
    assert [row["accordingTo"] for row in json.loads(printed("events", "--format", "plover"))] == [chain]
    assert [row["according_to"] for row in csv.DictReader(io.StringIO(printed("events", "--format", "csv")))] == [chain]
    (whole,) = json.loads(printed("events", "--format", "json"))
    assert (whole["speaker"], whole["tellers"]) == ("Oleg Harn", ["Oleg Harn", "Oleg Harn", "Mira Tolan"])


@pytest.mark.parametrize("address", ["/search", "/review"])
def test_the_pages_name_those_in_a_chain(address: str) -> None:
    words = page(address)
    assert f"the mayor, Oleg Harn, believed {HERS}" in words
    assert f"he (Oleg Harn) knew {CHAIN}" in words


def test_the_list_of_an_actor_names_those_in_a_chain() -> None:
    with open_ledger(LEDGER, create=False) as ledger:
        from onrecord.identities import Actors

        (harn,) = Actors(ledger).find("Oleg Harn")
    assert f"he (Oleg Harn) knew {CHAIN}" in page(f"/actors/{harn.id}")


@pytest.mark.parametrize("address", ["/events", "/timeline"])
def test_the_pages_of_events_name_those_in_a_chain(address: str) -> None:
    words = page(address)
    assert (
        "Korvia assault happened according to him (Oleg Harn), via the mayor, Oleg Harn, via her (Mira Tolan)" in words
    )


def test_what_stands_inside_a_statement_has_its_name() -> None:
    row = rows()["believed"]
    assert "Inside it he (Oleg Harn) knew: that Korvia shelled Orsk" in page(
        f"/articles/{row.document}/statements/{row.id}"
    )


def test_versions_differ_in_the_same_words() -> None:
    document = rows()["said"].document
    page_of, command = page(f"/articles/{document}"), printed("show", document)
    assert f"came the mayor, Oleg Harn believed ({HERS}): he knew that Korvia shelled Orsk" in page_of
    assert f"came he (Oleg Harn) knew ({CHAIN}): that Korvia shelled Orsk" in page_of
    assert "went The chairman (Jack Ma) did not promise: that jobs would be kept" in page_of
    lines = command.splitlines()
    assert f"+ he (Oleg Harn) ({CHAIN}) · knew · that Korvia shelled Orsk" in lines
    assert "- The chairman (Jack Ma) · did not promise · that jobs would be kept" in lines


def test_a_negated_act_has_its_no_wherever_it_is_shown() -> None:
    negated()
    assert re.search(r"that jobs would be kept +not .*\n +promise +promise *\n", printed("statements"))
    row = rows()["did not promise"]
    (waiting,) = [line for line in printed("review").splitlines() if "did not promise" in line]
    assert "not promise" in waiting.replace("did not promise", "")
    judged = printed("accept", f"{row.document[:8]}/{row.id[:4]}")
    assert judged.splitlines()[1].endswith("that jobs would be kept (not promise)")
    tags = annotated("statements", "--about", "jobs")
    assert tags == {"indirect", "not promise"}
    for address in ("/search", f"/articles/{row.document}/statements/{row.id}"):
        assert "not promise" in page(address).replace("did not promise", "")
