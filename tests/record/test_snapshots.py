"""What is asked in several steps is answered as of one moment: another program judges or deletes at each of them."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from onrecord.domain import Act
from onrecord.errors import LedgerError
from onrecord.identities import Actors
from onrecord.judgement import Changes
from onrecord.record import open_ledger
from onrecord.record.events import EventFilter
from onrecord.record.filters import StatementFilter
from onrecord.serve.export import pieces
from onrecord.serve.rows import STATEMENTS

from .judging import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from onrecord.record.ledger import StatementRow

STEPS = 7
"""More questions than any answer here asks of the file."""


@pytest.fixture
def ledgers(tmp_path: Path) -> Iterator[tuple[Any, Any]]:
    """The same ledger as two programs have it, with three articles, the first of which was judged."""
    path = tmp_path / "one.db"
    with open_ledger(path, create=True, wait=0.01) as one, open_ledger(path, create=True, wait=0.01) as other:
        add(one)
        Actors(one)
        judge(other, first(one), "deny")
        yield one, other


def add(ledger: Any) -> None:
    for number in (1, 2, 3):
        ledger.add(*told(number=number))


def first(ledger: Any) -> StatementRow:
    row: StatementRow = next(ledger.statements(StatementFilter()))
    return row


def judge(ledger: Any, row: StatementRow, act: Act) -> None:
    ledger.reviews.change(row.document, row.id, Changes(act=act), by="Ann")


def reject(ledger: Any, row: StatementRow) -> None:
    ledger.reviews.reject(row.document, row.id, by="Ann")


ANSWERS: dict[str, Callable[[Any, StatementRow], object]] = {
    "statements": lambda ledger, _: [row.within for row in ledger.statements(StatementFilter())],
    "events": lambda ledger, _: [(row.actors, row.speaker) for row in ledger.events.matching(EventFilter())],
    "dated": lambda ledger, _: len(ledger.events.dated(EventFilter(), 5).events),
    "counts": lambda ledger, _: ledger.counts(StatementFilter(), 5).total,
    "queue": lambda ledger, _: [waiting.row.within for waiting in ledger.reviews.queue(StatementFilter())],
    "arrivals": lambda ledger, _: len(ledger.overview.arrivals(3)),
    "page": lambda ledger, row: ledger.statement(row.document, row.id).row.within,
    "reading": lambda ledger, row: len(ledger.reading(row.version).statements),
    "document": lambda ledger, row: len(ledger.document(row.document).versions),
}


@pytest.mark.parametrize("asked", ANSWERS)
def test_an_article_that_is_deleted_meanwhile_is_there_whole_or_not_at_all(
    ledgers: tuple[Any, Any], asked: str
) -> None:
    one, other = ledgers
    row = first(one)
    whole = ANSWERS[asked](one, row)
    other.delete(row.document)
    try:
        gone = ANSWERS[asked](one, row)
    except LedgerError as error:
        gone = error.what
    for step in range(1, STEPS):
        add(other)
        with _at(one, step, lambda: other.delete(row.document)):
            try:
                found = ANSWERS[asked](one, row)
            except LedgerError as error:
                found = error.what
        assert found in (whole, gone)


def test_rows_are_those_that_were_looked_for(ledgers: tuple[Any, Any]) -> None:
    """A statement that is rejected gives its place to the next."""
    one, other = ledgers
    for step in range(1, STEPS):
        with _at(one, step, lambda: reject(other, first(other))):
            assert {row.statement.act for row in one.statements(StatementFilter(act="deny"))} == {"deny"}


def test_a_judgement_does_not_break_what_is_taken_along(ledgers: tuple[Any, Any]) -> None:
    one, other = ledgers
    acts: Iterator[Act] = cycle(["ask", "deny"])
    whole = b"".join(pieces("csl", STATEMENTS, one.statements(StatementFilter()), None, one))
    for step in range(1, STEPS):
        with _at(one, step, lambda: judge(other, first(other), next(acts))), one.snapshot():
            assert b"".join(pieces("csl", STATEMENTS, one.statements(StatementFilter()), None, one)) == whole


def test_in_a_transaction_what_is_written_is_seen(ledgers: tuple[Any, Any]) -> None:
    one, other = ledgers
    row = first(one)
    with one.transaction():
        judge(one, row, "warn")
        with one.snapshot():
            assert first(one).statement.act == "warn"
    assert first(other).statement.act == "warn"


class _at:  # noqa: N801
    """Have something done once the ledger has asked its file so many times."""

    def __init__(self, ledger: Any, step: int, act: Callable[[], object]) -> None:
        self._engine = ledger._connection.engine
        self._left, self._act = step, act

    def __enter__(self) -> None:
        event.listen(self._engine, "after_cursor_execute", self._count)

    def __exit__(self, *exc: object) -> None:
        event.remove(self._engine, "after_cursor_execute", self._count)
        if self._left > 0:
            self._act()

    def _count(self, *_: object) -> None:
        self._left -= 1
        if self._left == 0:
            self._act()
