"""A statement with its act and what stands beside it, from hand-made trees and scores."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.domain import Anchor, Statement
from onrecord.understand.acts import ActWeights, with_acts
from onrecord.understand.acts.scores import ACTS, PARTS
from tests.understand.made_trees import tree


def told(source: str, cue: str) -> Statement:
    """By a model to which all is a denial, then a report."""
    words = [*source.split(), *cue.split()]
    last = len(words)
    rows = [f"{word} {last} dep X" for word in words[:-1]] + [f"{words[-1]} 0 root VERB"]
    trees = tree("\n".join([*rows, f"it {last + 2} nsubj PRON", f"rained {last} ccomp VERB"]))

    def at(part: str) -> Anchor:
        start = trees.text.index(part)
        return Anchor.of(trees.text, start, start + len(part))

    said = Statement("s1", at(source), at(cue), (at("it rained"),), "indirect", 0.9)
    scores = np.zeros((len(trees.words), PARTS, len(ACTS)), np.float32)
    scores[:, :, ACTS.index("deny")], scores[:, :, ACTS.index("report")] = 2, 1
    weights = ActWeights(np.zeros(len(ACTS), np.float32), {"named": 9.0, "shown": 0.0})
    return next(with_acts(trees, scores.reshape(len(trees.words), -1), weights, [said], [], []))


@pytest.mark.parametrize(
    ("source", "cue", "negated", "act", "stance"),
    [
        ("Vey", "said", False, "deny", None),
        ("Vey", "not only said", False, "report", None),
        ("Vey", "did not say", True, "report", None),
        ("Vey", "did not deny", True, "deny", None),
        ("Vey", "declined to say", False, "reject", None),
        ("Vey", "showed", False, "report", "endorsed"),
        ("Vey", "did not show", True, "report", None),
        ("No one there", "showed", True, "report", None),
        ("Neither Holk nor Vey", "said", True, "report", None),
        ("No fewer than ten", "showed", False, "report", "endorsed"),
    ],
)
def test_what_is_not_said_is_negated_and_no_denial(
    source: str, cue: str, negated: bool, act: str, stance: str | None
) -> None:
    said = told(source, cue)
    assert (said.negated, said.act, said.stance) == (negated, act, stance)
