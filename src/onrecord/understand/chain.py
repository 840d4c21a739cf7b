"""A linear chain over the tags of each line: its likeliest path, and how likely each span is.

Tag 0 is outside; of every further pair of tags the odd one begins a span and the even one goes on with it. A line is
framed by tag 0 on both sides. Lines are computed side by side, so that there are as many steps as the longest line has
words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FORBIDDEN = np.float32(-10_000.0)
"""The score of what must not be: far below all that the model gives, far above what 32 bits can't hold."""
_LEAST = -300.0
"""A score below that of a word's best tag by more than this counts as this: no sum of powers becomes 0."""
_SIDE_BY_SIDE = 64
"""Lines computed at once."""
_TINY = 1e-300
"""In place of a chance of 0, whose logarithm is wanted."""

Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]


class Chain:
    """The chains of one text."""

    def __init__(
        self, emissions: NDArray[np.float32], transitions: NDArray[np.float32], separator: NDArray[np.bool_]
    ) -> None:
        """`emissions`: [W, T] scores per word; `transitions`: [T, T]; `separator`: [W] words between two lines."""
        # the chances are the same with every word's scores counted from its highest, and powers of them stay in range
        scores = (emissions - emissions.max(axis=1, keepdims=True)).astype(np.float64)
        self._scores: Doubles = np.maximum(scores, _LEAST)
        self._transitions: Doubles = transitions.astype(np.float64)
        edges = np.flatnonzero(np.diff(np.concatenate([[True], separator, [True]]).astype(np.int8)))
        self._first, self._end = edges[::2], edges[1::2]

    def line_of(self, word: int) -> tuple[int, int]:
        """The words of the line in which `word` stands, half-open."""
        index = int(np.searchsorted(self._first, word, side="right")) - 1
        return int(self._first[index]), int(self._end[index])

    def best_path(self, lean: float = 0.0) -> NDArray[np.int8]:
        """[W] the tags of the likeliest path; 0 for separators. `lean`: how much less than it is the score of tag 0
        counts."""
        own = self._scores.copy()
        own[:, 0] -= lean
        path = np.zeros(len(self._scores), dtype=np.int8)
        back = np.zeros(self._scores.shape, dtype=np.int8)
        steps = np.ascontiguousarray(self._transitions.T)
        for lines in self._groups():
            best = own[lines.first] + self._transitions[0]
            for words in lines.steps:
                scores = steps + best[: len(words), None, :]
                back[words] = scores.argmax(axis=2)
                best[: len(words)] = scores.max(axis=2) + own[words]
            path[lines.last] = (best + self._transitions[:, 0]).argmax(axis=1)
            for words in reversed(lines.steps):
                path[words - 1] = back[words, path[words]]
        return path

    def chances(self, role: int, first: range, last: range) -> Doubles:
        """[first, last] the chance that a span of the role, 0 for the first, runs from one word to another, the latter
        included. All words from the lowest to the highest stand in one line."""
        begin, so_far, alone, inner = self._parts[role]
        a, b = np.asarray(first)[:, None], np.asarray(last)[None, :]
        rise = self._transitions[2 * role + 1, 2 * role + 2] - self._transitions[2 * role + 2, 2 * role + 2]
        logs = begin[a] + np.where(a == b, alone[b], so_far[b] - so_far[a] + rise + inner[b])
        chances: Doubles = np.where(a <= b, np.exp(np.minimum(logs, 0.0)), 0.0)
        return chances

    def begins(self, role: int) -> Doubles:
        """[W] the chance that a span of the role begins at a word."""
        forward, backward, _, _ = self._sums
        tag = 2 * role + 1
        return forward[:, tag] * backward[:, tag]

    @cached_property
    def _parts(self) -> list[tuple[Doubles, Doubles, Doubles, Doubles]]:
        """Per role four [W] logarithms: that a span begins at a word, of going on up to it from the line's start, and
        that a span ends with it, where it is the first of the span and where it is a further one."""
        forward, backward, scale, ends = self._sums
        powers, moves = np.exp(self._scores), np.exp(self._transitions)
        # [W, T] all that may come after a word, by the tag that comes next
        after = np.zeros_like(powers)
        after[:-1] = powers[1:] * backward[1:] / scale[1:, None]
        after[self._end - 1] = 0.0
        after[self._end - 1, 0] = 1.0 / ends
        logs = np.log(scale)
        found = []
        for role in range((len(moves) - 1) // 2):
            first, further = 2 * role + 1, 2 * role + 2
            stop = after.copy()
            stop[:, further] = 0.0
            on = np.cumsum(self._scores[:, further] - logs + self._transitions[further, further])
            found.append((_log(forward[:, first]), on, _log(stop @ moves[first]), _log(stop @ moves[further])))
        return found

    @cached_property
    def _sums(self) -> tuple[Doubles, Doubles, Doubles, Doubles]:
        """Forward and backward sums over all paths, [W, T]; the scales by which they were divided, [W]; and what each
        line's sum came to at its end, [lines]."""
        powers, moves = np.exp(self._scores), np.exp(self._transitions)
        forward, backward = np.zeros_like(powers), np.zeros_like(powers)
        scale = np.ones(len(powers))
        for lines in self._groups():
            now = powers[lines.first] * moves[0]
            for words in [lines.first, *lines.steps]:
                if words is not lines.first:
                    now = (now[: len(words)] @ moves) * powers[words]
                scale[words] = total = now.sum(axis=1)
                now = now / total[:, None]
                forward[words] = now
        ends = forward[self._end - 1] @ moves[:, 0]
        backward[self._end - 1] = moves[:, 0] / ends[:, None]
        for lines in self._groups():
            for words in reversed(lines.steps):
                backward[words - 1] = (powers[words] * backward[words]) @ moves.T / scale[words, None]
        return forward, backward, scale, ends

    def _groups(self) -> Iterator[_Lines]:
        order = np.argsort(self._first - self._end, kind="stable")
        for i in range(0, len(order), _SIDE_BY_SIDE):
            part = order[i : i + _SIDE_BY_SIDE]
            yield _Lines.of(self._first[part], self._end[part] - self._first[part])


class _Lines(NamedTuple):
    """Lines side by side, the longest first."""

    first: Ints
    """[L] the first word of each."""
    last: Ints
    """[L]"""
    steps: list[Ints]
    """From the second word on: the words of those lines that are so long."""

    @classmethod
    def of(cls, first: Ints, lengths: Ints) -> _Lines:
        counts = np.searchsorted(-lengths, -np.arange(1, lengths[0]), side="left")
        return cls(first, first + lengths - 1, [first[:n] + i for i, n in enumerate(counts.tolist(), 1)])


def _log(chances: Doubles) -> Doubles:
    logs: Doubles = np.log(np.maximum(chances, _TINY))
    return logs
