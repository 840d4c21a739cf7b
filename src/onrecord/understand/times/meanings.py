"""What the rows of the grammar mean, given when the article was published and what its text said before.

Each function takes the words of one expression and its context, and returns the stretch of the calendar that they mean,
or None where the text and the day of publication do not say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dateutil.easter import easter

from onrecord.understand.times import periods
from onrecord.understand.times.periods import Period, Unit
from onrecord.understand.times.surroundings import follows_at
from onrecord.understand.times.tense import direction
from onrecord.understand.times.words import Token

_NINE_ELEVEN = (2001, 9, 11)
_KNOWN_BY_THEIR_DAY = {
    (9, 11): (2001, frozenset("attack attacks terrorist terror hijackers hijackings commission".split())),
    (1, 6): (2021, frozenset("riot riots insurrection attack committee rioters defendants".split())),
    (10, 7): (2023, frozenset("attack attacks massacre".split())),
}
"""Days that the press names without their year when it speaks of what happened: the words that follow then."""
_NEAR = 60
"""Days within which a day without a year is taken to be the near one, whatever the tense around it."""


@dataclass(frozen=True)
class Words:
    """The tokens of one expression."""

    row: Sequence[Token]
    """The whole text's tokens."""
    first: int
    last: int
    """The expression is `row[first:last]`."""

    @property
    def tokens(self) -> Sequence[Token]:
        return self.row[self.first : self.last]

    def get(self, *symbols: str) -> Token | None:
        """The first token of one of these symbols or words."""
        return next((token for token in self.tokens if token.symbol in symbols or token.word in symbols), None)

    def all(self, *symbols: str) -> list[Token]:
        """All tokens of these symbols or words."""
        return [token for token in self.tokens if token.symbol in symbols or token.word in symbols]

    def has(self, *symbols: str) -> bool:
        """Whether a token has one of these symbols."""
        return self.get(*symbols) is not None

    @cached_property
    def direction(self) -> int:
        """-1 where the clause around looks back, 1 where it looks ahead, 0 where nothing tells."""
        return direction(self.row, self.first, self.last)


@dataclass(slots=True)
class Context:
    """What an expression is anchored to. It changes as the text is read on."""

    published: date | None
    before: Period | None = None
    """What the expression before meant."""
    quarter: Period | None = None
    """The last quarter that the text spoke of."""
    same_sentence: bool = False
    """Whether the expression before stands in the same sentence."""

    def said(self, period: Period | None, *, compared: bool) -> None:
        """Remember what an expression meant. `compared`: it was named to compare with, and the text goes on before it."""
        if period is None or compared:
            return
        self.before = period
        if period.unit == "quarter":
            self.quarter = period


# ---- dates that say all


def iso(words: Words, _: Context) -> Period | None:
    """2031-02-03."""
    year, month, day = (int(part) for part in words.tokens[0].text.split("-"))
    return _day(year, month, day)


def numeric(words: Words, context: Context) -> Period | None:
    """02/13/1998 or 13.2.1998; None where day and month could change places."""
    text = words.tokens[0].text
    one, other, year = (int(part) for part in text.replace(".", "/").split("/"))
    year = year if year > 99 else _full_year(year, context.published)
    if "." in text or one > 12 or one == other:
        return _day(year, other, one)
    return _day(year, one, other) if other > 12 else None


# ---- days and months by name


def month_day(words: Words, context: Context) -> Period | None:
    """October 23, 23 October 1998, Friday, Oct. 23."""
    month, day = _value(words, "MONTH"), _value(words, "DAY", "ORDINAL")
    if _names_a_year(words):
        year = _year(words, context)
        return _day(year, month, day) if year else None
    if year := _year_ahead(words, month):
        return _day(year, month, day)
    if known := _known_by_its_day(words, month, day, context.published):
        return known
    return _undated(lambda year: _day(year, month, day), words, context, near=_NEAR)


def named_day(words: Words, context: Context) -> Period | None:
    """9/11."""
    return _day(*_NINE_ELEVEN)


def day_of_month(words: Words, context: Context) -> Period | None:
    """the 15th: of the month that the text spoke of, else the nearest by tense."""
    number = _value(words, "ORDINAL")
    if context.before and context.before.unit in ("day", "month"):
        return _day(context.before.first.year, context.before.first.month, number)
    if context.published is None:
        return None
    months = (periods.moved(context.published, count, "month") for count in (-1, 0, 1))
    days = [found for month in months if month and (found := _day(month.year, month.month, number))]
    ahead, told = words.direction > 0, context.published
    fitting = [found for found in days if (found.first >= told if ahead else found.first <= told)]
    return min(fitting, key=lambda found: abs(found.first - told), default=None)


