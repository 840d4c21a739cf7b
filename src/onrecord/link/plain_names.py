"""Two names compared word by word, and the keys they are filed under. Stands in for `onrecord.link.names`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are."""

    score: float
    reasons: tuple[str, ...]


def compare(left: str, right: str, kind: str) -> Comparison:
    """The share of alike words, in any order."""
    one, other = _words(left), _words(right)
    if not one or not other or (kind != "person" and len(one) != len(other)):
        return Comparison(0.0, ())
    alike = [max(SequenceMatcher(None, a, b).ratio() for b in other) for a in one]
    return Comparison(sum(alike) / max(len(one), len(other)), ())


def keys(name: str, kind: str) -> tuple[str, ...]:
    """A person's longest words in twos, a body's words in one."""
    words = sorted(_words(name))[:6]
    if kind == "person":
        return tuple(f"p:{a[:4]} {b[:4]}" for i, a in enumerate(words) for b in words[i + 1 :])
    if kind == "organization":
        return ("o:" + " ".join(words),) if words else ()
    return (*keys(name, "person"), *keys(name, "organization"))


def _words(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name[:300].casefold()) if not unicodedata.combining(c))
    return _WORD.findall(plain)
