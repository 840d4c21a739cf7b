"""Plain text to an article. The text stays as it is, to the character; only blocks are laid over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from onrecord.domain import Block, BlockKind
from onrecord.errors import ReadError

_LINE = re.compile(r"[^\r\n]+")
_CLOSED = (".", "!", "?", "…", "”", '"', "’", "'", "»", ":", ";", ",", "。", "！", "？", "」")
_CAPTION = re.compile(
    r"(?:file )?(?:photo|photograph|image|picture|illustration|video|graphic)s?(?: credit| by)?\s*:", re.IGNORECASE
)
_LONGEST_TITLE = 250
_LONGEST_HEADING = 100
_WRAPPED = 100
"""Characters of the longest line in a text that an editor has broken into lines."""


def check(text: str, what: str = "text") -> None:
    """Raises ReadError for characters that no text has: NUL and halves of surrogate pairs."""
    if "\0" in text:
        raise ReadError(f"NUL in the {what}", hint="remove it: it is no character of any text")
    try:
        text.encode()
    except UnicodeEncodeError as e:
        raise ReadError(f"half a surrogate pair in the {what}", hint="write the whole character") from e


def is_blank(text: str) -> bool:
    """Whether there is nothing to read in a text."""
    return not text.replace("\ufeff", "").strip()


def title_of(text: str) -> str | None:
    """The headline of a text that comes without one: its first line, where that is plainly one.

    It is short, closes no sentence, and prose follows on the lines below. None otherwise.
    """
    spans = list(islice(_paragraphs(text), 3))
    first, below = (text[slice(*spans[0])] if spans else ""), [text[start:end] for start, end in spans[1:]]
    line = first.strip("\ufeff \t")
    one_line = "\n" not in line and "\r" not in line and len(line) <= _LONGEST_TITLE
    return line if line and one_line and not line.endswith(_CLOSED[:4]) and any(map(_is_prose, below)) else None


def blocks_of(text: str, title: str | None) -> tuple[Block, ...]:
    """The blocks of a text, in order: its title, captions, headings and paragraphs, without the empty lines."""
    spans = list(_paragraphs(text))
    kinds: list[BlockKind] = []
    for i, (start, end) in enumerate(spans):
        line = text[start:end]
        if i == 0 and title is not None and line.strip("\ufeff \t").split() == title.split():
            kinds.append("title")
        elif _CAPTION.match(line[:40]) and len(line) <= 400:
            kinds.append("caption")
        elif 0 < i < len(spans) - 1 and _is_heading(line) and _is_prose(text[slice(*spans[i + 1])]):
            kinds.append("heading")
        else:
            kinds.append("paragraph")
    return tuple(Block(kind, start, end) for kind, (start, end) in zip(kinds, spans, strict=True))


def _is_prose(line: str) -> bool:
    return len(line) > 40 and line.rstrip().endswith((*_CLOSED, ")"))


def _is_heading(line: str) -> bool:
    begins = line[:1].isupper() or line[:1].isdigit()
    return begins and "\n" not in line and len(line) <= _LONGEST_HEADING and not line.rstrip().endswith(_CLOSED)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where paragraphs start and end: lines, or runs of lines in a text that an editor broke into lines."""
    lines = [_trimmed(text, m.start(), m.end()) for m in _LINE.finditer(text) if not m[0].isspace()]
    if not _is_wrapped(text, lines):
        yield from lines
        return
    start = end = -1
    for s, e in lines:
        if start < 0:
            start, end = s, e
        elif _newlines(text, end, s) > 1:
            yield start, end
            start, end = s, e
        else:
            end = e
    if start >= 0:
        yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), end - (len(line) - len(line.rstrip()))


def _newlines(text: str, start: int, end: int) -> int:
    gap = text[start:end]
    return gap.count("\n") or gap.count("\r")


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether most line ends fall within sentences, in lines of one measure, with empty lines between paragraphs."""
    inner = [(s, e) for (s, e), (n, _) in pairwise(lines) if _newlines(text, e, n) == 1]
    if len(inner) < 3 or len(inner) == len(lines) - 1 or max(e - s for s, e in inner) > _WRAPPED:
        return False
    return sum(not text[s:e].endswith(_CLOSED[:6]) and e - s > 40 for s, e in inner) > 0.6 * len(inner)
