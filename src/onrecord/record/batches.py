"""What is chosen, a batch at a time: a long list needs no memory, and what goes wrong on the way is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.record.faults import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection, MappingResult, RowMapping, ScalarResult

BATCH = 256
"""Rows that are taken together."""
R = TypeVar("R")


def rows_of(connection: Connection, path: Path, chosen: Any) -> Iterator[RowMapping]:
    """The rows that are chosen."""
    with told(path):
        found = connection.execute(chosen).mappings()
    return _each(found, path)


def numbers_of(
    connection: Connection, path: Path, chosen: Any, values: Mapping[str, int] | None = None
) -> Iterator[int]:
    """The numbers that are chosen: of each row the first."""
    with told(path):
        found = connection.execute(chosen, values).scalars()
    return _each(found, path)


def _each(found: MappingResult | ScalarResult[R], path: Path) -> Iterator[Any]:
    while True:
        with told(path):
            some = found.fetchmany(BATCH)
        if not some:
            return
        yield from some
