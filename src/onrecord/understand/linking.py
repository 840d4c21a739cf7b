"""Which source and which contents belong to a cue: learned pair scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_DISTANCES = (0, 1, 2, 3, 5, 9, 17, 33, 65)
"""Lower edges of the classes of distance in words."""
PAIR_FEATURES = 2 * len(_DISTANCES) + 2 * 4 + 2 * 4
"""Distance classes on each side, then how many cues stand between (0, 1, 2, more), then how many rivals."""


def pair_features(cues: NDArray[np.int64], spans: NDArray[np.int64]) -> Floats:
    """[C, 2] cues and [S, 2] spans, word indices in text order or not -> [C, S, PAIR_FEATURES] of zeros and ones.

    What counts is the side and the distance of the span, the other cues between the two, and the other spans of the
    same role between them.
    """
    before = spans[None, :, 0] < cues[:, None, 0]
    gap = np.where(before, cues[:, None, 0] - spans[None, :, 1], spans[None, :, 0] - cues[:, None, 1])
    distance = np.searchsorted(_DISTANCES, np.maximum(gap, 0), side="right") - 1
    low = np.where(before, spans[None, :, 1], cues[:, None, 1])
    high = np.where(before, cues[:, None, 0], spans[None, :, 0])
    side = (~before).astype(np.int64)
    columns = [
        side * len(_DISTANCES) + distance,
        2 * len(_DISTANCES) + side * 4 + _between(cues, low, high),
        2 * len(_DISTANCES) + 8 + side * 4 + _between(spans, low, high),
    ]
    features = np.zeros((len(cues), len(spans), PAIR_FEATURES), dtype=np.float32)
    for column in columns:
        np.put_along_axis(features, column[..., None], 1.0, axis=2)
    return features


def _between(spans: NDArray[np.int64], low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many spans begin at `low` or later and before `high`, at most 3."""
    starts = np.sort(spans[:, 0])
    count = np.searchsorted(starts, high, side="left") - np.searchsorted(starts, low, side="left")
    clipped: NDArray[np.int64] = np.clip(count, 0, 3)
    return clipped
