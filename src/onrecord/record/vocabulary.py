"""Words that are only begun, as the words that they may be.

The search index can look for a beginning, but then gathers every place of every such word before it gives the first:
50 ms for a word that stands in 800,000 statements, where that word itself is found in 0.1 ms. So the beginning is
looked up among the words of the index first, and these are what is looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MOST = 200
"""A beginning that more words have is left to the index: to look so many up would take as long."""
_INDEXED = 3
"""Beginnings up to this length have an index of their own (see `schema.SEARCH`)."""

# jumps from word to word, so that the cost is that of the words and not of the places where they stand
_LOOKUP = """
WITH RECURSIVE begun(term, number) AS (
    SELECT (SELECT term FROM temp.{0}_words WHERE term >= :first LIMIT 1), 1
    UNION ALL
    SELECT (SELECT term FROM temp.{0}_words WHERE term >= begun.term || char(1) LIMIT 1), number + 1
    FROM begun WHERE term < :last AND number <= :most
)
SELECT term FROM begun WHERE term < :last
"""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one search index, `statement_search` or `article_search`."""

    connection: Connection
    index: str

    def begun(self, words: str) -> str:
        """What the index is to be asked for `words`, which are words and spaces, the last perhaps only begun."""
        *before, last = words.split(" ")
        if len(last) == 1:  # as a beginning it would find a tenth of everything
            return f'"{words}"'
        found = self._beginning_with(last.lower()) if len(last) > _INDEXED and last.isascii() else None
        if found is None:
            return f'"{words}"*'
        return "(" + " OR ".join(f'"{" ".join([*before, word])}"' for word in found or [last]) + ")"

    def _beginning_with(self, first: str) -> list[str] | None:
        """In ASCII, where lower case is the same here and there; None where they are too many."""
        made = (
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{self.index}_words USING fts5vocab(main, {self.index}, instance)"
        )
        self.connection.exec_driver_sql(made)
        asked = {"first": first, "last": first + "\U0010ffff", "most": _MOST}
        found = list(self.connection.scalars(text(_LOOKUP.format(self.index)), asked))
        return found if len(found) <= _MOST else None
