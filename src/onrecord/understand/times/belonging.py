"""Which time belongs to a statement or an event."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.domain import Anchor, Time

_RIGHT_BEHIND = re.compile(r"[\s,”’\"']{0,4}(?:(?:on|in|at|late|early|earlier|later|during)\s{1,2}){0,2}")
"""What may stand between a content and the time of its cue: "… was 'a mistake' on Friday"."""
_OTHER_CLAUSE = re.compile(
    r"[;:—–―]|,\s(?:and|but)\s|\s(?:and|but)\s*$"
    r"|\s(?:which|who|whom|whose|that|when|while|where|as|after|before|because|if|though|although)\s"
)
"""What begins another clause between a time and a cue."""
_AHEAD_OF_ALL = re.compile(r"\W{0,3}(?:\w{1,30}\W{1,3}){0,3}")
"""What stands before a time that opens its sentence: "Additionally, on", "At"."""
_MOST = 400
"""Characters between a time and a cue: farther apart they are not of one clause."""
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
    """
    first, last = sentence
    best: tuple[int, int] | None = None
    for index in range(bisect_left(times, first, key=lambda time: time.anchor.start), len(times)):
        when = times[index].anchor
        if when.end > last:
            break
        if any(span.start < when.end and when.start < span.end for span in (cue, *apart_from)):
            continue
        before = text[max(first, when.start - _LOOK) : when.start]
        if _BEFOREHAND.search(before) or (when.text[0].isdigit() and not _ADVERBIAL.search(before)):
            continue
        distance = _distance(text, cue, when, first, apart_from)
        if distance is not None and (best is None or distance < best[0]):
            best = distance, index
    return best[1] if best else None


def _distance(text: str, cue: Anchor, when: Anchor, first: int, apart_from: Sequence[Anchor]) -> int | None:
    """Characters between a cue and a time of its clause; None where they are of two."""
    if when.start >= cue.end:
        behind = max((span.end for span in apart_from if cue.end <= span.start < when.start), default=cue.end)
        if behind > cue.end and not _RIGHT_BEHIND.fullmatch(text, behind, when.start):
            return None
        between = behind, when.start
    else:
        between = when.end, cue.start
        if _AHEAD_OF_ALL.fullmatch(text, first, when.start):
            return between[1] - between[0]
    length = between[1] - between[0]
    return None if length > _MOST or _OTHER_CLAUSE.search(text, *between) else length