def day_range(words: Words, context: Context) -> Period | None:
    """October 5-7."""
    month = _value(words, "MONTH")
    ends = [token.value for token in words.all("DAY", "ORDINAL")][:2]

    def build(year: int) -> Period | None:
        first, last = _day(year, month, ends[0]), _day(year, month, ends[1])
        return periods.ranging(first, last) if first and last else None

    if _names_a_year(words):
        year = _year(words, context)
        return build(year) if year else None
    return _undated(build, words, context, near=_NEAR)


def month_in_year(words: Words, context: Context) -> Period | None:
    """March 1998, December of last year."""
    year = _year(words, context)
    return periods.month(year, _value(words, "MONTH")) if year else None


def month_range(words: Words, context: Context) -> Period | None:
    """January-March 1998."""
    ends = [token.value for token in words.all("MONTH")]

    def build(year: int) -> Period | None:
        first, last = periods.month(year, ends[0]), periods.month(year, ends[1])
        return periods.ranging(first, last) if first and last else None

    if _names_a_year(words):
        year = _year(words, context)
        return build(year) if year else None
    return _undated(build, words, context)


def month(words: Words, context: Context) -> Period | None:
    """May, last May."""
    number = _value(words, "MONTH")
    if year := _year_ahead(words, number):
        return periods.month(year, number)
    return _undated(lambda year: periods.month(year, number), words, context)


def weekday(words: Words, context: Context) -> Period | None:
    """Friday, last Friday, Friday of next week."""
    number, told = _value(words, "WEEKDAY", "SHORTDAY"), context.published
    if words.has("FORMER", "FOLLOWING", "that", "same"):
        if context.before is None:
            return None
        sign = -1 if words.has("FORMER") else 1
        start = context.before.first if sign < 0 else context.before.last
        return _weekday(start, number, sign, today=words.has("that", "same"))
    if told is None:
        return None
    if words.has("week"):
        in_week = periods.moved(told, _steps(words), "week")
        monday = periods.around("week", in_week) if in_week else None
        day = periods.moved(monday.first, number, "day") if monday else None
        return periods.day(day) if day else None
    if words.has("LAST", "past"):
        return _weekday(told, number, -1)
    if words.has("NEXT"):
        return _weekday(told, number, 1)
    ahead = words.has("THIS") or words.direction > 0
    return _weekday(told, number, 1 if ahead else -1, today=True)


def season(words: Words, context: Context) -> Period | None:
    """last summer, the fall of 1997."""
    token = words.get("SEASON")
    assert token is not None
    name = "autumn" if token.word == "fall" else token.word
    if _names_a_year(words):
        year = _year(words, context)
        return periods.season(year, name) if year else None
    return _undated(lambda year: periods.season(year, name), words, context)


# ---- quarters and halves, and the same part of the year before


def quarter(words: Words, context: Context) -> Period | None:
    """the third quarter, the first half of 1984, last year's fourth quarter."""
    token = words.get("ORDINAL", "QUARTER")
    build = periods.half if words.has("half") else periods.quarter
    number = token.value if token else (2 if words.has("half") else 4)
    if _names_a_year(words):
        year = _year(words, context)
        return build(year, number) if year else None
    return _undated(lambda year: build(year, number), words, context, near=_NEAR)


def the_quarter(words: Words, context: Context) -> Period | None:
    """the quarter: the one that the text spoke of, else the last that was over."""
    if context.quarter or context.published is None:
        return context.quarter
    current = periods.around("quarter", context.published)
    return periods.stepped(current, -1) if current else None


def quarter_in_year(words: Words, context: Context) -> Period | None:
    """the 1988 quarter, last year's quarter."""
    year = _year(words, context)
    if year is None or context.quarter is None:
        return None
    return periods.a_year_on(context.quarter, year - context.quarter.first.year)


def year_before(words: Words, context: Context) -> Period | None:
    """a year earlier, the year-ago period: of the quarter that the text spoke of; else of the time before; else a year
    before publication."""
    token = words.get("ORDINAL")
    if token and words.has("UNIT"):
        found = _undated(lambda year: periods.quarter(year, token.value), words, context, near=_NEAR)
        return periods.a_year_on(found, -1) if found else None
    if context.quarter:
        return periods.a_year_on(context.quarter, -1)
    return around_moved(context.published, -1, "year")


