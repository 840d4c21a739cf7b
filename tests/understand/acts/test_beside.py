"""What stands beside an act, read from hand-made trees."""

from __future__ import annotations

from onrecord.domain import Anchor, Statement
from onrecord.understand.acts.beside import Beside, Surroundings
from onrecord.understand.events.roles import People
from onrecord.understand.trees import Trees
from tests.understand.made_trees import mention, tree


def beside(trees: Trees, source: str, cue: str, content: str, names: tuple[str, ...] = ()) -> Beside:
    def at(part: str) -> Anchor:
        start = trees.text.index(part)
        return Anchor.of(trees.text, start, start + len(part))

    people = People(trees, [mention(trees, name) for name in names], ())
    said = Statement("s1", at(source), at(cue), (at(content),), "indirect", 0.9)
    return Surroundings(trees, people).of(said)


def text_of(anchor: Anchor | None) -> str | None:
    return anchor.text if anchor else None


def test_to_whom_and_in_what() -> None:
    rows = """
Vey 2 nsubj PROPN
told 0 root VERB
Holk 2 obj PROPN
in 6 case ADP
a 6 det DET
letter 2 obl NOUN
it 8 nsubj PRON
rained 2 ccomp VERB
"""
    found = beside(tree(rows), "Vey", "told", "it rained", ("Vey", "Holk"))
    assert text_of(found.addressee) == "Holk"
    assert text_of(found.venue) == "in a letter"


def test_a_condition_is_the_clause() -> None:
    rows = """
Vey 2 nsubj PROPN
said 0 root VERB
he 5 nsubj PRON
would 5 aux AUX
talk 2 ccomp VERB
if 8 mark SCONJ
Holk 8 nsubj PROPN
left 5 advcl VERB
"""
    assert text_of(beside(tree(rows), "Vey", "said", "he would talk if Holk left").condition) == "if Holk left"


def test_a_venue_as_the_first_word_and_a_preposition_as_the_last_do_no_harm() -> None:
    rows = """
Interview 3 obl NOUN
Vey 3 nsubj PROPN
said 0 root VERB
what 5 obj PRON
went 3 ccomp VERB
through 5 advmod ADP
"""
    assert beside(tree(rows), "Vey", "said", "what went through").venue is None
