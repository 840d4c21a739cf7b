"""Which phrases mean nobody."""

from __future__ import annotations

from onrecord.text.nobody import is_nobody

NOBODY = [
    "Neither Russia nor Ukraine",
    "Neither",
    "No one in the White House",
    "no-one",
    "None of the ministers",
    "Nobody",
    "Not one senator",
    "Not even Vey",
    "Not everyone",
    "No country",
    "Nothing in the report",
    "Almost no one",
    "Hardly anyone",
    "“No other senator",
]
SOMEBODY = [
    "no fewer than 20 senators",
    "No less than the president",
    "no more than ten",
    "No. 10",
    "No 10",
    "none other than Vey",
    "Not only Vey but Holk",
    "Norway",
    "Nora Vey, who trusts no one",
    "",
]


def test_who_means_nobody() -> None:
    assert [s for s in NOBODY if not is_nobody(s)] == []
    assert [s for s in SOMEBODY if is_nobody(s)] == []
