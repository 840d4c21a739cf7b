"""What is asked of a SQLite ledger for a list, as rows: a batch at a time, so that a long one needs no memory."""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING

from onrecord.record import rows
from onrecord.record.batches import BATCH, numbers_of, rows_of
from onrecord.record.chains import LOST, Chains
from onrecord.record.faults import told
from onrecord.record.ledger import ActorRow, ArticleRow
from onrecord.record.order import MOST, Bounds, Stretch, newest_first, stretches, walked
from onrecord.record.queries import (
    select_actors,
    select_articles,
    select_in,
    select_names,
    select_parents,
    select_place_of,
    select_places,
    select_places_of_one,
    select_profiles,
    select_statements_at,
    select_unjudged,
    terms_of,
)
from onrecord.record.schema import DAY, PLACES, UNDATED, positions
from onrecord.record.snapshots import snapshot
from onrecord.record.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, RowMapping

    from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter
    from onrecord.record.ledger import StatementRow

_TEXT = "SELECT text FROM versions WHERE key = ?"


@dataclass(frozen=True, slots=True)
class Answers:
    """The lists of one ledger. Every method raises LedgerError where it can't be read."""

    connection: Connection
    path: Path

    def statements(self, filter: StatementFilter) -> Iterator[StatementRow]:  # noqa: A002
        """See `Ledger.statements`."""
        return islice(self._statements(self.places(filter), filter), filter.limit and min(filter.limit, MOST))

    def places(self, wanted: StatementFilter) -> Iterator[int]:
        """Where the statements stand, in the order that is wanted; sure enough to a hundredth only."""
        words = Vocabulary(self.connection, "statement_search")
        terms_of(wanted, words)  # raises at once what would be raised when the first is asked for
        if wanted.speakers is not None or wanted.concerning is not None:
            return self._theirs(wanted, words)
        with told(self.path):
            bounds = self._bounds(wanted)
        there = stretches(bounds, wanted.after, newest=wanted.newest_first)
        return walked(there, lambda stretch: numbers_of(self.connection, self.path, select_in(wanted, words, stretch)))

    def _bounds(self, wanted: StatementFilter) -> Bounds | None:
        """The places of the days and the article that are wanted."""
        days = positions(wanted.since, wanted.until)
        if wanted.document is None:
            return days
        place = self.connection.scalar(select_place_of(wanted.document))
        if place is None:
            return 1, 0
        first, last = days or (0, MOST)
        return max(first, place), min(last, place + PLACES - 1)

    def _theirs(self, wanted: StatementFilter, words: Vocabulary) -> Iterator[int]:
        """The places of what somebody said, or of what is said of them."""
        if not terms_of(wanted, words):
            with told(self.path):
                bounds = self._bounds(wanted)
                whose = self.connection.scalars(select_profiles(wanted)).all()
            there = stretches(bounds, wanted.after, newest=wanted.newest_first)
            yield from walked(there, lambda stretch: self._appearing(wanted, whose, stretch))
            return
        with told(self.path):
            found = self.connection.scalars(select_places(wanted, words)).all()
        if wanted.newest_first:
            last = None if wanted.after is None else newest_first(wanted.after)
            yield from sorted((p for p in found if last is None or newest_first(p) > last), key=newest_first)
        else:
            yield from sorted(p for p in found if wanted.after is None or p > wanted.after)

    def _appearing(self, wanted: StatementFilter, profiles: Sequence[int], stretch: Stretch) -> Iterator[int]:
        """The places in a stretch of what those of these profiles said, or what is about them, sorted in its direction.

        Each profile is gone through no further than is asked for: somebody may have said a tenth of everything.
        """
        chosen = select_places_of_one(wanted, stretch)
        each = [numbers_of(self.connection, self.path, chosen, {"profile": profile}) for profile in profiles]
        return (place for place, _ in groupby(merge(*each, reverse=stretch.backwards)))

    def unjudged(self, wanted: StatementFilter, most: int) -> Iterator[RowMapping]:
        """The rows, for `made`, of statements that nobody judged, the newest day first, the undated last.

        `most`: of the dated and of the undated ones.
        """
        words = Vocabulary(self.connection, "statement_search")
        if wanted.speakers is None and wanted.concerning is None:
            for dated in (True, False):
                yield from rows_of(self.connection, self.path, select_unjudged(wanted, words, dated=dated, most=most))
            return
        places = self._theirs(replace(wanted, after=None, newest_first=True), words)
        while some := list(islice(places, BATCH)):
            yield from (row for row in self._at(some, wanted) if row["reviewed"] is None)

    def _statements(self, places: Iterator[int], wanted: StatementFilter) -> Iterator[StatementRow]:
        """The statements at these places, in their order, as far as the other conditions hold."""
        step = min(BATCH, wanted.limit or BATCH)
        while True:
            with snapshot(self.connection, self.path):  # that a place is still what was looked for
                some = list(islice(places, step))
                made = self.made(self._at(some, wanted)) if some else []
            if not some:
                return
            yield from made

    def _at(self, places: list[int], wanted: StatementFilter) -> list[RowMapping]:
        """The rows at these places, in their order, as far as the other conditions hold."""
        with told(self.path):
            unordered = self.connection.execute(select_statements_at(places, wanted)).mappings()
            found = {row["place"]: row for row in unordered}
        return [found[place] for place in places if place in found]

    def made(self, found: Sequence[RowMapping]) -> list[StatementRow]:
        """The rows as values, in their order. To be asked in the snapshot that they are of."""
        made = []
        key, whole, chains = None, "", Chains(())
        names: dict[str, str | None] = {}
        parents = self._parents({row["reading_key"] for row in found if row["parent"] is not None})
        for row in found:
            if row["version_key"] != key:  # rows of one version come together, and texts are long
                key = row["version_key"]
                with told(self.path):
                    # plain SQL, because this is most of what a page of rows costs
                    whole = self.connection.exec_driver_sql(_TEXT, (key,)).scalar_one()
                around = parents.get(row["reading_key"], ())
                chains = Chains(rows.statement(one, whole) for one in around)
                names = {one["name"]: one["speaker_name"] for one in around}
            statement = rows.statement(row, whole)
            within = chains.around(statement)
            if LOST not in within[-1:]:  # nothing is shown without its chain
                made.append(rows.statement_row(row, statement, within, tuple(names[outer.id] for outer in within)))
        return made

    def _parents(self, of_readings: set[int]) -> dict[int, list[RowMapping]]:
        """For each of the readings the rows of the statements in whose contents others stand."""
        found: dict[int, list[RowMapping]] = {reading: [] for reading in of_readings}
        if of_readings:
            with told(self.path):
                for row in self.connection.execute(select_parents(of_readings)).mappings():
                    found[row["reading_key"]].append(row)
        return found

    def articles(self, filter: ArticleFilter) -> Iterator[ArticleRow]:  # noqa: A002
        """See `Ledger.articles`."""
        with told(self.path):
            words = Vocabulary(self.connection, "article_search")
            chosen = [select_articles(filter, words, dated) for dated in _parts(filter)]
        found = (article_row(row) for part in chosen for row in rows_of(self.connection, self.path, part))
        return islice(found, filter.limit and min(filter.limit, MOST))

    def actors(self, filter: ActorFilter) -> Iterator[ActorRow]:  # noqa: A002
        """See `Ledger.actors`."""
        for row in rows_of(self.connection, self.path, select_actors(filter)):
            with told(self.path):
                names = self.connection.scalars(select_names(row["id"])).all()
            yield ActorRow(**row, names=tuple(name for name in names if name != row["name"]))


def _parts(wanted: ArticleFilter) -> tuple[bool | None, ...]:
    """What is asked for, one after the other: see `select_articles`."""
    if not wanted.newest_first:
        return (None,)
    return (False,) if wanted.after is not None and wanted.after >= UNDATED * DAY else (True, False)


def article_row(row: RowMapping) -> ArticleRow:
    """A row of `select_articles`."""
    return ArticleRow(**{**row, "authors": tuple(row["authors"])})
