"""Whether a clause looks back or ahead."""

from __future__ import annotations

import pytest

from onrecord.understand.times.tense import direction
from onrecord.understand.times.words import tokens


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("They met XX", -1),
        ("They will meet XX", 1),
        ("The talks are to begin XX", 1),
        ("The bill is due XX", 1),
        ("The bill was due XX", -1),
        ("The offer had been scheduled to expire XX", -1),
        ("Ostrand plans to close the sluice in XX", 1),
        ("Ostrand agreed to close the sluice in XX", 0),
        ("She will be named judge in XX", 1),
        ("XX she resigned", -1),
        ("On XX, the council will vote", 1),
        ("They met. XX. They will part", 0),
        ("In XX, Gov. Krass resigned", -1),
        ("the red feed of XX", 0),
        ("it amounted to more than it did in XX", -1),
        ("The two sides meet again on XX", 1),
        ("The two sides did not meet on XX", -1),
        ("They said that the meet was on XX", -1),
        ("Korvia would free the crews of the detained barges by XX", 1),
        ("Korvia freed the crews of the detained barges on XX", -1),
        ("Holk expects Ostrand to open the sluice on XX", 1),
        ("Holk asked Ostrand to open the sluice on XX", 0),
        ("Korvia has until XX to free the crews", 1),
    ],
)
def test_the_nearest_verb_tells(clause: str, expected: int) -> None:
    row = tokens(clause)
    place = next(place for place, token in enumerate(row) if token.text == "XX")
    assert direction(row, place, place + 1) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("Water passes the sluice on XX, three hours before the deadline", 0),
        ("Holk meets Krass in Varnholm on XX", 0),
        ("Holk, who will meet Krass on XX", 1),
        ("Holk, who met Krass on XX", -1),
    ],
)
def test_the_present_tense_of_a_caption_does_not_look_ahead(clause: str, expected: int) -> None:
    row = tokens(clause)
    place = next(place for place, token in enumerate(row) if token.text == "XX")
    assert direction(row, place, place + 1, caption=True) == expected
