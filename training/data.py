"""PolNeAR as training examples: every word tagged, every cue tied to its source and contents."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from onrecord.understand.decoding import ROLES
from onrecord.understand.encoding import Encoded, encode, inputs

Coded = dict[str, Any]
"""An article or an attribution as the corpus has it: roles as lists of [start, end) offsets."""
HELD_OUT = 5
"""Per cent of the training articles kept for calibration."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Word spans (half-open) of one attribution."""

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One article with its tags and attributions over words."""

    id: str
    encoded: Encoded
    tags: NDArray[np.int32]
    attributions: tuple[Spans, ...]
    inner: Inner | None = None
    labels: Labels | None = None
    """Of a text whose names are labelled; such a text has no attributions."""


@dataclass(frozen=True, slots=True)
class Labels:
    """[W] tags of names and of nouns; None where a corpus has none."""

    names: NDArray[np.int32]
    nominals: NDArray[np.int32] | None
    trees: NDArray[np.int32] | None = None
    """[W, 3] head, relation, class of each word; -1 where none is known."""


@dataclass(frozen=True, slots=True)
class Inner:
    """What was coded inside the contents of one article."""

    inside: NDArray[np.bool_]
    """[W] whether a word stands in a content."""
    tags: NDArray[np.int32]
    attributions: tuple[Spans, ...]
    weight: float
    """1 for what a person coded, less for what a model guessed."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of words of one example."""

    example: Example
    start: int
    end: int

    @property
    def size(self) -> int:
        first = self.example.encoded.first_piece
        return int(first[self.end] - first[self.start]) + 2


def held_out(article_id: str) -> bool:
    """Whether an article is kept for calibration; both annotators' copies of an article go to the same side."""
    article = article_id.rsplit("_", 1)[0]
    return int(hashlib.sha256(article.encode()).hexdigest(), 16) % 100 < HELD_OUT


def apart(article_id: str) -> bool:
    """Whether what was coded in an article, in a tenth of them, is only measured with and weighed by: acts, and what
    stands inside statements."""
    return int(hashlib.sha256(article_id.rsplit("_", 1)[0].encode()).hexdigest(), 16) % 10 == 0


def load(path: Path, tokenizer: Tokenizer, inner: Sequence[tuple[Path, float]] = ()) -> list[Example]:
    """All articles of a JSON Lines file. `inner`: files with what stands inside their contents, each with its weight;
    the first that has an article counts."""
    coded: dict[str, tuple[list[Coded], float]] = {}
    for source, weight in inner:
        with source.open(encoding="utf8") as lines:
            for item in map(json.loads, lines):
                if not apart(item["id"]):
                    coded.setdefault(item["id"], (item["nested"], weight))
    with path.open(encoding="utf8") as lines:
        return [example(a, tokenizer, coded.get(a["id"])) for a in map(json.loads, lines)]


def example(article: Coded, tokenizer: Tokenizer, coded: tuple[list[Coded], float] | None = None) -> Example:
    encoded = encode(article["text"], tokenizer)
    tags, attributions = _tagged(encoded, article["attributions"])
    if coded is None:
        return Example(article["id"], encoded, tags, attributions)
    nested, weight = coded
    inside = np.zeros(len(encoded), dtype=np.bool_)
    for attribution in attributions:
        for start, end in attribution.content:
            inside[start:end] = True
    # what stands deeper is left out: its words belong to the content of the one around it
    cues = {tuple(map(tuple, n["cue"])) for n in nested}
    inner_tags, inner = _tagged(encoded, [n for n in nested if tuple(map(tuple, n["parent_cue"])) not in cues])
    inner_tags[~inside] = 0
    return Example(article["id"], encoded, tags, attributions, Inner(inside, inner_tags, inner, weight))


def _tagged(encoded: Encoded, coded: list[Coded]) -> tuple[NDArray[np.int32], tuple[Spans, ...]]:
    tags = np.zeros(len(encoded), dtype=np.int32)
    attributions = []
    for attribution in coded:
        spans = {role: tuple(filter(None, (words(encoded, s) for s in attribution[role]))) for role in ROLES}
        attributions.append(Spans(**spans))
        for index, role in enumerate(ROLES):
            for start, end in spans[role]:
                tags[start:end] = 2 * index + 2
                tags[start] = 2 * index + 1
    # a span that another one overwrote in part begins anew
    for i, tag in enumerate(tags):
        if tag and tag % 2 == 0 and (i == 0 or tags[i - 1] not in (tag, tag - 1)):
            tags[i] = tag - 1
    return tags, tuple(attributions)


def words(encoded: Encoded, span: tuple[int, int]) -> tuple[int, int] | None:
    first = int(np.searchsorted(encoded.ends, span[0], side="right"))
    last = int(np.searchsorted(encoded.starts, span[1], side="left"))
    return (first, last) if first < last else None


