"""Names and nouns of those who can speak or act, from the model's scores; pronouns by their words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

NAME_KINDS = ("person", "organization", "place")
NOMINAL_KINDS = ("person", "group", "organization", "place")


def tagged_spans(tags: NDArray[np.integer], separator: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """The spans that tags describe: first word, one past the last, index of the kind. A further tag without a first one
    begins a span; none runs over a separator."""
    found: list[tuple[int, int, int]] = []
    start = kind = -1
    for i, tag in enumerate([*np.where(separator, 0, tags).tolist(), 0]):
        goes_on = tag and tag % 2 == 0 and (tag - 1) // 2 == kind and start >= 0
        if start >= 0 and not goes_on:
            found.append((start, i, kind))
            start = kind = -1
        if tag and not goes_on:
            start, kind = i, (tag - 1) // 2
    return found
