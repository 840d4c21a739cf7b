"""Coded acts as training examples: what speakers do by saying it, beside the names and trees that the same layers read.

A word's scores for being part of a cue, of a content and of its beginning are added up as the reader does it
(`onrecord.understand.acts.scores`), so that one pass over an article serves all of its statements.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from data import Chunk, Example, chunks, words
from layers import MentionLayers, Trunk, padded
from onrecord.understand.acts.cues import act_named
from onrecord.understand.acts.scores import ACTS, places
from onrecord.understand.encoding import Encoded, encode

SECOND = 0.3
"""How much a second act counts that a coder found to fit as well."""


@dataclass(frozen=True, slots=True)
class Said:
    """A coded statement of an article; words are counted from the article's start."""

    cue: range
    content: Sequence[int]
    act: int
    second: int
    """The same where no second act was coded."""
    named: int | None
    """The act that the words of the cue name by themselves."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of words with the statements that begin in it."""

    states: NDArray[np.float16]
    """[P, hidden] of the trunk."""
    positions: NDArray[np.int32]
    said: tuple[tuple[tuple[Sequence[int], ...], Said], ...]
    """The places of each statement's parts, counted from the run's start, and the statement."""

    @property
    def size(self) -> int:
        return len(self.states)


def coded(articles: Path, codings: Sequence[Path], tokenizer: Tokenizer) -> Iterator[tuple[Example, list[Said]]]:
    """The articles of which statements were coded. Raises ValueError where a text is not the one that was coded."""
    with articles.open(encoding="utf8") as lines:
        texts = {a["id"]: a["text"] for a in map(json.loads, lines)}
    for article in (json.loads(line) for path in codings for line in path.open(encoding="utf8")):
        text = texts[article["id"]]
        if sha256(text.encode()).hexdigest()[:16] != article["sha256"]:
            raise ValueError(f"{article['id']}: not the text that was coded")
        encoded = encode(text, tokenizer)
        example = Example(article["id"], encoded, np.zeros(len(encoded), np.int32), ())
        yield example, [_said(s, text, encoded) for s in article["statements"]]


def _said(statement: dict[str, Any], text: str, encoded: Encoded) -> Said:
    start, end = statement["cue"]
    act = ACTS.index(statement["act"])
    named = act_named(text[start:end], text[end : end + 40])
    spans = filter(None, (words(encoded, (a, b)) for a, b in statement["content"]))
    return Said(
        range(*(words(encoded, (start, end)) or (0, 1))),
        [n for first, last in spans for n in range(first, last)],
        act,
        ACTS.index(statement["also"]) if statement.get("also") else act,
        None if named is None else ACTS.index(named),
    )


def stretches(
    trunk: Trunk, ids: tuple[int, int], articles: Sequence[tuple[Example, list[Said]]], size: int, rng: random.Random
) -> list[Stretch]:
    """The coded statements in runs of at most `size` pieces, cut anew at random places."""
    found = []
    for example, statements in articles:
        for chunk in chunks([example], size, rng):
            inside = tuple((parts, s) for s in statements if (parts := _inside(chunk, s)))
            if inside:
                states, *_, positions = trunk.read(example, chunk.start, chunk.end, ids)
                found.append(Stretch(states.astype(np.float16), positions, inside))
    return found


def _inside(chunk: Chunk, said: Said) -> tuple[Sequence[int], ...]:
    """The places of its parts, nothing where it begins elsewhere."""
    if not (chunk.start <= said.cue[0] and said.cue[-1] < chunk.end):
        return ()
    content = [n - chunk.start for n in said.content if chunk.start <= n < chunk.end]
    if len(content) < min(len(said.content), 6):
        return ()
    return places([n - chunk.start for n in said.cue], content)


def scores(model: MentionLayers, seen: Tensor, group: Sequence[Stretch]) -> Tensor:
    """[S, acts] of the statements, run by run. `seen`: [B, W, hidden] of the layers."""
    by_part = model.acts(seen).unflatten(-1, (-1, len(ACTS)))
    rows = [
        torch.stack([by_part[i, list(part), number].mean(0) for number, part in enumerate(parts)]).sum(0)
        for i, stretch in enumerate(group)
        for parts, _ in stretch.said
    ]
    return torch.stack(rows) + model.act_bias


def loss(model: MentionLayers, seen: Tensor, group: Sequence[Stretch]) -> Tensor:
    log = F.log_softmax(scores(model, seen, group), 1)
    first, second = (torch.tensor([getattr(s, n) for g in group for _, s in g.said]) for n in ("act", "second"))
    both = (1 - SECOND) * log.gather(1, first[:, None]) + SECOND * log.gather(1, second[:, None])
    return -both.mean()


@torch.no_grad()
def evaluate(model: MentionLayers, held_out: Sequence[Stretch]) -> dict[str, float]:
    """How many in a hundred are as coded, or as coded second: after neutral cues; after those that name an act, of the
    model and of the cue alone."""
    right, count = np.zeros(4), np.zeros(4)
    for stretch in held_out:
        seen = model.words(*padded([(stretch.states, stretch.positions)]))
        for (_, said), row in zip(stretch.said, scores(model, seen, [stretch]), strict=True):
            given = int(row.argmax())
            if said.named is None:
                right[:2] += given == said.act, given in (said.act, said.second)
                count[:2] += 1
            else:
                right[2:] += [act in (said.act, said.second) for act in (given, said.named)]
                count[2:] += 1
    shares = (100 * right / np.maximum(count, 1)).round(1)
    names = "neutral", "or_second", "named", "by_cue"
    return dict(zip(names, shares.tolist(), strict=True)) | {"statements": int(count[::2].sum())}
