"""Stretches of the calendar: what a time expression means, as EDTF (ISO 8601-2) and as days."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century", "span"]

_MONTHS: dict[Unit, int] = {
    "month": 1,
    "quarter": 3,
    "season": 3,
    "half": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
}
"""How many months a unit has; a step of a season is a quarter of a year."""
_DAYS: dict[Unit, int] = {"day": 1, "week": 7, "weekend": 7}
_BEGIN: dict[Unit, int] = {"month": 7, "quarter": 7, "season": 7, "half": 7, "year": 4, "decade": 4, "century": 4}
_BEGIN |= {"day": 10, "week": 10, "weekend": 10, "span": 10}
"""How much of a day says when a unit begins: of 2014-01-01 "2014" for the year."""
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""The codes of ISO 8601-2, level 1. A season has three whole months, as in TimeML: spring from March."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days."""

    unit: Unit
    """What the words count in; `span` for a stretch that is no unit of the calendar."""
    first: date
    last: date
    edtf: str

    def roughly(self) -> Period:
        """The same, marked as approximate ("about 1990") where EDTF can say so: intervals and masked digits cannot."""
        plain = "/" not in self.edtf and "X" not in self.edtf and not self.edtf.endswith("~")
        return replace(self, edtf=self.edtf + "~") if plain else self


def day(of: date) -> Period:
    """One day."""
    return Period("day", of, of, of.isoformat())


def span(first: date, last: date) -> Period:
    """A stretch that is no unit of the calendar."""
    return Period("span", first, last, f"{first.isoformat()}/{last.isoformat()}")


def open_from(start: Period, told: date | None) -> Period | None:
    """What began in `start` and lasts ("since 2014"): its last day is the day of the telling, as far as a text reaches.
    None where that day is not known or is earlier."""
    if told is None or told < start.first:
        return None
    begin = start.first.isoformat()[: _BEGIN[start.unit]] + ("~" if start.edtf.endswith("~") else "")
    return Period("span", start.first, told, f"{begin}/..")


def ranging(first: Period | None, last: Period | None) -> Period | None:
    """From the one to the end of the other ("1985-87"); None where one is missing or they are the wrong way about."""
    if first is None or last is None or last.first < first.first or "/" in first.edtf + last.edtf:
        return None
    return Period("span", first.first, last.last, f"{first.edtf}/{last.edtf}")


def around(unit: Unit, of: date) -> Period | None:
    """The calendar's unit that has this day in it; for a weekend that of the day's week. None past its end."""
    if unit == "day":
        return day(of)
    try:
        if unit in ("week", "weekend"):
            monday = of - timedelta(of.weekday())
            first, last = (monday if unit == "week" else monday + timedelta(5)), monday + timedelta(6)
            return replace(span(first, last), unit=unit)
        months = _MONTHS.get(unit)
        if months is None:
            return None
        shift = 2 if unit == "season" else 0
        index = of.year * 12 + of.month - 1 - shift
        return _months(unit, index - index % months + shift, months)
    except (ValueError, OverflowError):
        return None


def month(year: int, number: int) -> Period | None:
    """A month; None where there is no such month or year."""
    first = a_date(year, number, 1)
    return around("month", first) if first else None


def quarter(year: int, number: int) -> Period | None:
    """The first to the fourth quarter of a calendar year."""
    first = a_date(year, 3 * number - 2, 1)
    return around("quarter", first) if first else None


def half(year: int, number: int) -> Period | None:
    """The first or the second half of a year."""
    first = a_date(year, 6 * number - 5, 1)
    return around("half", first) if first else None


def season(year: int, name: str) -> Period | None:
    """A season by its name; a winter belongs to the year that it begins in."""
    first = a_date(year, 3 * (_SEASONS[name] - 20), 1)
    return around("season", first) if first else None


def year(number: int) -> Period | None:
    """A calendar year."""
    first = a_date(number, 1, 1)
    return around("year", first) if first else None


def decade(first_year: int) -> Period | None:
    """Ten years from one that ends in 0."""
    first = a_date(first_year, 1, 1)
    return around("decade", first) if first else None


def a_date(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def moved(of: date, count: int, unit: Unit) -> date | None:
    """The day `count` units later (earlier where negative); the 31st becomes the last of a shorter month. None past the
    calendar's ends."""
    try:
        if unit in _DAYS:
            return of + timedelta(_DAYS[unit] * count)
        index = of.year * 12 + of.month - 1 + _MONTHS[unit] * count
        last = calendar.monthrange(index // 12, index % 12 + 1)[1]
        return date(index // 12, index % 12 + 1, min(of.day, last))
    except (ValueError, OverflowError, KeyError):
        return None


def stepped(period: Period, count: int) -> Period | None:
    """The period of the same kind so many steps on: the quarter before, the next week."""
    if period.unit == "span":
        return None
    start = moved(period.first, count, period.unit)
    return around(period.unit, start) if start else None


def years_on(period: Period, years: int) -> Period | None:
    """The same part of another year: this year's third quarter for last year's."""
    first, last = moved(period.first, years, "year"), moved(period.last, years, "year")
    if first is None or last is None:
        return None
    return span(first, last) if period.unit in ("span", "week", "weekend") else around(period.unit, first)


def _months(unit: Unit, index: int, count: int) -> Period:
    """The unit that begins in the month `index`, counted from the year 0."""
    first, end = date(index // 12, index % 12 + 1, 1), index + count - 1
    last = date(end // 12, end % 12 + 1, calendar.monthrange(end // 12, end % 12 + 1)[1])
    year = f"{first.year:04}"
    names: dict[Unit, str] = {
        "month": f"{year}-{first.month:02}",
        "quarter": f"{year}-{32 + (first.month + 2) // 3}",
        "season": f"{year}-{20 + first.month // 3}",
        "half": f"{year}-{40 + first.month // 6}",
        "year": year,
        "decade": f"{year[:3]}X",
        "century": f"{year[:2]}XX",
    }
    return Period(unit, first, last, names[unit])
