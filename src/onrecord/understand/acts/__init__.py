"""What speakers do by saying it: the act of every statement, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.domain import Act, Mention, Party, Statement, Time
from onrecord.text.nobody import is_nobody
from onrecord.understand.acts.beside import Surroundings
from onrecord.understand.acts.content import act_of_clause
from onrecord.understand.acts.cues import act_named, stance_of
from onrecord.understand.acts.negation import is_negated, says_no
from onrecord.understand.acts.scores import ActWeights, Votes
from onrecord.understand.events.people import People
from onrecord.understand.trees import Trees

__all__ = ["ActWeights", "with_acts"]


def with_acts(
    trees: Trees,
    scores: NDArray[np.float32],
    weights: ActWeights,
    statements: Sequence[Statement],
    mentions: Sequence[Mention],
    times: Sequence[Time],
) -> Iterator[Statement]:
    """The statements, each with its act and what stands beside it. `scores`: [W, parts * acts] of the
    trees' words."""
    surroundings = Surroundings(trees, People(trees, mentions, times))
    contents = {s.id: s.content for s in statements}
    for statement in statements:
        cue = statement.cue
        if cue is None:
            yield statement
            continue
        clause = act_of_clause(trees, statement)
        named = act_named(cue.text, trees.text[cue.end : cue.end + 40]) or clause.named
        nobody = statement.source is not None and is_nobody(statement.source.text)
        # the model takes a no for a denial: "did not say", "not only said"; of 365 coded so, 3 deny
        barred: Act | None = "deny" if named != "deny" and (nobody or says_no(cue.text)) else None
        votes = Votes(named, clause.shown, barred)
        content = [n for c in statement.content for n in trees.inside(c.start, c.end)]
        act = weights.likeliest(scores, trees.inside(cue.start, cue.end), content, votes)
        beside = surroundings.of(statement)
        if statement.parent is not None:
            beside = beside.within(contents.get(statement.parent, ()))
        yield replace(
            statement,
            act=act,
            negated=nobody or is_negated(cue.text),
            stance=None if nobody else stance_of(cue.text),
            addressee=Party(beside.addressee) if beside.addressee else None,
            venue=beside.venue,
            condition=beside.condition,
        )
