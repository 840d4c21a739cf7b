"""What stands beside an act, read from hand-made trees."""

from __future__ import annotations

from onrecord.domain import Anchor, Statement
from onrecord.understand.acts.beside import Beside, Surroundings
from onrecord.understand.events.people import People
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


INTERVIEW = """
In 3 case ADP
an 3 det DET
interview 7 obl NOUN
with 5 case ADP
AFP 3 nmod PROPN
Vey 7 nsubj PROPN
said 0 root VERB
it 9 nsubj PRON
rained 7 ccomp VERB
"""
SPEAKING = """
Vey 5 nsubj PROPN
speaking 1 acl VERB
to 4 case ADP
reporters 2 obl NOUN
said 0 root VERB
it 7 nsubj PRON
rained 5 ccomp VERB
"""


def test_who_hears_it_stands_around_the_cue() -> None:
    assert text_of(beside(tree(INTERVIEW), "Vey", "said", "it rained", ("AFP", "Vey")).addressee) == "AFP"
    assert text_of(beside(tree(SPEAKING), "Vey", "said", "it rained", ("Vey",)).addressee) == "reporters"


def test_who_asks_is_not_asked_and_an_owner_hears_nothing() -> None:
    asks = """
Vey 2 nsubj PROPN
asked 0 root VERB
whether 5 mark SCONJ
it 5 nsubj PRON
rained 2 ccomp VERB
"""
    assert beside(tree(asks), "Vey", "asked", "whether it rained", ("Vey",)).addressee is None
    owner = """
Vey 2 nsubj PROPN
questioned 0 root VERB
Holk 5 nmod:poss PROPN
's 3 case PART
temper 2 obj NOUN
"""
    assert beside(tree(owner), "Vey", "questioned", "temper", ("Vey", "Holk")).addressee is None


def test_a_condition_deeper_in_the_content_and_one_that_concedes() -> None:
    rows = """
Vey 2 nsubj PROPN
said 0 root VERB
talks 4 nsubj NOUN
work 2 ccomp VERB
because 7 mark SCONJ
all 7 nsubj PRON
gain 4 advcl VERB
if 10 mark SCONJ
Holk 10 nsubj PROPN
leaves 7 advcl VERB
"""
    found = beside(tree(rows), "Vey", "said", "talks work because all gain if Holk leaves")
    assert text_of(found.condition) == "if Holk leaves"
    concedes = """
Vey 2 nsubj PROPN
said 0 root VERB
talks 4 nsubj NOUN
work 2 ccomp VERB
even 8 advmod ADV
if 8 mark SCONJ
Holk 8 nsubj PROPN
leaves 4 advcl VERB
"""
    assert beside(tree(concedes), "Vey", "said", "talks work even if Holk leaves").condition is None


def test_of_what_somebody_owns_the_owned_one_hears_it() -> None:
    rows = """
Vey 2 nsubj PROPN
told 0 root VERB
Courier 5 nmod:poss PROPN
's 3 case PART
Orr 2 obj PROPN
it 7 nsubj PRON
rained 2 ccomp VERB
"""
    found = beside(tree(rows), "Vey", "told", "it rained", ("Vey", "Courier", "Orr"))
    assert text_of(found.addressee) == "Orr"


def test_whom_somebody_met_before_or_refuses_to_meet_hears_nothing() -> None:
    before = """
Before 2 mark SCONJ
speaking 6 advcl VERB
with 4 case ADP
Holk 2 obl PROPN
Vey 6 nsubj PROPN
said 0 root VERB
it 8 nsubj PRON
rained 6 ccomp VERB
"""
    assert beside(tree(before), "Vey", "said", "it rained", ("Vey", "Holk")).addressee is None
    refuses = """
Vey 8 nsubj PROPN
who 3 nsubj PRON
refused 1 acl:relcl VERB
to 5 mark PART
speak 3 xcomp VERB
to 7 case ADP
Holk 5 obl PROPN
said 0 root VERB
it 10 nsubj PRON
rained 8 ccomp VERB
"""
    assert beside(tree(refuses), "Vey", "said", "it rained", ("Vey", "Holk")).addressee is None
    remarks = """
In 2 case ADP
remarks 8 obl NOUN
before 5 mark SCONJ
Holk 5 nsubj PROPN
spoke 2 acl VERB
, 8 punct PUNCT
Vey 8 nsubj PROPN
said 0 root VERB
it 10 nsubj PRON
rained 8 ccomp VERB
"""
    assert beside(tree(remarks), "Vey", "said", "it rained", ("Vey", "Holk")).addressee is None
