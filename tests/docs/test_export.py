"""The page on taking things along names every format, field and column, and its SQL runs."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.record import open_ledger
from onrecord.record.views import VIEWS
from onrecord.serve import export
from onrecord.serve.event_rows import EVENTS
from onrecord.serve.rows import ACTORS, ARTICLES, STATEMENTS
from tests.record.test_events import told
from tests.record.worlds import story

SQL = re.compile(r"^```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def page(root: Path) -> str:
    return (root / "docs" / "export.md").read_text("utf-8")


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    with open_ledger(tmp_path / "x.db", create=True) as ledger:
        ledger.add(*told())
        ledger.add(*story(1))
    return sqlite3.connect(f"{(tmp_path / 'x.db').as_uri()}?mode=ro", uri=True)


def test_every_format_is_named_with_what_its_file_is_called(page: str) -> None:
    for name, form in export.FORMATS.items():
        assert f"`{name}`" in page
        assert f"`{form.suffix}`" in page


@pytest.mark.parametrize("shape", [STATEMENTS, EVENTS, ARTICLES, ACTORS], ids=lambda s: s.name)
def test_every_field_of_a_sheet_is_in_its_table(page: str, shape: object) -> None:
    name, fields = shape.name, list(shape.fields)  # type: ignore[attr-defined]
    table = page.partition(f"<!-- fields: {name} -->\n")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)[-len(fields) :] == fields


def test_every_column_of_a_view_is_in_its_table(page: str, connection: sqlite3.Connection) -> None:
    with closing(connection):
        for name in VIEWS:
            columns = [column[0] for column in connection.execute(f"SELECT * FROM {name}").description]
            table = page.partition(f"<!-- columns: {name} -->\n")[2].partition("\n\n")[0]
            assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == [name, *columns]


def test_the_sql_of_the_page_runs(page: str, connection: sqlite3.Connection) -> None:
    with closing(connection):
        queries = SQL.findall(page)
        assert len(queries) >= 5
        for query in queries:
            connection.execute(query).fetchall()
        before = queries[-1].replace("WHERE said.document = '4acaa01379383bf9'", "")
        assert all(row[1] is not None for row in connection.execute(before))
