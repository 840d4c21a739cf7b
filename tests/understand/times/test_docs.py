"""What docs/times.md says, holds."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from onrecord.understand.times import find_times

PAGE = (Path(__file__).parents[3] / "docs" / "times.md").read_text("utf-8")
FRIDAY = date(2031, 2, 14)


def rows() -> list[tuple[str, str, str, str]]:
    """Words, EDTF and days of the table; several words share one row, with a value each or one for all."""
    cells = (line.strip("| ").split(" | ") for line in PAGE.splitlines() if re.match(r"\| [^|]*\| `\d", line))
    table = []
    for words, edtf, *days in cells:
        values = re.findall(r"`([^`]+)`", edtf)
        each = words.split(" · ")
        earliest, latest = days if len(days) == 2 else ("", "")
        table += [(w, v, earliest, latest) for w, v in zip(each, values * (len(each) // len(values)), strict=True)]
    return table


@pytest.mark.parametrize(("words", "edtf", "earliest", "latest"), rows())
def test_the_table_of_values(words: str, edtf: str, earliest: str, latest: str) -> None:
    (found,) = find_times(f"It was so {words}.", FRIDAY)
    assert found.edtf == edtf
    if earliest.strip("| "):
        assert (str(found.earliest), str(found.latest)) == (earliest, latest)


def listed(heading: str) -> list[str]:
    """What stands in quotation marks in the list under a heading."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return [
        quoted for line in section.splitlines() if line.startswith("- ") for quoted in re.findall(r'"([^"]+)"', line)
    ]


@pytest.mark.parametrize("words", listed("Found, without a value"))
def test_what_is_found_without_a_value(words: str) -> None:
    assert [(t.anchor.text in words, t.edtf) for t in find_times(f"It was so on {words}.", FRIDAY)] == [(True, None)]


@pytest.mark.parametrize("words", listed("Not found"))
def test_what_is_not_found(words: str) -> None:
    assert find_times(f"It was so {words}.", FRIDAY) == ()


def test_there_is_something_to_test() -> None:
    assert len(rows()) >= 20
    assert len(listed("Found, without a value")) >= 8
    assert len(listed("Not found")) >= 8
