"""How sure the reader is of a statement: a logistic score over what the model saw, calibrated on held-out articles."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.understand.decoding import ROLES, Role

Floats = NDArray[np.float32]
Words = NDArray[np.int64]

FEATURES = (
    "content inside",
    "content start",
    "content end",
    "cue",
    "source",
    "no source",
    "source link",
    "content link",
    "fragments",
    "content length",
)
_FLOOR = 1e-4


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for one statement, in the order of `FEATURES`."""

    values: tuple[float, ...]

    @classmethod
    def of(
        cls,
        emissions: Floats,
        source: Words | None,
        cue: Words,
        content: Words,
        source_chance: float,
        cue_chance: Floats,
    ) -> Evidence:
        """`emissions` [W, T]; spans of words: `source` [2] or None, `cue` [2], `content` [K, 2]; the links' chances."""
        inside = [_inside(emissions, "content", c) for c in content]
        return cls(
            (
                _log(sum(inside) / len(inside)),
                min(_log(_edge(emissions, "content", int(c[0]))) for c in content),
                min(_log(_end(emissions, "content", int(c[1]))) for c in content),
                _log(_inside(emissions, "cue", cue)),
                0.0 if source is None else _log(_inside(emissions, "source", source)),
                float(source is None),
                _log(source_chance),
                _log(float(cue_chance.min())),
                float(len(content) > 1),
                math.log(float((content[:, 1] - content[:, 0]).sum())),
            )
        )


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of a logistic score; without them (a model in the making) there is no confidence."""

    weights: tuple[float, ...]
    bias: float
    record_from: float
    """A statement with less confidence is not recorded: it is wrong more often than not, and by far."""

    @classmethod
    def of(cls, manifest: dict[str, Any]) -> Calibration | None:
        """From the manifest, None where it has no calibration."""
        value = manifest.get("calibration")
        if not value:
            return None
        return cls(tuple(value["weights"][name] for name in FEATURES), value["bias"], value["record_from"])

    def confidence(self, evidence: Evidence) -> float:
        """The calibrated chance, to two places."""
        score = self.bias + sum(w * v for w, v in zip(self.weights, evidence.values, strict=True))
        return round(1 / (1 + math.exp(-max(min(score, 30.0), -30.0))), 2)


def _shares(emissions: Floats, start: int, end: int) -> Floats:
    part = emissions[start:end]
    powers = np.exp(part - part.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _tags(role: Role) -> slice:
    first = 2 * ROLES.index(role) + 1
    return slice(first, first + 2)


def _inside(emissions: Floats, role: Role, words: Words) -> float:
    """Mean share of the role's tags over a span."""
    return float(_shares(emissions, int(words[0]), int(words[1]))[:, _tags(role)].sum(axis=1).mean())


def _edge(emissions: Floats, role: Role, word: int) -> float:
    """Share of the role's beginning at a word."""
    return float(_shares(emissions, word, word + 1)[0, _tags(role).start])


def _end(emissions: Floats, role: Role, word: int) -> float:
    """Share of anything but the role's going on at the word after a span."""
    if word >= len(emissions):
        return 1.0
    return 1.0 - float(_shares(emissions, word, word + 1)[0, _tags(role).start + 1])


def _log(chance: float) -> float:
    return math.log(max(chance, _FLOOR))
