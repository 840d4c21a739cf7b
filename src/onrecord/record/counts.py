"""How many statements pass a filter, and how many of them are by whom, of which act, from where, of when.

Exact as far as it goes: the places come from the search index, and what is counted from the rows there, without
reading a text. A common word stands in a great part of all statements, so no more than the newest so many are counted,
and it is said where there are more.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Integer, and_, cast, func, select

from onrecord.record.queries import given_places, surely
from onrecord.record.schema import PLACES, actors, day_at, readings, shown, statements
from onrecord.record.snapshots import snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from onrecord.record.answers import Answers
    from onrecord.record.filters import StatementFilter

V = TypeVar("V", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Count(Generic[V]):
    """How many statements have this value; None stands for those that have none."""

    value: V
    number: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """An actor, as somebody to ask for."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are; each list from the most on."""

    total: int
    exact: bool
    """Whether these are all; else there are at least so many."""
    counted: int
    """Of how many the lists are, the newest."""
    acts: tuple[Count[str | None], ...]
    kinds: tuple[Count[str], ...]
    outlets: tuple[Count[str | None], ...]
    """One outlet however it is spelt in upper and lower case, in the spelling that is most common."""
    months: tuple[Count[str | None], ...]
    """Of publication, as `2026-05`; the latest first, None for the undated last."""
    speakers: tuple[Count[Speaker], ...]
    """Actors, each under all its names, as far as they are worked out (see `Ledger.actors`): those whose names stand
    there most."""


def counts(answers: Answers, wanted: StatementFilter, most: int) -> Counts:
    """See `Ledger.counts`."""
    there = answers.places(replace(wanted, after=None, newest_first=True))
    with snapshot(answers.connection, answers.path):
        places = list(islice(there, most))
        further = sum(1 for _ in islice(there, max(0, MOST_TOTAL - most) if wanted.min_confidence is None else 1))
        exact = next(there, None) is None if wanted.min_confidence is None else not further
        found = answers.connection.execute(_select(places, wanted)).all()
        said: dict[_Named, list[_At]] = {}
        for row in found:
            if row.named:
                said.setdefault((row.name, row.actor_kind), []).append((row.place - row.place % PLACES, row.speaker))
        speakers = _speakers(answers.connection, said)
    months = Counter(None if (day := day_at(row.place)) is None else day.isoformat()[:7] for row in found)
    return Counts(
        total=len(found) + (further if wanted.min_confidence is None else 0),
        exact=exact,
        counted=len(found),
        acts=_ranked(Counter(row.act for row in found)),
        kinds=_ranked(Counter(row.kind for row in found)),
        outlets=_ranked(_alike(Counter(row.outlet for row in found))),
        months=tuple(Count(m, months[m]) for m in sorted(months, key=lambda m: m or "", reverse=True)),
        speakers=_ranked(speakers, name=lambda speaker: (speaker.name, speaker.id)),
    )


_Named = tuple[str, str]
"""Name and kind of an actor of an article."""
_At = tuple[int, str]
"""An article's place, and the actor's id in it."""
MOST_SPEAKERS = 10
"""Names that are looked up."""
MOST_TOTAL = 10_000
"""Statements that are counted at all."""


def _select(places: list[int], wanted: StatementFilter) -> Any:
    """What is counted of the statements at these places."""
    at = given_places(places)
    place = at.c.value
    number = cast(func.substr(statements.c.speaker, 2), Integer)  # `a3` is the third; looked up so, it costs a tenth
    return (
        select(
            place.label("place"),
            statements.c.act,
            statements.c.kind,
            readings.c.outlet,
            statements.c.speaker,
            actors.c.name,
            actors.c.kind.label("actor_kind"),
            actors.c.named,
        )
        .select_from(at)
        .join(shown, shown.c.position == place - place % PLACES)
        .join(readings, readings.c.key == shown.c.reading)
        .join(statements, and_(statements.c.reading == shown.c.reading, statements.c.ordinal == place % PLACES))
        .outerjoin(actors, and_(actors.c.reading == shown.c.reading, actors.c.ordinal == number - 1))
        .where(*surely(wanted))
    )


# Those of one name are nearly always one actor. Where they are not, it is looked up for each article.
_BEARING = (
    "SELECT DISTINCT b.name, b.kind, i.id, i.name FROM bearers b JOIN identities i ON i.key = b.identity WHERE b.name "
)
_GIVEN = "IN (SELECT value FROM json_each(?))"
_BORNE_BY = "IN (SELECT b.name FROM bearers b JOIN identities i ON i.key = b.identity WHERE i.id " + _GIVEN + ")"
_APPEARING = (
    "SELECT a.position, a.actor, i.id, i.name FROM bearers b JOIN identities i ON i.key = b.identity "
    "JOIN profiles p ON p.bearer = b.key CROSS JOIN json_each(?) n CROSS JOIN appearances a ON a.profile = p.key "
    "AND a.position = n.value WHERE b.name = ? AND b.kind = ?"
)


def _speakers(connection: Connection, said: Mapping[_Named, Sequence[_At]]) -> Counter[Speaker]:
    """How many statements are whose, across the names that articles give."""
    run = connection.exec_driver_sql
    often = sorted(said, key=lambda one: (-len(said[one]), one))[:MOST_SPEAKERS]
    named = run(_BEARING + _GIVEN, (json.dumps([name for name, _ in often]),)).all()
    wanted = {Speaker(id_, name) for own, kind, id_, name in named if (own, kind) in often}
    bearing: dict[_Named, set[Speaker]] = {}
    for own, kind, id_, name in run(_BEARING + _BORNE_BY, (json.dumps(sorted(s.id for s in wanted)),)):
        bearing.setdefault((own, kind), set()).add(Speaker(id_, name))
    found: Counter[Speaker] = Counter()
    for one, speakers in bearing.items():
        if one not in said or not speakers & wanted:
            continue
        if len(speakers) == 1:
            found[next(iter(speakers))] += len(said[one])
            continue
        places = json.dumps(sorted({place for place, _ in said[one]}))
        there = {(place, actor): Speaker(*who) for place, actor, *who in run(_APPEARING, (places, *one))}
        found.update(there[at] for at in said[one] if at in there)
    return Counter({speaker: number for speaker, number in found.items() if speaker in wanted})


def _alike(found: Counter[str | None]) -> Counter[str | None]:
    """The outlets with those together that differ in upper and lower case only."""
    spellings: dict[str, str] = {}
    alike: Counter[str | None] = Counter()
    for outlet, number in sorted(found.items(), key=lambda item: (-item[1], item[0] or "")):
        alike[None if outlet is None else spellings.setdefault(outlet.casefold(), outlet)] += number
    return alike


def _ranked(found: Counter[V], name: Any = lambda value: value or "") -> tuple[Count[V], ...]:
    return tuple(Count(v, n) for v, n in sorted(found.items(), key=lambda item: (-item[1], name(item[0]))))
