"""Phrases that mean nobody: nobody speaks, and nobody has that name."""

from __future__ import annotations

import re

_NOBODY = re.compile(
    r"(?i)\W*(?:(?:almost|\w+ly)\s)?"
    r"(?:no[\s-]one|nobody|nothing|neither|nor|none(?!\sother)|(?:hardly|barely|scarcely)\sany\w*"
    r"|not\s(?:even|one|a\ssingle|any\w*|all|every\w*|many)"
    r"|no\s(?!(?:fewer|less|lesser|more|small|doubt|other\sthan)\b)[^\W\d]\w*)\b"
)


def is_nobody(phrase: str) -> bool:
    """Whether a phrase means nobody: "no one in the palace", "neither Holk nor Vey"; not "no fewer than ten"."""
    return _NOBODY.match(phrase) is not None
