"""Deletes one article after the other and prints the id of each that is gone. Other processes run it, and kill it."""

from __future__ import annotations

import sys
from pathlib import Path

from onrecord.record import open_ledger
from onrecord.record.filters import ArticleFilter


def delete(path: Path) -> None:
    with open_ledger(path, create=False) as ledger:
        for row in list(ledger.articles(ArticleFilter())):
            ledger.delete(row.id)
            sys.stdout.write(f"{row.id}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    delete(Path(sys.argv[1]))
