"""What stands inside statements, as training examples: contents as texts of their own, as the reader reads them again.

The layers correct what the trunk says of such a text: it takes the speaker's own stance for a statement, and misses
what is told by a noun.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from data import Chunk, Example, chunks, example, links
from layers import Inside, MentionLayers, Trunk, padded, stacked
from onrecord.domain import Anchor
from onrecord.understand.chain import Chain
from onrecord.understand.decoding import ROLES, spans_of
from onrecord.understand.nested import Excerpts

RUN = 128
"""Pieces of a run: what the reader reads contents again in."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of words of excerpts."""

    chunk: Chunk
    states: NDArray[np.float16]
    """[P, hidden] of the trunk's layer that the others go on from."""
    last: NDArray[np.float16]
    """[P, hidden] of its last."""
    tags: NDArray[np.float32]
    """[W, tags] as the trunk scores them."""
    vectors: NDArray[np.float32]
    """[W, link width] of the trunk."""
    positions: NDArray[np.int32]

    @property
    def size(self) -> int:
        return len(self.states)


def coded(articles: Path, codings: Path, tokenizer: Tokenizer) -> Iterator[Example]:
    """The contents of the coded articles with the statements in them."""
    with articles.open(encoding="utf8") as lines:
        texts = {a["id"]: a for a in map(json.loads, lines)}
    with codings.open(encoding="utf8") as lines:
        for item in map(json.loads, lines):
            yield example(excerpts(texts[item["id"]], item["nested"]), tokenizer)


def excerpts(article: dict[str, Any], nested: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """In the form of the corpus: all contents, a line each, with what stands in them, whose contents are lines, too."""
    text = article["text"]
    around = [s for s in (*article["attributions"], *nested) if s["content"]]
    lines = Excerpts.of([[Anchor.of(text, *span) for span in s["content"]] for s in around])
    ends = np.append(lines.starts[1:] - 1, len(lines.text))
    found = []
    for statement in nested:
        owners = [i for i, s in enumerate(around) if s["cue"] == statement["parent_cue"] and s is not statement]
        own = np.flatnonzero(np.isin(lines.owners, owners[:1]))
        found.append(
            {
                role: [
                    [int(a - lines.shifts[i]), int(b - lines.shifts[i])]
                    for a, b in statement[role]
                    for i in own
                    if lines.starts[i] <= a - lines.shifts[i] and b - lines.shifts[i] <= ends[i]
                ]
                for role in ROLES
            }
        )
    return {"id": article["id"], "text": lines.text, "attributions": [s for s in found if s["cue"]]}


def stretches(trunk: Trunk, ids: tuple[int, int], examples: Sequence[Example], rng: random.Random) -> list[Stretch]:
    """In runs, cut anew."""
    found = []
    for chunk in chunks(list(examples), RUN, rng):
        states, last, tags, vectors, positions = trunk.read(chunk.example, chunk.start, chunk.end, ids)
        found.append(Stretch(chunk, states.astype(np.float16), last.astype(np.float16), tags, vectors, positions))
    return found


def scores(model: MentionLayers, group: Sequence[Stretch]) -> tuple[Tensor, Tensor]:
    """[B, W, tags], [B, W, link width]"""
    x, positions, pieces = padded([(s.states, s.positions) for s in group])
    last = stacked([s.last for s in group]).float()
    known = stacked([s.tags for s in group]), stacked([s.vectors for s in group])
    return model.inside(model.words(x, positions, pieces), last, *known, positions)


def loss(model: MentionLayers, group: Sequence[Stretch], weight: float) -> Tensor:
    """Of tags, so weighted, and links."""
    tags, vectors = scores(model, group)
    gold = stacked([s.chunk.example.tags[s.chunk.start : s.chunk.end] for s in group]).long()
    words = stacked([np.ones(len(s.positions), np.bool_) for s in group])
    tied = tuple(links(s.chunk, s.chunk.example.attributions) for s in group)
    return weight * model.inside.crf.loss(tags, gold, words) + model.inside.linker.loss(vectors, tied)


@torch.no_grad()
def evaluate(model: MentionLayers, unseen: Sequence[Stretch]) -> dict[str, str]:
    """Exact F1 of source, cue and content, from the trunk's scores as they are and with the layers; the chain over the
    tags is that of now for both."""
    crf = model.inside.crf.scores().numpy()
    counts = {name: np.zeros((len(ROLES), 3)) for name in ("trunk", "inside")}
    for stretch in unseen:
        part = slice(stretch.chunk.start, stretch.chunk.end)
        separator = stretch.chunk.example.encoded.separator[part]
        if separator.all():
            continue
        want = spans_of(stretch.chunk.example.tags[part])
        own = scores(model, [stretch])[0][0].numpy()
        for name, emissions in (("trunk", stretch.tags), ("inside", own)):
            got = spans_of(Chain(emissions, crf, separator).best_path())
            for i, role in enumerate(ROLES):
                a, b = ({(s.start, s.end) for s in spans if s.role == role} for spans in (got, want))
                counts[name][i] += len(a & b), len(a), len(b)
    shares = {name: 200 * c[:, 0] / np.maximum(c[:, 1] + c[:, 2], 1) for name, c in counts.items()}
    return {name: " / ".join(f"{share:.1f}" for share in share_of) for name, share_of in shares.items()}


def begin(inside: Inside, manifest: dict[str, Any]) -> None:
    """As the trunk ties and chains."""
    inside.crf.transitions.data.copy_(torch.tensor(manifest["transitions"]).clamp(min=-100))
    for name in ("source_pairs", "content_pairs"):
        getattr(inside.linker, name).data.copy_(torch.tensor(manifest["link"][name]))
