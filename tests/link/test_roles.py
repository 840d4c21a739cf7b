from __future__ import annotations

import pytest

from onrecord.link.roles import number_in


@pytest.mark.parametrize(
    ("description", "number"),
    [
        ("36 subsidiaries", 36),
        ("more than two dozen officials", 24),
        ("a dozen miners", 12),
        ("about 20,000 people", 20_000),
        ("1.5 million voters", 1_500_000),
        ("three ministers", 3),
        ("a minister", None),
        ("hundreds of miners", None),
        ("the 2016 candidates", None),
        ("5 percent owners", None),
        ("10", None),
        ("one hundred people", 100),
        ("one minister", None),
        ("two dozen or more officials", None),
        ("three thousand to five thousand people", None),
        ("two hundred and fifty officials", None),
        ("thirty five men", None),
        ("two thirds of voters", None),
        ("5 % of voters", None),
        ("10 million percent of it", None),
        ("\u017fix miners", None),
        ("s\u0131x miners", None),
        ("9" * 5000 + " miners", None),
    ],
)
def test_a_count_is_the_number_that_the_words_give(description: str, number: float | None) -> None:
    assert number_in(description) == number
