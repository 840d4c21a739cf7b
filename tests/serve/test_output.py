from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.contract import statement_object
from onrecord.domain import Anchor
from onrecord.errors import OnrecordError
from onrecord.record.chains import Chains
from onrecord.record.ledger import LogEntry, StatementRow
from onrecord.serve import rows
from onrecord.serve.json_lines import array, dumps, lines
from onrecord.serve.output import BUFFER, Output, output
from tests.serve.fakes import nested

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_values)
def test_json_says_the_same_and_nothing_in_it_is_obeyed(value: object) -> None:
    line = dumps(value)
    assert json.loads(line) == value
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u2028\u2029\u202e" for c in line)
    line.encode()  # a lone surrogate is an escape too


def test_an_array_is_json_as_a_whole_and_comes_in_pieces() -> None:
    assert json.loads("".join(array([]))) == []
    assert json.loads("".join(array([1, {"a": 2}]))) == [1, {"a": 2}]
    assert next(array(iter([1, 2]))) == "[\n1"
    assert list(lines([1, 2])) == ["1\n", "2\n"]


def test_a_statement_has_the_contract_s_fields() -> None:
    value = statement_object(nested().statements[3])
    assert value["parent"] == "s3"
    assert value["speaker"] is None


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("before")
    with output(target) as out:
        out.write("x" * (BUFFER + 1))
        assert target.read_text() == "before"
    assert target.read_text() == "x" * (BUFFER + 1)
    with pytest.raises(ZeroDivisionError), output(target) as out:  # noqa: PT012
        out.write("half")
        _ = 1 / 0
    assert target.read_text() == "x" * (BUFFER + 1)
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_new_file_has_the_permissions_that_the_user_s_files_have(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    with output(tmp_path / "ours") as out:
        out.write("x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_where_it_can_t_be_written_one_line_says_so(tmp_path: Path) -> None:
    with pytest.raises(OnrecordError, match="can't write the results"), output(tmp_path / "no" / "file"):
        pass
    if Path("/dev/full").exists():
        with pytest.raises(OnrecordError, match="free some space"), output(Path("/dev/full")) as out:
            out.write("x")


def written(form: str, shape: rows.Shape[object], values: list[object]) -> str:
    raw = io.BytesIO()
    out = Output(raw, "test", watched=False)
    rows.write(out, form, shape, values)
    out.flush()
    return raw.getvalue().decode()


def statement_row(title: str, place: int = 6) -> StatementRow:
    return StatementRow(
        id="i",
        document="d" * 16,
        version="v",
        reading="r",
        url=None,
        title=title,
        outlet="=HYPERLINK(1)",
        published="2026-05-01T10:00",
        statement=nested().statements[place],
        within=Chains(nested().statements).around(nested().statements[place]),
    )


def test_csv_has_a_field_for_every_value_and_quotes_what_it_must() -> None:
    text = written("csv", rows.STATEMENTS, [statement_row('say "no",\nthen')])  # type: ignore[arg-type]
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["title"] == 'say "no",\nthen'
    assert row["outlet"] == "'=HYPERLINK(1)"
    assert row["source"] == "she"
    assert row["content"] == "[red]The talks[/red] will� run�[31m … to Sunday"
    assert row["content_spans"].count("-") == 2
    assert None not in row
    assert None not in row.values()


def test_each_format_says_on_whose_word() -> None:
    given = [statement_row("t", place) for place in (2, 3, 4)]
    records = json.loads(written("json", rows.STATEMENTS, given))  # type: ignore[arg-type]
    assert [[outer["id"] for outer in record["within"]] for record in records] == [[], ["s3"], ["s4", "s3"]]
    assert records[1]["within"][0] == records[0]["statement"]
    table = csv.DictReader(io.StringIO(written("csv", rows.STATEMENTS, given)))  # type: ignore[arg-type]
    minister = "The foreign minister, Ilsa Tamrin"
    assert [row["according_to"] for row in table] == ["", minister, f"the envoy; {minister}"]
    text = " ".join(rows.STATEMENTS.cells(given[2])[2].split())
    assert text == f"the mayor (according to the envoy, via {minister})"


def test_whoever_tells_it_is_guarded_too() -> None:
    row = statement_row("t", 3)
    told = [
        replace(row, within=(replace(row.within[0], source=source),)) for source in (None, Anchor(0, 5, "=1\x1b+1"))
    ]
    table = csv.DictReader(io.StringIO(written("csv", rows.STATEMENTS, [*told])))  # type: ignore[arg-type]
    assert [row["according_to"] for row in table] == ["unnamed", "'=1�+1"]


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
def test_nothing_found_is_an_answer(form: str) -> None:
    text = written(form, rows.LOG, [])  # type: ignore[arg-type]
    assert text == {"json": "[]\n", "jsonl": "", "csv": "at,event,document,version,reading\n"}.get(
        form, "nothing found\n"
    )


def test_rows_for_programs_are_whole() -> None:
    entry = LogEntry("2026-05-01T00:00:00+00:00", "new_version", "d", "v", None)
    assert json.loads(written("jsonl", rows.LOG, [entry])) == {  # type: ignore[arg-type]
        "at": "2026-05-01T00:00:00+00:00",
        "event": "new_version",
        "document": "d",
        "version": "v",
        "reading": None,
    }
    value = json.loads(written("json", rows.STATEMENTS, [statement_row("t")]))[0]  # type: ignore[arg-type]
    assert value["statement"]["content"][1]["text"] == "to Sunday"
    assert value["statement"]["act"] is None