def first_months(words: Words, context: Context) -> Period | None:
    """the first nine months of 1998."""
    year, months = _year(words, context), _value(words, "COUNT", "DAY")
    first = periods.month(year, 1) if year else None
    last = periods.month(year, months) if year else None
    return periods.span(first.first, last.last) if first and last else None


def part_of_month(words: Words, context: Context) -> Period | None:
    """the first week of May, the last day of 1998."""
    whole = month_in_year(words, context) if words.has("MONTH") and _names_a_year(words) else None
    if words.has("MONTH"):
        whole = whole or month(words, context)
    else:
        year = _year(words, context)
        whole = periods.year(year) if year else None
    unit, ordinal = words.get("UNIT"), words.get("ORDINAL")
    if whole is None or unit is None:
        return None
    kind = _UNITS[unit.word]
    if kind == "weekend" or _RANK[kind] >= _RANK[whole.unit]:
        return None
    if ordinal is None:
        last = periods.around(kind, whole.last)
        return periods.span(_plus(whole.last, -6), whole.last) if kind == "week" else last
    start = periods.moved(whole.first, ordinal.value - 1, kind)
    if start is None or start > whole.last:
        return None
    return periods.span(start, _plus(start, 6)) if kind == "week" else periods.around(kind, start)


# ---- years and more


def year(words: Words, context: Context) -> Period | None:
    """1998, '98, fiscal 1998."""
    number = _year(words, context)
    return periods.year(number) if number else None


def year_range(words: Words, _: Context) -> Period | None:
    """1985-1987, 1985-87, 1997/98; 1998-07 is a month."""
    ends = words.all("YEAR", "DAY", "COUNT", "NUMBER")
    first, last = ends[0].value, int(ends[1].text)
    if last <= 12 and words.has("-"):
        return periods.month(first, last)
    if last < 100:
        last += first // 100 * 100
    one, other = periods.year(first), periods.year(last)
    return periods.ranging(one, other) if one and other and last > first else None


def decade(words: Words, context: Context) -> Period | None:
    """the 1990s, the '80s, the nineties."""
    token = words.get("DECADE")
    assert token is not None
    number = token.value if token.text[0].isdigit() or not token.text.isalpha() else 20 + 10 * token.value
    if number < 100:
        year = context.published.year if context.published else 2000
        number += year // 100 * 100
        number -= 100 if number > year else 0
    elif number % 100 == 0 and number < 2000:  # "the 1800s"
        first = periods.a_date(number, 1, 1)
        return periods.around("century", first) if first else None
    return periods.decade(number)


def century(words: Words, _: Context) -> Period | None:
    """the 20th century, counted as EDTF masks it: 19XX."""
    first = periods.a_date(100 * (_value(words, "ORDINAL") - 1), 1, 1)
    return periods.around("century", first) if first else None


# ---- units of the calendar


def unit(words: Words, context: Context) -> Period | None:
    """this week, last year, next month; the following month, that year, of the time before."""
    token = words.all("UNIT")[-1]
    kind = _UNITS[token.word]
    if words.has("FORMER", "FOLLOWING", "that", "same"):
        if context.before is None or not _fits(kind, context.before):
            return None
        steps = -1 if words.has("FORMER") else 1 if words.has("FOLLOWING") else 0
        start = context.before.first if steps <= 0 else context.before.last
        moved = periods.moved(start, steps, kind)
        return periods.around(kind, moved) if moved else None
    return around_moved(context.published, _steps(words), kind)


def next_of_before(words: Words, context: Context) -> Period | None:
    """the next day, the day after, the year before: counted from the time before."""
    token = words.get("UNIT", "PART")
    assert token is not None
    kind = _UNITS.get(token.word, "day")
    if context.before is None or not _fits(kind, context.before):
        return None
    back = words.has("before")
    return around_moved(context.before.first if back else context.before.last, -1 if back else 1, kind)


def weekend(words: Words, context: Context) -> Period | None:
    """the weekend: the last one, or the coming one."""
    if context.published is None:
        return None
    this = periods.around("weekend", context.published)
    if this is None or words.direction > 0 or this.first <= context.published:
        return this
    return periods.stepped(this, -1)


def trailing(words: Words, context: Context) -> Period | None:
    """the past three months, the next five years: from or to the day of publication."""
    token, told = words.get("UNIT", "UNITS"), context.published
    count = words.get("COUNT", "DAY", "YEAR")
    assert token is not None
    kind = _UNITS[token.word]
    if told is None or kind == "weekend":
        return None
    number = count.value if count else 1
    other = periods.moved(told, number if words.has("NEXT", "FOLLOWING", "ahead") else -number, kind)
    return periods.span(min(told, other), max(told, other)) if other else None


