from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.web.browser import Browser, fill, locked, site


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger of three articles."""
    return fill(tmp_path / "x.db")


@pytest.fixture
def browser(ledger: Path) -> Iterator[Browser]:
    with Browser(site(ledger)) as opened:
        yield opened


@pytest.fixture
def stranger(ledger: Path) -> Iterator[Browser]:
    """Somebody elsewhere, who has not given the password yet."""
    with Browser(locked(ledger), client=("203.0.113.7", 50000)) as opened:
        yield opened
