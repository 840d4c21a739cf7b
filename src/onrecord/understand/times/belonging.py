"""Which time belongs to a statement or an event."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from onrecord.domain import Anchor, Time

_RIGHT_BEHIND = re.compile(r"[\s,”’\"']{0,4}(?:(?:on|in|at|late|early|earlier|later|during)\s{1,2}){0,2}")
"""What may stand between a content and the time of its cue: "… was 'a mistake' on Friday"."""
_BEHIND = 4 + 2 * (7 + 2)
"""Characters that this is at most."""
_OTHER_CLAUSE = re.compile(
    r"[;:—–―]|,\s(?:and|but)\s|\s(?:and|but)\s*$"
    r"|\s(?:which|who|whom|whose|that|when|while|where|as|after|before|because|if|though|although)\s"
)
"""What begins another clause between a time and a cue."""
_AHEAD_OF_ALL = re.compile(r"\W{0,3}(?:\w{1,30}\W{1,3}){0,3}")
"""What stands before a time that opens its sentence: "Additionally, on", "At"."""
_OPENING = 3 + 3 * (30 + 3)
"""Characters that this is at most."""
_MOST = 400
"""Characters between a time and a cue: farther apart they are not of one clause."""
REACH = _MOST + 100
"""Characters from the beginning of a sentence, its cue or the end of a content within which a time of the cue lies as a
whole: `time_of` asks nothing of spans that are farther from all of these."""
_BEFOREHAND = re.compile(r"\b(?:until|till|before|after|than|from|to|between)\s{1,3}(?:the\s{1,3})?$", re.IGNORECASE)
"""What stands before a time that is not the cue's own: "until Thursday, he had refused", "after Monday's debate"."""
_LOOK = 16
"""Characters in which such a word is looked for."""
_ADVERBIAL = re.compile(r"\b(?:in|on|since|by|during|throughout|around|about)\s{1,3}$", re.IGNORECASE)
"""What stands before a number that says when; else it is part of a name: "the 1994 crime bill", "9/11 plotter"."""


def time_of(
    text: str, cue: Anchor, times: Sequence[Time], *, sentence: tuple[int, int], apart_from: Sequence[Anchor] = ()
) -> int | None:
    """The index in `times` of the one that says when `cue` happened, or None.

    `cue` is what happened: a statement's cue ("said"), an event's trigger. `times` are those of the text, in its order.
    `sentence` is where the cue's sentence begins and ends. `apart_from` are the statement's source and content, and
    the contents of other statements in the sentence that the cue is not in: what they say of time is theirs.

    Of the times in the cue's clause that lie in none of these, the nearest is taken. A time that opens the sentence is
    of all its clauses. One behind the content counts only where it follows at once ("called it 'a mistake' on Friday").
    So only the times near the cue, the sentence's beginning and the ends of the spans are looked at.
    """
    first, last = sentence
    apart = _Spans((cue, *apart_from))
    behind = _Spans(span for span in apart_from if span.start >= cue.end)
    best: tuple[int, int] | None = None
    for index in _near(times, first, cue, behind.ends):
        when = times[index].anchor
        if when.start < first or when.end > last or apart.reach(when.end) > when.start:
            continue
        before = text[max(first, when.start - _LOOK) : when.start]
        if _BEFOREHAND.search(before) or (when.text[0].isdigit() and not _ADVERBIAL.search(before)):
            continue
        distance = _distance(text, cue, when, first, behind)
        if distance is not None and (best is None or distance < best[0]):
            best = distance, index
    return best[1] if best else None


class _Spans:
    """Spans by where they begin, and how far they reach."""

    def __init__(self, spans: Iterable[Anchor]) -> None:
        ordered = sorted((span.start, span.end) for span in spans)
        self._starts = [start for start, _ in ordered]
        self.ends = [end for _, end in ordered]
        self._reach = list(accumulate(self.ends, max))

    def reach(self, before: int) -> int:
        """Where the last of those ends that begin before an offset; 0 where none does."""
        place = bisect_left(self._starts, before)
        return self._reach[place - 1] if place else 0


def _near(times: Sequence[Time], first: int, cue: Anchor, ends: Sequence[int]) -> Iterator[int]:
    """Which times may be near enough to a cue, in order: by where they begin, those that open the sentence, those
    around the cue and those behind a content."""
    stretches = [(first, first + _OPENING), (cue.start - REACH, cue.end + _MOST)]
    stretches += [(end, end + _BEHIND) for end in ends]
    index = 0
    for start, end in sorted(stretches):
        index = max(index, bisect_left(times, start, key=_start))
        while index < len(times) and times[index].anchor.start <= end:
            yield index
            index += 1


def _start(time: Time) -> int:
    return time.anchor.start


def _distance(text: str, cue: Anchor, when: Anchor, first: int, spans: _Spans) -> int | None:
    """Characters between a cue and a time of its clause, `spans` being those behind the cue; None where they are of
    two."""
    if when.start >= cue.end:
        behind = max(spans.reach(when.start), cue.end)
        if behind > cue.end and not _RIGHT_BEHIND.fullmatch(text, behind, when.start):
            return None
        between = behind, when.start
    else:
        between = when.end, cue.start
        if _AHEAD_OF_ALL.fullmatch(text, first, when.start):
            return between[1] - between[0]
    length = between[1] - between[0]
    return None if length > _MOST or _OTHER_CLAUSE.search(text, *between) else length
