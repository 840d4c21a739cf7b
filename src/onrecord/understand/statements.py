"""From linked spans to statements: who, by which words, what, and in whose wording."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.domain import Anchor, Kind, Statement, Time
from onrecord.text.quotations import Quotation
from onrecord.text.sentences import Sentences
from onrecord.understand.times import time_of


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


def kind_of(text: str, content: Sequence[Anchor], cue: Anchor, quoted: Quoted) -> Kind:
    """Direct where all letters of the content stand in quotation marks, mixed where some do, else indirect.

    A quotation that holds the cue as well is somebody else's: it says nothing of this content. Except for one that
    begins with it and was never closed.
    """
    inside = outside = 0
    for span in content:
        reached = span.start
        within = 0
        for q in quoted.around(span.start, span.end):
            others = q.start <= cue.start and cue.end <= q.end and (q.closed or q.start < span.start)
            if not others and q.end > reached:
                within += _letters(text[max(reached, q.start) : min(span.end, q.end)])
                reached = q.end
        inside += within
        outside += _letters(span.text) - within
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def with_times(
    text: str, statements: Sequence[Statement], times: Sequence[Time], sentences: Sentences
) -> Iterator[Statement]:
    """The statements, each with the time at which it was said, where the text says so."""
    starts = [s.cue.start if s.cue else -1 for s in statements]
    order = sorted(range(len(statements)), key=starts.__getitem__)
    places = [starts[i] for i in order]
    for statement in statements:
        cue = statement.cue
        if cue is None:
            yield statement
            continue
        sentence = sentences.around(cue.start)
        near = order[bisect_left(places, sentence[0]) : bisect_right(places, sentence[1])]
        others = (c for i in near for c in statements[i].content if not c.start <= cue.start < c.end)
        apart = [*([statement.source] if statement.source else []), *statement.content, *others]
        index = time_of(text, cue, times, sentence=sentence, apart_from=apart)
        yield statement if index is None else replace(statement, time=times[index].id)
