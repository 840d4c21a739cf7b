"""The commands about actors, on a ledger whose actors are known."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onrecord.record import open_ledger
from onrecord.serve.cli import main
from tests.stories import told

EXAMPLE = Path(__file__).parents[2] / "examples" / "catalogue.csv"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a ledger of three articles."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LOGNAME", "ann")
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    monkeypatch.delenv("ONRECORD_BY", raising=False)
    with open_ledger(Path("onrecord.db"), create=True) as ledger:
        ledger.add(*told(1, ("President of Korvia", "Edvar Holk", "it snows"), ("senator", "Ada Quist", "it rains")))
        ledger.add(*told(2, ("President", "Edwar Holk", "it thaws"), ("footballer", "Ada Quist", "it hails")))
        ledger.add(*told(3, ("spokesman for Edvar Holk", "\x1b[31mBo =Li", "it pours"), published=None))


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def rows(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments, "--format", "jsonl").stdout.splitlines()]


def contents(*arguments: str) -> list[str]:
    return [row["statement"]["content"][0]["text"] for row in rows("statements", *arguments)]


def test_actors_are_listed_with_all_their_names() -> None:
    listed = {(row["name"], tuple(row["names"]), row["statements"]) for row in rows("actors")}
    assert ("Edvar Holk", ("Edwar Holk",), 2) in listed
    assert [row["name"] for row in rows("actors", "--text", "edwar")] == ["Edvar Holk"]
    assert rows("actors", "--kind", "country") == []
    flat = list(csv.DictReader(io.StringIO(run("actors", "--text", "holk", "--format", "csv").stdout)))
    assert flat[0]["names"] == "Edwar Holk"
    assert "\x1b" not in run("actors").stdout


def test_by_means_the_actor_under_all_its_names_and_words_where_nobody_is_called_so() -> None:
    assert contents("--by", "edwar holk") == ["it snows", "it thaws"]
    assert contents("--by", "holk") == ["it snows", "it thaws"]
    assert contents("--by", "edvar ho") == ["it snows"]
    assert contents("--by", "Ada Quist", "--about", "hails") == ["it hails"]
    (one, _) = rows("actors", "--text", "quist")
    assert len(contents("--by", one["id"][:8])) == 1


def test_topic_is_what_those_said_whom_a_catalogue_has_under_it() -> None:
    refused = run("statements", "--topic", "sanction")
    assert refused.exit_code == 2
    what = "no catalogue is loaded, so no topic is known"
    assert refused.stderr == f"onrecord: {what}; onrecord catalogue load FILE loads one\n"
    run("catalogue", "load", str(EXAMPLE))
    assert contents("--topic", "sanction") == contents("--topic", "role") == ["it snows", "it thaws"]
    assert contents("--topic", "sanction", "--by", "edvar holk", "--about", "thaws") == ["it thaws"]
    assert contents("--topic", "sanction", "--by", "Ada Quist") == contents("--topic", "no.such") == []


def test_an_actor_is_shown_whole() -> None:
    run("catalogue", "load", str(EXAMPLE))
    found = json.loads(run("actor", "Edwar Holk", "--format", "json").stdout)
    assert (found["name"], found["names"], found["statements"], found["articles"]) == (
        "Edvar Holk",
        ["Edwar Holk"],
        2,
        2,
    )
    assert [role["role"] for role in found["roles"]] == ["president", "president of korvia"]
    assert found["catalogue"][0]["chosen"]
    assert found["catalogue"][0]["topics"] == ["role.pep", "sanction"]
    assert found["decisions"][0]["same"]
    text = run("actor", "holk").stdout
    for part in ("also called Edwar Holk", "linked to Edvar Holk", "2031-03-02  president", "it thaws", "Why one"):
        assert part in text


def test_several_of_one_name_are_listed_with_their_ids() -> None:
    result = run("actor", "Ada Quist")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    for row in rows("actors", "--text", "quist"):
        assert row["id"] in result.stderr
        assert run("actor", row["id"]).exit_code == 0


def test_nobody_is_said_in_one_line() -> None:
    for name in ("x", "Q" * 500, "<b>", "Ада Zorn", "\x1b[2J"):
        result = run("actor", name)
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert "onrecord actors --text LETTERS" in result.stderr
        assert "\x1b" not in result.stderr
    assert "another charset" in run("actor", "\udcff").stderr


def test_what_a_terminal_would_obey_is_not_shown() -> None:
    run("merge", "\x1b[31mBo =Li", "Edvar Holk", "--by", "\x1b[2Jme", "--why", "=1+1\x1b[2J\nand")
    for command in (("actor", "Edvar Holk"), ("judgements",), ("judgements", "--format", "csv"), ("actors",)):
        printed = run(*command).stdout
        assert printed
        assert "\x1b" not in printed
    assert "'=1+1" in run("judgements", "--format", "csv").stdout


def test_judging_says_what_came_of_it_and_who_judged() -> None:
    made = run("merge", "Edvar Holk", "Ada Quist", "--why", "a test")
    assert made.exit_code == 2  # two are called Ada Quist
    one, two = (row["id"] for row in rows("actors", "--text", "quist"))
    merged = run("merge", one, two)
    assert "“Ada Quist” and “Ada Quist” are one\nnow: Ada Quist (person)" in merged.stdout
    again = run("split", "Edvar Holk", "Edwar Holk", "--by", "bob")
    assert "are two\nnow: " in again.stdout
    assert "it overrides judgement 0002" in run("merge", "Edvar Holk", "Edwar Holk").stdout
    assert [j["by"] for j in rows("judgements")] == ["ann", "bob", "ann"]
    back = run("undo", "0003", "--why", "oh")
    assert back.stdout.startswith("taken back: “Edvar Holk” and “Edwar Holk” are one\n")
    assert [j["undone"] for j in rows("judgements", "list")] == [False, False, True, False]
    assert "takes back 0003" in run("judgements").stdout
    assert len(rows("actors", "--text", "holk")) == 2
    missing = run("undo", "zz")
    assert (missing.exit_code, missing.stderr.count("\n")) == (1, 1)


def test_one_articles_actor_is_set_apart() -> None:
    (article,) = rows("articles", "--text", "thaws")
    made = run("split", "Edwar Holk", "--document", article["id"][:8])
    assert f"“Edwar Holk” of article {article['id']} and all others of that name are two" in made.stdout
    assert contents("--by", "Edvar Holk") == ["it snows"]
    assert run("split", "Ada Quist").exit_code == 2
    assert run("split", "\x1b[31mBo =Li", "--document", "ffff").exit_code == 1


def test_who_judges_may_come_from_the_environment_and_must_be_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "nobody knows who you are" in run("merge", "Edvar Holk", "Edwar Holk", "--by", " ").stderr
    monkeypatch.setenv("ONRECORD_BY", "desk two")
    run("merge", "Edvar Holk", "Edwar Holk")
    assert [j["by"] for j in rows("judgements")] == ["desk two"]


def test_show_says_who_is_in_a_catalogue() -> None:
    (article,) = rows("articles", "--text", "snows")
    assert "is linked" not in run("show", article["id"]).stdout
    run("catalogue", "load", str(EXAMPLE))
    assert "Edvar Holk is linked to Edvar Holk, " in run("show", article["id"]).stdout
    actors = json.loads(run("show", article["id"], "--format", "json").stdout)["actors"]
    assert [(a["actor"], a["name"], bool(a["catalogue"])) for a in actors] == [
        ("a1", "Edvar Holk", True),
        ("a2", "Ada Quist", False),
    ]
