"""What an expression is read against: its words, the day of publication, and what the text said before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from onrecord.understand.times import periods
from onrecord.understand.times.periods import Period, Unit
from onrecord.understand.times.tense import direction, is_beside_a_past
from onrecord.understand.times.words import Token

_NEAR = 60
"""Days within which something is near: what "had been due to expire Nov. 6" is no day of last year on the second, and
the third quarter that a firm "expects to report" in October is over."""
_AT_HAND = 3
"""Sentences for which a text is taken to go on about a quarter; chosen on TimeBank's dev half among 1 to 20."""
UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "weekend": "weekend",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
}
UNITS |= {f"{word}s": unit for word, unit in UNITS.items()} | {"centuries": "century"}
_WHICH = frozenset(("THIS", "LAST", "NEXT", "past", "that", "same", "FORMER", "FOLLOWING"))
_SIZES: tuple[Unit, ...] = ("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century")


@dataclass(frozen=True)
class Words:
    """The tokens of one expression, in those of its text."""

    row: Sequence[Token]
    """The whole text's tokens."""
    first: int
    last: int
    """The expression is `row[first:last]`."""
    caption: bool = False
    """Whether it stands in the caption of a picture."""

    @property
    def tokens(self) -> Sequence[Token]:
        """The expression's own."""
        return self.row[self.first : self.last]

    def all(self, *symbols: str) -> list[Token]:
        """The tokens of these symbols or words."""
        return [token for token in self.tokens if token.symbol in symbols or token.word in symbols]

    def get(self, *symbols: str) -> Token | None:
        """The first token of one of these symbols or words."""
        return next(iter(self.all(*symbols)), None)

    def has(self, *symbols: str) -> bool:
        """Whether there is one."""
        return bool(self.all(*symbols))

    def value(self, *symbols: str) -> int:
        """The value of the first of them, 0 where there is none."""
        token = self.get(*symbols)
        return token.value if token else 0

    @property
    def count(self) -> int:
        """How many, "a" being one."""
        return self.value("COUNT", "DAY", "YEAR") or 1

    @property
    def steps(self) -> int:
        """-1 for "last", 1 for "next", else 0."""
        return -1 if self.has("LAST", "past") else 1 if self.has("NEXT") else 0

    @property
    def unit(self) -> Unit:
        """The last unit named; a part of the day counts as a day."""
        named = self.all("UNIT", "UNITS", "PART")
        return UNITS.get(named[-1].word, "day") if named else "day"

    @property
    def which_year(self) -> Token | None:
        """What stands before "year" and says which: "last", "that"."""
        pairs = zip(self.tokens, self.tokens[1:], strict=False)
        return next((which for which, year in pairs if year.word == "year" and which.symbol in _WHICH), None)

    @property
    def names_a_year(self) -> bool:
        """Whether the year is said: "1998", "last year"."""
        return self.has("YEAR", "SHORTYEAR") or self.which_year is not None

    def behind(self, *words: str) -> Words:
        """The words of the expression from the first of these on; all of it where there is none."""
        place = next((place for place, token in enumerate(self.tokens) if token.word in words), 0)
        return Words(self.row, self.first + place, self.last, self.caption)

    @cached_property
    def direction(self) -> int:
        """-1 where the clause around looks back, 1 where it looks ahead, 0 where nothing tells."""
        return direction(self.row, self.first, self.last, caption=self.caption)

    @property
    def is_beside_a_past(self) -> bool:
        """Whether a past verb stands right before, whose time it is."""
        return is_beside_a_past(self.row, self.first, self.last)


@dataclass(slots=True)
class Context:
    """What the expressions of one text are anchored to. It changes as the text is read on."""

    published: date | None
    before: Period | None = None
    """What the expression before meant."""
    sentence: int = 0
    """How many sentences have ended."""
    quarter: Period | None = None
    """The last quarter that the text named."""
    _before_in: int = -1
    _quarter_in: int = 0

    def said(self, period: Period | None) -> None:
        """Remember what an expression meant."""
        if period is None:
            return
        self.before, self._before_in = period, self.sentence
        if period.unit == "quarter":
            self.quarter, self._quarter_in = period, self.sentence

    @property
    def quarter_at_hand(self) -> Period | None:
        """The quarter that the text is about: the last that it named, where that was not long ago."""
        return self.quarter if self.sentence - self._quarter_in <= _AT_HAND else None

    @property
    def in_this_sentence(self) -> Period | None:
        """What the expression before meant, where it stands in the same sentence."""
        return self.before if self._before_in == self.sentence else None


