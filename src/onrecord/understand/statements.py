"""From linked spans to statements: who, by which words, what, and in whose wording."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.domain import Anchor, Kind
from onrecord.understand.quotations import Quotation


class Quoted:
    """Which characters of a text stand in quotation marks."""

    def __init__(self, found: Sequence[Quotation]) -> None:
        self._outer = [q for q in found if q.depth == 0]
        self._starts = [q.start for q in self._outer]

    def around(self, start: int, end: int) -> list[Quotation]:
        """The outermost quotations that share characters with a span, in text order."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_right(self._starts, end - 1)
        return [q for q in self._outer[first:last] if q.start < end and q.end > start]


def kind_of(text: str, content: Sequence[Anchor], cue: Anchor, quoted: Quoted) -> Kind:
    """Direct where all letters of the content stand in quotation marks, mixed where some do, else indirect.

    A quotation that holds the cue as well is somebody else's: it says nothing of this content. Except for one that
    begins with it and was never closed.
    """
    inside = outside = 0
    for span in content:
        within = sum(
            _letters(text[max(span.start, q.start) : min(span.end, q.end)])
            for q in quoted.around(span.start, span.end)
            if not (q.start <= cue.start and cue.end <= q.end) or (not q.closed and span.start <= q.start)
        )
        inside += within
        outside += _letters(span.text) - within
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
