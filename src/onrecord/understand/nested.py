"""Statements inside statements: contents are read once more, those in which the second layer of tags sees a cue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.domain import Anchor
from onrecord.understand.attribution import Attribution, attributions
from onrecord.understand.chain import Chain
from onrecord.understand.decoding import FARTHEST, ROLES, Role, decode
from onrecord.understand.encoder import Scores
from onrecord.understand.encoding import Encoded
from onrecord.understand.linking import Weights

CUES_EXPECTED = 0.1
"""Contents in which the second layer expects fewer cues than this are not read again."""
DEEPEST = 8
"""Levels of statements inside statements that are looked for: more than any of dev has."""
LEAN = 0.3
"""How much the contents that are read again are leant to hold statements, in logits a word."""
_ROOM = 40
"""Words around a span in which its like is looked for."""


class SecondLayer:
    """What the first pass already sees inside the contents of a text."""

    def __init__(
        self, encoded: Encoded, scores: Scores, transitions: NDArray[np.float32], outer: Sequence[Attribution]
    ) -> None:
        """`transitions`: [T, T] of the second layer. Each run of content is a line of its own."""
        self._starts, self._ends = encoded.starts, encoded.ends
        self._outside = np.ones(len(encoded), dtype=np.bool_)
        for attribution in outer:
            for span in attribution.content:
                self._outside[span.start : span.end] = False
        self._outside |= encoded.separator
        self._chain = Chain(scores.inner, transitions, self._outside)

    def cues(self, attribution: Attribution) -> float:
        """How many cues are to be expected in the fullest of an attribution's contents."""
        begins = self._chain.begins(ROLES.index("cue"))
        return max(float(begins[span.start : span.end].sum()) for span in attribution.content)

    def support(self, role: Role, start: int, end: int) -> float:
        """The chance of a span of that role that shares half of its words with the characters from `start` to `end`."""
        first = int(np.searchsorted(self._ends, start, side="right"))
        last = int(np.searchsorted(self._starts, end, side="left"))
        if first >= last or self._outside[first:last].any():
            return 0.0
        begin, stop = self._chain.line_of(first)
        since = range(max(begin, first - _ROOM), min(last, first + FARTHEST))
        until = range(max(first, last - FARTHEST), min(stop, last + _ROOM))
        chances = self._chain.chances(ROLES.index(role), since, until)
        starts = np.asarray(since)[:, None]
        ends = np.asarray(until)[None, :] + 1
        shared = np.minimum(ends, last) - np.maximum(starts, first)
        alike = shared >= 0.5 * (np.maximum(ends, last) - np.minimum(starts, first))
        return min(float(chances[alike].sum()), 1.0)


@dataclass(frozen=True, slots=True)
class Excerpts:
    """Spans of a text as a text of their own, one line each: what the encoder reads once more."""

    text: str
    starts: NDArray[np.int64]
    """[N] where each line starts in `text`."""
    shifts: NDArray[np.int64]
    """[N] what to add to an offset in the line to get the offset in the article."""
    owners: NDArray[np.int64]
    """[N] which statement the line is from."""

    @classmethod
    def of(cls, contents: Sequence[Sequence[Anchor]]) -> Excerpts:
        """The contents of several statements. Quotation marks around the whole are left out: inside them, a quotation
        is somebody else's."""
        lines: list[str] = []
        starts, shifts, owners = [], [], []
        at = 0
        for owner, content in enumerate(contents):
            for span in content:
                line = span.text.strip(_MARKS).replace("\n", " ")
                if not line:
                    continue
                start = span.start + len(span.text) - len(span.text.lstrip(_MARKS))
                starts.append(at)
                shifts.append(start - at)
                owners.append(owner)
                lines.append(line)
                at += len(line) + 1
        arrays = (np.asarray(values, dtype=np.int64) for values in (starts, shifts, owners))
        return cls("\n".join(lines), *arrays)

    def line_at(self, offset: int) -> int:
        """The line that holds an offset of `text`."""
        return int(np.searchsorted(self.starts, offset, side="right")) - 1

    def attributions(
        self, encoded: Encoded, scores: Scores, transitions: NDArray[np.float32], weights: Weights
    ) -> Iterator[tuple[int, Attribution]]:
        """What stands in the lines, with the index of the statement around it. `transitions`: [T, T] for contents that
        are read again."""
        spans = decode(scores.inside, transitions, encoded.separator, LEAN)
        owners = [int(self.owners[self.line_at(int(encoded.starts[s.start]))]) for s in spans]
        for owner in dict.fromkeys(owners):
            own = [s for s, o in zip(spans, owners, strict=True) if o == owner]
            for found in attributions(own, scores.inside_links, weights):
                yield owner, found


_MARKS = "\"“”„‟‘’'«»` \t\n\xa0"
