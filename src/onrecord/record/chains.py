"""On whose word: the statements around a statement, out to the one that the outlet itself reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

LOST = Statement("?", None, None, (), "indirect", None)
"""Stands for a statement that should be there and isn't: a chain never looks shorter than it is."""


class Chains:
    """The statements of one reading, each with those around it."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._named = {s.id: s for s in statements}

    def around(self, statement: Statement) -> tuple[Statement, ...]:
        """Those in whose contents it stands, the nearest first; empty where the outlet itself reports it.

        LOST is the last where one of them isn't there, or the chain comes back to itself.
        """
        found: list[Statement] = []
        seen = {statement.id}
        parent = statement.parent
        while parent is not None:
            outer = self._named.get(parent)
            if outer is None or parent in seen:
                return (*found, LOST)
            seen.add(parent)
            found.append(outer)
            parent = outer.parent
        return tuple(found)
