"""What a cue says by itself: the act that its words name, and what it lets through of the truth."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import cast

from onrecord.domain import Act, Stance
from onrecord.understand.acts.negation import is_negated
from onrecord.understand.forms import plural_forms, verb_forms

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ASKS_TO = re.compile(
    r"(?i)\b(?:ask(?:s|ed|ing)?|tell(?:s|ing)?|told)\s+(?:(?!if\b|whether\b|about\b|that\b|wh)[\w.'’-]+\s+){1,4}to\s+[a-z]"
)
"""To ask or tell somebody to do something."""
_REFUSES = re.compile(r"(?i)\b(?:refus|declin|reluctan|unwilling)\w*\s(?:\w+\s)?to\b")
_STANCES: tuple[tuple[Stance, str], ...] = (
    ("distanced", "claim allege purport claimed alleged insinuate supposed"),
    (
        "endorsed",
        "admit acknowledge concede note reveal show confirm know realize realise recognize demonstrate prove",
    ),
)


@cache
def _acts() -> dict[str, tuple[tuple[str | None, Act], ...]]:
    """By the form of a cue's word: the word that must follow, and the act; those with a following word first."""
    table = json.loads((files("onrecord.understand.acts") / "cues.json").read_text(encoding="utf8"))
    found: dict[str, list[tuple[str | None, Act]]] = {}
    for act, words in table.items():
        for word in words.split():
            base, _, following = word.partition("_")
            for form in verb_forms(base) | plural_forms(base):
                found.setdefault(form, []).append((following or None, cast("Act", act)))
    return {form: tuple(sorted(acts, key=lambda pair: pair[0] is None)) for form, acts in found.items()}


@cache
def _stances() -> dict[str, Stance]:
    return {form: stance for stance, words in _STANCES for w in words.split() for form in verb_forms(w)}


def act_named(cue: str, behind: str) -> Act | None:
    """The act that the words of a cue name; None of "said" and its like. `behind`: the text that follows it."""
    if _ASKS_TO.search(cue + behind):
        return "demand"
    words = [w.lower() for w in _WORD.findall(cue)]
    following = [*words[1:], *[w.lower() for w in _WORD.findall(behind[:40])[:1]], ""]
    for word, next_word in zip(words, following, strict=False):
        for needed, act in _acts().get(word, ()):
            if needed is None or needed == next_word:
                return act
    return None


def stance_of(cue: str) -> Stance | None:
    """What the reporter's cue lets through about the truth of the content: nothing where it was not said."""
    if is_negated(cue) or _REFUSES.search(cue):
        return None
    lower = cue.lower()
    if "so-called" in lower:
        return "distanced"
    if "pointed out" in lower or "points out" in lower or "pointing out" in lower:
        return "endorsed"
    return next((found for w in _WORD.findall(lower) if (found := _stances().get(w))), None)
