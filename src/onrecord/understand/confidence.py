"""How sure the reader is of a statement: a logistic score over what the model saw, calibrated on held-out articles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.domain import Statement
from onrecord.understand.attribution import Attribution
from onrecord.understand.nested import SecondLayer

Evidence = tuple[float, ...]
"""What speaks for one statement: a value for each of `FEATURES` or `NESTED_FEATURES`."""
FEATURES = ("all parts, logarithm", "not all parts, logarithm", "no source", "content length")
NESTED_FEATURES = (
    "all parts",
    "no source",
    "cue in the second layer, logarithm",
    "content in the second layer, logarithm",
    "source in the first person",
    "source is another pronoun",
    "source is the outer one's name",
)
_FLOOR = 1e-4
_NEVER_SURE = 1e-2
_LAYER_FLOOR = 1e-3
_FIRST_PERSON = frozenset(("i", "we", "my", "our", "me", "us"))
_PRONOUNS = frozenset(("he", "she", "it", "they", "him", "her", "them", "his", "its", "their"))


def evidence(found: Attribution) -> Evidence:
    """The logarithms of the chance that all parts are there and belong together, near enough, and of the opposite (beta
    calibration); and what else tells right from wrong."""
    together = sum(map(_log, _parts(found)))
    return (
        together,
        math.log(1.0 - math.exp(together) + _NEVER_SURE),
        float(found.source is None),
        math.log(sum(c.end - c.start for c in found.content)),
    )


def nested_evidence(
    found: Attribution, inner: Statement, outer: Statement, layer: SecondLayer, offset: int
) -> Evidence:
    """Of a statement that was found where the content of another was read again: besides how sure that reading is, what
    the first pass saw there, and whether it may be no more than the outer speaker's own stance. `offset`: where the
    layer's text begins in the article."""
    source = inner.source.text.casefold().split() if inner.source else []
    around = outer.source.text.casefold().split() if outer.source else []
    cue = 0.0 if inner.cue is None else layer.support("cue", inner.cue.start - offset, inner.cue.end - offset)
    contents = [layer.support("content", c.start - offset, c.end - offset) for c in inner.content]
    return (
        math.exp(sum(map(_log, _parts(found)))),
        float(not source),
        math.log(max(cue, _LAYER_FLOOR)),
        math.log(max(sum(contents) / len(contents), _LAYER_FLOOR)),
        float(len(source) == 1 and source[0] in _FIRST_PERSON),
        float(len(source) == 1 and source[0] in _PRONOUNS),
        float(bool(source) and source[-1] in around),
    )


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of a logistic score; without them (a model in the making) there is no confidence."""

    weights: tuple[float, ...]
    bias: float
    record_from: float
    """A statement with less confidence is not recorded."""

    @classmethod
    def of(cls, manifest: dict[str, Any], name: str, features: Sequence[str]) -> Calibration | None:
        """By its name from the manifest, None where it has none."""
        value = manifest.get(name)
        if not value:
            return None
        return cls(tuple(value["weights"][feature] for feature in features), value["bias"], value["record_from"])

    def confidence(self, evidence: Evidence) -> float:
        """The calibrated chance, to two places."""
        score = self.bias + sum(w * v for w, v in zip(self.weights, evidence, strict=True))
        return round(1 / (1 + math.exp(-max(min(score, 30.0), -30.0))), 2)


def _parts(found: Attribution) -> tuple[float, ...]:
    return (
        sum(c.near for c in found.content) / len(found.content),
        found.cue.near,
        1.0 if found.source is None else found.source.near,
        found.source_chance,
        found.content_chance,
    )


def _log(chance: float) -> float:
    return math.log(max(chance, _FLOOR))
