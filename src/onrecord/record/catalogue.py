"""The catalogues of a ledger: a SQLite file for each, in a folder beside it, so that the ledger itself stays small.

    catalogues = Catalogues.beside(Path("onrecord.db"))
    catalogues.load("sanctions", "entities.ftm.json", entries, keys)
    with catalogues.opened() as catalogue:
        catalogue.candidates(keys("Odile Krass", "person"))

A file is made whole under another name and then put in the place of the one before. So a load that fails leaves the old
one, nobody who asks meanwhile waits, and it can be written without a journal. A finished file is never changed.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from onrecord.domain import Entry
from onrecord.errors import LedgerError, UsageError
from onrecord.record import now
from onrecord.record.faults import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    Keys = Callable[[str, Any], tuple[str, ...]]
    """`onrecord.link.names.keys`: under which words a name is filed, for its kind."""

VERSION = 1
"""Of the tables. A file of another version is loaded anew: nothing is in it that the catalogue's own file has not."""
APPLICATION = 0x6F6E6363
"""SQLite's mark of whose file this is: `oncc`."""
ENDING = ".catalogue"
MOST = 200
"""Candidates of one name at most: those that share the most keys."""
_BATCH = 2000
_HALF = ".part"
_LEFT = 3600
"""Seconds after which a file that nobody writes to is one that a killed program left."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

_TABLES = (
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
    "CREATE TABLE about (source TEXT, loaded TEXT, entries INTEGER)",
    "CREATE TABLE entries (key INTEGER PRIMARY KEY, id TEXT, body TEXT)",
    "CREATE TABLE blocks (hash INTEGER, entry INTEGER, PRIMARY KEY (hash, entry)) WITHOUT ROWID",
    "CREATE TEMP TABLE staged (hash INTEGER, entry INTEGER)",
)
_SORTED = (  # in order, so that both trees are written once, from left to right
    "INSERT INTO blocks SELECT DISTINCT hash, entry FROM staged ORDER BY hash, entry",
    "CREATE INDEX ix_entries_id ON entries (id)",
)
_LOADING = (
    "PRAGMA journal_mode = OFF",  # a file that is not finished is thrown away
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -65536",  # KiB
    "PRAGMA temp_store = FILE",  # sorting stays out of memory
)


@dataclass(frozen=True, slots=True)
class Info:
    """One catalogue that was loaded."""

    name: str
    source: str
    """The file it came from, as given."""
    loaded: str
    """When: ISO 8601, UTC."""
    entries: int


@dataclass(frozen=True, slots=True)
class Catalogues:
    """The folder. Every method raises LedgerError where it can't be read or written."""

    folder: Path

    @classmethod
    def beside(cls, ledger: Path) -> Catalogues:
        """Those of a ledger: `x.db.catalogues` for `x.db`."""
        return cls(ledger.with_name(ledger.name + ".catalogues"))

    def names(self) -> tuple[str, ...]:
        """What is loaded, by name."""
        with told(self.folder):
            if not self.folder.is_dir():
                return ()
            return tuple(sorted(p.name.removesuffix(ENDING) for p in self.folder.iterdir() if p.name.endswith(ENDING)))

    def list(self) -> tuple[Info, ...]:
        """What is loaded, by name."""
        with self.opened() as catalogue:
            return catalogue.about()

    def load(
        self, name: str, source: str, entries: Iterable[Entry], keys: Keys, clock: Callable[[], str] = now
    ) -> Info:
        """Keep a catalogue, in the place of the one of that name. What `entries` raises leaves all as it was.

        Raises UsageError for a name that no file could have.
        """
        path = self._path(name)
        half = path.with_name(f"{name}.{os.getpid()}{_HALF}")
        with told(path):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._clear()
            try:
                with _connected(half, "mode=rwc") as connection:
                    count = _fill(connection, entries, keys)
                    connection.exec_driver_sql("INSERT INTO about VALUES (?, ?, ?)", (source, loaded := clock(), count))
                    connection.exec_driver_sql("COMMIT")
                if not count:
                    raise LedgerError("no entry in it", resource=source, hint="give a catalogue of persons or bodies")
                with half.open("rb+") as file:
                    os.fsync(file.fileno())
                half.replace(path)
            finally:
                half.unlink(missing_ok=True)
        return Info(name, source, loaded, count)

    def remove(self, name: str) -> None:
        """Forget a catalogue. Raises LedgerError where there is none of that name."""
        path = self._path(name)
        with told(path):
            if not path.exists():
                known = ", ".join(self.names())
                hint = f"there is: {known}" if known else "none is loaded"
                raise LedgerError(f"there is no catalogue {name}", resource=str(self.folder), hint=hint)
            path.unlink()

    @contextmanager
    def opened(self) -> Iterator[Catalogue]:
        """All catalogues, to be asked as one; without any, nothing is ever found."""
        connections: list[tuple[str, Connection]] = []
        try:
            for name in self.names():
                path = self._path(name)
                with told(path):
                    connections.append((name, _connection(path, "immutable=1")))
                    _check(connections[-1][1], path)
            yield Catalogue(tuple(connections))
        finally:
            for _, connection in connections:
                connection.close()
                connection.engine.dispose()

    def state(self) -> str:
        """Differs whenever a catalogue was loaded or removed."""
        with told(self.folder):
            found = ((n, self._path(n).stat()) for n in self.names())
            return json.dumps([(n, s.st_size, s.st_mtime_ns, s.st_ino) for n, s in found])

    def _clear(self) -> None:
        """Remove what killed programs left. A load that still goes on writes all the time."""
        for half in self.folder.glob(f"*{_HALF}"):
            with suppress(OSError):
                if time.time() - half.stat().st_mtime > _LEFT:
                    half.unlink()

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"{name[:70]!r} can't name a catalogue", hint="give letters, digits, dots and hyphens with --name"
            )
        return self.folder / (name + ENDING)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The loaded catalogues, open for look-ups."""

    connections: tuple[tuple[str, Connection], ...]

    def about(self) -> tuple[Info, ...]:
        """What is loaded, by name."""
        return tuple(
            Info(name, *connection.exec_driver_sql("SELECT source, loaded, entries FROM about").one())
            for name, connection in self.connections
        )

    def candidates(self, keys: Sequence[str]) -> list[Entry]:
        """Entries filed under one of the keys at least, those that share the most first; at most `MOST`.

        What several catalogues have under one id is one entry, with the names, countries and topics of all.
        """
        hashes = tuple(dict.fromkeys(map(_hash, keys)))
        if not hashes:
            return []
        marks = ", ".join("?" * len(hashes))
        wanted = (
            f"SELECT shared, body FROM (SELECT entry, count(*) AS shared FROM blocks WHERE hash IN ({marks}) "
            f"GROUP BY entry ORDER BY shared DESC, entry LIMIT {MOST}) JOIN entries ON entries.key = entry"
        )
        found: dict[str, tuple[int, Entry]] = {}
        for _, connection in self.connections:
            for shared, body in connection.exec_driver_sql(wanted, hashes):
                entry = _entry(body)
                if entry.id in found:
                    most, other = found[entry.id]
                    found[entry.id] = max(most, shared), _joined(other, entry)
                else:
                    found[entry.id] = shared, entry
        ranked = sorted(found.values(), key=lambda pair: (-pair[0], pair[1].id))
        return [entry for _, entry in ranked[:MOST]]

    def entry(self, id_: str) -> Entry | None:
        """The entry of that id, from all catalogues that have it."""
        found: Entry | None = None
        for _, connection in self.connections:
            for (body,) in connection.exec_driver_sql("SELECT body FROM entries WHERE id = ? ORDER BY key", (id_,)):
                found = _entry(body) if found is None else _joined(found, _entry(body))
        return found

    def origins(self, id_: str) -> tuple[str, ...]:
        """The catalogues that have an entry of that id, by name."""
        asked = "SELECT 1 FROM entries WHERE id = ? LIMIT 1"
        return tuple(name for name, connection in self.connections if connection.exec_driver_sql(asked, (id_,)).all())


def _fill(connection: Connection, entries: Iterable[Entry], keys: Keys) -> int:
    for command in (*_LOADING, "BEGIN", *_TABLES):
        connection.exec_driver_sql(command)
    numbered = enumerate(entries, 1)
    count = 0
    while batch := list(islice(numbered, _BATCH)):
        count = batch[-1][0]
        connection.exec_driver_sql(
            "INSERT INTO entries VALUES (?, ?, ?)", [(number, entry.id, _body(entry)) for number, entry in batch]
        )
        filed = [
            (hashed, number)
            for number, entry in batch
            for hashed in {_hash(key) for name in (entry.name, *entry.aliases) for key in keys(name, entry.kind)}
        ]
        if filed:
            connection.exec_driver_sql("INSERT INTO staged VALUES (?, ?)", filed)
    for command in _SORTED:
        connection.exec_driver_sql(command)
    return count


def _hash(key: str) -> int:
    """Eight bytes of a key: two keys that share them are very rare, and cost a look at a candidate that is none."""
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


def _body(entry: Entry) -> str:
    values = (
        entry.id,
        entry.name,
        entry.kind,
        entry.aliases,
        entry.countries,
        entry.wikidata,
        entry.topics,
        entry.positions,
        entry.birth_date,
    )
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _entry(body: str) -> Entry:
    id_, name, kind, aliases, countries, wikidata, topics, positions, birth_date = json.loads(body)
    return Entry(
        id_, name, kind, tuple(aliases), tuple(countries), wikidata, tuple(topics), tuple(positions), birth_date
    )


def _joined(left: Entry, right: Entry) -> Entry:
    def both(*values: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(values))

    return replace(
        left,
        aliases=tuple(n for n in both(*left.aliases, right.name, *right.aliases) if n != left.name),
        countries=both(*left.countries, *right.countries),
        wikidata=left.wikidata or right.wikidata,
        topics=both(*left.topics, *right.topics),
        positions=both(*left.positions, *right.positions),
        birth_date=left.birth_date or right.birth_date,
    )


def _check(connection: Connection, path: Path) -> None:
    mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if (mark, version) != (APPLICATION, VERSION):
        raise LedgerError(
            "is no catalogue of this onrecord", resource=str(path), hint="remove the file and load the catalogue again"
        )


@contextmanager
def _connected(path: Path, how: str) -> Iterator[Connection]:
    connection = _connection(path, how)
    try:
        yield connection
    finally:
        connection.close()
        connection.engine.dispose()


def _connection(path: Path, how: str) -> Connection:
    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)

    return create_engine("sqlite://", creator=connect, poolclass=StaticPool, isolation_level="AUTOCOMMIT").connect()
