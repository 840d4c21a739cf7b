"""From scores per word to spans: the likeliest path through the tags, its spans moved to their likeliest edges."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.understand.chain import Chain

Role = Literal["source", "cue", "content"]
ROLES: tuple[Role, ...] = ("source", "cue", "content")
TAGS = ("O", *(f"{edge}-{role}" for role in ROLES for edge in "BI"))
"""Outside; for each role the first word of a span (odd) and a further one (even)."""

_ROOM = 40
"""Words by which an edge may move outwards, at most."""
FARTHEST = 160
"""Words by which an edge may move inwards, at most: so that a span of any length takes as little time and memory."""
_LEAST = 0.02
"""Spans less likely than this are not weighed."""
_SHARE = 0.5
"""Two spans tell of the same thing where they share this much of their words."""
_KIN = 0.5
"""What a span's kin (those of which it shares that much) weigh against the span itself: edges are moved to where they
are right most often, but not to a short span that stands for few."""


class Span(NamedTuple):
    """Words from `start` to `end`, half-open."""

    role: Role
    start: int
    end: int
    chance: float = 1.0
    """That this very span is one."""
    near: float = 1.0
    """That some span is one that shares half of the words with it."""


def decode(
    emissions: NDArray[np.float32],
    transitions: NDArray[np.float32],
    separator: NDArray[np.bool_],
    lean: float = 0.0,
) -> list[Span]:
    """The spans of a text in its order, with their chances. `lean`: by how much the path leans to words being in spans,
    in logits a word: more are found, and their chances stay what they are.

    `emissions`: [W, T] scores per word; `transitions`: [T, T] from tag to tag; `separator`: [W] the words between two
    lines. No span runs over one: none of dev or of the held-out articles does, and only under a headline over a short
    text, or in a list, would the model run over the edge.
    """
    chain = Chain(emissions, transitions, separator)
    found = spans_of(chain.best_path(lean))
    moved: list[Span] = []
    for index, span in enumerate(found):
        first, last = chain.line_of(span.start)
        low = max(first, span.start - _ROOM, moved[-1].end if moved else 0)
        high = min(last, span.end + _ROOM, found[index + 1].start if index + 1 < len(found) else last)
        moved.append(_likeliest(chain, span, low, high))
    return moved


def _likeliest(chain: Chain, span: Span, low: int, high: int) -> Span:
    """The best of the spans that overlap with `span` and lie between the words `low` and `high`."""
    first = range(low, min(span.end, span.start + FARTHEST))
    last = range(max(span.start, span.end - FARTHEST), high)
    chances = chain.chances(ROLES.index(span.role), first, last)
    at, until = np.nonzero(chances > _LEAST)
    if not len(at):
        chance = float(chances[first.index(span.start), last.index(span.end - 1)])
        return span._replace(chance=chance, near=chance)
    starts, ends, own = at + first.start, until + last.start + 1, chances[at, until]
    shared = np.minimum(ends[:, None], ends) - np.maximum(starts[:, None], starts)
    kin = shared >= _SHARE * (np.maximum(ends[:, None], ends) - np.minimum(starts[:, None], starts))
    near = kin @ own
    best = int((own + _KIN * near).argmax())
    return Span(span.role, int(starts[best]), int(ends[best]), float(own[best]), min(float(near[best]), 1.0))


def spans_of(path: NDArray[np.int8]) -> list[Span]:
    """The spans that a path of tags describes, in text order. A span may begin with an inner tag at the very start."""
    found: list[Span] = []
    start = 0
    tags = path.tolist()
    for i in range(1, len(tags) + 1):
        # a tag goes on where it is the inner one of the same role
        if i < len(tags) and tags[i] and tags[i] % 2 == 0 and tags[i - 1] in (tags[i], tags[i] - 1):
            continue
        if tags[start]:
            found.append(Span(ROLES[(tags[start] - 1) // 2], start, i))
        start = i
    return found
