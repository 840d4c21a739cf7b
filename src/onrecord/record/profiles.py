"""What is shown of an article's named actors: a profile that many articles may share, and where it appears."""

from __future__ import annotations

import json
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from onrecord.domain import Profile
from onrecord.record.schema import appearances, bearers, identities, profiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from onrecord.domain import Actor, ActorKind, Anchor, Reading

MOST_ROLES = 20
"""Roles of one actor in one article that are kept in its profile; the ledger's actor has them all."""
LONGEST_ROLE = 300
"""Characters."""
COUNT = (
    "UPDATE identities SET (said, articles) = ("
    "SELECT coalesce(sum(json_array_length(a.said)), 0), count(DISTINCT a.position) FROM bearers b "
    "JOIN profiles p ON p.bearer = b.key JOIN appearances a ON a.profile = p.key WHERE b.identity = identities.key"
    ") WHERE said IS NULL"
)
"""Counts how much they say of whom this is not known. Whoever appears or disappears later is added and taken away."""


def profile(actor: Actor, actors: Iterable[Actor], apart: str | None = None) -> Profile:
    """What tells a named actor from others across articles."""
    owner = next((a.name for a in actors if a.id == actor.part_of and a.named), None) if actor.part_of else None
    roles = sorted({" ".join(r.text.lower().split())[:LONGEST_ROLE] for r in actor.roles} - {""})
    return Profile(actor.name, actor.kind, tuple(roles[:MOST_ROLES]), owner, apart)


def appear(connection: Connection, position: int, reading: Reading, apart: Collection[tuple[str, ActorKind]]) -> None:
    """Put the named actors of a reading that is shown at `position` where they are found.

    `apart`: names and kinds of which a person judged that this document's are not the others'.
    """
    rows = list(_rows(reading, apart))
    if not rows:
        return
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO profiles (id, name, kind, roles, part_of, apart) VALUES (?, ?, ?, ?, ?, ?)",
        [(p.id, p.name, p.kind, _json(p.roles), p.part_of, p.apart) for p, *_ in rows],
    )
    connection.exec_driver_sql(
        "INSERT INTO appearances SELECT key, ?, ?, ?, ? FROM profiles WHERE id = ?",
        [(position, actor, _json(said), _json(about), p.id) for p, actor, said, about in rows],
    )
    _count(connection, [(p.id, len(said)) for p, _, said, _ in rows], 1)


def disappear(
    connection: Connection, position: int, reading: Reading, apart: Collection[tuple[str, ActorKind]]
) -> list[str]:
    """Take them out again, where they were put. The ids of their profiles, for `bury`.

    They are computed again, as what is searched is: to change what they are is to change the tables.
    """
    if connection.exec_driver_sql("DELETE FROM pending WHERE position = ?", (position,)).rowcount:
        return []
    rows = list(_rows(reading, apart))
    gone = sorted({p.id for p, *_ in rows})
    if gone:
        _count(connection, [(p.id, len(said)) for p, _, said, _ in rows], -1)
        connection.exec_driver_sql(
            "DELETE FROM appearances WHERE profile = (SELECT key FROM profiles WHERE id = ?) AND position = ?",
            [(id_, position) for id_ in gone],
        )
    return gone


def _count(connection: Connection, said: Sequence[tuple[str, int]], sign: int) -> None:
    """Add an article to what its identities are counted to say, or (-1) take it away. `said`: how many statements, by
    profile id."""
    asked = (
        "SELECT b.identity, sum(json_extract(n.value, '$[1]')) FROM json_each(?) n "
        "JOIN profiles p ON p.id = json_extract(n.value, '$[0]') JOIN bearers b ON b.key = p.bearer "
        "WHERE b.identity IS NOT NULL GROUP BY b.identity"
    )
    found = connection.exec_driver_sql(asked, (json.dumps(said),)).all()
    if found:
        connection.exec_driver_sql(
            "UPDATE identities SET said = said + ?, articles = articles + ? WHERE key = ?",
            [(sign * number, sign, key) for key, number in found],
        )


def of_actors(reading: Reading, apart: Collection[tuple[str, ActorKind]]) -> dict[str, str]:
    """The ids of the profiles of a reading's named actors, by the actor's id."""
    return {actor: p.id for p, actor, *_ in _rows(reading, apart)}


def bury(connection: Connection, ids: Iterable[str]) -> None:
    """Forget those of the profiles that appear nowhere any more, and who they were."""
    still = select(appearances.c.profile).where(appearances.c.profile == profiles.c.key).exists()
    for id_ in ids:
        found = connection.execute(select(profiles).where(profiles.c.id == id_, ~still)).one_or_none()
        if found is None:
            continue
        connection.execute(delete(profiles).where(profiles.c.key == found.key))
        if found.bearer is not None:
            who = select(bearers.c.identity).where(bearers.c.key == found.bearer).scalar_subquery()
            connection.execute(delete(identities).where(identities.c.key == who))
            left = select(profiles.c.key).where(profiles.c.bearer == found.bearer).exists()
            # who was compared with it is seen to by `Identities`; the name goes at once
            connection.execute(
                bearers.update().where(bearers.c.key == found.bearer, ~left).values(name="", identity=None)
            )


def stored(row: Any) -> Profile:
    """The profile of a row."""
    roles = json.loads(row.roles) if isinstance(row.roles, str) else row.roles
    return Profile(row.name, row.kind, tuple(roles or ()), row.part_of, row.apart)


def _rows(
    reading: Reading, apart: Collection[tuple[str, ActorKind]]
) -> Iterator[tuple[Profile, str, list[int], list[int]]]:
    """For each named actor its profile, its id, and the ordinals of what it said and of what is said about it."""
    contents = _Contents(reading)
    said: dict[str | None, list[int]] = {}
    for ordinal, s in enumerate(reading.statements):
        said.setdefault(s.speaker, []).append(ordinal)
    for actor in reading.actors:
        if actor.named:
            own = reading.article.id if (actor.name, actor.kind) in apart else None
            about = {n for mention in actor.mentions for n in contents.around(mention)}
            others = sorted(n for n in about if reading.statements[n].speaker != actor.id)
            yield profile(actor, reading.actors, own), actor.id, said.get(actor.id, []), others


class _Contents:
    """The contents of a reading's statements, to be asked what stands in them."""

    def __init__(self, reading: Reading) -> None:
        self._spans = sorted((a.start, a.end, n) for n, s in enumerate(reading.statements) for a in s.content)
        self._ends = list(accumulate((end for _, end, _ in self._spans), max))

    def around(self, mention: Anchor) -> Iterator[int]:
        """The ordinals of the statements in whose content it stands."""
        place = bisect_right(self._spans, (mention.start, float("inf"), 0))
        while place and self._ends[place - 1] >= mention.end:  # none before reaches so far
            place -= 1
            _, end, ordinal = self._spans[place]
            if end >= mention.end:
                yield ordinal


def _json(values: Sequence[object]) -> str | None:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else None
