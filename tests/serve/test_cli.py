from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from onrecord.contract import from_contract
from onrecord.domain import Anchor, Article, Loaded, Reading, Statement
from onrecord.record import open_ledger
from onrecord.serve.cli import COMMANDS, main
from tests.serve.fakes import FakeReader

CATALOGUE = Path(__file__).parents[2] / "examples" / "catalogue.csv"

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a folder of three articles, two of which can be read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("Anna said the sluice is shut. Bo warned of floods.", "utf-8")
    (news / "b.jsonl").write_text(
        json.dumps({"id": "b", "text": "Chen said =1+1 is two.", "outlet": "Post", "published": "2026-05-02"})
        + "\n{oh\n"
    )
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments], obj=FakeReader)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def add(*more: str) -> Result:
    return run("add", "news", "--published", "2026-05-01", *more)


# read


def test_read_in_a_pipe_prints_a_line_for_every_article_and_says_what_it_could_not_read() -> None:
    result = run("read", "news")
    assert result.exit_code == 1
    readings = [from_contract(json.loads(line)) for line in result.stdout.splitlines()]
    assert [len(r.statements) for r in readings] == [2, 1]
    errors = [line for line in result.stderr.splitlines() if "b.jsonl:2" in line]
    assert len(errors) == 1
    assert all(line.startswith("onrecord: ") for line in result.stderr.splitlines())


def test_read_exits_0_where_all_was_read() -> None:
    assert run("read", "news/a.txt").exit_code == 0


def test_duplicates_come_out_as_often_as_they_go_in() -> None:
    assert len(run("read", "news/a.txt", "news/a.txt").stdout.splitlines()) == 2


def test_json_is_one_array() -> None:
    assert [v["contract"] for v in json.loads(run("read", "news", "--format", "json").stdout)] == [1, 1]
    assert json.loads(run("read", "nowhere", "--format", "json").stdout) == []


def test_the_terminal_s_format_and_the_page_show_the_article() -> None:
    text = run("read", "news", "--format", "terminal").stdout
    assert "{Anna}¹ /said/¹ [the sluice is shut]¹" in text
    page = run("read", "news", "--format", "html").stdout
    assert page.startswith("<!doctype html>")
    assert page.count("<article ") == 2


def test_the_day_is_for_articles_that_do_not_say_theirs() -> None:
    result = run("read", "news", "--published", "2026-05-01")
    assert [json.loads(v)["article"]["published"] for v in result.stdout.splitlines()] == ["2026-05-01", "2026-05-02"]


def test_only_sure_statements_when_asked_for() -> None:
    lines = run("read", "news/a.txt", "--min-confidence", "0.9").stdout.splitlines()
    assert [s["cue"]["text"] for s in json.loads(lines[0])["statements"]] == ["said"]


def test_workers_print_the_same() -> None:
    assert run("read", "news", "--workers", "2").stdout == run("read", "news").stdout


def test_output_goes_to_a_file(here: Path) -> None:
    result = run("read", "news/a.txt", "--output", "out.jsonl")
    assert result.stdout == ""
    assert json.loads((here / "out.jsonl").read_text("utf-8"))["contract"] == 1


def test_an_article_in_another_language_is_kept_and_said_so(here: Path) -> None:
    (here / "uk.jsonl").write_text(json.dumps({"id": "u", "text": "Слово.", "language": "uk"}), "utf-8")
    result = run("read", "uk.jsonl")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["note"]
    assert "uk.jsonl" in result.stderr
    assert "not looked into" in result.stderr


def test_what_many_articles_have_in_common_is_said_of_three(here: Path) -> None:
    (here / "many.jsonl").write_text("".join(f'{{"id": "{n}", "text": "Anna said {n}."}}\n' for n in range(9)))
    lines = run("read", "many.jsonl").stderr.splitlines()
    assert len(lines) == 4
    assert lines[0] == "onrecord: many.jsonl:1: no day of publication"
    assert lines[3] == "onrecord: 6 more: no day of publication"


