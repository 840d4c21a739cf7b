"""Words of an article's line with what was looked for in it: text and marks, for a template to escape."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Parts = list[tuple[str, bool]]
"""Pieces of a line, and whether each was looked for."""
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")


def marked(line: str, asked: Sequence[str], longest: int = 600) -> Parts:
    """The line cut where words begin and end that one of `asked` finds; of a long one the part around the first.

    `asked`: words that stand in this order, the last perhaps only begun, as the search index takes them: case and
    accents don't count.
    """
    spans = _found(line, [found for text in asked if (found := words(text))])
    start, end = _window(line, spans, longest)
    parts: Parts = [("… ", False)] if start else []
    at = start
    for first, last in spans:
        if first >= at and last <= end:
            parts += [(line[at:first], False), (line[first:last], True)]
            at = last
    parts.append((line[at:end], False))
    if end < len(line):
        parts.append((" …", False))
    return [(text, found) for text, found in parts if text]


def around(line: str, start: int, end: int, each: int = 160) -> Parts:
    """The line with what stands from `start` to `end` marked, and no more than `each` characters on each side."""
    first, last = max(0, start - each), min(len(line), end + each)
    if first:
        first = line.find(" ", first, start) + 1 or first
    if last < len(line):
        last = line.rfind(" ", end, last) if " " in line[end:last] else last
    before, after = ("… " if first else "") + line[first:start], line[end:last] + (" …" if last < len(line) else "")
    return [(text, found) for text, found in ((before, False), (line[start:end], True), (after, False)) if text]


def words(text: str) -> list[str]:
    """Its words, without case and accents."""
    return [_plain(m[0]) for m in _WORD.finditer(text)]


def _plain(word: str) -> str:
    """Without case and accents."""
    parted = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in parted if not unicodedata.combining(c))


def _found(line: str, asked: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Where the words stand, in the order of the line, each place once."""
    if not asked:
        return []
    there = [(_plain(m[0]), m.start(), m.end()) for m in _WORD.finditer(line)]
    plain = [word for word, _, _ in there]
    spans = {(there[at][1], there[at + len(each) - 1][2]) for each in asked for at in _places(plain, each)}
    return sorted(spans, key=lambda span: (span[0], -span[1]))


def _places(line: Sequence[str], wanted: Sequence[str]) -> Iterator[int]:
    *before, last = wanted
    for at in range(len(line) - len(before)):
        end = line[at + len(before)]
        begun = end.startswith(last) if len(last) > 1 else end == last  # a single letter is a word
        if begun and list(line[at : at + len(before)]) == before:
            yield at


def _window(line: str, spans: Sequence[tuple[int, int]], longest: int) -> tuple[int, int]:
    if len(line) <= longest:
        return 0, len(line)
    first = spans[0][0] if spans and spans[0][1] > longest else 0
    start = max(0, first - longest // 4)
    if start:
        start = line.find(" ", start, first) + 1 or start
    end = min(len(line), start + longest)
    if end < len(line) and " " in line[start + longest // 2 : end]:
        end = line.rfind(" ", start, end)
    return start, end