def a_day(year: int, month: int, day: int) -> Period | None:
    """That day, None where the calendar has none."""
    found = periods.a_date(year, month, day)
    return periods.day(found) if found else None


def around_moved(of: date | None, count: int, unit: Unit) -> Period | None:
    """The unit that has the day `count` units on in it."""
    moved = periods.moved(of, count, unit) if of else None
    return periods.around(unit, moved) if moved else None


def weekday_from(start: date, number: int, sign: int, *, itself: bool = False) -> Period | None:
    """The nearest day of that name before (-1) or after (1) `start`, or `start` `itself`."""
    days = (sign * (number - start.weekday())) % 7
    moved = periods.moved(start, sign * (days or (0 if itself else 7)), "day")
    return periods.day(moved) if moved else None


def counts_from(before: Period | None, unit: Unit) -> bool:
    """Whether a unit can be counted from the time before: a day from a day, but no day from "in 1998"."""
    if before is None:
        return False
    return (before.unit == "span" and unit == "year") or (
        before.unit in _SIZES and _SIZES.index(before.unit) <= _SIZES.index(unit)
    )


def full_year(two_digits: int, told: date | None) -> int:
    """Of '98 and '07: not more than ten years after the day of publication; without one, by POSIX's pivot, 69."""
    if told is None:
        return two_digits + (1900 if two_digits >= 69 else 2000)
    latest = told.year + 10
    return latest - (latest - two_digits) % 100


def year_of(words: Words, context: Context) -> int | None:
    """The year that the words name or point at."""
    if words.has("thousand"):
        return 1000 * words.value("COUNT")
    if token := words.get("YEAR"):
        return token.value
    if token := words.get("SHORTYEAR"):
        return full_year(token.value, context.published)
    which = words.which_year.symbol if words.which_year else "THIS"
    if which in ("FORMER", "FOLLOWING", "that", "same"):
        steps = -1 if which == "FORMER" else 1 if which == "FOLLOWING" else 0
        return context.before.first.year + steps if context.before else None
    steps = -1 if which in ("LAST", "past") else 1 if which == "NEXT" else 0
    return context.published.year + steps if context.published else None


def dated(
    build: Callable[[int], Period | None],
    words: Words,
    context: Context,
    *,
    near: Literal["ahead", "past"] | None = None,
) -> Period | None:
    """What `build` makes of the year that the words name, else of the year that they, or the tense, point to.

    `near`: on which side of publication what is near is taken although the tense points to what is far.
    """
    told = context.published
    if words.names_a_year:
        year = year_of(words, context)
        return build(year) if year else None
    if told is None:
        return None
    built = (found for year in range(told.year - 2, told.year + 3) if (found := build(year)))
    choice = sorted(built, key=lambda found: found.first)
    if words.has("LAST", "past"):
        return next((found for found in reversed(choice) if found.last < told), None)
    if words.has("NEXT"):
        return next((found for found in choice if found.first > told), None)
    if words.has("THIS"):
        now = next((found for found in choice if found.first <= told <= found.last), None)
        return now or next((found for found in choice if found.first.year == told.year), None)
    past = next((found for found in reversed(choice) if found.first <= told), None)
    ahead = next((found for found in choice if found.last >= told), None)
    if past is None or ahead is None:
        return past or ahead
    since, until = (told - past.last).days, (ahead.first - told).days
    if words.direction == 0:
        return ahead if until < since else past
    if words.direction < 0:
        return ahead if near == "ahead" and until <= _NEAR and since > 2 * _NEAR else past
    return past if near == "past" and since <= _NEAR and until > 2 * _NEAR else ahead
