"""The words of time expressions, as data, and a text as a row of them.

A text becomes a row of tokens, each with a symbol: a class of words (`MONTH`, `UNIT`, `YEAR`) or, for the words that
the grammar names one by one, the word itself. Each pass is linear: no pattern here can go back over a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = (
    "january february march april may june july august september october november december".split(),
    "jan feb mar apr may jun jul aug sep oct nov dec".split(),
)
WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday".split(),
    "mon tue wed thu fri sat sun".split(),
)
_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_CLASSES: dict[str, str] = {
    "UNIT": "day week weekend month quarter year decade century",
    "UNITS": "days weeks weekends months quarters years decades centuries",
    "HOURS": "hour hours minute minutes seconds",
    "SEASON": "spring summer autumn fall winter",
    "PART": "morning afternoon evening night dawn dusk daybreak nightfall lunchtime",
    "NOON": "midnight noon midday",
    "PLURALPART": "mornings afternoons evenings nights",
    "LAST": "last",
    "NEXT": "next coming upcoming",
    "THIS": "this current present",
    "FORMER": "previous preceding prior",
    "FOLLOWING": "following ensuing subsequent",
    "EDGE": "beginning start end middle close outset",
    "EARLY": "early late mid",
    "ABOUT": "about around nearly almost roughly approximately circa some barely",
    "LATER": "later afterward afterwards hence",
    "EARLIER": "earlier previously",
    "TODAY": "today tonight",
    "EVERY": "every each",
    "FEW": "few several couple many some dozen recent numerous",
    "AM": "am pm",
    "ZONE": "est edt cst cdt mst mdt pst pdt gmt utc bst et pt",
    "DECADE": "twenties thirties forties fifties sixties seventies eighties nineties",
    "PLURALDAY": "mondays tuesdays wednesdays thursdays fridays saturdays sundays",
}
_THEMSELVES = (
    "the a an of in on at and half or to ago past that same now from yesterday tomorrow fiscal since latest period "
    "christmas thanksgiving easter halloween new eve comparable corresponding thousand after before its these"
)
"""The words that rules name as they stand, where no class above has them."""

OTHER = "other"
"""The symbol of a word that the grammar does not know."""

_OTHER_WORDS = frozenset(("may", "march", "august"))
"""Months that are other words when they begin small; the others are months in any case."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark, with its place in the text."""

    start: int
    end: int
    text: str
    symbol: str
    """Its class, the word itself where the grammar names it, else `OTHER`."""
    value: int = 0
    """The number that it stands for: of a month from 1, of a weekday from 0 (Monday), a year, a count."""

    @property
    def word(self) -> str:
        """The text in small letters."""
        return self.text.lower()


def _lexicon() -> dict[str, tuple[str, int]]:
    words: dict[str, tuple[str, int]] = {word: (word, 0) for word in _THEMSELVES.split()}
    for number, word in enumerate(_ONES.split(), 1):
        words[word] = ("COUNT", number)
    for number, word in enumerate(_TENS.split(), 2):
        words[word] = ("COUNT", 10 * number)
    for number, word in enumerate(_ORDINALS.split(), 1):
        words[word] = ("ORDINAL", number)
    for symbol, listed in _CLASSES.items():
        words.update((word, (symbol, number)) for number, word in enumerate(listed.split()))
    for names in MONTHS:
        words.update((name, ("MONTH", number)) for number, name in enumerate(names, 1))
    words.update((word, ("DECADE", 10 * tens)) for tens, word in enumerate(_CLASSES["DECADE"].split(), 2))
    words["sept"] = ("MONTH", 9)
    for number, name in enumerate(WEEKDAYS[0]):
        words[name] = ("WEEKDAY", number)
    for number, name in enumerate(WEEKDAYS[1]):
        words[name] = ("SHORTDAY", number)
    words.update({"tues": ("SHORTDAY", 1), "thur": ("SHORTDAY", 3), "thurs": ("SHORTDAY", 3)})
    return words


LEXICON = _lexicon()

