"""Adds invented articles and prints the number of each once it is durable. Other processes run it, and kill it."""

from __future__ import annotations

import sys
from pathlib import Path

from onrecord.record import open_ledger

from .worlds import story


def add(path: Path, numbers: range, batch: int) -> None:
    """Every article comes from a page of its own, and each `batch` of them becomes durable together."""
    with open_ledger(path, create=True, wait=60) as ledger:
        for first in range(numbers.start, numbers.stop, batch):
            some = range(first, min(first + batch, numbers.stop))
            with ledger.transaction():
                added = [ledger.add(*story(n, content=f"number {n}", page=b"<p>%d" % n)) for n in some]
            for number, answer in zip(some, added, strict=True):
                sys.stdout.write(f"{number} {answer.document} {answer.version}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    add(Path(sys.argv[1]), range(int(sys.argv[2]), int(sys.argv[3])), int(sys.argv[4]))
