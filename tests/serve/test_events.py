"""The commands about events, on a ledger whose events are known."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.record import open_ledger
from onrecord.serve.cli import main
from tests.record.test_events import told


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    with open_ledger(Path("onrecord.db"), create=True) as ledger:
        ledger.add(*told())


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_the_table_says_who_what_to_whom_whether_and_on_whose_word() -> None:
    lines = run("events", "--type", "assault").stdout.splitlines()
    assert lines[0].split() == "day outlet who did to whom in words happened told by sure when article".split()
    assert "Vey" in lines[2]
    assert "Orsk" in lines[2]
    assert "conditional" in lines[2]
    assert "Edvar Holk" in lines[2]
    assert "2031-05-01" in lines[2]
    assert run("events", "--actor", "nobody").stdout == "nothing found\n"


def test_the_timeline_has_the_undated_last() -> None:
    lines = run("timeline").stdout.splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["2031-05-01", "undated"]


def test_for_programs_it_is_whole() -> None:
    (row,) = json.loads(run("events", "--type", "ASSAULT", "--format", "json").stdout)
    assert row["event"]["according_to"] == "s1"
    assert row["according_to"][0]["act"] == "accuse"
    assert row["time"]["earliest"] == "2031-05-01"
    flat = list(csv.DictReader(io.StringIO(run("events", "--format", "csv").stdout)))
    assert [(r["type"], r["actors"], r["according_to"]) for r in flat] == [
        ("ASSAULT", "Vey", "Edvar Holk"),
        ("ACCUSE", "Korvia", ""),
    ]


def test_plover_records_have_the_fields_of_the_gold_standard_and_never_read_as_facts() -> None:
    first, second = json.loads(run("events", "--format", "plover").stdout)
    assert first["source"] == [{"actorText": "Vey"}]
    assert first["target"] == [{"actorText": "Orsk"}]
    assert (first["event"], first["eventText"], first["date"]) == ("ASSAULT", "shelled", "2031-05-01")
    assert (first["realis"], first["condition"], first["accordingTo"]) == ("conditional", "if it rained", "Edvar Holk")
    assert second["date"] == "2031-05-02"
    assert second["accordingTo"] is None


def test_a_country_has_its_code() -> None:
    from onrecord.serve.export.plover import _party

    assert _party("France") == {"actorText": "France", "code": "FRA"}
    assert _party("Israeli soldiers") == {"actorText": "Israeli soldiers", "code": "ISR"}
    for name in ("Michael Jordan", "New Mexico", "German Petrov", "us", "tell us"):
        assert "code" not in _party(name)


def test_what_does_not_exist_is_one_line() -> None:
    result = run("events", "--type", "LOVE")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "protest" in result.stderr


def test_a_split_holds_for_events_too() -> None:
    loaded, reading = told(2)
    with open_ledger(Path("onrecord.db"), create=False) as ledger:
        ledger.add(loaded, reading)
    run("split", "Vey", "--document", loaded.article.id, "--by", "ann")
    ids = [
        row["id"] for row in map(json.loads, run("actors", "--text", "Vey", "--format", "jsonl").stdout.splitlines())
    ]
    assert len(ids) == 2

    def documents(*asked: str) -> list[str]:
        return [json.loads(line)["document"] for line in run(*asked, "--format", "jsonl").stdout.splitlines()]

    for asked in (["events", "--actor"], ["events", "--recipient"], ["timeline", "--actor"]):
        each = [documents(*asked, id_) for id_ in ids]
        assert [len({*found}) for found in each] == [1, 1]
        assert sorted(each[0] + each[1]) == sorted(documents(*asked, "Vey"))


def test_a_merge_holds_for_events_too() -> None:
    def given(name: str) -> int:
        return len(run("events", "--actor", name, "--format", "jsonl").stdout.splitlines())

    assert (given("Vey"), given("Edvar Holk")) == (1, 0)
    assert run("merge", "Vey", "Edvar Holk", "--by", "ann").exit_code == 0
    assert given("Edvar Holk") == 1
