"""Where quotation marks open and close.

All styles of the press count: “ ” " ‘ ’ ' « » „ and the wire services' `` ''. A quotation ends at its paragraph's end
at the latest: the typographers' rule lets a speech over several paragraphs open each of them and close only the last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_MARK = re.compile(r"``|''|[“”„‟«»\"‘’‚']|\n")
_DOUBLE, _SINGLE, _ANGLE = "double", "single", "angle"
_FAMILY = {
    **dict.fromkeys(("“", "”", "„", "‟", '"', "``", "''"), _DOUBLE),
    **dict.fromkeys(("‘", "’", "‚", "'"), _SINGLE),
    **dict.fromkeys(("«", "»"), _ANGLE),
}
_ALWAYS_OPENS = frozenset(("„", "‟", "``", "‚"))
_OPENERS = frozenset("([{—–-/“„«‘\"'`")
_CLOSERS = frozenset(")]}—–-/.,;:!?…”»’\"'")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, its marks included, as code point offsets."""

    start: int
    end: int
    depth: int
    """0 for a quotation that stands in no other."""
    closed: bool
    """False where the paragraph ended before a closing mark came."""


class _Open(NamedTuple):
    family: str
    start: int


def quotations(text: str) -> list[Quotation]:
    """All quotations of `text`, in the order of their opening marks."""
    found: list[tuple[int, int, bool]] = []
    stack: list[_Open] = []
    open_marks: Counter[str] = Counter()  # families in the stack
    for match in _MARK.finditer(text):
        mark, at, end = match.group(), match.start(), match.end()
        if mark == "\n":
            # a single mark that never closes is an apostrophe ("’tis"), not a quotation
            found += [(o.start, at, False) for o in stack if o.family != _SINGLE]
            stack.clear()
            open_marks.clear()
            continue
        family = _FAMILY[mark]
        before = text[at - 1] if at else "\n"
        after = text[end] if end < len(text) else "\n"
        if family == _SINGLE and before.isalnum() and after.isalnum():
            continue
        opens = not after.isspace() and (before.isspace() or before in _OPENERS)
        closes = not before.isspace() and (after.isspace() or after in _CLOSERS or before in ".,!?…")
        is_open = open_marks[family] > 0
        if mark in _ALWAYS_OPENS or (mark in "“‘«" and (opens or not is_open)):
            opens, closes = True, False
        elif mark in "”’»" and is_open and not (mark in "”»" and opens and not closes and after.isalnum()):
            opens, closes = False, closes or mark != "’"
        elif mark in "”’":
            opens = closes = False
        if closes and is_open:
            while stack:
                top = stack.pop()
                open_marks[top.family] -= 1
                if top.family == family:
                    found.append((top.start, end, True))
                    break
        elif opens or (mark == '"' and before in ",:" and after.isalpha()):  # said,"We: a space is missing
            if mark == "'" and not _closes_later(text, end):
                continue
            stack.append(_Open(family, at))
            open_marks[family] += 1
    found += [(o.start, len(text), False) for o in stack if o.family != _SINGLE]
    return list(_nested(found))


def _nested(found: list[tuple[int, int, bool]]) -> Iterator[Quotation]:
    """The quotations with their depths, in order: counted at the end, when it is known which marks were none."""
    around: list[int] = []
    for start, end, closed in sorted(found, key=lambda q: (q[0], -q[1])):
        while around and around[-1] <= start:
            around.pop()
        yield Quotation(start, end, len(around), closed)
        around.append(end)


_CLOSING_SINGLE = re.compile(r"(?<=[^\s'])'(?=[\s)\]}—–.,;:!?…”»\"]|$)|\n")


def _closes_later(text: str, start: int) -> bool:
    """Whether a straight single mark before `start` finds a partner in its paragraph (else it is an apostrophe)."""
    match = _CLOSING_SINGLE.search(text, start, start + 2000)
    return match is not None and match.group() == "'"
