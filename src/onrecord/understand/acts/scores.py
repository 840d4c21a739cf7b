"""The act of a statement whose cue names none, from the model's scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from onrecord.domain import Act

ACTS: tuple[Act | None, ...] = (*get_args(Act), None)
"""In the order of the model's outputs; None: no act at all."""
PARTS = 3
"""Of a statement, each with scores of its own: its cue, its content, the beginning of that."""
_CONTENT, _BEGINNING = 60, 15
"""Words of a content that tell."""


def places(cue: Sequence[int], content: Sequence[int]) -> tuple[Sequence[int], ...]:
    """The words of each part; where one has none, those of the other."""
    said = list(content)[:_CONTENT] or list(cue)
    return list(cue) or said, said, said[:_BEGINNING]


def likeliest(
    scores: NDArray[np.float32], bias: NDArray[np.float32], cue: Sequence[int], content: Sequence[int]
) -> Act | None:
    """From the scores [W, parts * acts] of a text's words: the means over each part's words, added up."""
    if not len(cue) and not len(content):
        return None
    total = bias.copy()
    for part, words in enumerate(places(cue, content)):
        total += scores[words, part * len(ACTS) : (part + 1) * len(ACTS)].mean(0)
    return ACTS[int(total.argmax())]
