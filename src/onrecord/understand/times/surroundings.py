"""What must or must not stand around a row of words for it to be a time: "May" the month, "1990" the year.

Each condition takes a text's tokens and which of them are the expression, `row[first:last]`.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.understand.times.tense import direction, is_plural
from onrecord.understand.times.words import Token

_COUNTED = frozenset(
    "people troops soldiers men women children students workers employees members voters refugees police officers "
    "homes houses jobs miles kilometers kilometres meters metres feet yards acres hectares tons tonnes pounds ounces "
    "barrels gallons liters litres dollars cents francs marks yen euros rubles roubles pesos rupees shares points "
    "percent pc votes seats units copies cars planes aircraft missiles rounds calories degrees watts megawatts times "
    "million billion trillion thousand hundred year years days hours minutes rpm km kg mph am lives pages words names "
    "visitors passengers fans spectators prisoners bc bce ad % $ °".split()
)
"""What a number counts, that is therefore no year and no day of a month; and what makes a year one of antiquity."""
_NUMBERED = frozenset(
    "$ £ € # no number page room flight box dlrs boeing than rule section article resolution form vision agenda "
    "windows".split()
)
"""What stands before a number that is no year."""
_BEFORE_A_YEAR = frozenset(
    "in since of by from until till to before after during between and through for - the about around".split()
)
_BEFORE_A_COUNT = frozenset(("of", "about", "around", "from", "by", "for", "between", "and", "the"))
"""What stands before a number of something with an adjective: "of 2047 registered voters"."""
_CROWDS = frozenset(
    "protesters protestors demonstrators marchers rioters strikers mourners worshippers pilgrims supporters activists "
    "migrants immigrants evacuees detainees inmates hostages civilians militants fighters rebels guards firefighters "
    "residents villagers families households patients victims survivors guests participants attendees tourists".split()
)
"""Whom a number counts, but for "in 2011 protesters" and "Krass's 2016 supporters"."""
_SOME = frozenset("some nearly almost roughly approximately least most".split())
_ROUGHLY = frozenset("about around over".split())
"""What stands before a number of whatever follows in the plural: always, and where the number is a round one."""
_ROUND = 50
"""What divides such a number; "about 2016 contacts" tells of a year."""
_COMPARED = frozenset("levels figures results sales earnings profits prices revenues numbers totals estimates".split())
"""What is of a year, though: "over 1989 levels"."""
_NO_PLURALS = frozenset("was is has as this its his does us plus perhaps always thus versus".split())
"""Other words that end in -s."""
_WITH_A_YEAR = frozenset("in since during until 's ’s ' ’ his her its their our my".split())
"""What stands before a year although it could count what follows."""
_HUNDREDS = frozenset("hundred hundreds thousand million".split())
"""What begins a number in words that goes on behind it."""
_FRACTIONS = frozenset("half quarter quarters third thirds".split())
"""What is a part of what is counted."""
_COUNTS = ("COUNT", "DAY", "NUMBER")
_BEFORE_A_DATE = frozenset("on since until till by before after dated".split())
"""What stands before a day like 13.2.98, which else may be a version or a section."""
_BEFORE_AN_OLD_YEAR = frozenset(("in", "since", "until", "circa", "("))
"""What makes a year of a number, from 1800 and from 1000 on; from 1900 on a bare number of four digits is one."""
_OPENS = frozenset("( [ - — / : , . ; > ' \" “ ‘ `".split())
"""What may stand right before a year, without a space."""
_NAMES_TOO = frozenset(("april", "may", "june", "august", "march", "jan", "mar"))
"""Months that people and other things are called."""
_BEFORE_A_MONTH = frozenset(
    "in of on by since until till through from to and or between before after during for last next this early late "
    "mid - each every the ( , 's earlier that previous following ending ended past".split()
)
_BEFORE_A_MARCH = frozenset(("the", "and", "a", "'s", ",", "this"))
"""Of those, what stands before marches on Washington and of Dimes."""
_BEFORE_A_NAME = frozenset(("and", "or", ",", "(", "of", "for", "to", "from", "before", "after", "between", "by"))
"""Of those, what stands before people as well: no month then where a capital follows."""
_BEFORE_A_SEASON = frozenset(
    "the this last next early late mid - in during by since of until previous following past that".split()
)
_OTHER_SENSES = frozenset(("fall", "spring"))
"""Seasons that are other nouns too: taken with "in the" or "this" and the like alone."""
_SEASONS_ONLY = frozenset("in during by until since over through this last past next early late mid".split())
_NO_SEASON = frozenset("job jobs camp home olympics games palace institute storms storm".split())
"""What makes a kind of thing of a season, standing behind it."""
_PAPERS = frozenset(
    "times telegraph mail mirror express post herald news magazine independent tribune chronicle show".split()
)
"""What makes a name of a day, standing behind it with a capital."""
_NAMED_WITH = {
    "today": ("usa", "russia", "india", "psychology"),
    "sunday": ("news", "bloody", "palm", "super"),
    "monday": ("black", "cyber"),
    "tuesday": ("super", "shrove"),
    "wednesday": ("ash", "black"),
    "thursday": ("maundy", "black"),
    "friday": ("black", "good"),
}
"""What makes a name of a day, standing before it."""
_NO_FEAST = frozenset(
    "tree trees card cards carol carols gift gifts present presents shopping party parties sale sales light lights "
    "music song songs dinner story movie market markets decorations bonus bonuses island".split()
)
"""What makes a kind of thing of a feast, standing behind it."""
_WITH_A_CLOCK = frozenset("at by until till before after from to around about since between and".split())
_WITH_A_DAY = frozenset("on by until till since from before after through".split())
_WITH_A_QUARTER = frozenset("in for during of by since through until early late the from to".split())
_OVER = frozenset("over in during within for throughout through".split())
"""What stands before a stretch of time."""
_GOES_ON = frozenset("in on at by and but when".split())
"""Words that may follow where nothing hangs on an expression."""


def is_a_month(row: Sequence[Token], first: int, last: int) -> bool:
    """A month, no name and no modal verb."""
    if row[first].word.rstrip(".") not in _NAMES_TOO:
        return True
    before = _at(row, first - 1)
    if _at(row, last) == "-" and _touches(row, first) and _touches(row, last):  # "Mar-a-Lago"
        return False
    if _at(row, last) in ("of", "on") and before in _BEFORE_A_MARCH:
        return False
    return before in _BEFORE_A_MONTH and not (before in _BEFORE_A_NAME and _is_capital(row, last))


def is_a_day_in_a_month(row: Sequence[Token], first: int, last: int) -> bool:
    """The number behind the month is its day: it counts nothing, and is no score."""
    score = _at(row, last) in ("-", "/") and _touches(row, last - 1) and _touches(row, last)
    return _at(row, last) not in _COUNTED and not (score and row[last + 1].text.isdigit())


def is_a_day_of_the_month(row: Sequence[Token], first: int, last: int) -> bool:
    """ "on the 15th", with nothing behind it that it counts."""
    day = row[last - 1]
    return (
        day.text[0].isdigit()
        and day.value <= 31
        and _at(row, first - 1) in _WITH_A_DAY
        and stands_alone(row, first, last)
    )


def is_a_numeric_day(row: Sequence[Token], first: int, last: int) -> bool:
    """No "iOS 12.1.22": with dots and two digits for the year it is a day behind a preposition alone."""
    _, _, year = row[first].text.rpartition(".")
    return len(year) != 2 or _at(row, first - 1) in _BEFORE_A_DATE


def is_a_whole_number(row: Sequence[Token], first: int, last: int) -> bool:
    """Nothing of the number is left outside: no "one hundred and [fifty years ago]", "3 1/[2 years ago]", "half [a
    century ago]", "two or [three days later]"."""
    before, earlier = _at(row, first - 1), _at(row, first - 2)
    if row[first].symbol not in (*_COUNTS, "YEAR"):  # "$10 million a year ago"
        return before != "half" and not (before == "of" and earlier in _FRACTIONS)
    if before in ("and", "or", "to", "-", "/"):  # but "on May 5 and two days later"
        counted = first > 1 and row[first - 2].symbol in _COUNTS and row[max(0, first - 3)].symbol != "MONTH"
        return not counted and earlier not in _HUNDREDS
    return before not in _HUNDREDS and not (first and row[first - 1].symbol in ("COUNT", "NUMBER"))


