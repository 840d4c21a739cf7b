"""Answers as of one moment: other programs may write between two questions, and a judgement takes a reading away."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from onrecord.record.faults import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@contextmanager
def snapshot(connection: Connection, path: Path) -> Iterator[None]:
    """All that is asked inside is answered as of one moment. Raises LedgerError where it can't be read."""
    with told(path):
        if within(connection):
            yield
            return
        connection.exec_driver_sql("BEGIN")  # which hinders nobody: the moment is that of the first question
        try:
            yield
        finally:
            if within(connection):  # SQLite itself has gone back where the disk failed
                connection.exec_driver_sql("COMMIT")


def within(connection: Connection) -> bool:
    """Whether a transaction is open."""
    driver = connection.connection.driver_connection
    assert driver is not None
    return bool(driver.in_transaction)