def year_end(words: Words, context: Context) -> Period | None:
    """year-end: its last day."""
    if context.published is None:
        return None
    number = context.published.year
    if words.first and words.row[words.first - 1].symbol == "since":
        number -= 1
    return _day(number, 12, 31)


# ---- counted from a day


def today(words: Words, context: Context) -> Period | None:
    """today, tonight, this morning."""
    return around_moved(context.published, 0, "day")


def yesterday(words: Words, context: Context) -> Period | None:
    """yesterday, last night, the day before yesterday."""
    return around_moved(context.published, -2 if words.has("before") else -1, "day")


def tomorrow(words: Words, context: Context) -> Period | None:
    """tomorrow, the day after tomorrow."""
    return around_moved(context.published, 2 if words.has("after") else 1, "day")


def ago(words: Words, context: Context) -> Period | None:
    """two days ago, five years from now, in three weeks."""
    token = words.get("UNIT", "UNITS", "HOURS")
    assert token is not None
    if token.symbol == "HOURS":
        return around_moved(context.published, 0, "day") if _count(words) <= 6 else None
    sign = -1 if words.has("ago", "EARLIER") else 1
    return around_moved(context.published, sign * _count(words), _UNITS[token.word])


def later(words: Words, context: Context) -> Period | None:
    """two days later, a month earlier: counted from the time before."""
    token = words.get("UNIT", "UNITS")
    assert token is not None
    kind = _UNITS[token.word]
    if context.before is None or not _fits(kind, context.before):
        return None
    back = words.has("EARLIER", "before")
    start = context.before.first if back else context.before.last
    return around_moved(start, -_count(words) if back else _count(words), kind)


def from_a_day(words: Words, context: Context) -> Period | None:
    """a week from Friday, two weeks from today."""
    token = words.get("UNIT", "UNITS")
    assert token is not None
    start = (
        _weekday(context.published, _value(words, "WEEKDAY"), 1, today=True)
        if words.has("WEEKDAY") and context.published
        else None
    )
    if words.has("TODAY") and context.published:
        start = periods.day(context.published)
    moved = periods.moved(start.first, _count(words), _UNITS[token.word]) if start else None
    return periods.day(moved) if moved else None


def vague(words: Words, context: Context) -> Period | None:
    """recent weeks, several years ago, every Friday: no day can be told."""
    return None


def clock(words: Words, context: Context) -> Period | None:
    """at 5 p.m., by mid-afternoon: of the day that its sentence spoke of, else of the day of publication. Without "at" or
    the like ("the 3 a.m. call") it is of no day."""
    if context.before and context.before.unit == "day" and context.same_sentence:
        return context.before
    return today(words, context) if follows_at(words.row, words.first, words.last) else None


# ---- holidays


def holiday(words: Words, context: Context) -> Period | None:
    """Christmas Day, New Year's Eve, Thanksgiving."""
    build = _holiday(words)
    if token := words.get("YEAR"):
        return build(token.value)
    return _undated(build, words, context, near=_NEAR)


def _holiday(words: Words) -> Callable[[int], Period | None]:
    eve = words.has("eve")
    if words.has("christmas"):
        return lambda year: _day(year, 12, 24 if eve else 25)
    if words.has("halloween"):
        return lambda year: _day(year, 10, 31)
    if words.has("thanksgiving"):
        return _thanksgiving
    if words.has("easter"):
        return lambda year: periods.day(easter(year)) if 1583 <= year <= 4099 else None
    return lambda year: _day(year, 12, 31) if eve else _day(year, 1, 1)


def _thanksgiving(year: int) -> Period | None:
    first = periods.a_date(year, 11, 1)
    return periods.day(_plus(first, (3 - first.weekday()) % 7 + 21)) if first else None


# ---- what the others use

_UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "weekend": "weekend",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "decade": "decade",
    "century": "century",
    "days": "day",
    "weeks": "week",
    "weekends": "weekend",
    "months": "month",
    "quarters": "quarter",
    "years": "year",
    "decades": "decade",
    "centuries": "century",
}
_RANK = {
    name: rank
    for rank, name in enumerate(
        ("day", "week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century", "span")
    )
}


def _fits(unit: Unit, before: Period) -> bool:
    """Whether a unit can be counted from the time before: a day from a day, but no day from "in 1998"."""
    return _RANK[before.unit] <= _RANK[unit] or (before.unit == "span" and unit == "year")