# add


def test_add_says_what_is_new_and_the_second_time_that_nothing_is() -> None:
    first = add()
    assert first.exit_code == 1
    lines = first.stdout.splitlines()
    assert [line[:3] for line in lines[:2]] == ["new", "new"]
    assert lines[-1] == "3 articles: 2 new, 1 not read; 3 statements put on record"
    second = add()
    assert second.stdout == "3 articles: 2 unchanged, 1 not read\n"


def test_a_changed_article_is_a_new_version(here: Path) -> None:
    add()
    (here / "news" / "a.txt").write_text("Anna said the sluice is open.", "utf-8")
    result = add()
    assert "new version" in result.stdout.splitlines()[0]
    (row,) = (v for v in rows("articles") if v["versions"] == 2)
    shown = run("show", row["id"][:8]).stdout
    assert "+ Anna · said · the sluice is open" in shown or "~ Anna · said · the sluice is open" in shown
    assert "- Bo · warned · of floods" in shown
    whole = json.loads(run("show", row["id"], "--format", "json").stdout)
    assert len(whole["document"]["versions"]) == 2
    assert [s["source"]["text"] for s in whole["difference"]["removed"]] == ["Bo"]
    assert whole["reading"]["article"]["text"] == "Anna said the sluice is open."
    old = run("show", row["id"], "--version", "1", "--format", "json")
    assert json.loads(old.stdout)["reading"]["article"]["text"].endswith("floods.")
    assert json.loads(old.stdout)["difference"] is None
    by_id = run("show", row["id"], "--version", whole["document"]["versions"][0]["id"], "--format", "json")
    assert by_id.stdout == old.stdout


def test_the_ledger_may_be_named_by_the_environment(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_LEDGER", str(here / "other.db"))
    add()
    assert (here / "other.db").exists()
    assert not (here / "onrecord.db").exists()
    assert len(rows("statements")) == 3


# questions


def rows(command: str, *arguments: str) -> list[dict[str, Any]]:
    result = run(command, *arguments, "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "sources"),
    [
        ([], ["Anna", "Bo", "Chen"]),
        (["--by", "anna"], ["Anna"]),
        (["--about", "flood"], ["Bo"]),
        (["--text", "sluice anna"], ["Anna"]),
        (["--kind", "direct"], []),
        (["--kind", "indirect", "--limit", "2"], ["Anna", "Bo"]),
        (["--outlet", "post"], ["Chen"]),
        (["--since", "2026-05-02"], ["Chen"]),
        (["--until", "2026-05-01"], ["Anna", "Bo"]),
        (["--min-confidence", "0.5"], ["Anna", "Chen"]),
    ],
)
def test_every_condition_filters(arguments: list[str], sources: list[str]) -> None:
    add()
    found = rows("statements", *arguments)
    assert [row["statement"]["source"]["text"] for row in found] == sources


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        ([], 2),
        (["--text", "sluice"], 1),
        (["--outlet", "Post"], 1),
        (["--since", "2026-05-02"], 1),
        (["--limit", "1"], 1),
    ],
)
def test_articles_are_listed(arguments: list[str], number: int) -> None:
    add()
    assert len(rows("articles", *arguments)) == number


def test_csv_is_safe_and_whole() -> None:
    add()
    table = list(csv.DictReader(io.StringIO(run("statements", "--format", "csv").stdout)))
    assert [row["content"] for row in table] == ["the sluice is shut", "of floods", "'=1+1 is two"]
    assert next(csv.DictReader(io.StringIO(run("articles", "--format", "csv").stdout)))["statements"] == "2"


def test_tables_are_for_people() -> None:
    add()
    text = run("statements").stdout
    assert text.split()[:3] == ["day", "outlet", "who"]
    assert "the sluice is shut" in text
    assert "2026-05-02" in run("articles").stdout
    assert run("statements", "--by", "nobody").stdout == "nothing found\n"


