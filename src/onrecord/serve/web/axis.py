"""How many statements on which days, as bars that a template draws."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.serve.web.scale import DAY, MONTH, WEEK, YEAR, boxes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_UP_TO = ((DAY, 45), (WEEK, 400), (MONTH, 1500))
"""Up to so many days between the first and the last, a bar is a day, a week, a month; else a year."""
WIDTH, HEIGHT = 600, 80
"""Of the drawing, in units of its own."""
_SHARE, _WIDEST = 0.85, 24.0
"""Of its room that a bar takes; units of it."""
_MOST = 120
"""Bars: of more years than that, the last."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One span of days."""

    label: str
    until: date
    """The last day."""
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Axis:
    """The bars, the earliest first; a span without a statement has none."""

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
    span = (counted[-1][0] - counted[0][0]).days
    unit = next((unit for unit, most in _UP_TO if span <= most), YEAR)
    counts: Counter[int] = Counter()
    for day, count in counted:
        counts[unit.number(day)] += count
    first, last = min(counts), max(counts)
    shown = range(max(first, last - _MOST + 1), last + 1)
    drawn = boxes(counts, shown, WIDTH, HEIGHT, share=_SHARE, widest=_WIDEST, digits=2)
    bars = tuple(Bar(unit.label(n), unit.last(n), counts[n], *box) for n, box in drawn.items())
    return Axis(bars, unit.name, max(bar.count for bar in bars), unit.label(shown[0]), unit.label(last))
