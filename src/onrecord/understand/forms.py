"""The forms that English words take, made from their base: what the tables of verbs and nouns are looked up by."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

VOWELS = frozenset("aeiou")


@cache
def _irregular() -> dict[str, str]:
    path = files("onrecord.understand") / "data" / "irregular.json"
    return dict(json.loads(path.read_text(encoding="utf8")))


def verb_forms(base: str) -> set[str]:
    """All forms of a verb: "deny", "denies", "denied", "denying"; irregular ones besides the regular."""
    forms = {base, *plural_forms(base), *_irregular().get(base, "").split()}
    if base.endswith("e"):
        forms |= {f"{base}d", f"{base[:-1]}ing" if not base.endswith(("ee", "ie", "oe")) else f"{base}ing"}
    elif base.endswith("y") and base[-2] not in VOWELS:
        forms |= {f"{base[:-1]}ied", f"{base}ing"}
    elif base.endswith("c"):
        forms |= {f"{base}ked", f"{base}king"}
    else:
        forms |= {f"{base}ed", f"{base}ing"}
    return forms


def plural_forms(base: str) -> set[str]:
    """A noun's forms: "inquiry", "inquiries"."""
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        return {base, f"{base[:-1]}ies"}
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return {base, f"{base}es"}
    return {base, f"{base}s"}


@cache
def words(name: str) -> frozenset[str]:
    """A list of words in `data/words.json`, as they are."""
    table = json.loads((files("onrecord.understand") / "data" / "words.json").read_text(encoding="utf8"))
    return frozenset(table[name].split())


@cache
def verbs(name: str) -> frozenset[str]:
    """All forms of the verbs of a list."""
    return frozenset(form for base in words(name) for form in verb_forms(base))
