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
    ],
)
def test_the_nearest_verb_tells(clause: str, expected: int) -> None:
    row = tokens(clause)
    place = next(place for place, token in enumerate(row) if token.text == "XX")
    assert direction(row, place, place + 1) == expected
