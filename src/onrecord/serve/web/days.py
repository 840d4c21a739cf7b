"""Days as people say them, and how many events have them."""

from __future__ import annotations

import re
from calendar import month_name
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.serve.web.scale import DAY, MONTH, YEAR, Unit, boxes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.record.events import When

WIDTH, HEIGHT = 720, 90
"""Of the drawing, in units of its own: it is as wide as its place."""
_WIDEST = 92
"""Bars beside each other at most."""
_ENOUGH = 0.6
"""Of the events so many at least must be in the drawing; else it is drawn in the next greater unit."""
_PARTS = {
    21: "spring",
    22: "summer",
    23: "autumn",
    24: "winter",
    33: "the first quarter of",
    34: "the second quarter of",
    35: "the third quarter of",
    36: "the fourth quarter of",
    40: "the first half of",
    41: "the second half of",
}
"""Of a year, as EDTF numbers them."""
_VALUE = re.compile(r"(\d{2,3}X{1,2}|\d{4})(?:-(\d\d))?(?:-(\d\d))?([~?%]?)")


def in_words(edtf: str) -> str:
    """`Monday, 4 May 2026`, `May 2026`, `from 2014 on`: no more exact than it is. What is written otherwise stays."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _value(first) or edtf
    if last in ("..", ""):
        return f"from {_value(first, plain=True) or first} on"
    if first in ("..", ""):
        return f"until {_value(last, plain=True) or last}"
    return f"{_value(first, plain=True) or first} to {_value(last, plain=True) or last}"


def _value(text: str, *, plain: bool = False) -> str | None:
    """One value; `plain` without the day of the week."""
    found = _VALUE.fullmatch(text)
    if found is None:
        return None
    year, month, day, mark = found.groups()
    about = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}.get(mark, "")
    if "X" in year:
        return f"{about}the {year.replace('X', '0')}s"
    if month is None:
        return about + year
    number = int(month)
    if number in _PARTS:
        return f"{about}{_PARTS[number]} {year}"
    if not 1 <= number <= 12:
        return None
    named = f"{month_name[number]} {year}"
    if day is None:
        return about + named
    try:
        weekday = f"{date(int(year), number, int(day)):%A}, "
    except ValueError:
        return None
    return f"{about}{'' if plain else weekday}{int(day)} {named}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One day, month or year, and how many events it has."""

    label: str
    number: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bars:
    """How many events each day has; in units of the drawing."""

    unit: str
    """`day`, `month` or `year`."""
    bars: tuple[Bar, ...]
    most: int
    outside: int
    """Events before or after what is drawn."""
    vaguer: int
    """Events that are dated less exactly than to the unit, or not at all."""
    width: int = WIDTH
    height: int = HEIGHT


def bars(found: Sequence[When]) -> Bars | None:
    """The drawing in the smallest unit that has most of the events; None where none is dated."""
    drawn = None
    for unit in (DAY, MONTH, YEAR):
        spans = ((unit.number(w.earliest), unit.number(w.latest)) for w in found if w.earliest and w.latest)
        counts = Counter(first for first, last in spans if first == last)
        if counts:
            drawn = _drawn(counts, unit, len(found))
            if sum(bar.number for bar in drawn.bars) >= _ENOUGH * counts.total():
                break
    return drawn


def _drawn(counts: Counter[int], unit: Unit, events: int) -> Bars:
    shown = _densest(sorted(counts.items()))
    drawn = boxes(counts, shown, WIDTH, HEIGHT, share=0.76, widest=40)
    made = tuple(Bar(unit.label(n), counts[n], *box) for n, box in drawn.items())
    numbers, dated = [bar.number for bar in made], counts.total()
    return Bars(unit.name, made, max(numbers), dated - sum(numbers), events - dated)


def _densest(counts: Sequence[tuple[int, int]]) -> range:
    """Of all runs of `_WIDEST` units the latest of those that have the most events."""
    best, most, total, left = range(0), 0, 0, 0
    for unit, number in counts:
        total += number
        while unit - counts[left][0] >= _WIDEST:
            total -= counts[left][1]
            left += 1
        if total >= most:
            best, most = range(counts[left][0], unit + 1), total
    return best


def by_day(found: Iterable[When], *, newest: bool) -> list[When]:
    """Sorted by their days, the newest or the oldest first, what is not dated last."""
    dated = [when for when in found if when.earliest is not None]
    undated = [when for when in found if when.earliest is None]
    dated.sort(key=lambda w: (w.edtf or "", w.at))
    dated.sort(key=lambda w: (w.earliest, w.latest), reverse=newest)  # the order within a day stays
    return dated + undated