def is_a_day(row: Sequence[Token], first: int, last: int) -> bool:
    """A day, no part of a name ("USA Today", "Sunday Times", "Black Friday") and no day at large ("on a Monday")."""
    if _at(row, first - 1) == "a" and _at(row, first - 2) == "on":
        return False
    if _at(row, last) in _PAPERS and (_is_capital(row, last) or _at(row, last) == "show"):
        return False
    return _at(row, first - 1) not in _NAMED_WITH.get(row[last - 1].word, ())


def is_a_year(row: Sequence[Token], first: int, last: int) -> bool:
    """A number of four digits that is a year: no sum, no count, no part of a name or of another number."""
    year, before, after = row[first].value, _at(row, first - 1), _at(row, last)
    if _touches(row, first - 1) and (
        before not in _OPENS or (before == "-" and _touches(row, first - 2) and _at(row, first - 2) != "mid")
    ):
        return False
    if _touches(row, last - 1) and (after[:1].isalnum() or (after in ("-", "/", ":") and _touches(row, last))):
        return False
    adjective = after.isalpha() and row[last].text.islower() and before in _BEFORE_A_COUNT
    counts = after in _COUNTED or (adjective and _at(row, last + 1).isalpha() and _at(row, last + 1) in _COUNTED)
    if before in _NUMBERED or counts or _is_a_crowd(row, first) or (first and row[first - 1].text[:1].isdigit()):
        return False
    if year >= 1900:
        return year < 2100
    return before in _BEFORE_AN_OLD_YEAR or (year >= 1800 and before in _BEFORE_A_YEAR)


