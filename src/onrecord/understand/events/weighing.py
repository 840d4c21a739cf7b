"""How sure an event is, and whether it happened: the model's word beside the rules'.

Linear in the model's scores at the trigger's words, in what the rules say and in the type; fitted on triggers that were
coded by reading (`training/events.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from onrecord.domain import Event, EventType, Realis
from onrecord.understand.trees import Trees

REALIS: tuple[Realis, ...] = get_args(Realis)
TYPES: tuple[EventType, ...] = get_args(EventType)
SCORES = len(REALIS) + 1
"""A score for each realis, and one for being an event of the type that the rules found."""
PARTS = 2
"""Each word has such scores as part of a trigger, and as one of those before it."""
BEFORE = 4
"""Words before a trigger that tell: auxiliaries, "failed to", "plans for"."""
RARE: frozenset[Realis] = frozenset(("denied", "alleged"))
"""Of these the coded triggers have too few to learn from: the rules' word counts."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is added to the model's scores, and what is sure enough."""

    bias: NDArray[np.float32]
    """[scores]"""
    rules: NDArray[np.float32]
    """[realis, scores] for what the rules say."""
    types: NDArray[np.float32]
    """[types, scores]"""
    record_from: float
    """The least confidence with which an event is recorded."""

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> Weighing | None:
        """None for a model in the making."""
        found = manifest.get("events")
        if found is None:
            return None
        bias, rules, types = (np.asarray(found[name], np.float32) for name in ("bias", "rules", "types"))
        return cls(bias, rules, types, found["record_from"])

    def weighed(self, trees: Trees, scores: NDArray[np.float32], event: Event) -> Event | None:
        """The event with its confidence and realis; None where it is not sure enough. `scores`: [W, parts * scores] of
        the trees' words."""
        words = trees.inside(event.trigger.start, event.trigger.end)
        total = scores[words.start : words.stop, :SCORES].mean(0) + self.bias
        if words.start > 0:
            total = total + scores[max(0, words.start - BEFORE) : words.start, SCORES:].mean(0)
        total = total + self.rules[REALIS.index(event.realis)] + self.types[TYPES.index(event.type)]
        confidence = round(float(1 / (1 + np.exp(-total[-1]))), 2)
        if confidence < self.record_from:
            return None
        realis = event.realis if event.realis in RARE else REALIS[int(total[:-1].argmax())]
        return replace(event, realis=realis, confidence=confidence)
