"""One article in, its statements out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord import __version__
from onrecord.domain import Anchor, Article, ReaderInfo, Reading, Statement
from onrecord.understand.confidence import Calibration, Evidence
from onrecord.understand.decoding import FORBIDDEN, ROLES, Role, Span, spans_of, viterbi
from onrecord.understand.encoder import Encoder, Scores
from onrecord.understand.encoding import Encoded, sections
from onrecord.understand.linking import Spans, Weights, link
from onrecord.understand.quotations import quotations
from onrecord.understand.statements import Quoted, kind_of

LANGUAGES = frozenset({"en"})
"""What the model was trained on."""


class Reader:
    """Reads articles with one trained model. An article reads the same alone and among others."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._weights = Weights.of(encoder.manifest)
        self._calibration = Calibration.of(encoder.manifest)
        self._transitions = np.asarray(encoder.manifest["transitions"], dtype=np.float32)
        self.info = ReaderInfo(version=__version__, model=encoder.name)

    def read(self, article: Article) -> Reading:
        """The statements of one article, in the order of its text."""
        language = (article.language or "en").split("-")[0].lower()
        if language not in LANGUAGES:
            note = f"not looked into: the model reads {', '.join(sorted(LANGUAGES))}, this article is in {language}"
            return Reading(article, self.info, note=note)
        found = sorted(self._recorded(article.text), key=_position)
        return Reading(article, self.info, tuple(replace(s, id=f"s{i}") for i, s in enumerate(found, 1)))

    def _recorded(self, text: str) -> Iterator[Statement]:
        for statement, evidence in self.evidence(text):
            if self._calibration is None:
                yield statement
                continue
            confidence = self._calibration.confidence(evidence)
            if confidence >= self._calibration.record_from:
                yield replace(statement, confidence=confidence)

    def evidence(self, text: str) -> Iterator[tuple[Statement, Evidence]]:
        """Every statement with what the model had to go by; ids and confidences are not set yet."""
        quoted = Quoted(quotations(text))
        for start, end in sections(text):
            encoded = self._encoder.encode(text[start:end])
            if len(encoded):
                yield from self._section(text, start, encoded, self._encoder.scores(encoded), quoted)

    def _section(
        self, text: str, offset: int, encoded: Encoded, scores: Scores, quoted: Quoted
    ) -> Iterator[tuple[Statement, Evidence]]:
        # a span ends with its paragraph, as every span of dev and of the held-out articles does: only under a headline
        # over a short text, or in a list, would the model run over the edge
        scores.tags[encoded.separator, 1:] = FORBIDDEN
        spans = spans_of(viterbi(scores.tags, self._transitions))
        sources, cues, contents = (_words(spans, role) for role in ROLES)
        links = link(cues, sources, contents, scores.links, self._weights)

        def anchor(words: NDArray[np.int64]) -> Anchor:
            return Anchor.of(text, offset + int(encoded.starts[words[0]]), offset + int(encoded.ends[words[1] - 1]))

        for index, cue in enumerate(cues):
            own = np.flatnonzero(links.cue_of == index)
            if not len(own):
                continue  # a cue without a content says nothing
            chosen = links.source_of[index]
            source = sources[chosen] if chosen >= 0 else None
            cue_anchor = anchor(cue)
            content = tuple(anchor(contents[k]) for k in own)
            statement = Statement(
                id="",
                source=None if source is None else anchor(source),
                cue=cue_anchor,
                content=content,
                kind=kind_of(text, content, cue_anchor, quoted),
                confidence=None,
            )
            evidence = Evidence.of(
                scores.tags, source, cue, contents[own], float(links.source_chance[index]), links.cue_chance[own]
            )
            yield statement, evidence


def _words(spans: list[Span], role: Role) -> Spans:
    """[N, 2] the word spans of one role."""
    return np.asarray([(s.start, s.end) for s in spans if s.role == role], dtype=np.int64).reshape(-1, 2)


def _position(statement: Statement) -> tuple[int, int, int]:
    first = min(anchor.start for anchor in statement.anchors)
    return first, statement.content[0].start, statement.content[-1].end
