"""One line on standard error that says how far a long run is. Results never go there."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

A = TypeVar("A")

PATIENCE = 2.0
"""Seconds that pass in silence."""
PACE = 0.2
"""Seconds between two lines, so that the terminal is not what takes the time."""


class Progress:
    """Counts what passes through; shows it only where somebody watches, and only when it takes long."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._began = self._shown = time.monotonic()
        self._visible = False

    def over(self, items: Iterable[A]) -> Iterator[A]:
        """The items, with a line now and then while the next is being made."""
        try:
            for count, item in enumerate(items, 1):
                self._show(count)
                yield item
        finally:  # what went wrong has a line of its own
            self.clear()

    def _show(self, count: int) -> None:
        now = time.monotonic()
        if not self._watched or now - self._began < PATIENCE or now - self._shown < PACE:
            return
        self._shown, self._visible = now, True
        seconds = now - self._began
        sys.stderr.write(f"\r\x1b[2K{count:,} done, {count / seconds:,.1f} a second, {seconds:,.0f} s")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, before something else is said."""
        if self._visible:
            self._visible = False
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
