"""Paragraphs put into somebody's mouth: what was an outer statement becomes one inside a statement.

The corpus codes the outer level only. A paragraph of it, said by one of the corpus's sources ("According to Mr. Lee,
…"), is a content of which all that stands inside is known.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from data import Coded

_LONGEST = 500
"""Characters of a paragraph that somebody might say in one go."""
_CUES = ("said", "says", "added", "argued", "wrote", "claimed", "explained", "warned", "noted", "told reporters")
_SMALL = re.compile(r"(?:The|A|An|In|On|At|It|He|She|They|We|But|And|That|This|There|For|If|When|While|Some|Many) ")
_SINGLE = str.maketrans("“”", "‘’")


def wrapped(article: Coded, names: Sequence[str], rng: random.Random) -> tuple[Coded, list[Coded]]:
    """The article with most of its paragraphs said by someone; its outer statements, and those inside them, in the form
    of the hand-coded files."""
    text: list[str] = []
    outer: list[Coded] = []
    nested: list[Coded] = []
    at = start = 0
    for line in article["text"].split("\n"):
        end = start + len(line)
        own = [a for a in article["attributions"] if all(start <= s and e <= end for s, e in _spans(a))]
        whole = all(e <= start or s >= end for a in article["attributions"] if a not in own for s, e in _spans(a))
        if line.strip() and len(line) <= _LONGEST and whole and rng.random() < 0.7:
            before, inside, after, spans = _said(line, names, rng)
            outer.append({role: [[a + at, b + at] for a, b in spans[role]] for role in spans})
            shift = at + len(before) - start
            last = at + len(before) + len(inside)
            for a in own:
                moved = {role: _moved(a[role], shift, last) for role in ("source", "cue", "content")}
                nested.append(moved | {"parent_cue": outer[-1]["cue"]})
            text.append(before + inside + after)
        else:
            text.append(line)
            for a in own:
                outer.append(
                    {role: _moved(a[role], at - start, at + len(line)) for role in ("source", "cue", "content")}
                )
        at += len(text[-1]) + 1
        start = end + 1
    return {"id": article["id"], "text": "\n".join(text), "attributions": outer}, nested


def names_of(articles: Sequence[Coded]) -> list[str]:
    """Sources to put paragraphs into the mouths of: names and short descriptions."""
    found = {
        a["text"][s:e]
        for a in articles
        for attribution in a["attributions"]
        for s, e in attribution["source"]
        if 3 < e - s < 40 and a["text"][s].isupper() and len(attribution["source"]) == 1
    }
    return sorted(name for name in found if "\n" not in name and len(name.split()) > 1)


def _said(line: str, names: Sequence[str], rng: random.Random) -> tuple[str, str, str, dict[str, list[list[int]]]]:
    """What stands before the line, the line itself (as long as before, or less its full stop), what stands after it,
    and where source, cue and content are."""
    name, cue = rng.choice(names), rng.choice(_CUES)
    form = rng.randrange(5)
    inside = line.rstrip()
    if form in (1, 3) and inside.endswith("."):
        inside = inside[:-1]
    if form in (1, 4):
        inside = inside.translate(_SINGLE).replace('"', "'")
    elif _SMALL.match(inside):
        inside = inside[0].lower() + inside[1:]
    before, after = (
        (f"{name} {cue} that ", ""),
        ("“", f",” {name} {cue}."),
        (f"According to {name}, ", ""),
        ("", f", {name} {cue}."),
        (f"{name}: “", "”"),
    )[form]
    frame = after if form in (1, 3) else before
    base = len(before) + len(inside) if form in (1, 3) else 0
    word = "According to" if form == 2 else ":" if form == 4 else cue
    source = base + frame.index(name)
    at = base + frame.index(word, 0 if form == 2 else source - base + len(name))
    first = len(before) - (1 if form in (1, 4) else len("that ") if form == 0 else 0)
    last = len(before) + len(inside) + (2 if form == 1 else 1 if form == 4 else 0)
    if form in (0, 2) and inside.endswith("."):
        last -= 1
    spans = {"source": [[source, source + len(name)]], "cue": [[at, at + len(word)]], "content": [[first, last]]}
    return before, inside, after, spans


def _spans(attribution: Coded) -> list[list[int]]:
    return [span for role in ("source", "cue", "content") for span in attribution[role]]


def _moved(spans: list[list[int]], shift: int, last: int) -> list[list[int]]:
    return [[s + shift, min(e + shift, last)] for s, e in spans if s + shift < last]
