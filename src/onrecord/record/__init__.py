"""The record stage: articles and their readings kept for good, and asked for again.

open_ledger(path, create=...) -> Ledger
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from onrecord.record.ledger import Ledger

__all__ = ["open_ledger"]


def now() -> str:
    """This second: ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def open_ledger(path: Path, *, create: bool, wait: float = 30.0, clock: Callable[[], str] = now) -> Ledger:
    """The ledger in the file `path`, made there first where it is missing and `create` says so.

    `wait`: how many seconds to wait for another program that is writing. `clock`: what the log writes as the time.
    A file or folder without write permission still answers questions. Raises LedgerError.
    """
    from onrecord.record.opening import open_sqlite  # SQLAlchemy takes a while to load

    return open_sqlite(path, create=create, wait=wait, clock=clock)
