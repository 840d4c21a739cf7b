"""Bars of the days, as the template draws them: an SVG without a style of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.record.overview import DayCount

WIDTH = 720
"""All lengths are in the SVG's own units; it is as wide as its place."""
UPPER, LOWER, GAP = 110, 40, 30
"""Heights of the statements' bars, of the articles', and of what lies between: the days."""


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
    found = list(days)
    step = WIDTH / ((until - since).days + 1)
    said = max((d.statements for d in found), default=0)
    told = max((d.articles for d in found), default=0)
    every = 7 if (until - since).days < 40 else 14
    first = since + timedelta(days=-since.weekday() % 7)
    mondays = (first + timedelta(days=n) for n in range(0, (until - first).days + 1, every))
    return Plot(
        tuple(
            Bar(
                round((d.day - since).days * step + step * 0.12, 1),
                round(step * 0.76, 1),
                round(UPPER * d.statements / max(said, 1), 1),
                round(LOWER * d.articles / max(told, 1), 1),
                d,
            )
            for d in found
        ),
        said,
        told,
        tuple((round((day - since).days * step, 1), day) for day in mondays if (until - day).days * step > 50),
    )
