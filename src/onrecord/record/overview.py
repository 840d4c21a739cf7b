"""What a ledger holds at a glance: what came in last, what each day brought, who spoke then."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from onrecord.record.answers import article_row
from onrecord.record.faults import told
from onrecord.record.queries import each_of, select_articles_at
from onrecord.record.schema import (
    DAY,
    UNDATED,
    actors,
    bearers,
    day_at,
    documents,
    identities,
    log,
    positions,
    shown,
    statements,
)
from onrecord.record.snapshots import snapshot

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection

    from onrecord.domain import ActorKind
    from onrecord.record.ledger import ArticleRow

_NAMES = 100
"""Of those who speak most, so many names are looked at to say who they are."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article, and when it or a new version of it came in."""

    at: str
    """ISO 8601, UTC."""
    is_new: bool
    """Whether it was the first time."""
    article: ArticleRow


@dataclass(frozen=True, slots=True)
class DayCount:
    """What was published on a day."""

    day: date
    articles: int
    statements: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who spoke, and how much."""

    name: str
    kind: ActorKind
    id: str | None
    """The actor's; None where the name is several actors', or it is not worked out yet whose."""
    statements: int
    articles: int


class Overview:
    """Asks one ledger. Raises LedgerError where it can't be read. Each question looks at a range of an index: it takes
    as long as its answer is, whatever else the ledger holds."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def arrivals(self, limit: int) -> tuple[Arrival, ...]:
        """The articles that came in last, the newest first; each once, and only those that are still there."""
        came = (
            select(log.c.at, log.c.event, shown.c.position)
            .select_from(log.join(documents, documents.c.id == log.c.document))
            .join(shown, shown.c.document == documents.c.key)
            .where(log.c.event.in_(["new", "new_version"]))
            .order_by(log.c.key.desc())
        )
        newest: dict[int, tuple[str, str]] = {}
        with snapshot(self._connection, self._path):
            with self._connection.execute(came) as found:
                for row in found:
                    newest.setdefault(row.position, (row.at, row.event))
                    if len(newest) >= limit:
                        break
            found_there = self._connection.execute(select_articles_at(list(newest))).mappings()
            rows = {row["place"]: article_row(row) for row in found_there}
        return tuple(Arrival(at, event == "new", rows[place]) for place, (at, event) in newest.items() if place in rows)

    def last_day(self, until: date | None = None) -> date | None:
        """The last day on which something was published, not later than `until`; None where there is none."""
        end = (until.toordinal() + 1 if until else UNDATED) * DAY
        with told(self._path):
            place = self._connection.scalar(select(func.max(shown.c.position)).where(shown.c.position < end))
        return None if place is None else day_at(place)

    def days(self, since: date, until: date) -> tuple[DayCount, ...]:
        """The days of publication from `since` to `until` on which there is something, the earliest first."""
        # statements are numbered from 0 in their reading, so that the last one's number is looked up, not all counted
        last = select(func.max(statements.c.ordinal)).where(statements.c.reading == shown.c.reading).scalar_subquery()
        when = shown.c.position // DAY
        counts = (
            select(func.min(shown.c.position), func.count(), func.sum(func.coalesce(last + 1, 0)))
            .where(_between(since, until))
            .group_by(when)
            .order_by(when)
        )
        with told(self._path):
            found = self._connection.execute(counts).all()
        return tuple(DayCount(day, n, told_) for place, n, told_ in found if (day := day_at(place)) is not None)

    def speakers(self, since: date, until: date, limit: int) -> tuple[Spoken, ...]:
        """Who spoke in what was published from `since` to `until`, those who spoke most first; the named only."""
        number = func.count()
        of_names = (
            select(actors.c.name, actors.c.kind, number.label("statements"))
            .add_columns(func.count(func.distinct(statements.c.reading)).label("articles"))
            .select_from(shown.join(statements, statements.c.reading == shown.c.reading))
            .join(actors, and_(actors.c.reading == statements.c.reading, actors.c.id == statements.c.speaker))
            .where(_between(since, until), actors.c.named)
            .group_by(actors.c.name, actors.c.kind)
            .order_by(number.desc(), actors.c.name, actors.c.kind)
            .limit(max(limit, _NAMES))
        )
        with snapshot(self._connection, self._path):
            named = self._connection.execute(of_names).all()
            asked = (
                select(bearers.c.name, bearers.c.kind, identities.c.id, identities.c.name.label("whole"))
                .join(identities, identities.c.key == bearers.c.identity)
                .where(bearers.c.name.in_(each_of([row.name for row in named])))
                .distinct()
            )
            who: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
            for row in self._connection.execute(asked):
                who[row.name, row.kind].add((row.id, row.whole))
        found: dict[tuple[str, str | None, ActorKind], list[int]] = {}
        for row in named:
            known = who[row.name, row.kind]
            id_, name = next(iter(known)) if len(known) == 1 else (None, row.name)
            counts = found.setdefault((name, id_, row.kind), [0, 0])
            counts[0] += row.statements
            counts[1] += row.articles
        ranked = sorted(found.items(), key=lambda one: (-one[1][0], one[0][0]))[:limit]
        return tuple(Spoken(name, kind, id_, *counts) for (name, id_, kind), counts in ranked)


def _between(since: date, until: date) -> ColumnElement[bool]:
    first, last = positions(since, until) or (0, 0)
    return and_(shown.c.position >= first, shown.c.position <= last)
