"""How many statements on which days, as bars that a template draws."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HEIGHT = 80
"""Units of the highest bar."""
WIDTH = 600
"""Units of the whole axis."""
_DAYS, _WEEKS, _MONTHS = 45, 400, 1500
"""Up to so many days between the first and the last, a bar is a day, a week, a month; else a year."""
_MOST = 120
"""Bars: of more years than that, the last."""
_WIDEST = 24.0
"""Units of one bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One span of days."""

    label: str
    """Such as `2026-05-04`, or `2026-05`."""
    since: date
    until: date
    """The last day."""
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Axis:
    """All bars, the earliest first; also those of spans without a statement."""

    bars: tuple[Bar, ...]
    unit: str
    most: int
    first: str
    last: str


def axis(days: Iterable[tuple[date, int]]) -> Axis | None:
    """The axis of what was counted by day; None where there is no day."""
    counted = sorted(days)
    if not counted:
        return None
    unit, begin, end = _unit((counted[-1][0] - counted[0][0]).days)
    sums: dict[date, int] = {}
    for day, count in counted:
        sums[begin(day)] = sums.get(begin(day), 0) + count
    starts = [begin(counted[0][0])]
    while end(starts[-1]) < counted[-1][0]:
        starts.append(end(starts[-1]) + timedelta(days=1))
    starts = starts[-_MOST:]
    most = max(sums.get(start, 0) for start in starts)
    step = WIDTH / len(starts)
    bars = tuple(
        Bar(
            _label(unit, start),
            start,
            end(start),
            sums.get(start, 0),
            round(n * step + max(step - _WIDEST, step * 0.15) / 2, 2),
            round(HEIGHT - HEIGHT * sums.get(start, 0) / most, 2),
            round(min(_WIDEST, step * 0.85), 2),
            round(HEIGHT * sums.get(start, 0) / most, 2),
        )
        for n, start in enumerate(starts)
    )
    return Axis(bars, unit, most, bars[0].label, bars[-1].label)


def _unit(span: int) -> tuple[str, Callable[[date], date], Callable[[date], date]]:
    """The name, the first day of the span that a day is in, and the last of the one that begins on a day.

    There is no day after 9999, and an article may say that it is from then.
    """
    if span <= _DAYS:
        return "day", lambda d: d, lambda d: d
    if span <= _WEEKS:
        return "week", lambda d: d - timedelta(days=d.weekday()), lambda d: d + min(timedelta(days=6), date.max - d)
    if span <= _MONTHS:
        return "month", lambda d: d.replace(day=1), lambda d: d.replace(day=monthrange(d.year, d.month)[1])
    return "year", lambda d: d.replace(month=1, day=1), lambda d: d.replace(month=12, day=31)


def _label(unit: str, start: date) -> str:
    text = start.isoformat()
    return {"day": text, "week": f"week of {text}", "month": text[:7], "year": text[:4]}[unit]
