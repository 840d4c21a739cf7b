"""In which order the ledger is gone through: from its beginning, or the newest day first, from wherever one was before.

The order is one number (see `schema.position`), so going on after a row costs the same wherever it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import literal_column

from onrecord.record.schema import DAY, PLACES, UNDATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import ColumnElement, Select

MOST = 2**63 - 1
"""The greatest number that SQLite takes."""
Bounds = tuple[int, int]
"""The first and the last place that may be."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Places that follow each other, gone through in one direction."""

    first: int
    last: int
    backwards: bool = False

    def within(self, place: ColumnElement[int]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        """The two conditions of which SQLite makes a range."""
        return place >= literal_column(str(self.first)), place <= literal_column(str(self.last))


def newest_first(place: int) -> tuple[bool, int, int]:
    """To sort places by: the undated last, and in the text of one article from the beginning."""
    return place >= UNDATED * DAY, -(place // PLACES), place


def stretches(bounds: Bounds | None, after: int | None, *, newest: bool) -> list[Stretch]:
    """What to go through, one after the other, for all places in `bounds` that come after the place `after`.

    `newest`: in the order of `newest_first`, where what goes backwards is turned round in each article.
    """
    if not newest:
        found = [Stretch(0 if after is None else after + 1, MOST)]
    else:
        undated = UNDATED * DAY
        if after is None:
            found = [Stretch(0, undated - 1, True), Stretch(undated, MOST, True)]
        else:
            article = after - after % PLACES
            rest = Stretch(after + 1, article + PLACES - 1)
            before = [Stretch(undated, article - 1, True)]
            if after < undated:
                before = [Stretch(0, article - 1, True), Stretch(undated, MOST, True)]
            found = [rest, *before]
    first, last = bounds or (0, MOST)
    cut = (Stretch(max(s.first, first), min(s.last, last, MOST), s.backwards) for s in found)
    return [s for s in cut if s.first <= s.last]


def walked(found: Iterable[Stretch], places: Callable[[Stretch], Iterable[int]]) -> Iterator[int]:
    """The places of all stretches in their order. `places` gives those of one, sorted in its direction."""
    for stretch in found:
        if stretch.backwards:
            for _, of_article in groupby(places(stretch), key=lambda place: place // PLACES):
                yield from reversed(list(of_article))
        else:
            yield from places(stretch)


def sorted_in(chosen: Select[Any], stretch: Stretch, *columns: ColumnElement[int]) -> Select[Any]:
    """The rows sorted by these columns, in the direction of the stretch."""
    return chosen.order_by(*(c.desc() if stretch.backwards else c for c in columns))
