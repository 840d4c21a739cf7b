"""The act of a statement whose cue names none, from the model's scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from onrecord.domain import Act

ACTS: tuple[Act | None, ...] = (*get_args(Act), None)
"""In the order of the model's outputs; None: no act at all."""
ACT_WORDS = 60
"""Words of a content that tell."""


def likeliest(scores: NDArray[np.float32], cue: Sequence[int], content: Sequence[int]) -> Act | None:
    """From the scores [W, 2 * acts] of a text's words: the first half of the cue's, the second of the content's."""
    half = len(ACTS)
    words = list(content)[:ACT_WORDS]
    pooled = scores[list(cue), :half].mean(0) if len(cue) else np.zeros(half, np.float32)
    if words:
        pooled = pooled + scores[words, half:].mean(0)
    return ACTS[int(pooled.argmax())]
