"""Who is who in what a ledger shows, worked out piece by piece: only for what came, went or was judged since.

The tables do the remembering, `onrecord.identities` the thinking. A *profile* is what articles say of somebody;
profiles that are one whatever the others are have one *bearer*; bearers are compared under the *blocks* that their
names are filed under; an *identity* has one bearer or more. What is NULL (a profile's bearer, a bearer's identity) is
still to be done. Nothing here depends on the order in which articles came.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from onrecord.errors import LedgerError
from onrecord.record.copies import Copies
from onrecord.record.faults import told
from onrecord.record.findings import load_reading
from onrecord.record.judgements import apart
from onrecord.record.profiles import COUNT, appear, stored
from onrecord.record.queries import select_names
from onrecord.record.roles import Role, roles_of
from onrecord.record.schema import PLACES, day_at, identities, profiles, readings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Connection

    from onrecord.domain import ActorKind, Identity, Profile

MOST_PROFILES = 300
"""Profiles of one identity that are given, of each bearer the first by id: enough to show and to match."""
_PATIENCE = 1000
"""Milliseconds to wait for another program that writes before working in memory: asking must go on meanwhile."""
_IN = "IN (SELECT value FROM json_each(?))"
_UNTIE = "DELETE FROM identities WHERE key IN (SELECT identity FROM bearers WHERE {})"


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a profile belongs: `onrecord.link.actors.Filed`, with the profile."""

    key: int
    profile: Profile
    bearer: str
    kin: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """One identity as it stands in the list."""

    id: str
    name: str
    kind: ActorKind
    revision: int


