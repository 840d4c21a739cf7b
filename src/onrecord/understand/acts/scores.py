"""The act of a statement, from the model's scores and what the words say by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

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


@dataclass(frozen=True, slots=True)
class Votes:
    """What the words say of the act, each by a rule of its own; None where it says nothing."""

    named: Act | None
    """By the cue's words, else by the verb of the first clause of the content."""
    shown: Act | None
    """By the form of that clause."""
    barred: Act | None = None
    """What it is not."""


VOTES = ("named", "shown")
"""Those that count for an act, each with a weight."""


@dataclass(frozen=True, slots=True)
class ActWeights:
    """What is added to the model's scores before the likeliest act is taken: fitted on coded statements that the model
    had not learnt from (`training/weigh_acts.py`)."""

    bias: NDArray[np.float32]
    """[acts]"""
    votes: Mapping[str, float]
    """For the act that a vote names, by the vote's name."""

    @classmethod
    def of(cls, manifest: Mapping[str, Any]) -> ActWeights:
        return cls(np.asarray(manifest["act_bias"], np.float32), manifest["act_votes"])

    def likeliest(
        self, scores: NDArray[np.float32], cue: Sequence[int], content: Sequence[int], votes: Votes
    ) -> Act | None:
        """From the scores [W, parts * acts] of a text's words."""
        total = self.weighed(scores, cue, content)
        for name in VOTES:
            act = getattr(votes, name)
            if act is not None:
                total[ACTS.index(act)] += self.votes[name]
        if votes.barred is not None:
            total[ACTS.index(votes.barred)] = -np.inf
        return ACTS[int(total.argmax())]

    def weighed(self, scores: NDArray[np.float32], cue: Sequence[int], content: Sequence[int]) -> NDArray[np.float32]:
        """[acts]: the means over the words of each part, added up."""
        total = self.bias.copy()
        for part, words in enumerate(places(cue, content)):
            if words:
                total += scores[words, part * len(ACTS) : (part + 1) * len(ACTS)].mean(0)
        return total
