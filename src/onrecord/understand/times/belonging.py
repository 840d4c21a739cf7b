"""Which time belongs to a statement or an event."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.domain import Anchor
from onrecord.understand.times.finding import Time

_RIGHT_BEHIND = re.compile(r"[\s,”’\"']{0,4}(?:(?:on|in|at|late|early|earlier|later|during)\s{1,2}){0,2}")
"""What may stand between a content and the time of its cue: "… was 'a mistake' on Friday"."""


def time_of(
    text: str, cue: Anchor, times: Sequence[Time], *, sentence: tuple[int, int], apart_from: Sequence[Anchor] = ()
) -> int | None:
    """The index in `times` of the one that says when `cue` happened, or None.

    `cue` is what happened: a statement's cue ("said"), an event's trigger. `sentence` is where its sentence begins and
    ends. `apart_from` are the statement's source and content: what they say of time is theirs and not the cue's. Of the
    times in the sentence that lie in none of these, the nearest to the cue is taken; one behind the content only where
    it follows at once, since what comes later belongs to another clause.
    """
    first, last = sentence
    best: tuple[int, int] | None = None
    for index, time in enumerate(times):
        start, end = time.anchor.start, time.anchor.end
        if start < first or end > last or any(a.start < end and start < a.end for a in (cue, *apart_from)):
            continue
        if start >= cue.end:
            behind = max((a.end for a in apart_from if cue.end <= a.start < start), default=None)
            if behind is not None and not _RIGHT_BEHIND.fullmatch(text, behind, start):
                continue
            distance = start - (cue.end if behind is None else behind)
        else:
            distance = cue.start - end
        if best is None or distance < best[0]:
            best = distance, index
    return best[1] if best else None
