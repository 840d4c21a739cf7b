"""What speakers do by saying it: the act of every statement, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.domain import Mention, Party, Statement, Time
from onrecord.understand.acts.beside import Surroundings
from onrecord.understand.acts.content import act_of_clause, passes_on
from onrecord.understand.acts.cues import act_named, is_negated, stance_of
from onrecord.understand.acts.scores import likeliest
from onrecord.understand.events.roles import People
from onrecord.understand.trees import Trees

__all__ = ["with_acts"]


def with_acts(
    trees: Trees,
    scores: NDArray[np.float32],
    bias: NDArray[np.float32],
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    times: Sequence[Time],
) -> Iterator[Statement]:
    """The statements, each with its act and what stands beside it. `scores`: [W, parts * acts] of the
    trees' words, `bias`: [acts]."""
    surroundings = Surroundings(trees, People(trees, mentions, times))
    contents = {s.id: s.content for s in statements}
    for statement in statements:
        cue = statement.cue
        if cue is None:
            yield statement
            continue
        act = act_named(cue.text, trees.text[cue.end : cue.end + 40])
        if act is None:
            act = act_of_clause(trees, statement)
        if act is None:
            content = [n for c in statement.content for n in trees.inside(c.start, c.end)]
            act = likeliest(scores, bias, trees.inside(cue.start, cue.end), content)
            if act == "assert" and passes_on(statement):
                act = "report"
        beside = surroundings.of(statement)
        if statement.parent is not None:
            beside = beside.within(contents.get(statement.parent, ()))
        yield replace(
            statement,
            act=act,
            negated=is_negated(cue.text),
            stance=stance_of(cue.text),
            addressee=Party(beside.addressee) if beside.addressee else None,
            venue=beside.venue,
            condition=beside.condition,
        )
