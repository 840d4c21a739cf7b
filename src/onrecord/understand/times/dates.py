"""Days, months, seasons, quarters and years by their names.

Each function here, and in `relative.py` and `feasts.py`, takes the words of one expression and its context, and returns
the stretch of the calendar that they mean, or None where the text and the day of publication do not say.
"""

from __future__ import annotations

from onrecord.understand.times import periods
from onrecord.understand.times.feasts import known_by_its_day
from onrecord.understand.times.periods import Period, Unit
from onrecord.understand.times.reference import Context, Words, a_day, around_moved, dated, full_year, year_of


def iso(words: Words, _: Context) -> Period | None:
    """2031-02-03."""
    year, month, day = (int(part) for part in words.tokens[0].text.split("-"))
    return a_day(year, month, day)


def numeric(words: Words, context: Context) -> Period | None:
    """02/13/1998 or 13.2.1998; None where day and month could change places."""
    text = words.tokens[0].text
    one, other, year = (int(part) for part in text.replace(".", "/").split("/"))
    year = year if year > 99 else full_year(year, context.published)
    if "." in text or one > 12 or one == other:
        return a_day(year, other, one)
    return a_day(year, one, other) if other > 12 else None


def month_day(words: Words, context: Context) -> Period | None:
    """October 23, 23 October 1998, Friday, Oct. 23."""
    month, day = words.value("MONTH"), words.value("DAY", "ORDINAL")
    if not words.names_a_year:
        if year := _year_of_the_next(words, month):
            return a_day(year, month, day)
        if known := known_by_its_day(words, month, day, context.published):
            return known
    return dated(lambda year: a_day(year, month, day), words, context, near="ahead")


def day_of_month(words: Words, context: Context) -> Period | None:
    """the 15th: of the month that the text spoke of, else the nearest that the tense allows."""
    number, told = words.value("ORDINAL"), context.published
    if context.before and context.before.unit in ("day", "month"):
        return a_day(context.before.first.year, context.before.first.month, number)
    if told is None:
        return None
    months = (periods.moved(told, count, "month") for count in (-1, 0, 1))
    days = [found for month in months if month and (found := a_day(month.year, month.month, number))]
    fitting = [found for found in days if (found.first >= told if words.direction > 0 else found.first <= told)]
    return min(fitting, key=lambda found: abs(found.first - told), default=None)


def day_range(words: Words, context: Context) -> Period | None:
    """October 5-7."""
    month = words.value("MONTH")
    first, last = [token.value for token in words.all("DAY", "ORDINAL")][:2]
    return dated(
        lambda year: periods.ranging(a_day(year, month, first), a_day(year, month, last)), words, context, near="ahead"
    )


def month(words: Words, context: Context) -> Period | None:
    """May, last May, March 1998, December of last year."""
    number = words.value("MONTH")
    if not words.names_a_year and (year := _year_of_the_next(words, number)):
        return periods.month(year, number)
    return dated(lambda year: periods.month(year, number), words, context)


def month_range(words: Words, context: Context) -> Period | None:
    """January-March 1998."""
    first, last = (token.value for token in words.all("MONTH"))
    return dated(lambda year: periods.ranging(periods.month(year, first), periods.month(year, last)), words, context)


def part_of(words: Words, context: Context) -> Period | None:
    """the first week of May, the last day of 1998: of weeks the first seven days, the next seven, the last seven."""
    part, number = words.all("UNIT")[0].word, words.value("ORDINAL")
    of = words.behind("of", "in")
    whole = month(of, context) if of.has("MONTH") else year(of, context)
    if whole is None or part not in ("day", "week", "month") or part == whole.unit:
        return None
    if part == "week":
        first = periods.moved(whole.first, number - 1, "week") if number else periods.moved(whole.last, -6, "day")
        last = periods.moved(first, 6, "day") if first else None
        return periods.span(first, last) if first and last and first <= whole.last else None
    unit: Unit = "day" if part == "day" else "month"
    found = around_moved(whole.first, number - 1, unit) if number else periods.around(unit, whole.last)
    return found if found and found.first <= whole.last else None


