"""From scores per word to spans: the best path through the tags."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


def viterbi(emissions: NDArray[np.float32], transitions: NDArray[np.float32]) -> list[int]:
    """[W, T] scores per word, [T, T] from tag to tag -> the best tag of each word."""
    if not len(emissions):
        return []
    steps = transitions.T.copy()
    best = emissions[0]
    back = np.empty((len(emissions), len(steps)), dtype=np.int8)
    rows = np.arange(len(steps))
    for i in range(1, len(emissions)):
        scores = steps + best
        back[i] = scores.argmax(axis=1)
        best = scores[rows, back[i]] + emissions[i]
    path = [int(best.argmax())]
    for i in range(len(emissions) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def spans_of(tags: list[int]) -> list[tuple[str, int, int]]:
    """Tags per word -> (role, first word, one past the last)."""
    found: list[tuple[str, int, int]] = []
    start = -1
    for i, tag in enumerate([*tags, 0]):
        if start >= 0 and (tag == 0 or tag % 2 == 1 or tag != tags[i - 1] + tags[i - 1] % 2):
            found.append((TAGS[tags[start]][2:], start, i))
            start = -1
        if tag and start < 0:
            start = i
    return found
