"""From one version of the tables to the next.

schemas/vN.sql is how version N came to be, frozen when it was released: what today's program makes of it is today's.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, create_engine

from onrecord.errors import LedgerError
from onrecord.identities import Actors
from onrecord.record import open_ledger
from onrecord.record.filters import ActorFilter, StatementFilter
from onrecord.record.migrations import MIGRATIONS, create, migrate, version
from onrecord.record.schema import INDEXES, VERSION
from tests.stories import told

from .test_faults import dump, filled, sound
from .test_sqlite import terms_of
from .worlds import story

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMAS = Path(__file__).parent / "schemas"


def tables(path: Path) -> list[tuple[str, str]]:
    """How every table and index was made, how what is searched is merged, and the marks of the file."""
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        for index in INDEXES:
            made += connection.execute(f"SELECT '{index}' || k, CAST(v AS TEXT) FROM {index}_config ORDER BY k")
        marks = [(m, str(connection.execute(f"PRAGMA {m}").fetchone()[0])) for m in ("application_id", "user_version")]
    return [(str(name), " ".join((sql or "").split())) for name, sql in made] + marks


def old(path: Path, number: int) -> Path:
    """A ledger of version `number` with one article in it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((SCHEMAS / f"v{number}.sql").read_text("utf-8"))
        connection.execute("PRAGMA journal_mode = WAL")
    return path


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """To a ledger of today's version with one article."""
    filled(tmp_path / "x.db", 1)
    engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connected:
        yield connected
    engine.dispose()


@pytest.mark.parametrize("number", range(1, VERSION + 1))
def test_every_old_version_becomes_todays(tmp_path: Path, number: int) -> None:
    path = old(tmp_path / "old.db", number)
    with open_ledger(path, create=False) as ledger:
        assert [row.statement.content[0].text for row in ledger.statements(StatementFilter(by="mira"))] == ["number 0"]
        assert ledger.add(*story(0, content="number 0")).status == "unchanged"
        assert ledger.add(*story(1, content="number 1")).status == "new"
    assert tables(path) == tables(filled(tmp_path / "new.db"))
    assert sound(path)


@pytest.mark.parametrize("number", range(1, VERSION + 1))
def test_what_an_old_version_indexed_is_taken_out_again(tmp_path: Path, number: int) -> None:
    """The index holds no text: what is taken out is computed anew, so a change in that is a change of the tables."""
    path = old(tmp_path / "old.db", number)
    with open_ledger(path, create=False) as ledger:
        ledger.add(*story(1, content="number 1"))
        ledger.delete(story(0)[0].article.id)
    with open_ledger(tmp_path / "new.db", create=True) as ledger:
        ledger.add(*story(1, content="number 1"))
    for index in INDEXES:
        assert terms_of(path, index) == terms_of(tmp_path / "new.db", index)
    assert terms_of(path, "statement_search")


@pytest.mark.parametrize("number", range(1, VERSION + 1))
def test_what_an_old_version_holds_can_be_judged(tmp_path: Path, number: int) -> None:
    with open_ledger(old(tmp_path / "old.db", number), create=False) as ledger:
        (row,) = ledger.statements(StatementFilter())
        assert row.reviewed is None
        ledger.reviews.accept(row.document, row.id, by="Ann")
        assert [r.reviewed for r in ledger.statements(StatementFilter(by="mira"))] == ["accepted"]
        ledger.reviews.reject(row.document, row.id, by="Ann")
        assert list(ledger.statements(StatementFilter(by="mira"))) == []
    assert sound(tmp_path / "old.db")


def test_who_is_who_stays_and_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as ledger:
        for n, name in ((1, "Ada Quist"), (2, "Ada Quist"), (3, "Bo Li")):
            ledger.add(*told(n, ("", name, "it snows")))
        Actors(ledger)
        before = list(ledger.actors(ActorFilter()))
    with closing(sqlite3.connect(path)) as connection:  # as version 6 had it
        connection.executescript(
            "DROP VIEW who; CREATE TABLE kept AS SELECT key, id, name, kind, revision FROM identities;"
            "DROP TABLE identities; ALTER TABLE kept RENAME TO identities; PRAGMA user_version = 6"
        )
    with open_ledger(path, create=False) as ledger:
        assert list(ledger.actors(ActorFilter())) == before
        assert not ledger.identities.stale()
    assert [(row.name, row.statements, row.articles) for row in before] == [("Ada Quist", 2, 2), ("Bo Li", 1, 1)]


def test_todays_version_is_frozen_too() -> None:
    """Whoever changes the tables raises VERSION, writes a migration, and adds schemas/vN.sql."""
    assert sorted(p.name for p in SCHEMAS.iterdir()) == [f"v{n}.sql" for n in range(1, VERSION + 1)]
    assert set(MIGRATIONS) == set(range(VERSION))


def test_a_migration_is_one_transaction(connection: Connection, tmp_path: Path) -> None:
    def half(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN colour TEXT")
        connection.exec_driver_sql("UPDATE documents SET colour = 'red'")
        raise RuntimeError

    before, rows = tables(tmp_path / "x.db"), dump(tmp_path / "x.db")
    with pytest.raises(RuntimeError):
        migrate(connection, {0: create, VERSION: half}, VERSION + 1)
    assert tables(tmp_path / "x.db") == before
    assert dump(tmp_path / "x.db") == rows


def test_migrations_follow_each_other_and_each_is_kept(connection: Connection) -> None:
    def coloured(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN colour TEXT")

    def broken(connection: Connection) -> None:
        connection.exec_driver_sql("UPDATE documents SET colour = 'red'")
        raise RuntimeError

    steps = {0: create, VERSION: coloured, VERSION + 1: broken}
    with pytest.raises(RuntimeError):
        migrate(connection, steps, VERSION + 2)
    assert version(connection) == VERSION + 1
    assert connection.exec_driver_sql("SELECT colour FROM documents").all() == [(None,)]
    migrate(connection, {**steps, VERSION + 1: lambda c: None}, VERSION + 2)
    assert version(connection) == VERSION + 2
    migrate(connection, {}, VERSION + 2)  # nothing to do


def test_making_the_tables_is_one_transaction_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.record.migrations.SEARCH", ("CREATE TABLE documents (x)",))  # which there is by then
    path = tmp_path / "x.db"
    with pytest.raises(Exception, match="already exists"):
        open_ledger(path, create=True)
    monkeypatch.undo()
    with pytest.raises(LedgerError, match="holds no ledger yet"):
        open_ledger(path, create=False)
    assert sound(filled(path))
