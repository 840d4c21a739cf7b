"""Titles, offices and descriptions beside a name, and numbers in a description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.domain import Anchor
from onrecord.link import facts
from onrecord.link.phrases import POSSESSIVE, WORD

_BEFORE = 90
_AFTER = 160
_MODIFIERS = frozenset(
    (
        "former ex deputy vice senior chief prime foreign special top acting interim assistant associate executive "
        "general national state federal defense defence finance interior justice press campaign managing founding co "
        "outgoing incoming then longtime veteran political presidential vice-presidential military communications "
        "security policy house senate congressional republican democratic majority minority opposition party government"
    ).split()
)
"""Words of small letters that stand in titles before the noun."""
_APPOSED = re.compile(r"\s*,\s+(?P<role>[^.;:!?\n\"“”]{3,150}?)(?=,|\s+(?:said|says|told|added|who)\b|[.;:!?\n\"“”])")
_WORDS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve thirteen".split(), 1)
} | {"a": 1, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_TIMES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_NUMBER = re.compile(
    r"(?:the |about |some |nearly |over |more than |at least )*"
    rf"(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}|[0-9]{{1,9}}(?:\.[0-9]{{1,3}})?|(?:{'|'.join(_WORDS)})\b)"
    rf"(?:\s(?P<times>{'|'.join(_TIMES)})\b)?"
)
_GOES_ON = re.compile(rf"\s(?:%|(?:percent|per|or|to|and|half|thirds|quarters|{'|'.join((*_WORDS, *_TIMES))})\b)|\S|$")
"""Behind a number: more of it, or what makes a share of it."""
_YEARS = range(1900, 2100)
"""Such numbers without a comma are years: "the 2016 candidates"."""


def roles_around(text: str, name: Anchor) -> Iterator[Anchor]:
    """The title before a person's name and the description after it."""
    before = _title_before(text, name)
    if before is not None:
        yield before
    after = _apposition(text, name)
    if after is not None:
        yield after


def _title_before(text: str, name: Anchor) -> Anchor | None:
    """Words before the name of which the last is a title or office: "Russian Foreign Minister"."""
    low = max(0, name.start - _BEFORE, text.rfind("\n", 0, name.start) + 1)
    words = [(low + m.start(), low + m.end(), m.group()) for m in WORD.finditer(text[low : name.start])]
    start = name.start
    for index, (at, end, word) in enumerate(reversed(words)):
        if text[end:start].strip(" \xa0") not in ("", "'s", "’s"):
            break
        lower = POSSESSIVE.sub("", word).lower()
        office = lower.rstrip(".") in facts.roles() or lower in facts.titles()
        if index == 0:
            if not office or lower in ("mr.", "mrs.", "ms.", "mr", "mrs", "ms", "miss"):
                return None
        elif not (office or word[0].isupper() or lower in _MODIFIERS or lower in facts.adjectives()):
            break
        if word in ("The", "A", "An", "And", "But", "In", "On", "At", "For", "When", "As", "If"):
            break
        start = at
    found = text[start : name.start].rstrip()
    return Anchor.of(text, start, start + len(found)) if found else None


def _apposition(text: str, name: Anchor) -> Anchor | None:
    """What stands between commas after the name, where its first words hold an office: ", head of the Center,"."""
    match = _APPOSED.match(text, name.end, min(len(text), name.end + _AFTER))
    if match is None:
        return None
    words = [w.lower().rstrip(".") for w in WORD.findall(match["role"])]
    for place, word in enumerate(words[:8]):
        if word in facts.roles() or word in facts.persons():
            return Anchor.of(text, *match.span("role"))
        if place and word in ("of", "for", "in", "at", "and", "is", "was", "has", "had", "will", "would", "to"):
            break
    return None


def number_in(description: str) -> float | None:
    """How many a description says they are: "36 subsidiaries", "more than two dozen officials". None where it gives no
    number, or one that only bounds it: "hundreds of miners"."""
    plain = description.lower()
    match = _NUMBER.match(plain)
    if match is None or _GOES_ON.match(plain, match.end()):
        return None
    word, times = match["number"], _TIMES.get(match["times"], 1)
    if times == 1 and (word == "a" or (len(word) == 4 and word.isdecimal() and int(word) in _YEARS)):
        return None
    number = float(_WORDS.get(word) or word.replace(",", "")) * times
    return number if number > 1 else None
