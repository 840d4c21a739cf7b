"""What stands in quotation marks, and so in whose wording a content is given."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from onrecord.text.quotations import Quotation

Span = tuple[int, int]


class Quoted:
    """Which characters of a text stand in quotation marks."""

    def __init__(self, found: Sequence[Quotation]) -> None:
        self._found = list(found)
        self._outer = [i for i, q in enumerate(found) if q.depth == 0]
        self._starts = [found[i].start for i in self._outer]

    def opened_before(self, offset: int) -> bool:
        """Whether an offset stands in a quotation that begins before it."""
        index = bisect_left(self._starts, offset) - 1
        return index >= 0 and self._found[self._outer[index]].end > offset

    def around(self, start: int, end: int) -> Iterator[Quotation]:
        """The quotations that share characters with a span, in text order, each before those that stand in it."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        for i in range(self._outer[index] if self._outer else 0, len(self._found)):
            if self._found[i].start >= end:
                return
            if self._found[i].end > start:
                yield self._found[i]


def kind_of(
    text: str, content: Iterable[Span], cue: Span | None, quoted: Quoted
) -> Literal["direct", "indirect", "mixed"]:
    """Direct where all letters of the content stand in quotation marks, mixed where some do, else indirect.

    A quotation that holds the cue as well is somebody else's: it says nothing of this content. Except for one that
    begins with it and was never closed.
    """
    inside = outside = 0
    for start, end in content:
        reached = start
        within = 0
        for q in quoted.around(start, end):
            others = cue and q.start <= cue[0] and cue[1] <= q.end and (q.closed or q.start < start)
            if not others and q.end > reached:
                within += _letters(text[max(reached, q.start) : min(end, q.end)])
                reached = q.end
        inside += within
        outside += _letters(text[start:end]) - within
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
