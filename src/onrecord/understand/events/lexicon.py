"""The words that name events: a table of verbs, of verbs with what they must go with, and of nouns, for each type.

"verbs": words that name an event of the type by themselves
"phrases": "sign strike > treaty pact"   the verbs on the left, with one of the words on the right hanging on them
           "meet !> deadline"            the verb with none of the words on the right
           "call_off > strike"           a verb with its particle
           "tell > @clause"              with an infinitive or a clause of command; "@actor": with somebody who can act
"nouns": words that name one where somebody who does it or suffers it stands beside them
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from onrecord.domain import EventType
from onrecord.understand.forms import plural_forms, verb_forms

ACTOR, CLAUSE = "@actor", "@clause"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word says where it goes with others."""

    type: EventType
    particle: str | None = None
    needs: frozenset[str] = frozenset()
    """One of these must hang on it; none where it says enough by itself."""
    excludes: frozenset[str] = frozenset()
    """None of these may."""
    actor: bool = False
    """Somebody who can act may stand for what is needed."""
    clause: bool = False
    """So may a clause."""

    @property
    def plain(self) -> bool:
        return not self.needs and not self.actor and not self.clause


@dataclass(frozen=True, slots=True)
class Lexicon:
    """By a word's form; senses that need more come first."""

    verbs: dict[str, tuple[Sense, ...]]
    nouns: dict[str, EventType]


@cache
def lexicon() -> Lexicon:
    """The table in `types.json`."""
    table = json.loads((files("onrecord.understand.events") / "types.json").read_text(encoding="utf8"))
    verbs: dict[str, list[Sense]] = defaultdict(list)
    nouns: dict[str, EventType] = {}
    for name, words in table.items():
        type_ = cast("EventType", name)
        for base in words["verbs"].split():
            for form in verb_forms(base):
                verbs[form].append(Sense(type_))
        for phrase in words["phrases"]:
            for form, sense in _senses(type_, phrase):
                verbs[form].append(sense)
        for base in words["nouns"].split():
            nouns |= dict.fromkeys(plural_forms(base), type_)
    ordered = {form: tuple(sorted(senses, key=_need)) for form, senses in verbs.items()}
    return Lexicon(ordered, nouns)


def _need(sense: Sense) -> tuple[bool, bool, bool]:
    """Words and particles that are named say most; then whom it is done to; then nothing."""
    return not sense.needs, sense.particle is None, sense.plain


def _senses(type_: EventType, phrase: str) -> list[tuple[str, Sense]]:
    left, sign, right = phrase.partition(" !> ") if " !> " in phrase else phrase.partition(" > ")
    words = right.split()
    forms = frozenset(f for w in words if w[0] != "@" for f in plural_forms(w) | {w})
    found = []
    for verb in left.split():
        base, _, particle = verb.partition("_")
        needs, excludes = (frozenset[str](), forms) if "!" in sign else (forms, frozenset[str]())
        sense = Sense(type_, particle or None, needs, excludes, ACTOR in words, CLAUSE in words)
        found += [(form, sense) for form in verb_forms(base)]
    return found
