"""Which source and which contents belong to a cue: learned pair scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Spans = NDArray[np.int64]
"""[N, 2] first word and one past the last."""

_DISTANCES = (0, 1, 2, 3, 5, 9, 17, 33, 65)
"""Lower edges of the classes of distance in words."""
PAIR_FEATURES = 2 * len(_DISTANCES) + 2 * 4 + 2 * 4
"""Distance classes on each side, then how many cues stand between (0, 1, 2, more), then how many rivals."""
REACH = 160
"""Words between a cue and what may belong to it: a little more than training's windows show."""
_FAR = np.float32(-1e4)
_ROWS = 256
"""Cues that are scored at once: more than an article has, and few enough for memory to stay flat in any text."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What training learnt of pairs, from the manifest."""

    width: int
    source_pairs: Floats
    """[PAIR_FEATURES]"""
    content_pairs: Floats
    """[PAIR_FEATURES]"""

    @classmethod
    def of(cls, manifest: dict[str, Any], part: str = "link") -> Weights:
        link = manifest[part]
        pairs = (np.asarray(link[name], np.float32) for name in ("source_pairs", "content_pairs"))
        return cls(link["width"], *pairs)


@dataclass(frozen=True, slots=True)
class Links:
    """The best partner of each span."""

    source_of: NDArray[np.int64]
    """[C] index of the cue's source, -1 for none."""
    source_chance: Floats
    """[C] how sure the model is of it, 0 to 1."""
    cue_of: NDArray[np.int64]
    """[K] index of the content's cue, -1 where none is in reach."""
    cue_chance: Floats
    """[K]"""


def link(cues: Spans, sources: Spans, contents: Spans, vectors: Floats, weights: Weights) -> Links:
    """Tie spans together. `vectors`: [W, 4 * width + 1], per word as cue (for a source, for a content), as source, as
    content, and how much a cue looks like one without a source."""
    w = weights.width
    cue_source, cue_content, source, content, none = np.split(vectors, [w, 2 * w, 3 * w, 4 * w], axis=1)
    to_source = _scores(cues, sources, cue_source, source, weights.source_pairs, w)
    to_source = np.concatenate([to_source, _pooled(none, cues)], axis=1)
    chance = _softmax(to_source)
    best = chance.argmax(axis=1)
    source_of = np.where(best == len(sources), -1, best)
    source_chance = np.take_along_axis(chance, best[:, None], axis=1)[:, 0]
    if not len(cues):
        return Links(source_of, source_chance, np.full(len(contents), -1), np.zeros(len(contents), np.float32))
    to_content = _scores(cues, contents, cue_content, content, weights.content_pairs, w).T
    chance = _softmax(to_content)
    cue_of = to_content.argmax(axis=1)
    best_score = np.take_along_axis(to_content, cue_of[:, None], axis=1)[:, 0]
    cue_chance = np.take_along_axis(chance, cue_of[:, None], axis=1)[:, 0]
    return Links(source_of, source_chance, np.where(best_score <= _FAR / 2, -1, cue_of), cue_chance)


def _pooled(vectors: Floats, spans: Spans) -> Floats:
    pooled: Floats = vectors[spans[:, 0]] + vectors[spans[:, 1] - 1]
    return pooled


def _scores(cues: Spans, spans: Spans, cue_side: Floats, span_side: Floats, pairs: Floats, width: int) -> Floats:
    """[C, S]; pairs out of reach are as good as forbidden."""
    near: Floats = np.empty((len(cues), len(spans)), dtype=np.float32)
    for start in range(0, len(cues), _ROWS):
        rows = slice(start, start + _ROWS)
        some = cues[rows]
        scores = _pooled(cue_side, some) @ _pooled(span_side, spans).T / np.float32(width**0.5)
        scores = scores + pair_features(cues, spans, rows) @ pairs
        gap = np.maximum(spans[None, :, 0] - some[:, None, 1], some[:, None, 0] - spans[None, :, 1])
        near[rows] = np.where(gap > REACH, _FAR, scores)
    return near


def _softmax(scores: Floats) -> Floats:
    if not scores.size:
        return scores
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def pair_features(cues: Spans, spans: Spans, rows: slice = slice(None)) -> Floats:
    """[C, 2] cues and [S, 2] spans -> [C, S, PAIR_FEATURES] of zeros and ones; with `rows` for these cues only.

    What counts is the side and the distance of the span, the other cues between the two, and the other spans of the
    same role between them.
    """
    own = cues[rows]
    before = spans[None, :, 0] < own[:, None, 0]
    gap = np.where(before, own[:, None, 0] - spans[None, :, 1], spans[None, :, 0] - own[:, None, 1])
    distance = np.searchsorted(_DISTANCES, np.maximum(gap, 0), side="right") - 1
    low = np.where(before, spans[None, :, 1], own[:, None, 1])
    high = np.where(before, own[:, None, 0], spans[None, :, 0])
    side = (~before).astype(np.int64)
    columns = [
        side * len(_DISTANCES) + distance,
        2 * len(_DISTANCES) + side * 4 + _between(cues, low, high),
        2 * len(_DISTANCES) + 8 + side * 4 + _between(spans, low, high),
    ]
    features = np.zeros((len(own), len(spans), PAIR_FEATURES), dtype=np.float32)
    for column in columns:
        np.put_along_axis(features, column[..., None], 1.0, axis=2)
    return features


def _between(spans: Spans, low: Spans, high: Spans) -> Spans:
    """How many spans begin at `low` or later and before `high`, at most 3."""
    starts = np.sort(spans[:, 0])
    count = np.searchsorted(starts, high, side="left") - np.searchsorted(starts, low, side="left")
    clipped: Spans = np.clip(count, 0, 3)
    return clipped
