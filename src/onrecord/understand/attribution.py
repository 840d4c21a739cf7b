"""From spans to attributions: a cue with its source and its contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.understand.decoding import ROLES, Span
from onrecord.understand.linking import Floats, Spans, Weights, link


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution over words, with how sure the model is of its links, 0 to 1."""

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    source_chance: float
    """That the cue has this source, or none."""
    content_chance: float
    """That the contents belong to this cue: the least of them."""


def attributions(spans: Sequence[Span], vectors: Floats, weights: Weights) -> Iterator[Attribution]:
    """Tie the spans together, cue by cue. A cue without a content says nothing: it is left out.

    `vectors`: [W, link width] as the model gives them.
    """
    sources, cues, contents = ([s for s in spans if s.role == role] for role in ROLES)
    links = link(_words(cues), _words(sources), _words(contents), vectors, weights)
    for index, cue in enumerate(cues):
        own = np.flatnonzero(links.cue_of == index)
        if len(own):
            chosen = int(links.source_of[index])
            yield Attribution(
                source=sources[chosen] if chosen >= 0 else None,
                cue=cue,
                content=tuple(contents[k] for k in own),
                source_chance=float(links.source_chance[index]),
                content_chance=float(links.cue_chance[own].min()),
            )


def _words(spans: Sequence[Span]) -> Spans:
    """[N, 2]"""
    return np.asarray([(s.start, s.end) for s in spans], dtype=np.int64).reshape(-1, 2)
