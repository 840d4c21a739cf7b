"""How sure it is that a source stands for an actor: the share that was right of those found in the same way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Way = Literal[
    "name",
    "doubtful name",
    "named body",
    "pronoun",
    "plural pronoun",
    "it",
    "description",
    "new",
    "new though definite",
    "relative",
    "speaking of himself",
    "speaking of themselves",
    "none",
]
UNNAMED = ", unnamed"
LEAST = 0.8
"""Below this a speaker is unknown: docs/decisions/speakers.md has the figures for other thresholds."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """By which way an entity was found, and what chance the weighing gave it."""

    way: Way
    chance: float
    named: bool = True
    """Whether somebody with a name was found: a name is wrong more often than a description is."""

    @property
    def key(self) -> str:
        """By which the calibration has it."""
        return self.way if self.named else f"{self.way}{UNNAMED}"


def speaker_confidence(certainty: Certainty, weights: Mapping[str, float]) -> float | None:
    """The chance that it is the right one, to two places; None where it is too low to name anyone. `weights`: the
    calibration."""
    key = certainty.key if certainty.key in weights else certainty.way
    base = weights.get(key)
    if base is None:
        return None
    chance = min(max(certainty.chance, 0.001), 0.999)
    slope = weights.get(f"{key}, slope", 0.0)
    value = 1 / (1 + math.exp(-(base + slope * math.log(chance / (1 - chance)))))
    return round(value, 2) if value >= LEAST else None
