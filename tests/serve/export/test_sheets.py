"""CSV, XLSX, Parquet and JSON Lines: what goes in comes out again, and no spreadsheet runs any of it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import ReadError, UsageError
from onrecord.record.ledger import ActorRow, LogEntry
from onrecord.serve import export, rows
from onrecord.serve.actor_page import JUDGEMENTS
from onrecord.serve.catalogue_rows import CANDIDATES, CATALOGUES
from onrecord.serve.event_rows import DAYS, EVENTS
from onrecord.serve.export import cells, csv_file, parquet, xlsx
from onrecord.serve.rows import Shape
from tests.serve.export.worlds import (
    actor_rows,
    article_rows,
    event_rows,
    hostile,
    made,
    statement_rows,
    text_of,
)

SHAPES: list[Shape[Any]] = [
    *(rows.STATEMENTS, rows.ARTICLES, rows.ACTORS, rows.LOG, EVENTS, DAYS, JUDGEMENTS, CATALOGUES, CANDIDATES)
]
LISTS: st.SearchStrategy[tuple[Shape[Any], list[Any]]] = st.one_of(
    statement_rows().map(lambda pair: (rows.STATEMENTS, pair[0])),
    event_rows().map(lambda pair: (EVENTS, pair[0])),
    st.lists(article_rows(), max_size=2).map(lambda found: (rows.ARTICLES, found)),
    st.lists(actor_rows(), max_size=2).map(lambda found: (rows.ACTORS, found)),
)
few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def actor(name: str) -> ActorRow:
    return ActorRow(id="i", name=name, kind="person", names=(), statements=1, articles=1)


def kept(shape: Shape[Any], found: list[Any], cut: bool = False) -> list[dict[str, Any]]:
    """What a sheet holds of the rows: what no cell can hold is `�`, an empty text is nothing."""
    return [
        {
            name: ((xlsx.fitting if cut else cells.plain)(value) or None) if isinstance(value, str) else value
            for name, value in zip(shape.fields, shape.flat(row), strict=True)
        }
        for row in found
    ]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda s: s.name)
def test_every_shape_names_its_fields_and_types(shape: Shape[Any]) -> None:
    assert set(shape.fields.values()) <= {str, int, float, bool}
    assert "table" not in export.formats(shape.name)
    for form in ("csv", "xlsx", "parquet", "json", "jsonl"):
        assert form in export.formats(shape.name)
        assert made(form, shape, []) or form == "jsonl"


@few
@given(LISTS)
def test_csv_is_read_back(some: tuple[Shape[Any], list[Any]]) -> None:
    shape, found = some
    raw = made("csv", shape, found)
    assert list(csv_file.read(text_of(raw), shape)) == kept(shape, found)


@few
@given(LISTS)
def test_xlsx_is_read_back_and_holds_no_formula(some: tuple[Shape[Any], list[Any]]) -> None:
    shape, found = some
    raw = made("xlsx", shape, found)
    assert list(xlsx.read(io.BytesIO(raw), shape)) == kept(shape, found, cut=True)
    book = openpyxl.load_workbook(io.BytesIO(raw))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "b", "inlineStr")
                assert cell.hyperlink is None or str(cell.hyperlink.target).startswith(("http://", "https://"))


@few
@given(LISTS)
def test_parquet_is_read_back_with_its_types(some: tuple[Shape[Any], list[Any]]) -> None:
    shape, found = some
    raw = made("parquet", shape, found)
    assert list(parquet.read(io.BytesIO(raw), shape)) == [shape.typed(row) for row in found]


@few
@given(LISTS)
def test_json_lines_are_read_back(some: tuple[Shape[Any], list[Any]]) -> None:
    shape, found = some
    lines = made("jsonl", shape, found).decode().split("\n")[:-1]
    assert [json.loads(line) for line in lines] == [shape.record(row) for row in found]


@given(hostile)
def test_a_guarded_cell_is_no_formula_and_gives_its_text_again(text: str) -> None:
    cell = cells.guarded(text)
    assert isinstance(cell, str)
    assert not cells.is_formula(cell) or cell.startswith("'")
    assert cell.strip()[:1] not in {"=", "+", "-", "@"}
    assert cells.unguarded(cell) == cells.plain(text)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", " =", "\n+", "\r-", "\u200b@", "\xa0=", "＝"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(begin: str) -> None:
    assert str(cells.guarded(f"{begin}SUM(A1)")).startswith("'")


def test_other_cells_stay_what_they_are() -> None:
    assert [cells.guarded(v) for v in ("plain", "'tis", 0.5, -0.5, None, True)] == [
        "plain",
        "'tis",
        0.5,
        -0.5,
        None,
        True,
    ]


def test_a_cell_that_is_too_long_for_excel_says_that_it_is_cut() -> None:
    raw = made("xlsx", rows.ACTORS, [actor("💥" * 20_000), actor("_x0041_" * 5_000), actor("x" * 32_767)])
    names = [str(row["name"]) for row in xlsx.read(io.BytesIO(raw), rows.ACTORS)]
    assert names[0].endswith(" … [cut here: 20,000 characters in all]")
    assert len(names[0].encode("utf-16-le")) // 2 <= xlsx.LONGEST
    assert names[1].endswith("[cut here: 35,000 characters in all]")
    assert names[2] == "x" * 32_767
    about = openpyxl.load_workbook(io.BytesIO(raw))["About"]
    told = {row[0].value: row[1].value for row in about.iter_rows()}
    assert str(told["cut"]).startswith("2 cells")
    assert told["actors"] == "3"
    assert told["by"] == "=Tolan"
    assert told["as of"] == "2031-03-02T00:00:00+00:00"
    assert "model-x" in str(told["read by"])


def test_a_sheet_that_is_full_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 2)
    for count, sheets in ((0, ["Actors"]), (2, ["Actors"]), (5, ["Actors", "Actors 2", "Actors 3"])):
        raw = made("xlsx", rows.ACTORS, [actor(f"n{n}") for n in range(count)])
        assert openpyxl.load_workbook(io.BytesIO(raw)).sheetnames == [*sheets, "About"]
        assert [row["name"] for row in xlsx.read(io.BytesIO(raw), rows.ACTORS)] == [f"n{n}" for n in range(count)]


@given(statement_rows())
@settings(max_examples=5)
def test_the_header_is_frozen_and_only_web_addresses_are_links(some: Any) -> None:
    raw = made("xlsx", rows.STATEMENTS, some[0])
    sheet = openpyxl.load_workbook(io.BytesIO(raw))["Statements"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:X{len(some[0]) + 1}"
    assert all(8 <= column.width <= 60 for column in sheet.column_dimensions.values())


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "json", "jsonl"])
def test_same_in_same_out(form: str) -> None:
    found = [actor("Mira Tolan")]
    assert made(form, rows.ACTORS, found) == made(form, rows.ACTORS, found)


def test_a_workbook_holds_no_time_of_its_making() -> None:
    with zipfile.ZipFile(io.BytesIO(made("xlsx", rows.ACTORS, [actor("x")]))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("1980-01-01T00:00:00Z") == 2
    assert "20" not in core.partition("<dcterms:created")[2].replace("w3.org/2001", "").replace("1980", "")


def test_what_is_no_list_of_ours_is_refused_in_one_line() -> None:
    for lines in (["a,b\n", "1,2\n"], [], [",".join(rows.LOG.fields) + "\n", "only,two\n"]):
        with pytest.raises(ReadError):
            list(csv_file.read(lines, rows.LOG))
    with pytest.raises(ReadError, match="no actors"):
        list(xlsx.read(io.BytesIO(made("xlsx", rows.LOG, [])), rows.ACTORS))
    with pytest.raises(ReadError, match="no actors"):
        list(parquet.read(io.BytesIO(made("parquet", rows.LOG, [])), rows.ACTORS))
    with pytest.raises(ReadError, match="no Parquet file"):
        list(parquet.read(io.BytesIO(b"x"), rows.ACTORS))


def test_without_pyarrow_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pyarrow") as raised:
        made("parquet", rows.LOG, [])
    assert str(raised.value) == "Parquet needs the package pyarrow; pip install 'onrecord[parquet]'"


def test_rows_are_let_go_as_they_are_written() -> None:
    """An endless list begins to come out."""

    def endless() -> Any:
        while True:
            yield LogEntry("2031-03-02T00:00:00+00:00", "new", "d" * 16, None, None)

    for form in ("csv", "json", "jsonl"):
        assert len(next(export.pieces(form, rows.LOG, endless()))) >= 1024


def test_csv_is_what_python_takes_for_csv() -> None:
    (row,) = csv.DictReader(text_of(made("csv", rows.ACTORS, [actor('say "no",\nthen')])))
    assert row["name"] == 'say "no",\nthen'
