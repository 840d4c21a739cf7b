"""What the main clause of a content says of the act."""

from __future__ import annotations

import pytest

from onrecord.domain import Anchor, Kind, Statement
from onrecord.understand.acts.content import act_of_clause
from tests.understand.made_trees import tree

WILL_LEAVE = "We 3 nsubj PRON\nwill 3 aux AUX\nleave 0 root VERB"
IF_LEAVE = (
    "If 3 mark SCONJ\nHolk 3 nsubj PROPN\ncrosses 6 advcl VERB\nwe 6 nsubj PRON\nwill 6 aux AUX\nfire 0 root VERB"
)
IF_TAKEN_FOR_MAIN = (
    "If 3 mark SCONJ\nHolk 3 nsubj PROPN\ncrosses 0 root VERB\nwe 6 nsubj PRON\nwill 6 aux AUX\nfire 3 parataxis VERB"
)
MUST = "Holk 3 nsubj PROPN\nmust 3 aux AUX\nleave 0 root VERB"
REFUSES = "he 2 nsubj PRON\nrefuses 0 root VERB"
CANNOT_ACCEPT = "we 3 nsubj PRON\ncannot 3 aux AUX\naccept 0 root VERB\nit 3 obj PRON"
RAINS = "it 2 nsubj PRON\nrained 0 root VERB"
IS_IT = "Is 0 root VERB\nit 1 nsubj PRON\nso? 1 xcomp ADV"


@pytest.mark.parametrize(
    ("rows", "kind", "act"),
    [
        (WILL_LEAVE, "direct", "intend"),
        (IF_LEAVE, "direct", "threaten"),
        (IF_TAKEN_FOR_MAIN, "direct", "threaten"),
        (MUST, "indirect", "demand"),
        (REFUSES, "indirect", "reject"),
        (CANNOT_ACCEPT, "direct", None),
        (RAINS, "indirect", None),
        (IS_IT, "direct", "ask"),
    ],
)
def test_the_main_clause(rows: str, kind: Kind, act: str | None) -> None:
    trees = tree(rows)
    content = (Anchor.of(trees.text, 0, len(trees.text)),)
    found = act_of_clause(trees, Statement("s1", None, None, content, kind, 0.9))
    assert (found.named or found.shown) == act
    assert (found.named is not None) == (act in ("reject", "threaten"))
