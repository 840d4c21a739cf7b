"""The time expressions of a text, each with what it means."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import itemgetter

from onrecord.domain import Anchor, Span, Time
from onrecord.understand.times import periods
from onrecord.understand.times.grammar import Grammar
from onrecord.understand.times.periods import Period
from onrecord.understand.times.reference import Context, Words
from onrecord.understand.times.tense import ends_a_sentence
from onrecord.understand.times.words import Token, tokens

_LATER_IN = ("THIS", "WEEKDAY", "TODAY", "that", "in")
"""What "earlier" and "later" stand before as a part of it: "earlier this month", "later Friday"."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression as the tokens from `first` to before `last`."""

    first: int
    last: int
    period: Period | None
    of_the_day: bool
    """Whether it tells the time of day and no day."""


def find_times(text: str, published: date | None, captions: Sequence[Span] = ()) -> tuple[Time, ...]:
    """All time expressions of a text in order, anchored to the day of publication and to what the text said before.

    Without a day of publication what depends on it has no value. `captions`: start and end of each in the text, in
    order; their present tense tells of the past. Takes time linear in the length of the text.
    """
    row = tokens(text)
    found = _found(row, published, captions)
    return tuple(_time(text, row, one, f"t{place}") for place, one in enumerate(found, 1))


@cache
def _grammar() -> Grammar:
    return Grammar()


def _found(row: Sequence[Token], published: date | None, captions: Sequence[Span]) -> list[_Found]:
    grammar, context = _grammar(), Context(published)
    letters = grammar.written(row)
    found: list[_Found] = []
    place = 0
    while hit := grammar.next(letters, row, place):
        rule, first, last = hit
        context.sentence += sum(ends_a_sentence(row, between) for between in range(place, first))
        under = bisect_right(captions, row[first].start, key=itemgetter(0))
        caption = under > 0 and row[first].start < captions[under - 1][1]
        period = rule.meaning(Words(row, first, last, caption), context)
        if not rule.is_compared:
            context.said(period)
        item = _widened(row, place, _Found(first, last, period, rule.is_of_the_day), published)
        if found and _are_one(row, found[-1], item):
            day = item if found[-1].of_the_day else found[-1]
            found[-1] = _Found(found[-1].first, item.last, day.period, False)
        else:
            found.append(item)
        place = item.last
    return found


def _widened(row: Sequence[Token], floor: int, item: _Found, told: date | None) -> _Found:
    """The expression with what belongs to it: "the night of", "early", "about", "since" before, "afternoon" behind it.

    Nothing is taken from before the token at `floor`.
    """
    first, last, period = item.first, item.last, item.period
    is_day = period is not None and period.unit == "day"

    def at(place: int) -> str:
        return row[place].symbol if floor <= place < len(row) else ""

    if is_day and at(last) in ("PART", "NOON"):
        last += 1
    while taken := _belonging(at, first, is_day=is_day, rough=period is not None and period.unit in ("year", "decade")):
        if at(first - 1) == "ABOUT" and period:
            period = period.roughly()
        first -= taken
        if at(first - 1) == "the":
            first -= 1
    if at(first - 1) == "since":
        first, period = first - 1, period and periods.open_from(period, told)
    return _Found(first, last, period, item.of_the_day)


def _belonging(at: Callable[[int], str], first: int, *, is_day: bool, rough: bool) -> int:
    """How many tokens right before `first` belong to the expression there."""
    before, earlier = at(first - 1), at(first - 2)
    if before == "EARLY" or (before in ("EARLIER", "LATER") and at(first) in _LATER_IN):
        return 1
    if (before == "NOON" and is_day) or (before == "ABOUT" and rough):
        return 1
    if (before == "-" and earlier == "EARLY") or (before == "of" and earlier in ("EDGE", "PART")):
        return 2
    if before == "on" and earlier == "PART":
        return 2
    return 0


def _are_one(row: Sequence[Token], one: _Found, other: _Found) -> bool:
    """Whether a time of day and a day are one expression: "5 p.m. EST, Nov. 6"."""
    if one.of_the_day == other.of_the_day or other.first - one.last > 2:
        return False
    return all(token.symbol in (",", "on", "at", "ZONE") for token in row[one.last : other.first])


def _time(text: str, row: Sequence[Token], found: _Found, name: str) -> Time:
    anchor = Anchor.of(text, row[found.first].start, row[found.last - 1].end)
    if found.period is None:
        return Time(name, anchor, None, None, None)
    return Time(name, anchor, found.period.edtf, found.period.first, found.period.last)
