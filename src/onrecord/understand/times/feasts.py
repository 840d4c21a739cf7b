"""Days that have a name of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from onrecord.understand.times import periods
from onrecord.understand.times.periods import Period
from onrecord.understand.times.reference import Context, Words, a_day, dated

_KNOWN_BY_THEIR_DAY = {
    (9, 11): (2001, frozenset("attack attacks terrorist terror hijackers hijackings commission".split())),
    (1, 6): (2021, frozenset("riot riots rioters insurrection attack committee defendants".split())),
    (10, 7): (2023, frozenset("attack attacks massacre".split())),
}
"""Days that the press names without their year when it means what happened then: the year, and what follows."""
_EASTERS = range(1583, 4100)
"""The years for which the computus below holds: from the first of the Gregorian calendar."""


def feast(words: Words, context: Context) -> Period | None:
    """Christmas Day, New Year's Eve, Thanksgiving 1998."""
    return dated(_feast(words), words, context, near="ahead")


def nine_eleven(_: Words, __: Context) -> Period | None:
    """9/11."""
    return a_day(2001, 9, 11)


def known_by_its_day(words: Words, month: int, day: int, told: date | None) -> Period | None:
    """The Sept. 11 attacks, in whatever year they are spoken of; None for any other day, or before it."""
    year, following = _KNOWN_BY_THEIR_DAY.get((month, day), (0, frozenset[str]()))
    behind = words.row[words.last].word if words.last < len(words.row) else ""
    known = a_day(year, month, day) if behind in following else None
    return known if known and (told is None or told >= known.first) else None


def _feast(words: Words) -> Callable[[int], Period | None]:
    eve = words.has("eve")
    if words.has("christmas"):
        return lambda year: a_day(year, 12, 24 if eve else 25)
    if words.has("halloween"):
        return lambda year: a_day(year, 10, 31)
    if words.has("thanksgiving"):
        return _thanksgiving
    if words.has("easter"):
        return easter
    return lambda year: a_day(year, 12, 31) if eve else a_day(year, 1, 1)


def _thanksgiving(year: int) -> Period | None:
    """The fourth Thursday of November, as in the United States."""
    first = periods.a_date(year, 11, 1)
    return periods.day(first + timedelta((3 - first.weekday()) % 7 + 21)) if first else None


def easter(year: int) -> Period | None:
    """Easter Sunday of the western churches, by the anonymous Gregorian computus (Nature 13, 1876; Meeus, Astronomical
    Algorithms, chapter 8)."""
    if year not in _EASTERS:
        return None
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leap, century_rest = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    quarter, rest = divmod(of_century, 4)
    weekday = (32 + 2 * century_rest + 2 * quarter - moon - rest) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return a_day(year, month, day + 1)
