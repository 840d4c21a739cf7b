"""From scores per word to spans: the best path through the tags."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Role = Literal["source", "cue", "content"]
ROLES: tuple[Role, ...] = ("source", "cue", "content")
TAGS = ("O", *(f"{edge}-{role}" for role in ROLES for edge in "BI"))
"""Outside; for each role the first word of a span (odd) and a further one (even)."""


FORBIDDEN = np.float32(-10_000.0)
"""The score of what must not be: far below all that the model gives, far above what 32 bits can't hold."""


class Span(NamedTuple):
    """Words from `start` to `end`, half-open."""

    role: Role
    start: int
    end: int


def viterbi(emissions: NDArray[np.float32], transitions: NDArray[np.float32]) -> NDArray[np.int8]:
    """[W, T] scores per word, [T, T] from tag to tag -> [W] the best path."""
    path = np.zeros(len(emissions), dtype=np.int8)
    if not len(emissions):
        return path
    steps = np.ascontiguousarray(transitions.T)
    best = emissions[0]
    back = np.empty(emissions.shape, dtype=np.int8)
    for i in range(1, len(emissions)):
        scores = steps + best
        back[i] = scores.argmax(axis=1)
        best = scores.max(axis=1) + emissions[i]
    path[-1] = best.argmax()
    for i in range(len(emissions) - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path


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
