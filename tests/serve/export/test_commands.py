"""From every list of the command line into every format that makes sense for it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from onrecord.record import open_ledger
from onrecord.serve import export
from onrecord.serve.cli import main
from tests.record.test_events import told
from tests.record.worlds import story
from tests.stories import told as told_by

LISTS = {
    "statements": "statements",
    "events": "events",
    "timeline": "events",
    "articles": "articles",
    "actors": "actors",
    "judgements": "judgements",
    "log": "log",
}
EVERY = [(command, form) for command, name in LISTS.items() for form in export.formats(name)]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    with open_ledger(Path("onrecord.db"), create=True, clock=lambda: "2031-03-04T00:00:00+00:00") as ledger:
        ledger.add(*told())
        ledger.add(*story(1, content="=1+1 is a formula"))


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize(("command", "form"), EVERY)
def test_every_list_is_given_in_every_format_the_same_to_a_file_and_to_a_pipe(command: str, form: str) -> None:
    file = Path("out" + export.FORMATS[form].suffix)
    result = run(command, "--format", form, "-o", str(file))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    piped = run(command, "--format", form)
    assert piped.exit_code == 0
    assert piped.stdout_bytes == file.read_bytes()
    file.rename("first")
    run(command, "--format", form, "--output", str(file))
    assert file.read_bytes() == Path("first").read_bytes()
    if form in ("json", "annotations", "plover", "csl"):
        assert json.loads(file.read_text("utf-8")) is not None


def test_a_list_has_only_the_formats_that_make_sense_for_it() -> None:
    assert "plover" in export.formats("events")
    assert not {"dossier", "plover", "annotations"} & {*export.formats("articles")}
    refused = run("actors", "--format", "dossier")
    assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        *(("x.csv", b"id,published"), ("x.XLSX", b"PK"), ("x.bib", b"@article"), ("x.html", b"<!doctype")),
        *(("x.parquet", b"PAR1"), ("x.jsonl", b'{"id"'), ("x.json", b"[\n"), ("x.jsonld", b'{"@context"')),
        ("x.csl.json", b'[\n{"id": "theharbour'),
    ],
)
def test_the_name_of_the_file_says_which_format(name: str, begins: bytes) -> None:
    assert run("statements", "-o", name).exit_code == 0
    assert Path(name).read_bytes()[: len(begins)].lower() == begins.lower()


def test_another_name_is_a_table_and_a_format_that_is_asked_for_comes_first() -> None:
    run("statements", "-o", "x.txt")
    assert "said how" in Path("x.txt").read_text("utf-8")
    run("statements", "-o", "x.csv", "--format", "json")
    assert Path("x.csv").read_text("utf-8").startswith("[")


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_a_terminal_is_spared_what_is_no_text(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.serve.output.Output.isatty", lambda self: True)
    result = run("statements", "--format", form)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"onrecord: a terminal can't show {form}; write it to a file with --output FILE\n"


def test_what_was_asked_is_said_and_of_which_ledger() -> None:
    run("statements", "--outlet", "The Harbour Post", "--since", "2031-03-01", "-o", "x.xlsx")
    book = openpyxl.load_workbook("x.xlsx")
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert {"outlet": "The Harbour Post", "since": "2031-03-01", "ledger": "onrecord.db"}.items() <= about.items()
    assert about["as of"] == "2031-03-04T00:00:00+00:00"
    cells = [cell for row in book["Statements"].iter_rows() for cell in row if str(cell.value).startswith("=1+1")]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]
    assert sum(cell.hyperlink is not None for row in book["Statements"].iter_rows() for cell in row) == 1


def test_parquet_has_types() -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(run("statements", "--format", "parquet").stdout_bytes))
    types = {field.name: str(field.type) for field in table.schema}
    assert types["confidence"] == "double"
    assert types["negated"] == "bool"
    assert types["source"] == "struct<start: int64, end: int64, text: string>"
    assert types["content"].startswith("list<")
    assert json.loads(table.schema.metadata[b"onrecord"])["rows"] == "statements"


def test_by_is_in_the_title_of_a_dossier() -> None:
    text = run("statements", "--by", "mira", "--format", "dossier").stdout
    assert '<h1 dir="auto">What mira is reported to have said</h1>' in text


def test_where_a_file_can_t_be_written_nothing_is_left_behind() -> None:
    result = run("statements", "-o", "no/such/folder/x.xlsx")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert not list(Path().glob("**/.x*"))


def test_plover_has_the_fields_of_the_gold_standard(shared: Path) -> None:
    gold = json.loads((shared / "data/plover/gold_standard_dev.json").read_text("utf-8"))
    fields = {name for record in gold for name in record}
    for record in json.loads(run("events", "--format", "plover").stdout):
        # what is added says that nothing here is a fact
        assert set(record) - fields <= {"realis", "condition", "accordingTo", "url", "eventLoc"}
        always = {name for name in fields if all(name in one for one in gold)}
        assert always - set(record) == {"dateCoded"}  # which would make each export another
        parties = {name for one in gold for party in one["source"] if isinstance(party, dict) for name in party}
        assert {name for party in record["source"] + record["target"] for name in party} <= parties


@pytest.mark.parametrize("by", [("--by", "Lavrov"), ()])
def test_a_dossier_counts_one_under_all_their_names(by: tuple[str, ...]) -> None:
    with open_ledger(Path("actors.db"), create=True) as ledger:
        for number, name in enumerate(("Sergei Lavrov", "Sergei Lavrov", "Lavrov", "Sergei Lavrov"), 1):
            ledger.add(*told_by(number, ("", name, "it snows")))
    run("merge", "Lavrov", "Sergei Lavrov", "--by", "M.", "--ledger", "actors.db")
    with open_ledger(Path("actors.db"), create=False) as ledger:
        ledger.add(*told_by(5, ("", "Sergei Lavrov", "it rains")))  # who that is waits to be worked out
    text = run("statements", *by, "--format", "dossier", "--ledger", "actors.db").stdout
    speak = re.sub("<[^>]+>", " ", text.partition("Who speaks")[2].partition("</section>")[0])
    assert speak.split() == ["Sergei", "Lavrov", "5"]
