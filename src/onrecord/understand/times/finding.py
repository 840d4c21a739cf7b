"""The time expressions of a text, each with what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from onrecord.domain import Anchor
from onrecord.understand.times import periods
from onrecord.understand.times.grammar import Grammar
from onrecord.understand.times.meanings import Context, Words
from onrecord.understand.times.periods import Period
from onrecord.understand.times.tense import ends_a_sentence
from onrecord.understand.times.words import Token, tokens


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression and what it means."""

    anchor: Anchor
    edtf: str | None
    """EDTF (ISO 8601-2, levels 0 to 2); None where the text and the day of publication do not say."""
    earliest: date | None
    latest: date | None
    """The first and last day that it admits."""


@dataclass(slots=True)
class _Found:
    first: int
    last: int
    period: Period | None
    only_a_clock: bool


def find_times(text: str, published: date | None) -> tuple[Time, ...]:
    """All time expressions of a text in order, anchored to the day of publication and to what the text said before.

    Without a day of publication what depends on it has no value. Takes time linear in the length of the text.
    """
    row = tokens(text)
    return tuple(_time(text, row, found) for found in _found(row, published))


@cache
def _grammar() -> Grammar:
    return Grammar()


def _found(row: Sequence[Token], published: date | None) -> list[_Found]:
    grammar, context = _grammar(), Context(published)
    letters = grammar.written(row)
    found: list[_Found] = []
    place = 0
    while hit := grammar.next(letters, row, place):
        rule, first, last = hit
        context.same_sentence = not any(ends_a_sentence(row, between) for between in range(place, first))
        words = Words(row, first, last)
        period = rule.meaning(words, context)
        context.said(period, compared=rule.compares)
        first, last, period = _widened(row, place, first, last, period, published)
        item = _Found(first, last, period, rule.is_clock)
        if found and _adjoin(row, found[-1], item):
            found[-1] = _merged(found[-1], item)
        else:
            found.append(item)
        place = last
    return found


def _widened(
    row: Sequence[Token], floor: int, first: int, last: int, period: Period | None, told: date | None
) -> tuple[int, int, Period | None]:
    """The expression with what belongs to it on both sides: "the night of", "early", "about", "since"; "afternoon"."""

    def at(place: int) -> str:
        return row[place].symbol if floor <= place < len(row) else ""

    if last < len(row) and row[last].symbol == "PART" and period and period.unit == "day":
        last += 1
    while True:
        if at(first - 1) == "-" and at(first - 2) == "EARLY":
            first -= 2
        elif (
            at(first - 1) == "EARLY"
            or (
                at(first - 1) in ("EARLIER", "LATER")
                and (row[first].symbol in ("THIS", "WEEKDAY") or row[first].word in ("in", "today"))
            )
            or (at(first - 1) == "PART" and period and period.unit == "day")
        ):
            first -= 1
        elif at(first - 1) in ("of", "on") and at(first - 2) in ("EDGE", "PART"):
            first -= 2
        elif at(first - 1) == "ABOUT" and period and period.unit in ("year", "decade"):
            first, period = first - 1, period.roughly()
        else:
            break
        if at(first - 1) == "the":
            first -= 1
    if at(first - 1) == "since":
        first, period = first - 1, period and periods.open_from(period, told)
    return first, last, period


def _adjoin(row: Sequence[Token], one: _Found, other: _Found) -> bool:
    """Whether a time of day and a day are one expression: "5 p.m. EST, Nov. 6"."""
    if one.only_a_clock == other.only_a_clock or other.first - one.last > 2:
        return False
    return all(token.symbol in (",", "on", "at", "ZONE") for token in row[one.last : other.first])


def _merged(one: _Found, other: _Found) -> _Found:
    day = other if one.only_a_clock else one
    return _Found(one.first, other.last, day.period, False)


def _time(text: str, row: Sequence[Token], found: _Found) -> Time:
    anchor = Anchor.of(text, row[found.first].start, row[found.last - 1].end)
    if found.period is None:
        return Time(anchor, None, None, None)
    return Time(anchor, found.period.edtf, found.period.first, found.period.last)
