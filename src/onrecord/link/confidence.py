"""How sure it is that a source stands for an actor: the share that was right of those found in the same way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from onrecord.link.antecedents import learned

Way = Literal[
    "name",
    "doubtful name",
    "named body",
    "pronoun",
    "plural pronoun",
    "description",
    "new",
    "relative",
    "speaking of himself",
    "speaking of themselves",
    "none",
]
LEAST = 0.7
"""Below this a speaker is unknown: docs/decisions/speakers.md has the figures for other thresholds."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """By which way an entity was found, and what chance the weighing gave it."""

    way: Way
    chance: float


def speaker_confidence(certainty: Certainty) -> float | None:
    """The chance that it is the right one, to two places; None where it is too low to name anyone."""
    weights = learned()["calibration"]
    base = weights.get(certainty.way)
    if base is None:
        return None
    chance = min(max(certainty.chance, 0.001), 0.999)
    slope = weights.get(f"{certainty.way}, slope", 0.0)
    value = 1 / (1 + math.exp(-(base + slope * math.log(chance / (1 - chance)))))
    return round(value, 2) if value >= LEAST else None
