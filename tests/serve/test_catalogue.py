from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.catalogues import linker
from onrecord.domain import Identity
from onrecord.identities import Actors
from onrecord.record import open_ledger
from onrecord.serve.cli import main
from onrecord.serve.cli.catalogue import name_of
from tests.stories import told

EXAMPLE = Path(__file__).parents[2] / "examples" / "catalogue.csv"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["catalogue", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_the_example_is_loaded_listed_looked_into_and_removed() -> None:
    assert run("load", str(EXAMPLE), "--name", "world").stdout == "world: 10 entries\n"
    assert json.loads(run("list", "--format", "jsonl").stdout)["name"] == "world"
    found = json.loads(run("look", "Edvar Holk", "--role", "President of Korvia", "--format", "jsonl").stdout)
    assert found["chosen"]
    assert found["topics"] == ["role.pep", "sanction"]
    two = run("look", "Odile Krass", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["chosen"] for line in two] == [False, False]
    assert run("remove", "world").exit_code == 0
    nobody = run("look", "Edvar Holk")
    assert (nobody.exit_code, nobody.stdout) == (2, "")
    what = "no catalogue is loaded, so nobody is known"
    assert nobody.stderr == f"onrecord: {what}; onrecord catalogue load FILE loads one\n"
    assert run("remove", "world").exit_code == 1


def test_broken_lines_are_named_and_the_rest_is_loaded() -> None:
    Path("c.csv").write_text("name,country\nA B,Nowhere\nC D,ua\n")
    result = run("load", "c.csv")
    assert result.exit_code == 1
    assert result.stdout == "c: 1 entry, 1 not read\n"
    assert "c.csv:2: a country 'Nowhere'" in result.stderr


def test_a_file_that_is_missing_is_one_line() -> None:
    result = run("load", "none.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("onrecord: none.json: no such file")


def test_what_a_terminal_would_obey_is_not_shown() -> None:
    Path("c.csv").write_text("name,kind\n\x1b[31mBo Li Red,person\n")
    run("load", "c.csv")
    assert "\x1b" not in run("look", "Bo Li Red").stdout


def test_a_file_gives_its_name() -> None:
    assert name_of(Path("x/entities.ftm.json.gz")) == "entities"
    assert name_of(Path("../my list.csv")) == "my-list"
    assert name_of(Path(".json")) == "catalogue"


def test_actors_are_linked_once_and_found_by_topic() -> None:
    run("load", str(EXAMPLE))
    with open_ledger(Path("onrecord.db"), create=True) as ledger:
        ledger.add(*told(1, ("President of Korvia", "Edvar Holk", "it snows"), ("", "Tove Marn", "it rains")))
        actors = Actors(ledger)
        holk, marn = (actors.identity(actors.one(name)) for name in ("Edvar Holk", "Tove Marn"))
        with linker(Path("onrecord.db")) as links:
            assert links is not None
            assert links.identities_with("sanction", actors) == (holk.id,)
            assert links.topics_of(holk) == ("role.pep", "sanction")
            assert links.topics_of(marn) == ()
            seen: list[str] = []
            ledger.add(*told(2, ("mayor", "Bo Lindqvist", "it thaws")))
            actors.refresh()

            def watch(changed: Iterator[tuple[int, Identity]]) -> Iterator[tuple[int, Identity]]:
                for revision, identity in changed:
                    seen.append(identity.name)
                    yield revision, identity

            assert links.identities_with("role", actors, watch) == (holk.id,)
            assert "Bo Lindqvist" in seen
            seen.clear()
            assert links.identities_with("role", actors, watch) == (holk.id,)
            assert seen == []
    run("remove", "catalogue")
    with linker(Path("onrecord.db")) as links:
        assert links is None


def test_an_unknown_topic_is_told_which_there_are() -> None:
    run("load", str(EXAMPLE))
    with open_ledger(Path("onrecord.db"), create=True) as ledger:
        ledger.add(*told(1, ("President of Korvia", "Edvar Holk", "it snows")))
    unknown = CliRunner().invoke(main, ["statements", "--topic", "sanctions"])
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    what = "nobody on record has the topic 'sanctions' in a catalogue"
    assert unknown.stderr == f"onrecord: {what}; there is: role.pep, sanction\n"
    assert "it snows" in CliRunner().invoke(main, ["statements", "--topic", "sanction"]).stdout


def test_of_more_namesakes_than_can_be_looked_at_nobody_is_chosen() -> None:
    others = "".join(f"e{n},Bo Alva Li,person,de,\n" for n in range(300))
    Path("c.csv").write_text("id,name,kind,country,positions\nz,Bo Alva Li,person,ua,President\n" + others)
    run("load", "c.csv")
    found = run("look", "Bo Alva Li", "--role", "Ukrainian president", "--format", "jsonl").stdout.splitlines()
    assert found
    assert not any(json.loads(line)["chosen"] for line in found)
