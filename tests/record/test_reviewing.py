"""Whatever people judge: what is shown is what working it out anew gives, and machines' readings stay.

Of the SQLite ledger, because the search index is looked into.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from onrecord.domain import ReaderInfo, Reading
from onrecord.identities import Actors
from onrecord.judgement import Changes, Speaker
from onrecord.record import open_ledger
from onrecord.record.corrections import corrected
from onrecord.record.events import EventFilter
from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter
from onrecord.record.grounding import check
from onrecord.record.review_rows import keep, stored
from onrecord.record.schema import INDEXES
from onrecord.record.showing import Showing

from .conftest import ticks
from .judging import TEXT, span, told
from .test_faults import files, sound
from .test_sqlite import terms_of

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.domain import Loaded
    from onrecord.record.sqlite import SqliteLedger

TEXTS = (
    TEXT,
    TEXT.replace("Bridge\n\n", "Bridge\n\nUpdated at noon.\n\n"),
    TEXT.replace("“It is safe,” she added.", "Some asked why."),
    TEXT + "\n\nMira Tolan said no more.",
)
NAMES = ("Mira Tolan", "Odile Krass", "Verland", "Lena Orr", "Monday")


def drawn(chance: Random, number: int) -> tuple[Loaded, Reading]:
    """A version of the article and what a new machine makes of it."""
    loaded, reading = told(chance.choice(TEXTS), reader=ReaderInfo("1", f"model-{number}"))
    text = loaded.article.text
    kept = []
    for s in reading.statements:
        if chance.random() < 0.3:
            continue
        if chance.random() < 0.3:
            first = s.content[0]
            end = chance.randrange(first.start + 1, first.end + 1)
            s = replace(s, content=(replace(first, end=end, text=text[first.start : end]),))
        if chance.random() < 0.2:
            s = replace(s, source=None, speaker=None, speaker_confidence=None)
        kept.append(s)
    there = {s.id for s in kept}
    kept = [s if s.parent in there else replace(s, parent=None) for s in kept]
    events = tuple(e if e.according_to in there else replace(e, according_to=None) for e in reading.events)
    return loaded, replace(reading, statements=tuple(kept), events=events)


def changes(chance: Random, text: str) -> Changes:
    start = chance.randrange(len(text) - 20)
    spans: dict[str, Any] = {
        "source": chance.choice([None, span("Mira Tolan", text)]),
        "cue": chance.choice([None, span("said", text)]),
        "content": ((start, start + 15),),
        "act": chance.choice([None, "ask", "deny"]),
        "speaker": chance.choice([None, *map(Speaker, NAMES)]),
    }
    chosen = chance.sample(sorted(spans), chance.randrange(1, 4))
    return Changes(**{name: spans[name] for name in chosen})


def judge(ledger: SqliteLedger, chance: Random, seen: list[tuple[str, str]]) -> None:
    document, statement = chance.choice(seen)
    match chance.randrange(5):
        case 0:
            ledger.reviews.accept(document, statement, by="Ann")
        case 1:
            ledger.reviews.reject(document, statement, by="Ann")
        case 2 | 3:
            text = ledger.statement(document, statement).reading.article.text
            ledger.reviews.change(document, statement, changes(chance, text), by="Bo")
        case _:
            some = [review.id for review in ledger.reviews.list() if not review.undone]
            if some:
                ledger.reviews.undo(chance.choice(some), by="Bo")


def worked_out(ledger: SqliteLedger) -> Reading:
    """What should be shown."""
    (article,) = ledger.articles(ArticleFilter())
    judged = stored(ledger._connection, article.id)
    texts = {v.id: ledger.machine_reading(v.id).article.text for v in ledger.document(article.id).versions}
    return corrected(ledger.machine_reading(article.version), article.version, judged, texts).reading


@pytest.mark.parametrize("seed", range(24))
def test_what_is_shown_is_what_working_it_out_anew_gives(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    clock = ticks()
    machines: dict[tuple[str, str], Reading] = {}
    seen: list[tuple[str, str]] = []
    added: list[tuple[Loaded, Reading]] = []
    with open_ledger(tmp_path / "one.db", create=True, clock=lambda: next(clock)) as opened:
        ledger: Any = opened
        for number in range(14):
            done = chance.random()
            if number and done < 0.05:
                ledger.delete(ledger.document(seen[0][0]).id if seen else added[0][0].article.id)
                machines, seen, added = {}, [], []
            if not added or done < 0.35 or not seen:
                loaded, reading = drawn(chance, number)
                result = ledger.add(loaded, reading)
                machines[result.version, result.reading] = reading
                added.append((loaded, reading))
            else:
                judge(ledger, chance, seen)
            reading = worked_out(ledger)
            (article,) = ledger.articles(ArticleFilter())
            check(replace(added[-1][0], article=reading.article), reading)
            assert ledger.reading(article.version) == ledger.reading(article.version, article.reading) == reading
            rows = list(ledger.statements(StatementFilter()))
            assert [row.statement for row in rows] == list(reading.statements)
            assert len({row.id for row in rows}) == len(rows) == article.statements
            seen += [(row.document, row.id) for row in rows if (row.document, row.id) not in seen]
            assert all(ledger.reading(*key) == machine for key, machine in machines.items())
            for document, statement in seen:  # each finds what stands there
                page = ledger.statement(document, statement)
                assert page.status != "shown" or page.row.statement in page.reading.statements
        judged = stored(ledger._connection)
        facts = shown(ledger)
    with open_ledger(tmp_path / "two.db", create=True, clock=lambda: next(clock)) as opened:
        other: Any = opened
        for one in judged:
            keep(other._connection, one)
        for loaded, reading in added:
            other.add(loaded, reading)
        assert shown(other) == facts
        with other.transaction():
            Showing(other._connection).again(added[0][0].article.id)
        assert shown(other) == facts
    for index in INDEXES:
        assert terms_of(tmp_path / "one.db", index) == terms_of(tmp_path / "two.db", index)
    assert sound(tmp_path / "one.db")


def shown(ledger: SqliteLedger) -> list[Any]:
    """All that is shown."""
    Actors(ledger)
    return [
        list(ledger.statements(StatementFilter())),
        list(ledger.events.matching(EventFilter())),
        list(ledger.articles(ArticleFilter())),
        list(ledger.actors(ActorFilter())),
        ledger.reviews.queue(StatementFilter()),
    ]


def test_an_article_that_nobody_judged_costs_one_look_up(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "x.db", create=True) as opened:
        ledger: Any = opened
        asked: list[str] = []
        ledger._connection.connection.driver_connection.set_trace_callback(asked.append)
        ledger.add(*told())
        about = [command for command in asked if "reviews" in command]
        assert len(about) == 1
        plan = ledger._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {about[0]}").all()
        assert "USING COVERING INDEX ix_reviews_document" in str(plan)


def test_what_people_wrote_of_a_deleted_article_is_in_no_file_any_more(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "x.db", create=True) as ledger:
        for number in range(20):
            ledger.add(*told(number=number))
        (one, *_) = ledger.statements(StatementFilter())
        made = Changes(speaker=Speaker("Quuxle Berry"))
        ledger.reviews.change(one.document, one.id, made, by="Ann", why="because of zyxwords")
        ledger.reviews.accept(one.document, one.id, by="Ann")
        Actors(ledger)
        ledger.delete(one.document)
        left = b"".join(f.read_bytes() for f in files(tmp_path))
        assert [word for word in (b"uxle", b"Berry", b"berry", b"zyxwords") if word in left] == []
        assert len(ledger.reviews.list(one.document)) == 2
