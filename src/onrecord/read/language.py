"""Which language a text is in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_SAMPLE = 4000
"""Characters that are looked at: more does not change the answer."""
_ENOUGH = 80
"""Letters from which on a text is judged; an ideograph or syllable counts for three."""
_SURE = 0.95
"""How likely a language has to be, among all 97, to overrule what is declared."""
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "that",
        "for",
        "with",
        "he",
        "said",
        "it",
        "by",
        "from",
        "his",
        "has",
        "have",
        "are",
        "not",
        "this",
        "were",
        "who",
    ]
)
"""Words that make up a fifth of English prose and are rare or no words elsewhere."""
_ENGLISH_SHARE = 0.12
"""Of the words; of the 94 PolNeAR dev articles the lowest has 0.136. Below it the model is asked."""
_DECLARED = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


def declared(value: object) -> str | None:
    """The language of a tag as pages and records give it (`en-GB`, `en_US`, `EN`)."""
    found = _DECLARED.match(value.strip()) if isinstance(value, str) else None
    return found[0].lower() if found else None


def language_of(text: str, said: str | None) -> str | None:
    """ISO 639-1. What the text shows clearly outweighs what is declared, since templates declare by habit."""
    detected, chance, letters = _detect(text[:_SAMPLE])
    if letters >= _ENOUGH and chance >= _SURE:
        return detected
    return said


def _detect(sample: str) -> tuple[str, float, int]:
    words = re.findall(r"[a-z]+", sample.lower())
    if len(words) >= 40 and sum(w in _ENGLISH for w in words) >= _ENGLISH_SHARE * len(words):
        return "en", 1.0, _ENOUGH  # plain to see, without the model's half second of loading
    letters = sum(3 if c > "\u2e7f" else 1 for c in sample if c.isalpha())
    if letters < _ENOUGH:
        return "", 0.0, letters
    language, chance = _identifier().classify(sample)
    # three letters: pidgins, "no language at all" and others that ISO 639-1 does not have
    return (str(language), float(chance), letters) if len(language) == 2 else ("", 0.0, letters)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    # the model takes a third of a second to load: only when the first text needs it
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
