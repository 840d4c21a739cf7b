"""Which actor was found to be which catalogue entry: kept beside the catalogues so that asking again costs nothing.

All of it can be found anew. The file belongs to one state of the catalogues and is emptied when they change; each actor
has a stamp of what it was matched by, and is matched anew when that has changed. Where nothing can be written, it is
kept in memory for the one run.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from onrecord.domain import CatalogueMatch

_FILE = "links.db"
_TABLES = (
    "CREATE TABLE IF NOT EXISTS about (state TEXT)",
    "CREATE TABLE IF NOT EXISTS seen (revision INTEGER)",
    "CREATE TABLE IF NOT EXISTS links (identity TEXT PRIMARY KEY, stamp TEXT, body TEXT) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS topics (topic TEXT, identity TEXT, PRIMARY KEY (topic, identity)) WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True)
class Link:
    """What is shown of the entry that an actor is."""

    entry: str
    """Its id."""
    name: str
    """As the catalogue has it."""
    score: float
    reasons: tuple[str, ...]
    wikidata: str | None
    countries: tuple[str, ...]
    topics: tuple[str, ...]

    @classmethod
    def of(cls, match: CatalogueMatch) -> Link:
        """The part of a match that is kept."""
        entry = match.entry
        return cls(entry.id, entry.name, match.score, match.reasons, entry.wikidata, entry.countries, entry.topics)


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one ledger's actors, by the id of their identity."""

    connection: Connection

    def seen(self) -> int:
        """Up to which of the ledger's revisions all actors were matched."""
        return int(self.connection.exec_driver_sql("SELECT max(revision) FROM seen").scalar() or 0)

    def mark(self, revision: int) -> None:
        """All actors up to this revision are matched."""
        self.connection.exec_driver_sql("INSERT INTO seen VALUES (?)", (revision,))

    def fresh(self, identity: str, stamp: str) -> bool:
        """Whether it was matched as this."""
        asked = "SELECT 1 FROM links WHERE identity = ? AND stamp = ?"
        return bool(self.connection.exec_driver_sql(asked, (identity, stamp)).all())

    def keep(self, found: Iterable[tuple[str, str, Link | None]]) -> None:
        """Identity, stamp and what it was found to be; all or nothing."""
        self.connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            for identity, stamp, link in found:
                self.connection.exec_driver_sql("DELETE FROM topics WHERE identity = ?", (identity,))
                self.connection.exec_driver_sql(
                    "INSERT OR REPLACE INTO links VALUES (?, ?, ?)", (identity, stamp, _body(link))
                )
                for topic in dict.fromkeys(link.topics if link else ()):
                    self.connection.exec_driver_sql("INSERT INTO topics VALUES (?, ?)", (topic, identity))
            self.connection.exec_driver_sql("COMMIT")
        except BaseException:
            self.connection.exec_driver_sql("ROLLBACK")
            raise

    def of(self, identity: str) -> Link | None:
        """What the identity was found to be."""
        asked = "SELECT body FROM links WHERE identity = ?"
        body = self.connection.exec_driver_sql(asked, (identity,)).scalar()
        return _link(body) if body else None

    def with_topic(self, topic: str) -> tuple[str, ...]:
        """The identities whose entry has the topic, or one below it: `role` is also `role.pep`."""
        asked = "SELECT DISTINCT identity FROM topics WHERE topic = ? OR topic >= ? AND topic < ? ORDER BY identity"
        found = self.connection.exec_driver_sql(asked, (topic, topic + ".", topic + "/"))
        return tuple(found.scalars().all())

    def topics(self) -> tuple[str, ...]:
        """All topics that an identity has, sorted."""
        asked = "SELECT DISTINCT topic FROM topics ORDER BY topic"
        return tuple(self.connection.exec_driver_sql(asked).scalars().all())


@contextmanager
def opened(folder: Path, state: str) -> Iterator[Links]:
    """The links that belong to this state of the catalogues in `folder`."""
    try:
        connection = _connected(str(folder / _FILE), state)
    except DBAPIError:  # read-only, full, in use or damaged: what is kept there can be found again
        connection = _connected(":memory:", state)
    try:
        yield Links(connection)
    finally:
        _close(connection)


def _connected(file: str, state: str) -> Connection:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(file, timeout=1.0, isolation_level=None)

    connection = create_engine(
        "sqlite://", creator=connect, poolclass=StaticPool, isolation_level="AUTOCOMMIT"
    ).connect()
    try:
        connection.exec_driver_sql("PRAGMA synchronous = OFF")
        for command in ("BEGIN IMMEDIATE", *_TABLES):
            connection.exec_driver_sql(command)
        if connection.exec_driver_sql("SELECT state FROM about").scalars().all() != [state]:
            for table in ("about", "seen", "links", "topics"):
                connection.exec_driver_sql(f"DELETE FROM {table}")
            connection.exec_driver_sql("INSERT INTO about VALUES (?)", (state,))
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        _close(connection)
        raise
    return connection


def _close(connection: Connection) -> None:
    connection.close()
    connection.engine.dispose()


def _body(link: Link | None) -> str | None:
    if link is None:
        return None
    values = link.entry, link.name, link.score, link.reasons, link.wikidata, link.countries, link.topics
    return json.dumps(values, ensure_ascii=False)


def _link(body: str) -> Link:
    entry, name, score, reasons, wikidata, countries, topics = json.loads(body)
    return Link(entry, name, score, tuple(reasons), wikidata, tuple(countries), tuple(topics))
