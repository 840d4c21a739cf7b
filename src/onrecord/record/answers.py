"""What is asked of a SQLite ledger for a list, as rows: a batch at a time, so that a long one needs no memory."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.record import rows
from onrecord.record.chains import LOST, Chains
from onrecord.record.faults import told
from onrecord.record.ledger import ActorRow, ArticleRow
from onrecord.record.queries import (
    MOST,
    newest_first,
    select_actors,
    select_articles,
    select_names,
    select_parents,
    select_places,
    select_statements,
    select_statements_at,
    select_unjudged,
)
from onrecord.record.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, RowMapping

    from onrecord.record.ledger import ActorFilter, ArticleFilter, StatementFilter, StatementRow

_BATCH = 256
"""Rows that are taken together."""
_TEXT = "SELECT text FROM versions WHERE key = ?"


@dataclass(frozen=True, slots=True)
class Answers:
    """The lists of one ledger. Every method raises LedgerError where it can't be read."""

    connection: Connection
    path: Path

    def statements(self, filter: StatementFilter) -> Iterator[StatementRow]:  # noqa: A002
        """See `Ledger.statements`."""
        words = Vocabulary(self.connection, "statement_search")
        with told(self.path):
            if filter.speakers is None:
                return self._statements(self._batches(select_statements(filter, words)))
            places = list(self.connection.scalars(select_places(filter, words)))
        places.sort(key=newest_first if filter.newest_first else None)
        return islice(self._statements(self._at(places, filter)), filter.limit and min(filter.limit, MOST))

    def unjudged(self, wanted: StatementFilter, most: int) -> Iterator[RowMapping]:
        """The rows, for `made`, of statements that nobody judged, the newest day first, the undated last.

        `most`: of the dated and of the undated ones.
        """
        words = Vocabulary(self.connection, "statement_search")
        if wanted.speakers is None:
            for dated in (True, False):
                yield from self.rows(select_unjudged(wanted, words, dated=dated, most=most))
            return
        with told(self.path):
            places = sorted(self.connection.scalars(select_places(wanted, words)), key=newest_first)
        for some in self._at(places, wanted):
            yield from (row for row in some if row["reviewed"] is None)

    def made(self, found: Iterable[RowMapping]) -> Iterator[StatementRow]:
        """The rows as values, in their order."""
        return self._statements([list(found)])

    def _at(self, places: Sequence[int], wanted: StatementFilter) -> Iterator[Sequence[RowMapping]]:
        """The rows at these places, in their order, as far as the other conditions hold."""
        step = min(_BATCH, wanted.limit or _BATCH)
        for first in range(0, len(places), step):
            some = list(places[first : first + step])
            with told(self.path):
                unordered = self.connection.execute(select_statements_at(some, wanted)).mappings()
                found = {row["place"]: row for row in unordered}
            yield [found[place] for place in some if place in found]

    def _statements(self, batches: Iterable[Sequence[RowMapping]]) -> Iterator[StatementRow]:
        for some in batches:
            key, whole, chains = None, "", Chains(())
            parents = self._parents({row["reading_key"] for row in some if row["parent"] is not None})
            for row in some:
                if row["version_key"] != key:  # rows of one version come together, and texts are long
                    key = row["version_key"]
                    with told(self.path):
                        # plain SQL, because this is most of what a page of rows costs
                        whole = self.connection.exec_driver_sql(_TEXT, (key,)).scalar_one()
                    chains = Chains(rows.statement(one, whole) for one in parents.get(row["reading_key"], ()))
                statement = rows.statement(row, whole)
                within = chains.around(statement)
                if LOST not in within[-1:]:  # else the article went meanwhile: nothing is shown without its chain
                    yield rows.statement_row(row, statement, within, row["speaker_name"])

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
            chosen = select_articles(filter, Vocabulary(self.connection, "article_search"))
        return (ArticleRow(**{**row, "authors": tuple(row["authors"])}) for row in self.rows(chosen))

    def actors(self, filter: ActorFilter) -> Iterator[ActorRow]:  # noqa: A002
        """See `Ledger.actors`."""
        for row in self.rows(select_actors(filter)):
            with told(self.path):
                names = self.connection.scalars(select_names(row["id"])).all()
            yield ActorRow(**row, names=tuple(name for name in names if name != row["name"]))

    def rows(self, chosen: Any) -> Iterator[RowMapping]:
        """The rows that are chosen, a batch at a time."""
        return (row for some in self._batches(chosen) for row in some)

    def _batches(self, chosen: Any) -> Iterator[Sequence[RowMapping]]:
        with told(self.path):
            found = self.connection.execute(chosen).mappings()
        while True:
            with told(self.path):
                some = found.fetchmany(_BATCH)
            if not some:
                return
            yield some