def chunks(examples: list[Example], size: int, rng: random.Random) -> list[Chunk]:
    """Cut the articles anew: elsewhere in every epoch, mostly at the ends of paragraphs."""
    found = []
    for item in examples:
        first, separator = item.encoded.first_piece, item.encoded.separator
        start, count = 0, len(item.encoded)
        room = rng.randint(size // 4, size)
        while start < count:
            end = int(np.searchsorted(first, first[start] + room, side="right")) - 1
            end = min(max(end, start + 1), count)
            if end < count and rng.random() < 0.75:
                middle = (start + end) // 2
                breaks = np.flatnonzero(separator[middle:end])
                if len(breaks):
                    end = middle + int(breaks[-1]) + 1
            found.append(Chunk(item, start, end))
            start, room = end, size
    return found


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded arrays: [B, P] pieces and classes, [B, W] words."""

    pieces: NDArray[np.int64]
    case: NDArray[np.int64]
    quote: NDArray[np.int64]
    piece_mask: NDArray[np.bool_]
    positions: NDArray[np.int64]
    word_mask: NDArray[np.bool_]
    tags: NDArray[np.int64]
    links: tuple[Links, ...]
    inside: NDArray[np.bool_]
    """[B, W] the words in contents, of examples whose contents were coded."""
    inner_tags: NDArray[np.int64]
    inner_links: tuple[Links, ...]
    inner_weight: NDArray[np.float32]
    """[B] 0 where nothing was coded."""
    attributed: NDArray[np.bool_]
    """[B] whether the attributions are known."""
    names: NDArray[np.int64]
    """[B, W] tags of names, -1 where they are not known."""
    nominals: NDArray[np.int64]
    """[B, W]"""


@dataclass(frozen=True, slots=True)
class Links:
    """What belongs together inside one chunk; word spans count from the chunk's start."""

    cues: NDArray[np.int64]
    """[C, 2]"""
    sources: NDArray[np.int64]
    """[S, 2], each once even where several cues share it."""
    contents: NDArray[np.int64]
    """[K, 2]"""
    source_of: NDArray[np.int64]
    """[C] index into `sources`, S for none, -1 where the source lies outside the chunk."""
    cue_of: NDArray[np.int64]
    """[K] index into `cues`."""


def links(chunk: Chunk, attributions: tuple[Spans, ...]) -> Links:
    cues: list[tuple[int, int]] = []
    sources: dict[tuple[int, int], int] = {}
    contents: list[tuple[int, int]] = []
    source_of: list[int] = []
    cue_of: list[int] = []

    def inside(spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
        return [(s - chunk.start, e - chunk.start) for s, e in spans if s >= chunk.start and e <= chunk.end]

    for a in attributions:
        cue = inside(a.cue)
        if not cue:
            continue
        near = inside(a.source)
        if a.source and not near:
            source_of.append(-1)
        elif near:
            source_of.append(sources.setdefault(near[0], len(sources)))
        else:
            source_of.append(-2)
        for content in inside(a.content):
            contents.append(content)
            cue_of.append(len(cues))
        cues.append(cue[0])
    order = [-1 if s == -1 else len(sources) if s == -2 else s for s in source_of]
    spans = [np.asarray(s, dtype=np.int64).reshape(-1, 2) for s in (cues, list(sources), contents)]
    return Links(*spans, *(np.asarray(p, dtype=np.int64) for p in (order, cue_of)))


class Sized(Protocol):
    """A run of words that takes so many pieces."""

    @property
    def size(self) -> int: ...


R = TypeVar("R", bound=Sized)


def batches(cut: Sequence[R], pieces: int, rng: random.Random) -> list[list[R]]:
    """Groups of runs of similar size, at most `pieces` pieces with padding, in random order."""
    cut = sorted(cut, key=lambda c: c.size + rng.random() * 24)
    groups: list[list[R]] = [[]]
    widest = 0
    for chunk in cut:
        widest = max(widest, chunk.size)
        if groups[-1] and widest * (len(groups[-1]) + 1) > pieces:
            groups.append([])
            widest = chunk.size
        groups[-1].append(chunk)
    rng.shuffle(groups)
    return groups


def collate(group: list[Chunk], cls_id: int, sep_id: int) -> Batch:
    p = max(c.size for c in group)
    w = max(c.end - c.start for c in group)
    n = len(group)
    pieces, case, quote = (np.zeros((n, p), np.int64) for _ in range(3))
    positions, tags = (np.zeros((n, w), np.int64) for _ in range(2))
    masks = np.zeros((n, p), np.bool_), np.zeros((n, w), np.bool_)
    inside, inner_tags = np.zeros((n, w), np.bool_), np.zeros((n, w), np.int64)
    weight = np.zeros(n, np.float32)
    names, nominals = np.full((n, w), -1, np.int64), np.full((n, w), -1, np.int64)
    for i, c in enumerate(group):
        row = inputs(c.example.encoded, c.start, c.end, cls_id, sep_id)
        for target, values in zip((pieces, case, quote, positions), row, strict=True):
            target[i, : len(values)] = values
        for mask, values in zip(masks, row[::3], strict=True):
            mask[i, : len(values)] = True
        tags[i, : c.end - c.start] = c.example.tags[c.start : c.end]
        if c.example.inner:
            inside[i, : c.end - c.start] = c.example.inner.inside[c.start : c.end]
            inner_tags[i, : c.end - c.start] = c.example.inner.tags[c.start : c.end]
            weight[i] = c.example.inner.weight
        if c.example.labels:
            names[i, : c.end - c.start] = c.example.labels.names[c.start : c.end]
            if c.example.labels.nominals is not None:
                nominals[i, : c.end - c.start] = c.example.labels.nominals[c.start : c.end]
    inner_links = tuple(links(c, c.example.inner.attributions if c.example.inner else ()) for c in group)
    outer_links = tuple(links(c, c.example.attributions) for c in group)
    return Batch(
        *(pieces, case, quote, masks[0], positions, masks[1], tags, outer_links, inside, inner_tags, inner_links),
        *(weight, np.asarray([c.example.labels is None for c in group]), names, nominals),
    )