def test_reread_finds_nothing_to_do_and_then_something() -> None:
    add()
    assert run("reread").stdout == "0 articles: nothing to do\n"
    newer = CliRunner().invoke(main, ["reread"], obj=lambda: FakeReader("newer"))
    assert newer.stdout.splitlines()[-1] == "2 articles: 2 new readings; 3 statements put on record"
    assert len(rows("statements")) == 3, "the newest reading of each is shown"


def test_delete_is_for_good_and_asks_first() -> None:
    add()
    first = str(rows("articles")[0]["id"])
    asked = run("delete", first[:6])
    assert asked.exit_code == 2
    assert "--yes" in asked.stderr
    gone = run("delete", first[:6], "--yes")
    assert gone.stdout.startswith(f"deleted {first}: 1 version, 1 reading, 2 statements")
    assert len(rows("articles")) == 1
    assert [row["event"] for row in rows("log")] == ["new", "new", "deleted"]
    assert "deleted" in run("log").stdout


def test_show_puts_the_evidence_in_its_place() -> None:
    add()
    row = rows("articles")[0]
    text = run("show", str(row["id"])).stdout
    assert "{Bo}² /warned/² [of floods]²" in text
    assert str(row["id"]) in text
    assert run("show", str(row["id"]), "--format", "html").stdout.startswith("<!doctype html>")


def test_a_chain_is_whole_in_every_answer() -> None:
    """Two versions of a page: in the second, what was the outlet's own report is somebody's word."""
    text = "The agency said the mayor said it rained."
    article = Article(text, url="https://rain.example/", published="2026-05-01")
    info = FakeReader().info
    outer = Statement("s1", Anchor.of(text, 0, 10), None, (Anchor.of(text, 16, 40),), "indirect", 0.4)
    inner = Statement("s2", Anchor.of(text, 16, 25), None, (Anchor.of(text, 31, 40),), "indirect", 0.9)
    first = Article(text + " ", url=article.url, published=article.published)
    with open_ledger(Path("onrecord.db"), create=True) as ledger:
        ledger.add(Loaded(first, "one"), Reading(first, info, (outer, inner)))
        ledger.add(Loaded(article, "two"), Reading(article, info, (outer, replace(inner, parent="s1"))))
    (row,) = rows("statements", "--by", "mayor")
    assert [o["source"]["text"] for o in row["within"]] == ["The agency"]
    assert run("statements", "--by", "mayor").stdout.count("(according") == 1
    assert rows("statements", "--min-confidence", "0.5") == []
    shown = json.loads(run("show", row["document"], "--format", "json").stdout)
    assert [s["parent"] for s in shown["reading"]["statements"]] == [None, "s1"]
    (pair,) = shown["difference"]["changed"]
    assert [[o["id"] for o in pair[when]["within"]] for when in ("before", "now")] == [[], ["s1"]]
    assert shown["difference"]["kept"][0]["now"]["within"] == []
    text = run("show", row["document"]).stdout
    assert "~ the mayor (according to The agency) · — · it rained\n" in text
    assert "  was: the mayor · — · it rained\n" in text


