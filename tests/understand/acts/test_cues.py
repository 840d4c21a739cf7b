"""What a cue says by itself."""

from __future__ import annotations

import pytest

from onrecord.understand.acts.cues import act_named, stance_of


@pytest.mark.parametrize(
    ("cue", "behind", "act"),
    [
        ("warned", " that the dam may burst", "warn"),
        ("called on", " Holk to leave", "demand"),
        ("called", " on Holk to leave", "demand"),
        ("called", " it weak", None),
        ("has steadfastly refused to disclose", " it", "reject"),
        ("said", " that", None),
        ("asked", " whether", "ask"),
        ("asked", " to be excused", "demand"),
        ("asked", " him to leave", "demand"),
        ("told", " the two men to go home", "demand"),
        ("told", " reporters that he wants to leave", None),
        ("denied", " it", "deny"),
    ],
)
def test_the_act_that_a_cue_names(cue: str, behind: str, act: str | None) -> None:
    assert act_named(cue, behind) == act


@pytest.mark.parametrize(
    ("cue", "stance"),
    [
        ("claimed", "distanced"),
        ("admitted", "endorsed"),
        ("pointed out", "endorsed"),
        ("pointed to", None),
        ("the so-called", "distanced"),
        ("said", None),
        ("could not confirm", None),
        ("has never admitted", None),
        ("failed to acknowledge", None),
        ("did not claim", None),
        ("refused to confirm", None),
        ("could not help but admit", "endorsed"),
        ("did not just claim", "distanced"),
    ],
)
def test_stance(cue: str, stance: str | None) -> None:
    assert stance_of(cue) == stance


def test_pointing_to_something_endorses_nothing_and_so_called_distances() -> None:
    assert stance_of("pointed to") is None
    assert stance_of("the so-called") == "distanced"
