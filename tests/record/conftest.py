"""Ledgers to try. The conformance suite knows them by `Opener` alone: another database is one more parameter."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Protocol

import pytest

from onrecord.record import open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from onrecord.record.ledger import Ledger


class Opener(Protocol):
    """Opens the same ledger each time; `fresh` a new one."""

    def __call__(self, *, fresh: bool = False) -> Ledger: ...


def ticks() -> Iterator[str]:
    """A clock that is a second later each time."""
    return (f"2031-03-{n // 86400 + 1:02}T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}+00:00" for n in count())


@pytest.fixture(params=["sqlite"])
def opener(tmp_path: Path) -> Opener:
    """The one parameter is SQLite, today."""
    clock = ticks()
    name = 0

    def opened(*, fresh: bool = False) -> Ledger:
        nonlocal name
        name += fresh
        return open_ledger(tmp_path / f"{name}.db", create=True, clock=lambda: next(clock))

    return opened


@pytest.fixture
def ledger(opener: Opener) -> Iterator[Ledger]:
    """An empty ledger."""
    with opener() as opened:
        yield opened