def _is_a_crowd(row: Sequence[Token], number: int) -> bool:
    """Whether a number counts people, or whatever stands in the plural behind "about" and the like."""
    before, after = _at(row, number - 1), _at(row, number + 1)
    roughly = before in _SOME or (before in _ROUGHLY and row[number].value % _ROUND == 0)
    named = _is_capital(row, number + 1) and not after.endswith("ans")  # "Palestinians"
    if roughly and is_plural(after) and not named and after not in _COMPARED | _NO_PLURALS:
        return True
    if after in _CROWDS or not after.isalpha() or (named and not roughly):
        return after in _CROWDS and before not in _WITH_A_YEAR
    noun = number + (4 if _at(row, number + 2) == "-" else 2)  # behind an adjective: "anti-war protesters"
    return _at(row, noun) in _CROWDS and before not in _WITH_A_YEAR


def is_a_short_year(row: Sequence[Token], first: int, last: int) -> bool:
    """'98 behind a preposition."""
    return _at(row, first - 1) in _BEFORE_A_YEAR and stands_alone(row, first, last)


def is_a_year_range(row: Sequence[Token], first: int, last: int) -> bool:
    """1985-87 or 1997/98, without spaces, no part of a longer number."""
    one, other = row[first], row[last - 1]
    if not (_touches(row, first) and _touches(row, first + 1)):
        return False
    if _touches(row, first - 1) and _at(row, first - 1) not in _OPENS - {"-", "/", "."}:
        return False
    if _touches(row, last - 1) and _at(row, last) in ("-", "/"):
        return False
    return other.text.isdigit() and len(other.text) in (2, 4) and 1500 <= one.value < 2100 and other.value < 2100


def is_a_decade(row: Sequence[Token], first: int, last: int) -> bool:
    """A decade: no age ("in his forties"), no banknotes ("twenties"), no temperature ("the 30s°")."""
    decade = row[last - 1]
    if decade.value > 99:
        return True
    place = last - 2
    while place >= 0 and row[place].symbol in ("EARLY", "-"):
        place -= 1
    named = not decade.text[0].isalnum() or _at(row, place) in ("the", "and", "or")
    return named and _at(row, last) != "°"


