"""What must or must not stand around a row of words for it to be a time: "May" the month, "1990" the year."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.understand.times.tense import direction
from onrecord.understand.times.words import Token

_COUNTED = frozenset(
    "people troops soldiers men women children students workers employees members voters refugees police officers homes "
    "houses jobs miles kilometers kilometres meters metres feet yards acres hectares tons tonnes pounds ounces barrels gallons "
    "liters litres dollars cents francs marks yen euros rubles roubles pesos rupees shares points percent pc votes seats "
    "units copies cars planes aircraft missiles rounds calories degrees watts megawatts times million billion trillion "
    "thousand hundred year years days hours minutes bc bce ad rpm km kg mph am lives pages words names members visitors passengers fans spectators prisoners".split()
)
"""What a number counts that is therefore no year and no day of a month."""
_OTHER_NAMES = frozenset(("april", "may", "june", "august", "march", "jan", "mar"))
"""Months that people and other things are called."""
_MONTH_AFTER = frozenset(
    "in of on by since until till through from to and or between before after during for last next this early late mid - each "
    "every the ( , 's earlier that previous following ending ended past".split()
)
_SEASON_AFTER = frozenset(
    "the this last next early late mid - in during by since of until previous following past that".split()
)
_PAPERS = frozenset(
    "times telegraph mail mirror express post herald news magazine independent tribune chronicle".split()
)
_NAMED_WITH = {
    "today": ("usa", "russia", "india", "psychology"),
    "friday": ("black", "good"),
    "sunday": ("news", "bloody", "palm", "super"),
    "wednesday": ("ash", "black"),
    "monday": ("black", "cyber"),
    "tuesday": ("super", "shrove"),
    "thursday": ("maundy", "black"),
}
"""What makes a name of a day, standing before it."""
_NUMBERED = frozenset(
    "$ £ € # no number page room flight box dlrs boeing than rule section article resolution form vision agenda windows".split()
)
"""What stands before a number that is no year."""
_NO_FEAST = frozenset(
    "tree trees card cards carol carols gift gifts present presents shopping party parties sale sales light lights music "
    "song songs dinner story movie market markets decorations bonus bonuses island".split()
)
"""What makes a feast no time, standing behind it."""
_BEFORE_A_YEAR = frozenset(
    "in since of by from until till to before after during between and through for - the about around".split()
)


def _at(row: Sequence[Token], place: int) -> str:
    """The word at a place, of dashes the plain one, nothing outside of the row."""
    if not 0 <= place < len(row):
        return ""
    return "-" if row[place].symbol == "-" else row[place].word


def _touch(row: Sequence[Token], left: int) -> bool:
    """Whether a token and the next one stand without a space between."""
    return 0 <= left < len(row) - 1 and row[left].end == row[left + 1].start


def is_a_month(row: Sequence[Token], first: int, last: int) -> bool:
    """A month that stands alone and is no name and no modal verb."""
    if row[first].word.rstrip(".") not in _OTHER_NAMES:
        return True
    return _at(row, first - 1) in _MONTH_AFTER and (
        first == 0 or row[first - 1].symbol != "," or not _is_capital(row, last)
    )


def _is_capital(row: Sequence[Token], place: int) -> bool:
    return place < len(row) and row[place].text[:1].isupper()


def within_a_month(row: Sequence[Token], first: int, last: int) -> bool:
    """A day of a month: no number of something, no "May 5,000", no score."""
    if _at(row, last) in _COUNTED or _at(row, last) in ("%", "$"):
        return False
    return not (
        _at(row, last) in ("-", "/") and _touch(row, last - 1) and _touch(row, last) and row[last + 1].text.isdigit()
    )


def is_a_year(row: Sequence[Token], first: int, last: int) -> bool:
    """A number of four digits that is a year: no sum, no count, no part of a name or another number."""
    year = row[first].value
    if _touch(row, last - 1) and row[last].text[:1].isalnum():
        return False
    before, after = _at(row, first - 1), _at(row, last)
    if _touch(row, first - 1) and before not in (
        "(",
        "-",
        "—",
        "'",
        '"',
        "“",
        "‘",
        "`",
        "/",
        "[",
        ":",
        ",",
        ".",
        ";",
        ">",
    ):
        return False
    if _touch(row, first - 1) and before == "-" and _touch(row, first - 2) and _at(row, first - 2) != "mid":
        return False
    if before in _NUMBERED:
        return False
    if (
        after in _COUNTED
        or after in ("%", "$", "°")
        or (after in ("-", "/", ":") and _touch(row, last - 1) and _touch(row, last))
    ):
        return False
    if first and row[first - 1].symbol in ("NUMBER", "COUNT", "DAY", "YEAR") and row[first - 1].text[0].isdigit():
        return False  # a column of numbers
    if year >= 1900:
        return year < 2100
    return before in ((*_BEFORE_A_YEAR, "(") if year >= 1800 else ("in", "since", "until", "circa", "("))


def is_season(row: Sequence[Token], first: int, last: int) -> bool:
    """A season that a text dates something with: "in the fall", no "fall" in price and no "summer job"."""
    place = next(i for i in range(first, last) if row[i].symbol == "SEASON")
    if _at(row, place) in ("fall", "spring") and _at(row, place - 1) in ("the", "in", "of", "to"):
        return (
            _at(row, place - 1) == "the"
            and _at(row, place - 2) in ("in", "during", "by", "until", "since", "over", "through")
            and _at(row, last) != "of"
        )
    return _at(row, place - 1) in _SEASON_AFTER and _at(row, last) not in (
        "job",
        "jobs",
        "camp",
        "home",
        "olympics",
        "games",
        "palace",
    )


def is_no_name(row: Sequence[Token], first: int, last: int) -> bool:
    """A day, no part of a name ("USA Today", "Sunday Times", "Black Friday") and no day at large ("on a Monday")."""
    if _at(row, last) in _PAPERS and _is_capital(row, last):
        return False
    if _at(row, first - 1) == "a" and _at(row, first - 2) == "on":
        return False
    return _at(row, first - 1) not in _NAMED_WITH.get(row[last - 1].word, ()) and _at(row, last) not in (
        "show",
        "programme",
    )


def is_decade(row: Sequence[Token], first: int, last: int) -> bool:
    """A decade: no age ("in his forties"), no banknotes ("twenties" and "20s" without an article or an apostrophe)."""
    decade = row[last - 1]
    if decade.text[:1].isdigit() and decade.value > 99:
        return True
    before = _at(row, last - 2)
    early = (
        row[last - 2].symbol == "EARLY" or (before == "-" and row[last - 3].symbol == "EARLY") if last > 2 else False
    )
    if _at(row, last) == "°":
        return False
    return (
        before in ("the", "and", "or") or not decade.text[0].isalnum() or (early and _at(row, last - 3) in ("the", "-"))
    )


def is_a_short_year(row: Sequence[Token], first: int, last: int) -> bool:
    """'98 behind a preposition."""
    return _at(row, first - 1) in _BEFORE_A_YEAR and stands_alone(row, first, last)


