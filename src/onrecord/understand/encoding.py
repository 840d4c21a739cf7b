"""What the encoder sees of a text: words, their pieces, letter case, quotation marks; and windows over them.

Training and reading share this module, so that the model meets the same input in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from onrecord.text.quotations import quotations

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = NDArray[np.int32]

CASES = 5
"""Letter-case classes: none or lower, Initial, ALL CAPITALS, miXed, digits."""
QUOTES = 4
"""Quotation classes: outside, inside, opening mark, closing mark."""

_LINE = re.compile(r"[^\n]+")
_SECTION = 40_000
_CHUNK = 20_000
"""Characters tokenised in one go; a longer line is cut at a space, so that memory stays flat."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as words and word pieces. All arrays are one-dimensional; W words, P pieces.

    Between two lines stands a separator word (one `[SEP]` piece) that covers the line break, so that the model sees
    where paragraphs end. No span runs over one: the tags of each line are a chain of their own.
    """

    starts: Ints
    """[W] first code point of each word."""
    ends: Ints
    """[W] one past the last code point."""
    first_piece: Ints
    """[W + 1] index of each word's first piece; the last entry is P."""
    pieces: Ints
    """[P] vocabulary ids."""
    case: Ints
    """[W] letter-case class, below `CASES`."""
    quote: Ints
    """[W] quotation class, below `QUOTES`."""
    line: Ints
    """[W] index of the line; a separator belongs to the line before it."""
    separator: NDArray[np.bool_]
    """[W] whether the word is a separator."""

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Window:
    """A run of words that goes through the encoder at once. Half-open word indices."""

    start: int
    end: int
    core_start: int
    """The words from here to `core_end` are read for their own sake, the others for context."""
    core_end: int


def encode(text: str, tokenizer: Tokenizer) -> Encoded:
    """Split `text` into words and pieces. Takes time and memory linear in its length."""
    separator_id = special(tokenizer, "[SEP]")
    starts: list[int] = []
    ends: list[int] = []
    counts: list[int] = []
    pieces: list[int] = []
    lines: list[int] = []
    separators: list[int] = []
    chunks = list(_chunks(text))
    line_count = -1
    for batch in range(0, len(chunks), 64):
        part = chunks[batch : batch + 64]
        encodings = tokenizer.encode_batch([text[s:e] for s, e, _ in part], add_special_tokens=False)
        for (offset, _, opens_line), encoding in zip(part, encodings, strict=True):
            if opens_line:
                if starts:
                    separators.append(len(starts))
                    starts.append(ends[-1])
                    ends.append(offset)
                    counts.append(1)
                    pieces.append(separator_id)
                    lines.append(line_count)
                line_count += 1
            previous: int | None = None
            for piece, (a, b), word in zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True):
                pieces.append(piece)
                if word == previous:
                    counts[-1] += 1
                    ends[-1] = offset + b
                else:
                    previous = word
                    starts.append(offset + a)
                    ends.append(offset + b)
                    counts.append(1)
                    lines.append(line_count)
    separator = np.zeros(len(starts), dtype=np.bool_)
    separator[separators] = True
    start_array = np.asarray(starts, dtype=np.int32)
    return Encoded(
        starts=start_array,
        ends=np.asarray(ends, dtype=np.int32),
        first_piece=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        pieces=np.asarray(pieces, dtype=np.int32),
        case=np.asarray([_case(text[s:e]) for s, e in zip(starts, ends, strict=True)], dtype=np.int32),
        quote=_quote_classes(text, start_array),
        line=np.asarray(lines, dtype=np.int32),
        separator=separator,
    )


def special(tokenizer: Tokenizer, name: str) -> int:
    """The id of `[CLS]`, `[SEP]`, … Raises ValueError where the vocabulary lacks it."""
    found = tokenizer.token_to_id(name)
    if found is None:
        raise ValueError(f"the vocabulary has no {name}")
    return found


