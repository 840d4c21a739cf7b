"""Bars of the days, as the template draws them: an SVG without a style of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.serve.web.scale import DAY, boxes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from onrecord.record.overview import DayCount

WIDTH = 720
"""All lengths are in the SVG's own units; it is as wide as its place."""
UPPER, LOWER, GAP = 110, 40, 30
"""Heights of the statements' bars, of the articles', and of what lies between: the days."""
_SHARE = 0.76
"""Of the room of a day, that its bars take."""
_ROOM = 50
"""What a day that is written needs."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One day."""

    x: float
    width: float
    statements: float
    """Height."""
    articles: float
    day: DayCount


@dataclass(frozen=True, slots=True)
class Plot:
    """The bars, and what is written beside them."""

    bars: tuple[Bar, ...]
    most_statements: int
    most_articles: int
    marks: tuple[tuple[float, date], ...]
    """Where a week begins, and with which day."""
    width: int = WIDTH
    upper: int = UPPER
    lower: int = LOWER
    gap: int = GAP


def plot(days: Iterable[DayCount], since: date, until: date) -> Plot:
    """The days from `since` to `until`, those without anything as gaps."""
    found = {DAY.number(d.day): d for d in days}
    shown = range(DAY.number(since), DAY.number(until) + 1)
    said = boxes({n: d.statements for n, d in found.items()}, shown, WIDTH, UPPER, share=_SHARE)
    told = boxes({n: d.articles for n, d in found.items()}, shown, WIDTH, LOWER, share=_SHARE)
    step = WIDTH / len(shown)
    mondays = shown[-since.weekday() % 7 :: 7 if len(shown) <= 40 else 14]
    return Plot(
        tuple(Bar(said[n].x, said[n].width, said[n].height, told[n].height, d) for n, d in found.items() if n in said),
        max((d.statements for d in found.values()), default=0),
        max((d.articles for d in found.values()), default=0),
        tuple((round((n - shown[0]) * step, 1), DAY.first(n)) for n in mondays if (shown[-1] - n) * step > _ROOM),
    )
