"""Whether it happened, in the eyes of whoever tells it."""

from __future__ import annotations

import pytest

from onrecord.understand.events.realis import Telling
from tests.understand.made_trees import tree

PLAIN = "Holk 2 nsubj PROPN\nattacked 0 root VERB\nVey 2 obj PROPN"
WILL = "Holk 3 nsubj PROPN\nwill 3 aux AUX\nattack 0 root VERB\nVey 3 obj PROPN"
WOULD_HAVE = "Holk 4 nsubj PROPN\nwould 4 aux AUX\nhave 4 aux AUX\nattacked 0 root VERB\nVey 4 obj PROPN"
NEVER = "Holk 3 nsubj PROPN\nnever 3 advmod ADV\nattacked 0 root VERB\nVey 3 obj PROPN"
IS_ING = "Holk 3 nsubj PROPN\nis 3 aux AUX\nattacking 0 root VERB\nVey 3 obj PROPN"
FAILED = "Holk 2 nsubj PROPN\nfailed 0 root VERB\nto 4 mark PART\nattack 2 xcomp VERB\nVey 4 obj PROPN"
PLANS = "Holk 2 nsubj PROPN\nplans 0 root VERB\nto 4 mark PART\nattack 2 xcomp VERB\nVey 4 obj PROPN"
ALLEGEDLY = "Holk 3 nsubj PROPN\nallegedly 3 advmod ADV\nattacked 0 root VERB\nVey 3 obj PROPN"
IF = (
    "Holk 4 nsubj PROPN\nhas 4 aux AUX\n, 4 punct PUNCT\nattacked 0 root VERB\n"
    "if 7 mark SCONJ\nVey 7 nsubj PROPN\nleft 4 advcl VERB"
)


BUT = (
    "Holk 4 nsubj PROPN\ndid 4 aux AUX\nnot 4 advmod PART\nretreat 0 root VERB\n"
    "but 6 cc CCONJ\nattacked 4 conj VERB\nVey 6 obj PROPN"
)
DID_NOT_DENY = (
    "Holk 4 nsubj PROPN\ndid 4 aux AUX\nnot 4 advmod PART\ndeny 0 root VERB\nattacking 4 xcomp VERB\nVey 5 obj PROPN"
)


@pytest.mark.parametrize(
    ("rows", "word", "realis"),
    [
        (PLAIN, 1, "occurred"),
        (WILL, 2, "planned"),
        (WOULD_HAVE, 3, "not_occurred"),
        (NEVER, 2, "not_occurred"),
        (IS_ING, 2, "ongoing"),
        (FAILED, 3, "not_occurred"),
        (PLANS, 3, "planned"),
        (ALLEGEDLY, 2, "alleged"),
        (IF, 3, "conditional"),
        (BUT, 5, "occurred"),
        (DID_NOT_DENY, 4, "occurred"),
    ],
)
def test_realis(rows: str, word: int, realis: str) -> None:
    assert Telling(tree(rows)).realis(word) == realis


def test_the_condition_is_the_clause() -> None:
    found = Telling(tree(IF)).condition(3)
    assert found is not None
    assert found.text == "if Vey left"
    assert Telling(tree(PLAIN)).condition(1) is None


def test_a_demand_that_is_rejected_was_made() -> None:
    rows = "Holk 2 nsubj PROPN\nrejected 0 root VERB\nthe 4 det DET\ndemand 2 obj NOUN"
    assert Telling(tree(rows)).realis(3) == "occurred"


NOBODY = "No 2 det DET\nsoldier 3 nsubj NOUN\nattacked 0 root VERB\nVey 3 obj PROPN"
NONE = "None 4 nsubj NOUN\nof 3 case ADP\nthem 1 nmod PRON\nattacked 0 root VERB\nVey 4 obj PROPN"
NOT_ONLY = "Holk 4 nsubj PROPN\nnot 4 advmod PART\nonly 4 advmod ADV\nattacked 0 root VERB\nVey 4 obj PROPN"
WHETHER = "He 2 nsubj PRON\nasked 0 root VERB\nwhether 5 mark SCONJ\nHolk 5 nsubj PROPN\nattacked 2 ccomp VERB"
IF_AS_CASE = "Holk 2 nsubj PROPN\nshoots 0 root VERB\nif 5 case SCONJ\nVey 5 compound PROPN\nattacks 2 obl NOUN"
STOPPED = "Holk 2 nsubj PROPN\n{} 0 root VERB\nVey 2 obj PROPN\nfrom 5 mark SCONJ\nattacking 2 advcl VERB"
AVERTED = "Holk 2 nsubj PROPN\n{} 0 root VERB\nan 4 det DET\nattack 2 obj NOUN"


@pytest.mark.parametrize(
    ("rows", "word", "realis"),
    [
        (NOBODY, 2, "not_occurred"),
        (NONE, 3, "not_occurred"),
        (NEVER, 2, "not_occurred"),
        (FAILED, 3, "not_occurred"),
        (STOPPED.format("stopped"), 4, "not_occurred"),
        (AVERTED.format("averted"), 3, "not_occurred"),
        (WHETHER, 4, "conditional"),
        (STOPPED.format("warned").replace("from 5", "against 5"), 4, "conditional"),
        (IF_AS_CASE, 4, "conditional"),
        # what the model may know better
        (NOT_ONLY, 3, None),
        (PLAIN, 1, None),
        (STOPPED.format("praised"), 4, None),
        (AVERTED.format("rejected"), 3, None),
        (WILL, 2, None),
    ],
)
def test_what_leaves_no_doubt(rows: str, word: int, realis: str | None) -> None:
    telling = Telling(tree(rows))
    assert telling.settled(word) == realis
    assert realis is None or telling.realis(word) == realis
