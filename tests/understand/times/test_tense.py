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
        # modals
        ("The Senate could vote on XX", 1),
        ("Lawmakers must decide on XX", 1),
        ("Lawmakers have to decide on XX", 1),
        ("He can appeal on XX", 1),
        ("They cannot meet on XX", 1),
        ("The court may rule on XX", 1),
        ("The talks might be held on XX", 1),
        ("The vote should be on XX", 1),
        ("On XX, the court could rule", 1),
        ("On XX, the court may have to rule", 1),
        ("He could have voted on XX", -1),
        ("On XX, he could have voted", -1),
        ("He could not be reached on XX", 0),
        ("The debate of XX might not move many", 0),
        ("XX's debate might not move many", 0),
        ("Krass said on XX that he could go", -1),
        ("On XX, Krass said he could go", -1),
        ("It may change. In talking to voters on XX", 0),
        # what is arranged
        ("Talks begin XX", 1),
        ("The talks did not begin XX", -1),
        ("Classes start XX", 1),
        ("It got off to a slow start XX", -1),
        # headlines
        ("Krass to meet Holk on XX", 1),
        ("Krass to Meet Holk on XX", 1),
        ("Krass on XX to meet Holk", 1),
        ("Krass and Holk to meet in Varnholm XX", 1),
        ("It rained. The Bank of Korvia to cut rates on XX", 1),
        ("VARNHOLM — U.S. envoy Stein met Holk; Krass to follow XX", 1),
        ("Krass agreed to meet Holk in XX", 0),
        ("According to police on XX", 0),
        ("Letters to voters on XX", 0),
        ("Korvia has a plan for Krass to meet him on XX", 0),
        ("Krass fails to meet Holk in XX", 0),
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
        ("Holk to meet Krass on XX", 0),
    ],
)
def test_the_present_tense_of_a_caption_does_not_look_ahead(clause: str, expected: int) -> None:
    row = tokens(clause)
    place = next(place for place, token in enumerate(row) if token.text == "XX")
    assert direction(row, place, place + 1, caption=True) == expected