def is_nine_eleven(row: Sequence[Token], first: int, last: int) -> bool:
    """The only day that is named by its numbers in the American way, everywhere: 9/11."""
    return [token.text for token in row[first:last]] == ["9", "/", "11"] and not _touch(row, last - 1)


def is_a_day_of_the_month(row: Sequence[Token], first: int, last: int) -> bool:
    """ "on the 15th", with nothing that is counted behind it."""
    ordinal = row[last - 1]
    return (
        ordinal.text[0].isdigit()
        and ordinal.value <= 31
        and _at(row, first - 1) in ("on", "by", "until", "till", "since", "from", "before", "after", "through")
        and stands_alone(row, first, last)
    )


def stands_alone(row: Sequence[Token], first: int, last: int) -> bool:
    """Nothing hangs on the expression: "the day after." but not "the day after the vote"."""
    return (
        last >= len(row)
        or not row[last].text[:1].isalnum()
        or _at(row, last) in ("in", "on", "at", "by", "and", "but", "when")
    )


def looks_ahead(row: Sequence[Token], first: int, last: int) -> bool:
    """The clause around tells of what is to come."""
    return direction(row, first, last) > 0


def follows_at(row: Sequence[Token], first: int, last: int) -> bool:
    """A time of day behind a preposition."""
    return _at(row, first - 1) in (
        "at",
        "by",
        "until",
        "till",
        "before",
        "after",
        "from",
        "to",
        "around",
        "about",
        "since",
        "between",
        "and",
    )


def is_recent(row: Sequence[Token], first: int, last: int) -> bool:
    """Vague by its first word alone: "recent weeks" but no "several weeks"."""
    return _at(row, first) == "recent"


def is_a_year_range(row: Sequence[Token], first: int, last: int) -> bool:
    """1985-87 or 1997/98, without spaces, no part of a longer number."""
    ends = row[first], row[last - 1]
    if not (_touch(row, first) and _touch(row, first + 1)) or (_touch(row, last - 1) and _at(row, last) == "-"):
        return False
    if _touch(row, first - 1) and _at(row, first - 1) not in ("(", "[", '"', "“"):
        return False
    return (
        all(end.text.isdigit() for end in ends)
        and 1800 <= ends[0].value < 2100
        and (ends[1].value < 2100)
        and len(ends[1].text) in (2, 4)
    )


def is_a_quarter(row: Sequence[Token], first: int, last: int) -> bool:
    """Q3 behind a preposition."""
    return _at(row, first - 1) in (
        "in",
        "for",
        "during",
        "of",
        "by",
        "since",
        "through",
        "until",
        "early",
        "late",
        "the",
        "from",
        "to",
    )


def is_a_unit(row: Sequence[Token], first: int, last: int) -> bool:
    """No "to this day"."""
    return not (_at(row, first - 1) == "to" and row[last - 1].word == "day")


def is_measured_from_today(row: Sequence[Token], first: int, last: int) -> bool:
    """ "the last five months", but not those of something else: "of her life"."""
    return _at(row, last) != "of"


def is_clock(row: Sequence[Token], first: int, last: int) -> bool:
    """A time of day: with a.m. or p.m., or with a colon behind a preposition."""
    return any(token.symbol in ("AM", "ZONE") for token in row[first:last]) or follows_at(row, first, last)


def is_time_of_day(row: Sequence[Token], first: int, last: int) -> bool:
    """ "by mid-afternoon", no "late-night show"."""
    return (follows_at(row, first, last) or _at(row, first - 1) == "in") and (
        stands_alone(row, first, last) or row[last].symbol in ("yesterday", "WEEKDAY", "TODAY", "MONTH", "tomorrow")
    )


def is_feast(row: Sequence[Token], first: int, last: int) -> bool:
    """The day, no "Christmas tree"."""
    return _at(row, last) not in _NO_FEAST
