"""One article in, its statements out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from onrecord import __version__
from onrecord.domain import Anchor, Article, ReaderInfo, Reading, Statement, day
from onrecord.text.quotations import Quotation, quotations
from onrecord.text.quoted import Quoted, kind_of
from onrecord.text.sentences import Sentences
from onrecord.understand.acts import ActWeights, with_acts
from onrecord.understand.attribution import Attribution, attributions
from onrecord.understand.carried import carried_starts, with_next_paragraphs
from onrecord.understand.chain import FORBIDDEN
from onrecord.understand.confidence import (
    FEATURES,
    NESTED_FEATURES,
    Calibration,
    Evidence,
    evidence,
    nested_evidence,
)
from onrecord.understand.decoding import TAGS, Span, decode
from onrecord.understand.encoder import Encoder, Floats, Scores
from onrecord.understand.encoding import Encoded, sections
from onrecord.understand.events import Weighing, find_events
from onrecord.understand.linking import Weights
from onrecord.understand.mentions import Transitions, mentions
from onrecord.understand.nested import CUES_EXPECTED, DEEPEST, Excerpts, SecondLayer
from onrecord.understand.statements import with_times
from onrecord.understand.times import find_times
from onrecord.understand.trees import Trees

Part = tuple[int, Encoded, Scores]
"""Of a text: where it begins, its words, what the model says of them."""
GOES_ON = np.arange(2, len(TAGS), 2)
"""The tags with which a span goes on."""
LANGUAGES = frozenset({"en"})
"""What the model was trained on."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where quotations and sentences of a text begin and end."""

    quotations: Sequence[Quotation]
    quoted: Quoted
    sentences: Sentences

    @classmethod
    def of(cls, text: str) -> Layout:
        found = quotations(text)
        return cls(found, Quoted(found), Sentences(text))

    def sentence_starts(self, start: int, end: int) -> list[int]:
        """Where sentences begin from `start` on and before `end`, outside of quotations that began before."""
        return [at for at in self.sentences.starting_in(start, end) if not self.quoted.opened_before(at)]


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement with what the model had to go by; its id is not set yet."""

    statement: Statement
    evidence: Evidence
    sure: bool
    """Whether it is to be recorded, for all that is known of it alone."""
    parent: int | None = None
    """Which finding it stands in."""


class Reader:
    """Reads articles with one trained model. An article reads the same alone and among others."""

    def __init__(self, encoder: Encoder) -> None:
        manifest = encoder.manifest
        self._encoder = encoder
        self._weights = Weights.of(manifest)
        self._calibration = Calibration.of(manifest, "calibration", FEATURES)
        self._nested_calibration = Calibration.of(manifest, "nested_calibration", NESTED_FEATURES)
        self._transitions = np.asarray(manifest["transitions"], dtype=np.float32)
        self._inside_weights = Weights.of(manifest, "inside_link")
        self._inside_transitions = np.asarray(manifest["inside_transitions"], dtype=np.float32)
        self._inner_transitions = np.asarray(manifest["inner_transitions"], dtype=np.float32)
        self.act_weights = ActWeights.of(manifest)
        self._mention_transitions = Transitions.of(manifest)
        self._weighing = Weighing.of(manifest)
        self.info = ReaderInfo(version=__version__, model=encoder.name)

    def read(self, article: Article) -> Reading:
        """The statements of one article, in the order of its text."""
        language = (article.language or "en").split("-")[0].lower()
        if language not in LANGUAGES:
            note = f"not looked into: the model reads {', '.join(sorted(LANGUAGES))}, this article is in {language}"
            return Reading(article, self.info, note=note)
        text = article.text
        layout = Layout.of(text)
        parts: list[Part] = []
        findings = self.findings(text, layout, parts)
        seen = [m for part in parts for m in mentions(text, *part, self._mention_transitions)]
        recorded = self._recorded(findings)
        outer = [index for index in recorded if findings[index].parent is None]
        said_on = with_next_paragraphs(text, [recorded[i] for i in outer], layout.quotations, article.blocks)
        recorded |= zip(outer, said_on, strict=True)
        order = sorted(recorded, key=lambda index: _position(recorded[index]))
        ids: dict[int | None, str | None] = {index: f"s{place}" for place, index in enumerate(order, 1)}
        ids[None] = None
        statements = [
            replace(
                recorded[index],
                id=f"s{place}",
                parent=ids[findings[index].parent],
                carried=carried_starts(text, recorded[index], layout.sentences, layout.quoted),
            )
            for place, index in enumerate(order, 1)
        ]
        seen.sort(key=lambda m: (m.anchor.start, -m.anchor.end))
        captions = [(block.start, block.end) for block in article.blocks if block.kind == "caption"]
        times = find_times(text, day(article.published), captions)
        trees = Trees.of(text, parts, layout.sentences)
        acts, happened = (
            np.concatenate([getattr(scores, name) for _, _, scores in parts]) if parts else np.empty((0, 0), np.float32)
            for name in ("acts", "events")
        )
        dated = list(with_times(text, statements, times, layout.sentences))
        said = tuple(with_acts(trees, acts, self.act_weights, dated, seen, times))
        weigh = partial(self._weighing.weighed, trees, happened) if self._weighing else None
        events = find_events(trees, seen, said, times, layout.sentences, day(article.published), weigh)
        return Reading(article, self.info, said, mentions=tuple(seen), times=times, events=events)

    def _recorded(self, findings: Sequence[Finding]) -> dict[int, Statement]:
        """What is sure enough, by its place among the findings. Nothing stands inside what is not recorded."""
        kept: dict[int, Statement] = {}
        for index, finding in enumerate(findings):
            if not finding.sure or (finding.parent is not None and finding.parent not in kept):
                continue
            statement = finding.statement
            around = None if finding.parent is None else kept[finding.parent].confidence
            if statement.confidence is not None and around is not None:
                # nothing is surer than what it stands in
                statement = replace(statement, confidence=min(statement.confidence, around))
            kept[index] = statement
        return kept

    def _weighed(self, statement: Statement, evidence: Evidence, parent: int | None = None) -> Finding:
        """With its confidence, by itself; and whether that is enough to record it. A model in the making has none."""
        calibration = self._calibration if parent is None else self._nested_calibration
        if calibration is None:
            return Finding(statement, evidence, True, parent)
        confidence = calibration.confidence(evidence)
        sure = confidence >= calibration.record_from
        return Finding(replace(statement, confidence=confidence), evidence, sure, parent)

    def findings(self, text: str, layout: Layout, parts: list[Part] | None = None) -> list[Finding]:
        """All that the model sees, the sure and the unsure; what stands in another statement comes after it.

        The parts of the text, with what the model says of them, are added to `parts`.
        """
        found: list[Finding] = []
        for start, end in sections(text):
            encoded = self._encoder.encode(text[start:end])
            if len(encoded):
                scores = self._encoder.scores(encoded)
                if parts is not None:
                    parts.append((start, encoded, scores))
                self._read_section(text, start, encoded, scores, found, layout)
        return found

    def _read_section(
        self, text: str, offset: int, encoded: Encoded, scores: Scores, found: list[Finding], layout: Layout
    ) -> None:
        """Add the outer statements of a part of the text, then what stands in them, then what stands in that."""

        def anchor(span: Span) -> Anchor:
            return Anchor.of(text, offset + int(encoded.starts[span.start]), offset + int(encoded.ends[span.end - 1]))

        _end_with_sentences(scores.tags, encoded, layout, offset)
        spans = decode(scores.tags, self._transitions, encoded.separator)
        outer = list(attributions(spans, scores.links, self._weights))
        layer = SecondLayer(encoded, scores, self._inner_transitions, outer)
        which = []
        for attribution in outer:
            finding = self._weighed(_statement(text, attribution, anchor, layout.quoted), evidence(attribution))
            if finding.sure and layer.cues(attribution) >= CUES_EXPECTED:
                which.append(len(found))
            found.append(finding)
        for _ in range(DEEPEST):
            inner = list(self._read_again(text, offset, found, which, layer, layout.quoted)) if which else []
            which = [len(found) + i for i, finding in enumerate(inner) if finding.sure]
            found += inner

    def _read_again(
        self,
        text: str,
        offset: int,
        found: Sequence[Finding],
        which: Sequence[int],
        layer: SecondLayer,
        quoted: Quoted,
    ) -> Iterator[Finding]:
        """What stands in the contents of these findings."""
        excerpts = Excerpts.of([found[index].statement.content for index in which])
        encoded = self._encoder.encode(excerpts.text)
        if not len(encoded):
            return

        def anchor(span: Span) -> Anchor:
            start, end = int(encoded.starts[span.start]), int(encoded.ends[span.end - 1])
            shift = int(excerpts.shifts[excerpts.line_at(start)])
            return Anchor.of(text, start + shift, end + shift)

        scores = self._encoder.scores(encoded, unrelated=True)
        _end_with_sentences(scores.inside, encoded, Layout.of(excerpts.text), 0)
        for index, attribution in excerpts.attributions(
            encoded, scores, self._inside_transitions, self._inside_weights
        ):
            outer = found[which[index]].statement
            inner = _statement(text, attribution, anchor, quoted)
            seen = nested_evidence(attribution, inner, outer, layer, offset)
            yield self._weighed(inner, seen, which[index])


def _end_with_sentences(tags: Floats, encoded: Encoded, layout: Layout, offset: int) -> None:
    """Change the scores of tags so that spans end with their sentence outside of quotation marks, as 99 of 100 do.
    `offset`: of the encoded text in the one that was laid out."""
    starts = layout.sentence_starts(offset, offset + int(encoded.ends[-1]))
    first = np.searchsorted(encoded.starts, np.asarray(starts, dtype=np.int64) - offset)
    first = first[first < len(encoded)]
    tags[first[:, None], GOES_ON] = FORBIDDEN


def _statement(text: str, attribution: Attribution, anchor: Callable[[Span], Anchor], quoted: Quoted) -> Statement:
    cue = anchor(attribution.cue)
    content = tuple(map(anchor, attribution.content))
    return Statement(
        id="",
        source=None if attribution.source is None else anchor(attribution.source),
        cue=cue,
        content=content,
        kind=kind_of(text, [(a.start, a.end) for a in content], (cue.start, cue.end), quoted),
        confidence=None,
    )


def _position(statement: Statement) -> tuple[int, int, int]:
    first = min(anchor.start for anchor in statement.anchors)
    return first, statement.content[0].start, -statement.content[-1].end