class Identities:
    """The identities of one ledger. Every method raises LedgerError where it can't be read or written."""

    def __init__(
        self, connection: Connection, path: Path, transaction: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._connection = connection
        self._path = path
        self._transaction = transaction
        self.copies = Copies(connection)
        self._resting = False

    # Keeping up

    def rest(self) -> None:
        """From now on nothing is worked out by asking: who is who is taken as it stands."""
        self._resting = True

    def backlog(self, number: int) -> bool:
        """Whether so many articles, names or actors wait to be worked out."""
        waiting = (
            "SELECT 1 FROM pending",
            "SELECT 1 FROM profiles WHERE bearer IS NULL",
            "SELECT 1 FROM bearers WHERE identity IS NULL",
        )
        return any(len(self._all(f"{asked} LIMIT ?", number)) >= number for asked in waiting)

    def stale(self) -> bool:
        """Whether something came, went or was judged that is not worked out yet, and is to be."""
        if self._resting:
            return False
        asked = (
            "SELECT EXISTS (SELECT 1 FROM pending) OR EXISTS (SELECT 1 FROM profiles WHERE bearer IS NULL) "
            "OR EXISTS (SELECT 1 FROM bearers WHERE identity IS NULL)"
        )
        return bool(self._scalar(asked))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What is worked out inside is kept together; in memory alone, where the file can't be written just now."""
        with told(self._path):
            wait = self._scalar("PRAGMA busy_timeout")
            self._run(f"PRAGMA busy_timeout = {min(int(wait), _PATIENCE)}")
        try:
            held = self._transaction()
            held.__enter__()
        except LedgerError as error:
            if not isinstance(error.__cause__, DBAPIError):
                raise
            held = self.copies.used()
            with told(self._path):
                held.__enter__()
        finally:
            self._run(f"PRAGMA busy_timeout = {wait}")
        try:
            yield
        except BaseException as error:
            held.__exit__(type(error), error, error.__traceback__)
            raise
        held.__exit__(None, None, None)

    def take_in(self, number: int) -> int:
        """Have the actors of at most so many articles appear that came since. How many articles these were."""
        run = self._connection.exec_driver_sql
        asked = "SELECT p.position, s.reading FROM pending p JOIN shown s ON s.position = p.position LIMIT ?"
        some = run(asked, (number,)).all()
        for position, key in some:
            reading = load_reading(self._connection, readings.c.key == key)
            appear(self._connection, position, reading, apart(self._connection, reading.article.id))
            run("DELETE FROM pending WHERE position = ?", (position,))
        return len(some)

    def clear_gone(self, most: int) -> None:
        """Have those compared anew who were compared with somebody that appears no more.

        `most`: kin under one key from which on none of them are compared.
        """
        left = "NOT EXISTS (SELECT 1 FROM profiles WHERE bearer = bearers.key)"
        gone = self._all(f"SELECT key, kin FROM bearers WHERE name = '' AND {left}")
        kins = sorted({kin for _, kin in gone if kin})
        for kin in kins:
            hashes = self._column("SELECT hash FROM blocks WHERE kin = ?", kin)
            self._run("DELETE FROM blocks WHERE kin = ?", kin)
            others = "SELECT kin FROM blocks WHERE hash = ?"
            crowds = [h for h in hashes if int(self._scalar(f"SELECT count(*) FROM ({others})", h)) > most]
            for hashed in set(hashes) - set(crowds):
                self._run(_UNTIE.format(f"kin IN ({others})"), hashed)
            # the others of its kin are filed again: under which keys depends on all their names
            self._run(_UNTIE.format("kin = ?"), kin)
            self._run("UPDATE profiles SET bearer = NULL WHERE bearer IN (SELECT key FROM bearers WHERE kin = ?)", kin)
            self._run("DELETE FROM bearers WHERE kin = ?", kin)
        self._run("DELETE FROM bearers WHERE key " + _IN, json.dumps([key for key, kin in gone if not kin]))

    def unfiled(self, number: int) -> list[tuple[int, Profile]]:
        """At most so many profiles, by key, that have no bearer yet."""
        asked = select(profiles).where(profiles.c.bearer.is_(None)).limit(number)
        with told(self._path):
            return [(row.key, stored(row)) for row in self._connection.execute(asked)]

    def file(self, filings: Sequence[Filing], most: int) -> None:
        """Give the profiles their bearers, and have those compared anew whom it could matter to."""
        run = self._connection.exec_driver_sql
        run(
            "INSERT OR IGNORE INTO bearers (id, kin, name, kind) VALUES (?, ?, ?, ?)",
            [(f.bearer, f.kin, f.profile.name, f.profile.kind) for f in filings],
        )
        run(
            "UPDATE profiles SET bearer = (SELECT key FROM bearers WHERE id = ?) WHERE key = ?",
            [(f.bearer, f.key) for f in filings],
        )
        theirs = "key IN (SELECT identity FROM bearers WHERE id = ?)"
        run(f"DELETE FROM identities WHERE {theirs} AND id > ?", [(f.bearer, f.profile.id) for f in filings])
        now = self._revision()
        run(f"UPDATE identities SET revision = ?, said = NULL WHERE {theirs}", [(now, f.bearer) for f in filings])
        filed = {(hash_of(key), f.kin) for f in filings for key in f.keys}
        if filed:
            before = json.dumps(sorted({h for h, _ in filed}))
            count = f"SELECT hash, count(*) FROM blocks WHERE hash {_IN} GROUP BY hash"
            few = {int(row[0]): int(row[1]) for row in self._all(count, before)}
            run("INSERT OR IGNORE INTO blocks VALUES (?, ?)", sorted(filed))
            for hashed, number in self._all(count, before):
                if few.get(hashed, 0) <= most < number:  # from now on none of them are compared
                    self._run(_UNTIE.format("kin IN (SELECT kin FROM blocks WHERE hash = ?)"), hashed)

    def untied(self) -> list[int]:
        """The keys of the bearers that are in no identity yet."""
        return self._column("SELECT key FROM bearers WHERE identity IS NULL")

    def size(self) -> int:
        """How many bearers there are."""
        return int(self._scalar("SELECT count(*) FROM bearers"))

    def everyone(self) -> list[int]:
        """The keys of all bearers."""
        return self._column("SELECT key FROM bearers")

    def around(self, of: Collection[int], most: int) -> set[int]:
        """The bearers of their kin, and those that are filed with them under a key that has no more than `most` kin."""
        mine = f"SELECT DISTINCT kin FROM bearers WHERE kin <> '' AND key {_IN}"
        asked = (
            f"WITH mine AS ({mine}), shared AS (SELECT DISTINCT hash FROM blocks WHERE kin IN mine), "
            "quiet AS (SELECT hash FROM blocks WHERE hash IN shared GROUP BY hash HAVING count(*) <= ?) "
            "SELECT key FROM bearers WHERE kin IN mine OR kin IN (SELECT kin FROM blocks WHERE hash IN quiet)"
        )
        return set(self._column(asked, json.dumps(sorted(of)), most))

    def crowded(self, keys: Iterable[str], most: int) -> frozenset[str]:
        """Those of the keys that more than `most` kin are filed under."""
        by_hash = {hash_of(key): key for key in keys}
        asked = f"SELECT hash FROM blocks WHERE hash {_IN} GROUP BY hash HAVING count(*) > ?"
        return frozenset(by_hash[h] for h in self._column(asked, json.dumps(sorted(by_hash)), most))

    def mates(self, of: Collection[int]) -> set[int]:
        """Those that are in one identity with them so far."""
        asked = (
            "SELECT key FROM bearers WHERE identity IN "
            f"(SELECT identity FROM bearers WHERE identity IS NOT NULL AND key {_IN})"
        )
        return set(self._column(asked, json.dumps(sorted(of))))

    def called(self, labels: Iterable[tuple[str, str]]) -> set[int]:
        """The bearers of exactly these names and kinds."""
        asked = "SELECT key FROM bearers WHERE name = ? AND kind = ?"
        return {key for name, kind in labels for key in self._column(asked, name, kind)}

    def filed_under(self, keys: Iterable[str]) -> set[int]:
        """The bearers that are filed under one of the keys."""
        asked = f"SELECT key FROM bearers WHERE kin IN (SELECT kin FROM blocks WHERE hash {_IN})"
        return set(self._column(asked, json.dumps(sorted({hash_of(key) for key in keys}))))

    def profiles(self, of: Collection[int]) -> dict[str, tuple[int, Profile]]:
        """For each bearer the profile that stands for it, the first by id, with the bearer's key; by the profile's id.

        For all bearers in one go where there are many.
        """
        asked = f"SELECT bearer, min(id) AS first, * FROM profiles WHERE bearer {_IN} GROUP BY bearer"
        with told(self._path):
            rows = self._connection.exec_driver_sql(asked, (json.dumps(sorted(of)),)).all()
        return {row.first: (row.bearer, stored(row)) for row in rows}

    def tie(self, found: Iterable[Identity], keys: Mapping[str, int]) -> None:
        """Keep the identities, in the place of those that their bearers had. `keys`: the bearers by profile id."""
        self._run(_UNTIE.format("key " + _IN), json.dumps(sorted(keys.values())))
        now = self._revision()
        for one in found:
            row = {"id": one.id, "name": one.name, "kind": one.kind, "revision": now}
            made = self._connection.execute(insert(identities), row).inserted_primary_key
            assert made is not None
            self._connection.exec_driver_sql(
                "UPDATE bearers SET identity = ? WHERE key = ?", [(made[0], keys[p.id]) for p in one.profiles]
            )

    def count(self) -> None:
        """Count how much they say of whom it is not known yet."""
        self._run(COUNT)

    def _revision(self) -> int:
        """By the clock, so that it is new even where what had the last one is gone."""
        return max(self.newest() + 1, time.time_ns() // 1000)

    # Asking

    def known(self, of: Collection[int]) -> tuple[Known, ...]:
        """The identities of these bearers, by id."""
        asked = (
            "SELECT id, name, kind, revision FROM identities "
            f"WHERE key IN (SELECT identity FROM bearers WHERE key {_IN}) ORDER BY id"
        )
        return tuple(Known(*row) for row in self._all(asked, json.dumps(sorted(of))))

    def beginning(self, prefix: str) -> tuple[Known, ...]:
        """The identities that have a profile whose id begins so: the id that one had before it grew finds it too."""
        asked = (
            "SELECT DISTINCT i.id, i.name, i.kind, i.revision FROM profiles p JOIN bearers b ON b.key = p.bearer "
            "JOIN identities i ON i.key = b.identity WHERE p.id >= ? AND p.id < ? ORDER BY i.id"
        )
        return tuple(Known(*row) for row in self._all(asked, prefix, prefix + "g"))

    def containing(self, text: str, number: int) -> tuple[Known, ...]:
        """At most so many identities that have these letters in a name; case doesn't count in ASCII."""
        plain = "".join(f"\\{c}" if c in "\\%_" else c for c in text)
        asked = (
            "SELECT DISTINCT i.id, i.name, i.kind, i.revision FROM bearers b JOIN identities i ON i.key = b.identity "
            "WHERE b.name LIKE ? ESCAPE '\\' ORDER BY i.name, i.id LIMIT ?"
        )
        return tuple(Known(*row) for row in self._all(asked, f"%{plain}%", number))

    def changed_since(self, revision: int) -> Iterator[Known]:
        """Those that came or changed after that revision, the earliest first."""
        asked = "SELECT id, name, kind, revision FROM identities WHERE revision > ? ORDER BY revision, id"
        return (Known(*row) for row in self._all(asked, revision))

    def newest(self) -> int:
        """The revision of what changed last; 0 where nothing is there."""
        return int(self._scalar("SELECT max(revision) FROM identities") or 0)

    def bearers(self, id_: str) -> list[int]:
        """The keys of the bearers of an identity."""
        asked = "SELECT b.key FROM bearers b JOIN identities i ON i.key = b.identity WHERE i.id = ? ORDER BY b.key"
        return self._column(asked, id_)

    def names(self, id_: str) -> list[str]:
        """All names of an identity, sorted."""
        with told(self._path):
            return list(self._connection.scalars(select_names(id_)))

    def profiles_of(self, id_: str) -> tuple[Profile, ...]:
        """What articles say of an identity, by id; of very many profiles a part, always the same."""
        asked = (
            "SELECT p.* FROM profiles p JOIN bearers b ON b.key = p.bearer JOIN identities i ON i.key = b.identity "
            "WHERE i.id = ? ORDER BY p.id LIMIT ?"
        )
        with told(self._path):
            rows = self._connection.exec_driver_sql(asked, (id_, MOST_PROFILES)).all()
        return tuple(map(stored, rows))

    def roles(self, id_: str) -> tuple[Role, ...]:
        """What articles call an identity, the role that was given last first, the undated last."""
        asked = (
            "SELECT p.roles, a.position FROM profiles p JOIN bearers b ON b.key = p.bearer "
            "JOIN identities i ON i.key = b.identity JOIN appearances a ON a.profile = p.key "
            "WHERE i.id = ? AND p.roles IS NOT NULL"
        )
        return roles_of(self._all(asked, id_))

    def counts(self, id_: str) -> tuple[int, int, int]:
        """How many statements are theirs, how many are about them, how many articles name them."""
        asked = (
            "SELECT coalesce(sum(json_array_length(a.said)), 0), coalesce(sum(json_array_length(a.about)), 0), "
            "count(DISTINCT a.position) FROM appearances a JOIN profiles p ON p.key = a.profile "
            "JOIN bearers b ON b.key = p.bearer JOIN identities i ON i.key = b.identity WHERE i.id = ?"
        )
        said, about, articles = self._all(asked, id_)[0]
        return int(said), int(about), int(articles)

    def days(self, id_: str) -> list[tuple[date, int]]:
        """On which days of publication how many statements of an identity were told, in their order."""
        asked = (
            "SELECT a.position, json_array_length(a.said) FROM appearances a JOIN profiles p ON p.key = a.profile "
            "JOIN bearers b ON b.key = p.bearer JOIN identities i ON i.key = b.identity "
            "WHERE i.id = ? AND a.said IS NOT NULL"
        )
        found: dict[date, int] = {}
        for position, said in self._all(asked, id_):
            if (day := day_at(position)) is not None:
                found[day] = found.get(day, 0) + int(said)
        return sorted(found.items())

    def of_profiles(self, ids: Mapping[str, str]) -> dict[str, Known]:
        """The identities of profiles that are shown, each under the key that its profile's id has."""
        asked = (
            "SELECT p.id, i.id, i.name, i.kind, i.revision FROM profiles p JOIN bearers b ON b.key = p.bearer "
            f"JOIN identities i ON i.key = b.identity WHERE p.id {_IN}"
        )
        found = {row[0]: Known(*row[1:]) for row in self._all(asked, json.dumps(sorted(set(ids.values()))))}
        return {key: found[id_] for key, id_ in ids.items() if id_ in found}

    def at(self, spots: Iterable[tuple[str, int, str]]) -> dict[tuple[int, str], Known]:
        """The identities of actors in articles. `spots`: name, the place of a finding of the article, the actor's id.

        By place and id; who has no name, or is not worked out, is not there.
        """
        name, place, actor, article = (f"json_extract(n.value, '$[{i}]')" for i in range(4))
        asked = (
            f"SELECT {place}, {actor}, i.id, i.name, i.kind, i.revision FROM json_each(?) n "
            f"JOIN bearers b ON b.name = {name} JOIN identities i ON i.key = b.identity "
            "JOIN profiles p ON p.bearer = b.key "
            f"JOIN appearances a ON a.profile = p.key AND a.position = {article} AND a.actor = {actor}"
        )
        found = self._all(asked, json.dumps([(*spot, spot[1] - spot[1] % PLACES) for spot in spots]))
        return {(place, actor): Known(*known) for place, actor, *known in found}

    def _run(self, command: str, *values: object) -> None:
        self._connection.exec_driver_sql(command, values or None)

    def _all(self, asked: str, *values: object) -> Sequence[Any]:
        with told(self._path):
            return self._connection.exec_driver_sql(asked, values).all()

    def _column(self, asked: str, *values: object) -> list[Any]:
        return [row[0] for row in self._all(asked, *values)]

    def _scalar(self, asked: str, *values: object) -> Any:
        found = self._column(asked, *values)
        return found[0] if found else None


def hash_of(key: str) -> int:
    """Eight bytes of a key: two keys that share them are very rare, and cost a comparison that finds nothing."""
    return int.from_bytes(blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
