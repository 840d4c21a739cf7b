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
    "thousand hundred rpm km kg mph am lives pages words names members visitors passengers fans spectators prisoners".split()
)
"""What a number counts that is therefore no year and no day of a month."""
_OTHER_NAMES = frozenset(("april", "may", "june", "august", "march", "jan", "mar"))
"""Months that people and other things are called."""
_MONTH_AFTER = frozenset(
    "in of on by since until till through from to and or between before after during for last next this early late mid - each "
    "every the ( , 's earlier that previous following ending ended past".split()
)
_SEASON_AFTER = frozenset("the this last next early late mid - in during by since of until previous following past that".split())
_PAPERS = frozenset("times telegraph mail mirror express post herald news magazine independent tribune chronicle".split())
_BEFORE_A_YEAR = frozenset("in since of by from until till to before after during between and through for - the about around".split())


def _at(row: Sequence[Token], place: int) -> str:
    return row[place].word if 0 <= place < len(row) else ""


def _touch(row: Sequence[Token], left: int) -> bool:
    """Whether a token and the next one stand without a space between."""
    return 0 <= left < len(row) - 1 and row[left].end == row[left + 1].start


def is_a_month(row: Sequence[Token], first: int, last: int) -> bool:
    """A month that stands alone and is no name and no modal verb."""
    if row[first].word.rstrip(".") not in _OTHER_NAMES:
        return True
    return _at(row, first - 1) in _MONTH_AFTER and (first == 0 or row[first - 1].symbol != "," or not _is_capital(row, last))


def _is_capital(row: Sequence[Token], place: int) -> bool:
    return place < len(row) and row[place].text[:1].isupper()


def within_a_month(row: Sequence[Token], first: int, last: int) -> bool:
    """A day of a month: no number of something, no "May 5,000", no score."""
    if _at(row, last) in _COUNTED or _at(row, last) in ("%", "$"):
        return False
    return not (_at(row, last) in ("-", "/") and _touch(row, last - 1) and _touch(row, last) and row[last + 1].text.isdigit())


def is_a_year(row: Sequence[Token], first: int, last: int) -> bool:
    """A number of four digits that is a year: no sum, no count, no part of a name or another number."""
    year = row[first].value
    before, after = _at(row, first - 1), _at(row, last)
    if _touch(row, first - 1) and before not in ("(", "-", "–", "—", "'", '"', "“", "‘", "`", "/", "[", ":", ",", ".", ";", ">"):
        return False
    if _touch(row, first - 1) and before == "-" and _touch(row, first - 2) and _at(row, first - 2) != "mid":
        return False
    if before in ("$", "£", "€", "#", "no", "number", "page", "room", "flight", "box", "dlrs", "boeing", "than"):
        return False
    if after in _COUNTED or after in ("%", "$", "°") or (after in ("-", "/", ":") and _touch(row, last - 1) and _touch(row, last)):
        return False
    return year >= 1800 and (year >= 1900 or before in _BEFORE_A_YEAR) and year < 2100


def is_season(row: Sequence[Token], first: int, last: int) -> bool:
    """A season that a text dates something with: "in the fall", no "fall" in price and no "summer job"."""
    place = next(i for i in range(first, last) if row[i].symbol == "SEASON")
    if _at(row, place) in ("fall", "spring") and _at(row, place - 1) in ("the", "in", "of", "to"):
        return _at(row, place - 1) == "the" and _at(row, place - 2) in ("in", "during", "by", "until", "since", "over", "through") and _at(row, last) != "of"
    return _at(row, place - 1) in _SEASON_AFTER and _at(row, last) not in ("job", "jobs", "camp", "home", "olympics", "games", "palace")


def is_no_name(row: Sequence[Token], first: int, last: int) -> bool:
    """A day that is no part of a name: no "USA Today", no "Sunday Times", no "Black Friday"."""
    return (
        not (_at(row, last) in _PAPERS and _is_capital(row, last))
        and _at(row, first - 1) not in ("usa", "black", "good", "bloody", "ash", "super")
    )


def is_decade(row: Sequence[Token], first: int, last: int) -> bool:
    """A decade, no age: "in his forties"; no temperature: "in the 40s" is left out only after a possessive."""
    return _at(row, first - 1) not in ("his", "her", "their", "my", "our", "upper", "mid", "lower") or row[first].text[:4].isdigit()


def stands_alone(row: Sequence[Token], first: int, last: int) -> bool:
    """Nothing hangs on the expression: "the day after." but not "the day after the vote"."""
    return last >= len(row) or not row[last].text[:1].isalnum() or _at(row, last) in ("in", "on", "at", "by", "and", "but", "when")


def looks_ahead(row: Sequence[Token], first: int, last: int) -> bool:
    """The clause around tells of what is to come."""
    return direction(row, first, last) > 0


def follows_at(row: Sequence[Token], first: int, last: int) -> bool:
    """A time of day behind a preposition."""
    return _at(row, first - 1) in ("at", "by", "until", "till", "before", "after", "from", "to", "around", "about", "since", "between", "and")


def is_recent(row: Sequence[Token], first: int, last: int) -> bool:
    """Vague by its first word alone: "recent weeks" but no "several weeks"."""
    return _at(row, first) == "recent"


def is_a_year_range(row: Sequence[Token], first: int, last: int) -> bool:
    """1985-87 without spaces, neither end part of another number."""
    return 1000 <= row[first].value and _touch(row, first) and _touch(row, first + 1) and not (
        _touch(row, first - 1) and row[first - 1].symbol == "-"
    ) and row[first].value < 2100 and row[last - 1].text.isdigit() and len(row[last - 1].text) in (2, 4)


def is_clock(row: Sequence[Token], first: int, last: int) -> bool:
    """A time of day: with a.m. or p.m., or with a colon behind a preposition."""
    if any(token.symbol in ("AM", "ZONE") for token in row[first:last]):
        return True
    return follows_at(row, first, last)