# what goes wrong


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["read"], 2, "missing argument 'SOURCE...'; see onrecord read --help"),
        (["nonsense"], 2, "no such command 'nonsense'"),
        (["read", "news", "--format", "xml"], 2, "--format"),
        (["read", "news", "--min-confidence", "2"], 2, "--min-confidence"),
        (["statements", "--min-confidence", "nan"], 2, "'nan' is no number between 0 and 1; write it as 0.8"),
        (["read", "news", "--min-confidence", "high"], 2, "'high' is no number between 0 and 1; write it as 0.8"),
        (["read", "news", "--workers", "0"], 2, "'--workers': '0' is no whole number from 1 on"),
        (["statements", "--limit", "ten"], 2, "'--limit': 'ten' is no whole number from 1 on"),
        (["serve", "--port", "70000"], 2, "'70000' is no port; give a number from 1 to 65535"),
        (["serve", "--allow-host", "news.example"], 2, "news.example: others could reach it"),
        (["judgements", "export", "--format", "csv"], 2, "an export is always JSON Lines; leave --format out"),
        (["judgements", "--data", "acts"], 2, "--data without export; say onrecord judgements export"),
        (["catalogue", "remove", "none"], 1, "there is no catalogue none; none is loaded"),
        (["read", "news", "--published", "yesterday"], 2, "'yesterday' is not a day; write it as 2025-10-27"),
        (["statements", "--since", "May"], 2, "'May' is not a day; write it as 2025-10-27"),
        (["statements", "--kind", "loud"], 2, "--kind"),
        (["statements"], 1, "onrecord.db: there is no ledger"),
        (["articles", "--ledger", "no/where.db"], 1, "no/where.db"),
        (["show", "abc"], 1, "onrecord.db"),
        (["reread"], 1, "onrecord.db"),
        (["log"], 1, "onrecord.db"),
        (["delete", "abc", "--yes"], 1, "onrecord.db"),
        (["read", "missing.txt"], 1, "missing.txt: "),
        (["add", "missing.txt"], 1, "missing.txt: "),
        (["read", "news/a.txt", "--output", "no/out"], 1, "no/out: can't write the results: no such folder"),
        (["read", "news/a.txt", "--output", "x" * 300], 1, "x: can't write the results: file name too long"),
    ],
)
def test_an_error_is_one_line_and_a_code(arguments: list[str], code: int, says: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    (line,) = result.stderr.splitlines()
    assert line.startswith("onrecord: ")
    assert says in line


def test_unknown_and_ambiguous_ids() -> None:
    add()
    assert run("show", "zzz").exit_code == 1
    first = str(rows("articles")[0]["id"])
    wrong = run("show", first, "--version", "7")
    assert wrong.exit_code == 2
    assert "there is no version '7'; there is only one" in wrong.stderr
    assert run("show", first, "--version", "").exit_code == 2
    for far in ("0000000019", "9" * 5000):
        wrong = run("show", first, "--version", far)
        assert (wrong.exit_code, wrong.stderr.count("\n"), len(wrong.stderr) < 200) == (2, 1, True)


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Each command with what is typed for it."""
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", one) for inner, one in command.commands.items())
        elif command is not None:
            yield name, command


@pytest.mark.parametrize(("typed", "command"), [*every_command()])
def test_what_is_typed_in_another_charset_is_said_in_a_line(typed: str, command: click.Command) -> None:
    add()
    run("catalogue", "load", str(CATALOGUE))
    needed = [p for p in command.params if isinstance(p, click.Argument) and p.required]
    for param in command.params:
        if isinstance(param.type, click.Choice) or getattr(param, "is_flag", False) or param.name in ("ledger", "path"):
            continue
        given = ["\udcff" if p is param else "x" for p in needed]
        given += [] if param in needed else [param.opts[-1], "\udcff"]
        result = run(*typed.split(), *given)  # raises what is no answer
        assert result.exit_code
        (line,) = result.stderr.splitlines()
        assert line.startswith("onrecord: ")


@pytest.mark.parametrize(("typed", "command"), [*every_command()])
def test_every_option_is_explained_in_words(typed: str, command: click.Command) -> None:
    for param in command.params:
        if isinstance(param, click.Option):
            assert re.match(r"[A-Z]", param.help or ""), f"{typed} {param.opts}"
    assert not re.search(r"[<>]=", run(*typed.split(), "--help").stdout)


def test_the_program_says_what_it_is() -> None:
    from onrecord import __version__

    assert run("--version").stdout == f"onrecord {__version__}\n"
    text = run("--help").stdout
    assert all(f"\n  {name} " in text for name in COMMANDS)
    assert "..." not in text.partition("Commands:")[2], "what a command does is said to the end"
    nothing = run()
    assert nothing.exit_code == 2
    assert nothing.stderr == text
