"""Where words say no: whether a cue is negated."""

from __future__ import annotations

import re

from onrecord.understand.forms import verb_forms

_WORD = re.compile(r"[^\W\d_]+")
_NOT = r"(?:\b(?:not|never|nor|cannot)|n['’]t)"
_NO = re.compile(rf"(?i)(?<!-)(?:{_NOT}|\b(?:no|none|nothing|nobody|neither|hardly))\b(?!-)")
_EMPHASIS = re.compile(
    "(?i)"
    + "|".join(
        (
            rf"{_NOT}\s(?:only|just|merely|simply|solely)\b(?!\syet)",
            # two noes
            rf"{_NOT}\s(?:\w+ly\s|even\s|ever\s|been\s|seem(?:s|ed)?\sto\s)?(?:but|tir(?:e|es|ed|ing)|wear(?:y|ies|ied)"
            r"|ceas\w+|hesitat\w+|shy|shied|refrain\w*|minc\w+|doubt(?:s|ed)?|fail(?:s|ed)?\sto|stop(?:ped)?\sshort"
            r"|help\sbut|(?:help|stop|resist|avoid)\s\w+ing)\b",
            r"\bnot\s(?:without|long\sago|for\sthe\sfirst\stime|(?:un)?surprisingly|unexpectedly)\b|\bor\snot\b",
            r"\bno\s(?:\w+\s)?(?:doubts?|secret|qualms|hesitation)\b|\bno\s(?:uncertain|less|fewer)\b",
            r"\bma(?:d|k)\w+\sno\s(?:bones|apolog(?:y|ies))\b|\bminc\w+\sno\swords\b",
            r"\bsa(?:y|ys|id|ying)\s[\"“'‘]?no[\"”'’]?\sto\b",
            r"\bnothing\s(?:but|short|less|good|bad)\b",
        )
    )
)
"""Where a no takes nothing back: "not only said", "never tired of saying", "makes no secret of", "said no to"."""
_UNSAID = re.compile(
    r"(?i)\b(?:(?:has|have|had|is|are)\syet|unable|fail(?:s|ed|ing)?(?:\s(?:\w+ly|even|again))?)\sto\b"
    r"|\b(?:stop(?:s|ped|ping)?|falls?|fell|falling)\sshort\sof\b"
)
"""A no without a word for it."""
_WITHOUT = re.compile(
    r"(?i)\bwithout\s(?:(?:\w+ly|ever|even|once|further)\s)*"
    r"(?:(?!hesitat|blink|flinch|exaggerat)\w+ing|comment|mention|reference)\b"
)
_TELLS = frozenset(
    form
    for base in (
        "say tell claim add argue assert insist maintain contend state declare write suggest repeat report announce "
        "accuse allege warn predict promise vow ask demand deny reject agree"
    ).split()
    for form in verb_forms(base)
)
"""Behind these, "without naming anyone" only says how."""


def is_negated(cue: str) -> bool:
    """Whether a cue is: "did not say", "has yet to announce", "said nothing about". A no that only stresses is none."""
    plain = _EMPHASIS.sub(" ", cue)
    if _NO.search(plain) or _UNSAID.search(plain):
        return True
    without = _WITHOUT.search(plain)
    return without is not None and _TELLS.isdisjoint(_WORD.findall(plain[: without.start()].lower()))


def says_no(cue: str) -> bool:
    """Whether a cue has a no in it, be it one that only stresses."""
    return _NO.search(cue) is not None or _UNSAID.search(cue) is not None or "without" in cue.lower()