def around_moved(of: date | None, count: int, unit: Unit) -> Period | None:
    """The unit that has the day `count` units on in it."""
    moved = periods.moved(of, count, unit) if of else None
    return periods.around(unit, moved) if moved else None


def _plus(of: date, days: int) -> date:
    return periods.moved(of, days, "day") or of


def _day(year: int, month: int, day: int) -> Period | None:
    found = periods.a_date(year, month, day)
    return periods.day(found) if found else None


def _year_ahead(words: Words, month: int) -> int | None:
    """The year that the second of two dates has for both: "between March 5 and August 3, 1998"."""
    ahead = list(words.row[words.last : words.last + 5])
    if (
        len(ahead) < 3
        or ahead[0].word not in ("to", "and", "or", "through", "until", "till")
        or ahead[1].symbol != "MONTH"
    ):
        return None
    year = next((token for token in ahead[2:] if token.symbol not in ("DAY", "ORDINAL", ",")), None)
    return year.value if year and year.symbol == "YEAR" and month <= ahead[1].value else None


def _known_by_its_day(words: Words, month: int, day: int, told: date | None) -> Period | None:
    """The Sept. 11 attacks, in whatever year they are spoken of."""
    year, following = _KNOWN_BY_THEIR_DAY.get((month, day), (0, frozenset()))
    behind = words.row[words.last].word if words.last < len(words.row) else ""
    known = _day(year, month, day) if behind in following else None
    return known if known and (told is None or told >= known.first) else None


def _value(words: Words, *symbols: str) -> int:
    token = words.get(*symbols)
    return token.value if token else 0


def _count(words: Words) -> int:
    token = words.get("COUNT", "DAY", "YEAR")
    return token.value if token else 1


def _steps(words: Words) -> int:
    return -1 if words.has("LAST", "past") else 1 if words.has("NEXT") else 0


def _full_year(two_digits: int, told: date | None) -> int:
    """Of '98 and '07: not more than ten years after the day of publication, else by POSIX's pivot, 69."""
    if told is None:
        return two_digits + (1900 if two_digits >= 69 else 2000)
    year = told.year + 10
    return year - (year - two_digits) % 100


def _names_a_year(words: Words) -> bool:
    return words.has("YEAR", "SHORTYEAR") or any(token.word == "year" for token in words.all("UNIT"))


def _year(words: Words, context: Context) -> int | None:
    """The year that the words name or point at."""
    if token := words.get("YEAR"):
        return token.value
    if words.has("thousand"):
        return 1000 * _value(words, "COUNT")
    if token := words.get("SHORTYEAR"):
        return _full_year(token.value, context.published)
    if words.has("FORMER", "FOLLOWING", "that", "same"):
        if context.before is None:
            return None
        return context.before.first.year + (-1 if words.has("FORMER") else 1 if words.has("FOLLOWING") else 0)
    return context.published.year + _steps(words) if context.published else None


def _weekday(start: date, number: int, sign: int, *, today: bool = False) -> Period | None:
    """The nearest day of that name before (-1) or after (1) `start`, or `start` itself where `today` is allowed."""
    days = (sign * (number - start.weekday())) % 7
    if days == 0 and not today:
        days = 7
    day = periods.moved(start, sign * days, "day")
    return periods.day(day) if day else None


def _undated(build: Callable[[int], Period | None], words: Words, context: Context, *, near: int = 0) -> Period | None:
    """The one of the years around publication that the words, else the tense, point to.

    `near`: a period that begins or ends within so many days is taken where the tense would give one far away.
    """
    told = context.published
    if told is None:
        return None
    choice = [found for year in range(told.year - 2, told.year + 3) if (found := build(year))]
    if words.has("LAST", "past"):
        return max((p for p in choice if p.last < told), key=lambda p: p.first, default=None)
    if words.has("NEXT"):
        return min((p for p in choice if p.first > told), key=lambda p: p.first, default=None)
    past = max((p for p in choice if p.first <= told), key=lambda p: p.first, default=None)
    ahead = min((p for p in choice if p.last >= told), key=lambda p: p.first, default=None)
    if past is None or ahead is None:
        return past or ahead
    if words.has("THIS"):
        return next((p for p in choice if p.first.year == told.year), None)
    toward = words.direction
    since, until = (told - past.last).days, (ahead.first - told).days
    if toward == 0:
        return ahead if until < since else past
    if near and ahead.unit in ("day", "span") and toward < 0 and until <= near and since > 2 * near:
        return ahead
    if near and toward > 0 and since <= near and until > 2 * near:
        return past
    return ahead if toward > 0 else past
