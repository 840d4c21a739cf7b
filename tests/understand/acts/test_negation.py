"""Which cues are negated."""

from __future__ import annotations

import pytest

from onrecord.understand.acts.negation import is_negated, says_no


@pytest.mark.parametrize(
    "cue",
    [
        "did not say",
        "didn’t say",
        "has yet to announce",
        "said nothing about",
        "said almost nothing about",
        "failed to acknowledge",
        "was unable to confirm",
        "stopped short of saying",
        "would neither confirm nor deny",
        "without ever saying",
        "left without saying",
        "did not stop to answer",
        "has not just yet said",
        "did not cast doubt on",
        "has no plans",
    ],
)
def test_negated_cues(cue: str) -> None:
    assert is_negated(cue)
    assert says_no(cue)


@pytest.mark.parametrize(
    "cue",
    [
        "not only said",
        "didn’t just say",
        "said without hesitation that",
        "claimed without any evidence",
        "said, without naming anyone,",
        "never tired of saying",
        "never seem to tire of telling",
        "has no doubt",
        "makes no secret of",
        "cannot stop claiming",
        "could not help but say",
        "couldn't help saying",
        "did not hesitate to say",
        "never fails to mention",
        "said in no uncertain terms",
        "minced no words in saying",
        "had nothing but praise for",
        "asked whether or not",
        "said no to",
    ],
)
def test_emphasis_is_no_negation(cue: str) -> None:
    assert not is_negated(cue)
    assert says_no(cue)


@pytest.mark.parametrize(
    "cue", ["said", "refused to say", "declined to comment", "denied", "called for a no-confidence vote"]
)
def test_neither_is_a_refusal(cue: str) -> None:
    assert not is_negated(cue)
    assert not says_no(cue)
