"""What all drawings over time share: spans of days with their labels, and where bars stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Unit:
    """Spans of days, numbered as they follow each other."""

    name: str
    number: Callable[[date], int]
    """Of the span that a day is in."""
    first: Callable[[int], date]
    """Day of the span that has a number."""

    def last(self, number: int) -> date:
        """Day of that span. There is none after 9999, and an article may say that it is from then."""
        return date.max if number == self.number(date.max) else self.first(number + 1) - timedelta(days=1)

    def label(self, number: int) -> str:
        """Such as `2026-05-04`, or `2026-05`."""
        text = self.first(number).isoformat()
        return {"day": text, "week": f"week of {text}", "month": text[:7], "year": text[:4]}[self.name]


DAY = Unit("day", date.toordinal, date.fromordinal)
WEEK = Unit("week", lambda d: (d.toordinal() - 1) // 7, lambda n: date.fromordinal(n * 7 + 1))
"""From Monday, which the first day of the year 1 is."""
MONTH = Unit("month", lambda d: d.year * 12 + d.month - 1, lambda n: date(n // 12, n % 12 + 1, 1))
YEAR = Unit("year", lambda d: d.year, lambda n: date(n, 1, 1))


class Box(NamedTuple):
    """A bar: its left and upper edge, and how large it is."""

    x: float
    y: float
    width: float
    height: float


def boxes(
    counts: dict[int, int], shown: range, width: int, height: int, *, share: float, widest: float = inf, digits: int = 1
) -> dict[int, Box]:
    """The bars of what was counted, by the numbers of their spans, in order; each span that is shown has its room.

    `width` of the drawing, `height` of the highest bar, in units of the drawing: it is as wide as its place. `share` of
    its room that a bar takes, where that is not more than `widest`; lengths have so many `digits`.
    """
    inside = {number: count for number, count in sorted(counts.items()) if number in shown}
    most = max(inside.values(), default=0) or 1
    room = width / len(shown)
    wide = min(room * share, widest)
    return {
        number: Box(
            round((number - shown[0]) * room + (room - wide) / 2, digits),
            round(height * (1 - count / most), digits),
            round(wide, digits),
            round(height * count / most, digits),
        )
        for number, count in inside.items()
    }
