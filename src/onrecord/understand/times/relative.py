"""Times that are counted from another: from the day of publication, or from what the text said before."""

from __future__ import annotations

from onrecord.understand.times import periods
from onrecord.understand.times.periods import Period, Unit
from onrecord.understand.times.reference import Context, Words, a_day, around_moved, counts_from, weekday_from
from onrecord.understand.times.surroundings import follows_a_preposition

_SAME_DAY = 6
"""Hours ago that are taken to be of the day of publication, whose time of day is not known."""
_HALVES: dict[Unit, tuple[int, Unit]] = {"year": (6, "month"), "decade": (5, "year"), "century": (5, "decade")}
"""What "and a half" adds to units that can be told apart by it."""


def weekday(words: Words, context: Context) -> Period | None:
    """Friday, last Friday, Friday of next week, the following Friday. Bare, it is the nearest that the tense allows,
    the day of publication included, as the wire services write."""
    number, told = words.value("WEEKDAY"), context.published
    if words.has("FORMER", "FOLLOWING", "that", "same"):
        if context.before is None:
            return None
        if words.has("FORMER"):
            return weekday_from(context.before.first, number, -1)
        return weekday_from(context.before.last, number, 1, itself=words.has("that", "same"))
    if told is None:
        return None
    if words.has("week"):
        week = around_moved(told, words.steps, "week")
        return around_moved(week.first, number, "day") if week else None
    if words.steps:
        return weekday_from(told, number, words.steps)
    ahead = not words.is_beside_a_past if words.has("THIS") else words.direction > 0
    return weekday_from(told, number, 1 if ahead else -1, itself=True)


def today(_: Words, context: Context) -> Period | None:
    """today, tonight, this morning."""
    return around_moved(context.published, 0, "day")


def yesterday(words: Words, context: Context) -> Period | None:
    """yesterday, last night, the day before yesterday."""
    return around_moved(context.published, -2 if words.has("before") else -1, "day")


def tomorrow(words: Words, context: Context) -> Period | None:
    """tomorrow, the day after tomorrow."""
    return around_moved(context.published, 2 if words.has("after") else 1, "day")


def unit(words: Words, context: Context) -> Period | None:
    """this week, last year; of the time before: the following month, that year."""
    if words.has("FORMER", "FOLLOWING", "that", "same"):
        return _beside(words, context, -1 if words.has("FORMER") else 1 if words.has("FOLLOWING") else 0)
    return around_moved(context.published, words.steps, words.unit)


def next_to(words: Words, context: Context) -> Period | None:
    """the next day, the day after, the year before: of the time before."""
    return _beside(words, context, -1 if words.has("before") else 1)


def weekend(words: Words, context: Context) -> Period | None:
    """the weekend: the last one, or the one to come."""
    this = around_moved(context.published, 0, "weekend")
    if this is None or context.published is None or words.direction > 0 or this.first <= context.published:
        return this
    return periods.stepped(this, -1)


def year_end(words: Words, context: Context) -> Period | None:
    """year-end: its last day."""
    if context.published is None:
        return None
    back = words.first and words.row[words.first - 1].symbol == "since"
    return a_day(context.published.year - bool(back), 12, 31)


def trailing(words: Words, context: Context) -> Period | None:
    """the past three months, the next five years: up to the day of publication, or from it."""
    told = context.published
    other = (
        periods.moved(told, words.count * (1 if words.has("NEXT", "FOLLOWING") else -1), words.unit) if told else None
    )
    return periods.span(min(told, other), max(told, other)) if told and other else None


def ago(words: Words, context: Context) -> Period | None:
    """two days ago, five years from now, in three weeks: as exact as the unit that is counted."""
    if words.has("HOURS"):
        return around_moved(context.published, 0, "day") if words.count <= _SAME_DAY else None
    unit, sign, told = words.unit, -1 if words.has("ago") else 1, context.published
    if words.has("half"):
        count, smaller = _HALVES.get(unit, (0, unit))
        told = periods.moved(told, sign * count, smaller) if told and count else None
    return around_moved(told, sign * words.count, unit)


def later(words: Words, context: Context) -> Period | None:
    """two days later, a month earlier: of the time before."""
    back = words.has("EARLIER", "before")
    return _beside(words, context, -words.count if back else words.count)


def from_a_day(words: Words, context: Context) -> Period | None:
    """a week from Friday, two weeks from today."""
    told = context.published
    if told is None:
        return None
    start = weekday_from(told, words.value("WEEKDAY"), 1, itself=True) if words.has("WEEKDAY") else periods.day(told)
    moved = periods.moved(start.first, words.count, words.unit) if start else None
    return periods.day(moved) if moved else None


def clock(words: Words, context: Context) -> Period | None:
    """at 5 p.m., by mid-afternoon: of the day that its sentence spoke of, else of the day of publication. Without "at"
    or the like ("a 3 a.m. call") it is of no day."""
    if context.in_this_sentence and context.in_this_sentence.unit == "day":
        return context.in_this_sentence
    return today(words, context) if follows_a_preposition(words.row, words.first) else None


def vague(_: Words, __: Context) -> Period | None:
    """recent weeks, several years ago, every Friday: which days is not said."""
    return None


def _beside(words: Words, context: Context, steps: int) -> Period | None:
    """The unit so many steps from the time before, where that is no longer than the unit. What would then lie in the
    future is taken only where the tense says so: else the text counts from something that it did not date."""
    before, told = context.before, context.published
    if before is None or not counts_from(before, words.unit):
        return None
    found = around_moved(before.last if steps > 0 else before.first, steps, words.unit)
    if found and told and steps > 0 and found.first > told and words.direction <= 0:
        return None
    return found
