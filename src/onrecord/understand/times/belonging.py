"""Which time belongs to a statement or an event."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.domain import Anchor
from onrecord.understand.times.finding import Time

_RIGHT_BEHIND = re.compile(r"[\s,”’\"']{0,4}(?:(?:on|in|at|late|early|earlier|later|during)\s{1,2}){0,2}")
"""What may stand between a content and the time of its cue: "… was 'a mistake' on Friday"."""


def time_of(
    text: str, cue: Anchor, times: Sequence[Time], *, sentence: tuple[int, int], apart_from: Sequence[Anchor] = ()
) -> int | None:
    """The index in `times` of the one that says when `cue` happened, or None.

    `cue` is what happened: a statement's cue ("said"), an event's trigger. `times` are those of the text, in its order.
    `sentence` is where the cue's sentence begins and ends. `apart_from` are the statement's source and content: what
    they say of time is theirs and not the cue's. Of the times in the sentence that lie in none of these, the nearest to
    the cue is taken. One behind the content is taken only where it follows at once ("called it 'a mistake' on Friday"):
    what comes later belongs to another clause.
    """
    first, last = sentence
    best: tuple[int, int] | None = None
    for index in range(bisect_left(times, first, key=lambda time: time.anchor.start), len(times)):
        start, end = times[index].anchor.start, times[index].anchor.end
        if end > last:
            break
        if any(span.start < end and start < span.end for span in (cue, *apart_from)):
            continue
        behind = max((span.end for span in apart_from if cue.end <= span.start < start), default=cue.end)
        if behind > cue.end and not _RIGHT_BEHIND.fullmatch(text, behind, start):
            continue
        distance = start - behind if start >= cue.end else cue.start - end
        if best is None or distance < best[0]:
            best = distance, index
    return best[1] if best else None
