"""Stretches of the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.understand.times import periods
from onrecord.understand.times.feasts import easter
from onrecord.understand.times.periods import Period, Unit


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("day", ("2028-01-31", "2028-01-31", "2028-01-31")),
        ("week", ("2028-01-31/2028-02-06", "2028-01-31", "2028-02-06")),
        ("weekend", ("2028-02-05/2028-02-06", "2028-02-05", "2028-02-06")),
        ("month", ("2028-01", "2028-01-01", "2028-01-31")),
        ("quarter", ("2028-33", "2028-01-01", "2028-03-31")),
        ("season", ("2027-24", "2027-12-01", "2028-02-29")),
        ("half", ("2028-40", "2028-01-01", "2028-06-30")),
        ("year", ("2028", "2028-01-01", "2028-12-31")),
        ("decade", ("202X", "2020-01-01", "2029-12-31")),
        ("century", ("20XX", "2000-01-01", "2099-12-31")),
    ],
)
def test_the_unit_that_a_day_lies_in(unit: Unit, expected: tuple[str, str, str]) -> None:
    found = periods.around(unit, date(2028, 1, 31))
    assert found is not None
    assert (found.edtf, str(found.first), str(found.last)) == expected


def test_the_31st_becomes_the_last_of_a_shorter_month() -> None:
    assert periods.moved(date(2028, 1, 31), 1, "month") == date(2028, 2, 29)
    assert periods.moved(date(2028, 2, 29), 1, "year") == date(2029, 2, 28)


def test_past_the_calendar_s_ends_there_is_nothing() -> None:
    assert periods.moved(date.max, 1, "day") is None
    assert periods.moved(date.min, -1, "century") is None
    assert periods.around("week", date.max) is None
    assert periods.year(0) is None
    assert periods.month(2028, 13) is None


def test_what_lasts_since_then_ends_with_the_telling() -> None:
    quarter = periods.quarter(2029, 3)
    assert quarter is not None
    assert periods.open_from(quarter, date(2031, 2, 14)) == Period(
        "span", date(2029, 7, 1), date(2031, 2, 14), "2029-07/.."
    )
    assert periods.open_from(quarter, None) is None
    assert periods.open_from(quarter, date(2028, 1, 1)) is None


@pytest.mark.parametrize("day", ["1818-03-22", "1961-04-02", "2000-04-23", "2024-03-31", "2025-04-20", "2038-04-25"])
def test_easter(day: str) -> None:
    found = easter(int(day[:4]))
    assert found is not None
    assert found.edtf == day