def sections(text: str) -> list[tuple[int, int]]:
    """Parts of a text to be read one by one, so that memory stays flat: up to 40,000 characters, cut between two lines
    where there are any. Hardly an article of the press is as long as one."""
    found = []
    start = 0
    while start < len(text):
        end = min(start + _SECTION, len(text))
        if end < len(text):
            cut = text.rfind("\n", start + _SECTION // 2, end)
            cut = text.rfind(" ", start + _SECTION // 2, end) if cut < 0 else cut
            end = end if cut < 0 else cut
        found.append((start, end))
        start = end
    return found


def _chunks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Lines that hold something, as (start, end, opens a line); lines too long come in several parts."""
    for match in _LINE.finditer(text):
        start, end = match.span()
        if text[start:end].isspace():
            continue
        opens = True
        while end - start > _CHUNK:
            cut = text.rfind(" ", start + _CHUNK // 2, start + _CHUNK)
            cut = start + _CHUNK if cut < 0 else cut
            yield start, cut, opens
            start, opens = cut, False
        yield start, end, opens


def _case(word: str) -> int:
    if word.islower() or not word[:1].isalnum():
        return 0
    if word[:1].isdigit():
        return 4
    if word.isupper() and len(word) > 1:
        return 2
    if word[:1].isupper():
        return 1 if word[1:].islower() or len(word) == 1 else 3
    return 3 if not word.islower() and word.lower() != word else 0


def _quote_classes(text: str, starts: Ints) -> Ints:
    """[W] outside, inside, opening or closing; of quotations in quotations the marks, too."""
    classes = np.zeros(len(starts), dtype=np.int32)
    spans = quotations(text)
    for span in spans:
        first, last = np.searchsorted(starts, (span.start, span.end))
        classes[first:last] = 1
    for span in spans:
        first, last = np.searchsorted(starts, (span.start, span.end - 1))
        if first < len(starts):
            classes[first] = 2
        if span.closed and last < len(starts):
            classes[last] = 3
    return classes


def windows(encoded: Encoded, size: int, context: int) -> list[Window]:
    """Cover all words with windows whose cores have at most `size` pieces, with up to `context` pieces on each side.

    A core ends at a line's end where one falls into its second half.
    """
    found: list[Window] = []
    first = encoded.first_piece
    start, count = 0, len(encoded)
    while start < count:
        end = int(np.searchsorted(first, first[start] + size, side="right")) - 1
        end = min(max(end, start + 1), count)
        if end < count:
            breaks = np.flatnonzero(encoded.separator[(start + end) // 2 : end])
            if len(breaks):
                end = (start + end) // 2 + int(breaks[-1]) + 1
        left = int(np.searchsorted(first, first[start] - context, side="left"))
        right = int(np.searchsorted(first, first[end] + context, side="right")) - 1
        found.append(Window(left, max(right, end), start, end))
        start = end
    return found


def inputs(encoded: Encoded, start: int, end: int, cls_id: int, sep_id: int) -> tuple[Ints, Ints, Ints, Ints]:
    """The model's input for the words from `start` to `end`: pieces, case and quote class per piece, word positions.

    The pieces are framed by `[CLS]` and `[SEP]`; the positions say where each word's first piece stands.
    """
    a, b = int(encoded.first_piece[start]), int(encoded.first_piece[end])
    sizes = np.diff(encoded.first_piece[start : end + 1])
    pieces = np.empty(b - a + 2, dtype=np.int32)
    pieces[0], pieces[-1] = cls_id, sep_id
    pieces[1:-1] = encoded.pieces[a:b]
    case, quote = np.zeros_like(pieces), np.zeros_like(pieces)
    case[1:-1] = np.repeat(encoded.case[start:end], sizes)
    quote[1:-1] = np.repeat(encoded.quote[start:end], sizes)
    return pieces, case, quote, encoded.first_piece[start:end] - a + 1