_TOKEN = re.compile(
    r"""(?P<ISO>(?:1[0-9]|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?![\w-]))
      | (?P<NUMERIC>[0-9]{1,2}([/.])[0-9]{1,2}\3(?:[0-9]{4}|[0-9]{2})(?![\w/-]|\.[0-9]))
      | (?P<DECADE>(?:1[0-9]|20)[0-9]0['’]?s\b | (?:['’‘`]|\b)[2-9]0['’]?s\b)
      | (?P<CLOCK>[0-9]{1,2}(?:[:.][0-9]{2})?(?=\s?[AaPp]\.?[Mm]\b) | [0-9]{1,2}:[0-9]{2}(?![0-9:]))
      | (?P<SHORTYEAR>['’‘`][0-9]{2}\b)
      | (?P<ORDINAL>[0-3]?[0-9](?:st|nd|rd|th)\b)
      | (?P<NUMBER>[0-9]+(?:[.,][0-9]+)*)
      | (?P<AM>[AaPp]\.[Mm]\.? | (?:[AP]M|[ap]m)\b)
      | (?P<OWN>['’]s\b)
      | (?P<QUARTER>Q[1-4]\b)
      | (?P<WORD>[^\W\d_][^\W_]*)
      | (?P<SPACE>\s+)
      | (?P<MARK>.)
    """,
    re.VERBOSE,
)
_SHORT = frozenset([*MONTHS[1], "sept", *WEEKDAYS[1], "tues", "thur", "thurs"]) - {"may"}
_SHORT_DAYS = frozenset([*WEEKDAYS[1], "tues", "thur", "thurs"])


def tokens(text: str) -> list[Token]:
    """The words, numbers and marks of a text in order; white space only where it holds an empty line (`BREAK`).

    Numbers in words are one token each: "twenty-four", "twenty-first", "nineteen ninety-six".
    """
    row = list(_tokens(text))
    joined: list[Token] = []
    place = 0
    while place < len(row):
        token, used = _number_in_words(text, row, place)
        joined.append(token)
        place += used
    return joined


def _number_in_words(text: str, row: list[Token], place: int) -> tuple[Token, int]:
    """The token at a place and how many of the row it takes."""
    first = row[place]
    if first.symbol != "COUNT" or first.text.isdigit():
        return first, 1
    parts, used = [first], 1
    while len(parts) < 3:
        ahead = place + used + (place + used < len(row) and row[place + used].symbol == "-")
        if ahead >= len(row) or row[ahead].symbol not in ("COUNT", "ORDINAL") or not row[ahead].text.isalpha():
            break
        parts.append(row[ahead])
        used = ahead + 1 - place
    values = [part.value for part in parts]
    last = parts[-1]
    if (
        len(values) > 1
        and values[0] in (18, 19, 20)
        and values[1] >= 10
        and (len(values) == 2 or (values[1] % 10 == 0 and values[2] < 10))
    ):
        symbol, value = "YEAR", 100 * values[0] + sum(values[1:])
    elif len(values) == 2 and values[0] % 10 == 0 and values[0] > 10 and values[1] < 10:
        symbol, value = last.symbol, sum(values)
    else:
        return first, 1
    return Token(first.start, last.end, text[first.start : last.end], symbol, value), used


def _tokens(text: str) -> Iterator[Token]:
    behind = 0
    for found in _TOKEN.finditer(text):
        if found.start() < behind:  # the full stop of a short form
            continue
        kind, start, end, piece = found.lastgroup, found.start(), found.end(), found.group()
        if kind == "WORD":
            token = _word(text, start, end, piece)
            behind = token.end
            yield token
        elif kind == "SPACE":
            if piece.count("\n") > 1:
                yield Token(start, end, "", "BREAK")
        elif kind == "MARK":
            yield Token(start, end, piece, "-" if piece == "–" else piece)
        elif kind == "NUMBER":
            yield Token(start, end, piece, *_number(piece))
        elif kind == "OWN":
            yield Token(start, end, piece, "'s")
        elif kind == "ORDINAL":
            yield Token(start, end, piece, "ORDINAL", int(piece[:-2]))
        elif kind == "QUARTER":
            yield Token(start, end, piece, kind, int(piece[1:]))
        elif kind is not None:
            digits = re.sub(r"[^0-9]", "", piece) if kind in ("DECADE", "SHORTYEAR") else ""
            yield Token(start, end, piece, kind, int(digits or 0))


def _word(text: str, start: int, end: int, piece: str) -> Token:
    word = piece.lower()
    symbol, value = LEXICON.get(word, (OTHER, 0))
    if word in _SHORT:
        # "Oct." and "Oct 5", but no "sat" and no "sun"
        if not piece[0].isupper() or (word in _SHORT_DAYS and text[end : end + 1] not in (".", ",")):
            return Token(start, end, piece, OTHER)
        if text[end : end + 1] == ".":
            piece, end = text[start : end + 1], end + 1
    elif word in _OTHER_WORDS and not piece[0].isupper():
        symbol = OTHER
    return Token(start, end, piece, symbol, value)


def _number(piece: str) -> tuple[str, int]:
    """A bare number's class: a day of the month, a year, or a count."""
    if not piece.isdigit() or not piece.isascii() or len(piece) > 6:
        return "NUMBER", 0
    value = int(piece)
    if len(piece) == 4 and 1000 <= value < 2200:
        return "YEAR", value
    return ("DAY" if 1 <= value <= 31 and len(piece) <= 2 else "COUNT"), value