def season(words: Words, context: Context) -> Period | None:
    """last summer, the fall of 1997."""
    name = words.all("SEASON")[0].word
    return dated(lambda year: periods.season(year, name), words, context)


def quarter(words: Words, context: Context) -> Period | None:
    """the third quarter, the first half of 1984, last year's fourth quarter: of calendar years."""
    build, count = (periods.half, 2) if words.has("half") else (periods.quarter, 4)
    number = words.value("ORDINAL", "QUARTER") or count
    return dated(lambda year: build(year, number), words, context, near="past")


def the_quarter(words: Words, context: Context) -> Period | None:
    """the quarter: the one that the text spoke of, else the last that was over."""
    return context.quarter_at_hand or around_moved(context.published, -1, "quarter")


def quarter_in_year(words: Words, context: Context) -> Period | None:
    """the 1988 quarter, last year's quarter: the one that the text spoke of, in that year."""
    year = year_of(words, context)
    if year is None or context.quarter is None:
        return None
    return periods.years_on(context.quarter, year - context.quarter.first.year)


def year_before(words: Words, context: Context) -> Period | None:
    """a year earlier, the year-ago quarter: of the quarter that it names or the text spoke of, the year before; else
    the year before the time before ("earlier") or before publication ("ago")."""
    if words.has("ORDINAL"):
        named = quarter(words, context)
        return periods.years_on(named, -1) if named else None
    meant = context.quarter if words.has("quarter", "period") else context.quarter_at_hand
    if meant:
        return periods.years_on(meant, -1)
    if words.has("EARLIER") and context.before:
        return around_moved(context.before.first, -1, "year")
    return around_moved(context.published, -1, "year")


def first_of_year(words: Words, context: Context) -> Period | None:
    """the first nine months of 1998, the first two quarters of last year."""
    year, unit, count = year_of(words, context), words.all("UNITS")[0].word, words.value("COUNT", "DAY")
    if year is None or words.value("ORDINAL") != 1 or unit not in ("months", "quarters"):
        return None
    return periods.ranging(periods.month(year, 1), periods.month(year, count * (3 if unit == "quarters" else 1)))


def year(words: Words, context: Context) -> Period | None:
    """1998, '98, fiscal 1998."""
    number = year_of(words, context)
    return periods.year(number) if number else None


def year_range(words: Words, _: Context) -> Period | None:
    """1985-1987, 1985-87, 1997/98; 1998-07 is a month."""
    first, last = (int(token.text) for token in words.tokens if token.text.isdigit())
    if last <= 12 and words.has("-"):
        return periods.month(first, last)
    return periods.ranging(periods.year(first), periods.year(last if last > 99 else first // 100 * 100 + last))


def decade(words: Words, context: Context) -> Period | None:
    """the 1990s, the '80s, the nineties; the 1800s are a century."""
    token = words.all("DECADE")[0]
    first = token.value
    if first < 100:
        latest = context.published.year if context.published else 2000
        first = latest - (latest - first) % 100
    elif first % 100 == 0 and first < 2000:
        hundred = periods.a_date(first, 1, 1)
        return periods.around("century", hundred) if hundred else None
    return periods.decade(first)


def century(words: Words, _: Context) -> Period | None:
    """the 20th century, from 1900 to 1999, since EDTF writes it 19XX."""
    first = periods.a_date(100 * (words.value("ORDINAL") - 1), 1, 1)
    return periods.around("century", first) if first else None


def _year_of_the_next(words: Words, month: int) -> int | None:
    """The year that the second of two dates says for both: "between March 5 and August 3, 1998"."""
    ahead = words.row[words.last : words.last + 5]
    if len(ahead) < 3 or ahead[0].word not in ("to", "and", "or", "through", "until", "till"):
        return None
    year = next((token for token in ahead[2:] if token.symbol not in ("DAY", "ORDINAL", ",")), None)
    named = year and year.symbol == "YEAR" and ahead[1].symbol == "MONTH" and month <= ahead[1].value
    return year.value if year and named else None
