"""Names and nouns of those who can speak or act, from the model's scores; pronouns by their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from onrecord.domain import ActorKind, Anchor, Form, Mention
from onrecord.understand.chain import Chain

if TYPE_CHECKING:
    from onrecord.understand.encoder import Scores
    from onrecord.understand.encoding import Encoded

NAME_KINDS: tuple[ActorKind, ...] = ("person", "organization", "place")
NOMINAL_KINDS: tuple[ActorKind, ...] = ("person", "group", "organization", "place")
PRONOUNS: dict[str, ActorKind] = {
    **dict.fromkeys("he she him her who i me you".split(), "person"),
    **dict.fromkeys("they them we us".split(), "group"),
    "it": "organization",
}
"""Words that stand for somebody, with the kind that they mostly stand for."""


@dataclass(frozen=True, slots=True)
class Transitions:
    """[T, T] from tag to tag: outside, then of each kind the first and a further word."""

    names: NDArray[np.float32]
    nominals: NDArray[np.float32]

    @classmethod
    def of(cls, manifest: dict[str, Any]) -> Transitions:
        return cls(*(np.asarray(manifest[f"{part}_transitions"], np.float32) for part in ("name", "nominal")))


def mentions(text: str, offset: int, encoded: Encoded, scores: Scores, transitions: Transitions) -> Iterator[Mention]:
    """The mentions of a part of a text that begins at `offset`; names may stand inside descriptions."""
    names = Chain(scores.names, transitions.names, encoded.separator).best_path()
    for start, end, kind in tagged_spans(names, encoded.separator):
        yield _mention(text, offset, encoded, start, end, NAME_KINDS[kind], "name")
    nominals = Chain(scores.nominals, transitions.nominals, encoded.separator).best_path()
    for start, end, kind in tagged_spans(nominals, encoded.separator):
        yield _mention(text, offset, encoded, start, end, NOMINAL_KINDS[kind], "nominal")
    for index in range(len(encoded)):
        word = text[offset + int(encoded.starts[index]) : offset + int(encoded.ends[index])]
        if len(word) <= 4 and (kind_of := PRONOUNS.get(word.lower())) and (word != "US"):
            yield _mention(text, offset, encoded, index, index + 1, kind_of, "pronoun")


def _mention(text: str, offset: int, encoded: Encoded, start: int, end: int, kind: ActorKind, form: Form) -> Mention:
    first, last = offset + int(encoded.starts[start]), offset + int(encoded.ends[end - 1])
    return Mention(Anchor.of(text, first, last), kind, form)


def tagged_spans(tags: NDArray[np.integer], separator: NDArray[np.bool_]) -> Sequence[tuple[int, int, int]]:
    """The spans that tags describe: first word, one past the last, index of the kind. A further tag without a first one
    begins a span; none runs over a separator."""
    found: list[tuple[int, int, int]] = []
    start = kind = -1
    for i, tag in enumerate([*np.where(separator, 0, tags).tolist(), 0]):
        goes_on = start >= 0 and tag and tag % 2 == 0 and (tag - 1) // 2 == kind
        if start >= 0 and not goes_on:
            found.append((start, i, kind))
            start = kind = -1
        if tag and not goes_on:
            start, kind = i, (tag - 1) // 2
    return found