def is_a_season(row: Sequence[Token], first: int, last: int) -> bool:
    """A season that dates something: no fall in price, no summer job."""
    place = next(place for place in range(first, last) if row[place].symbol == "SEASON")
    before = _at(row, place - 1)
    if _at(row, last) in _NO_SEASON or before not in _BEFORE_A_SEASON:
        return False
    if row[place].word not in _OTHER_SENSES:
        return True
    return before in _SEASONS_ONLY - {"in"} or (
        before == "the" and _at(row, place - 2) in _SEASONS_ONLY and _at(row, last) != "of"
    )


def is_a_quarter(row: Sequence[Token], first: int, last: int) -> bool:
    """Q3 behind a preposition."""
    return _at(row, first - 1) in _WITH_A_QUARTER


def is_a_unit(row: Sequence[Token], first: int, last: int) -> bool:
    """No "to this day"."""
    return not (_at(row, first - 1) == "to" and row[last - 1].word == "day")


def is_no_fraction(row: Sequence[Token], first: int, last: int) -> bool:
    """No "the quarter of voters that" and no "quarter-century"."""
    return _at(row, last) not in ("of", "-", "century", "mile")


def is_a_stretch(row: Sequence[Token], first: int, last: int) -> bool:
    """ "over the next year", counted from today; "the next day" is counted from the time before."""
    return _at(row, first - 1) in _OVER


def is_told_next(row: Sequence[Token], first: int, last: int) -> bool:
    """ "that day in March", "that week when": which one it was comes behind and not before."""
    return _at(row, last) in ("in", "back", "when", "that")


def stands_without_a_year(row: Sequence[Token], first: int, last: int) -> bool:
    """ "the same period", but not "the same period in 1998"."""
    return not any(token.symbol == "YEAR" for token in row[last : last + 2])


def is_a_feast(row: Sequence[Token], first: int, last: int) -> bool:
    """The day, no "Christmas tree"."""
    return _at(row, last) not in _NO_FEAST


def is_nine_eleven(row: Sequence[Token], first: int, last: int) -> bool:
    """The one day that is named by its numbers everywhere: 9/11."""
    return [token.text for token in row[first:last]] == ["9", "/", "11"]


def is_a_clock(row: Sequence[Token], first: int, last: int) -> bool:
    """A time of day: with a.m. or p.m. or a zone, or with a colon behind a preposition."""
    told = any(token.symbol in ("AM", "ZONE") for token in row[first:last])
    return told or follows_a_preposition(row, first)


def is_a_part_of_the_day(row: Sequence[Token], first: int, last: int) -> bool:
    """ "by mid-afternoon", no "late-night show"."""
    if not follows_a_preposition(row, first) and _at(row, first - 1) != "in":
        return False
    return stands_alone(row, first, last) or row[last].symbol in ("yesterday", "tomorrow", "TODAY", "WEEKDAY", "MONTH")


def is_recent(row: Sequence[Token], first: int, last: int) -> bool:
    """Vague by its first word alone: "recent weeks", no "several weeks"."""
    return _at(row, first) == "recent"


def is_counted_from_today(row: Sequence[Token], first: int, last: int) -> bool:
    """ "the last five months", but not those of something else: "of her life"."""
    return _at(row, last) != "of"


def stands_alone(row: Sequence[Token], first: int, last: int) -> bool:
    """Nothing hangs on the expression: "the day after", no "the day after the vote"."""
    return not _at(row, last)[:1].isalnum() or _at(row, last) in _GOES_ON


def looks_ahead(row: Sequence[Token], first: int, last: int) -> bool:
    """The clause around tells of what is to come."""
    return direction(row, first, last) > 0


def follows_a_preposition(row: Sequence[Token], first: int) -> bool:
    """Whether one stands before that goes with a time of day."""
    return _at(row, first - 1) in _WITH_A_CLOCK


def _at(row: Sequence[Token], place: int) -> str:
    """The word at a place, of dashes the plain one, nothing outside of the row."""
    if not 0 <= place < len(row):
        return ""
    return "-" if row[place].symbol == "-" else row[place].word


def _touches(row: Sequence[Token], place: int) -> bool:
    """Whether a token and the next one stand without a space between."""
    return 0 <= place < len(row) - 1 and row[place].end == row[place + 1].start


def _is_capital(row: Sequence[Token], place: int) -> bool:
    return place < len(row) and row[place].text[:1].isupper()
