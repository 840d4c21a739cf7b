"""Where in a text a judgement belongs: the spans that it was made about, and the same words in another text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.judgement import UNCHANGED, Unchanged
from onrecord.text.quotations import quotations
from onrecord.text.quoted import Quoted, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.domain import Anchor, Kind, Span, Statement
    from onrecord.judgement import Changes, Review

_AROUND = 40
"""Characters on each side of the words that have to be the same, too: "he" is somebody else in another place."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a statement is told from others by, as offsets, and what else is needed to put it back."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: Kind = "indirect"
    negated: bool = False

    @classmethod
    def of(cls, statement: Statement) -> Place:
        content = tuple((a.start, a.end) for a in statement.content)
        return cls(_span(statement.source), _span(statement.cue), content, statement.kind, statement.negated)

    @property
    def spans(self) -> tuple[Span | None, Span | None, tuple[Span, ...]]:
        """What two places are one by."""
        return self.source, self.cue, self.content

    def overlap(self, other: Place) -> int:
        """Characters of content in common; 0 where the cue is another."""
        if self.cue != other.cue:
            return 0
        return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in self.content for b in other.content)

    def holds(self, inner: Span) -> bool:
        """Whether the span stands in the content."""
        return any(start <= inner[0] and inner[1] <= end for start, end in self.content)

    @property
    def point(self) -> Span:
        """Where it stands in the content of another: its cue, else the beginning of its content."""
        return self.cue or self.content[0]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement about a statement, with where that stood."""

    review: Review
    found: Place
    """As the machine had it."""
    shown: Place
    """As it is after this judgement and those before."""

    @property
    def counts(self) -> bool:
        """Whether it was not taken back, and is not itself a taking back."""
        return not self.review.undone and self.review.undoes is None


def wording(text: str, place: Place) -> Kind:
    """In whose wording its content is given."""
    return kind_of(text, place.content, place.cue, Quoted(quotations(text)))


def moved(judged: Judged, old: str, new: str) -> Judged | None:
    """The judgement in another text; None where its words, with what stands around them, are not in both just once."""
    spans = [*_spans(judged.found), *_spans(judged.shown), *_changed(judged.review.changes)]
    by = _shift(spans, old, new)
    if by is None or old == new:
        return judged if old == new else None
    review = replace(judged.review, changes=_shifted_changes(judged.review.changes, by))
    return Judged(review, _shifted(judged.found, by), _shifted(judged.shown, by))


def place_in(place: Place, old: str, new: str) -> Place | None:
    """The place in another text, as `moved`."""
    by = _shift(list(_spans(place)), old, new)
    return None if by is None else _shifted(place, by)


def _shift(spans: Sequence[Span], old: str, new: str) -> int | None:
    """By how much the spans stand further on in the new text; None where that is not sure."""
    if old == new:
        return 0
    start = max(0, min(s for s, _ in spans) - _AROUND)
    words = old[start : max(e for _, e in spans) + _AROUND]
    there = new.find(words)
    return there - start if there >= 0 and _once(words, old, start) and _once(words, new, there) else None


def _once(words: str, text: str, at: int) -> bool:
    return text.find(words) == at and text.find(words, at + 1) < 0


def _span(anchor: Anchor | None) -> Span | None:
    return None if anchor is None else (anchor.start, anchor.end)


def _spans(place: Place) -> Iterator[Span]:
    yield from (span for span in (place.source, place.cue) if span is not None)
    yield from place.content


def _changed(changes: Changes) -> Iterator[Span]:
    for span in (changes.source, changes.cue):
        if span is not None and not isinstance(span, Unchanged):
            yield span
    if not isinstance(changes.content, Unchanged):
        yield from changes.content


def _shifted(place: Place, by: int) -> Place:
    content = tuple((start + by, end + by) for start, end in place.content)
    return replace(place, source=_by(place.source, by), cue=_by(place.cue, by), content=content)


def _by(span: Span | None, by: int) -> Span | None:
    return None if span is None else (span[0] + by, span[1] + by)


def _shifted_changes(changes: Changes, by: int) -> Changes:
    speaker, source, cue, content = changes.speaker, changes.source, changes.cue, changes.content
    if speaker is not None and not isinstance(speaker, Unchanged):
        speaker = replace(speaker, mention=None)  # it stands somewhere else, and the name is enough
    return replace(
        changes,
        speaker=speaker,
        source=UNCHANGED if isinstance(source, Unchanged) else _by(source, by),
        cue=UNCHANGED if isinstance(cue, Unchanged) else _by(cue, by),
        content=UNCHANGED if isinstance(content, Unchanged) else tuple((s + by, e + by) for s, e in content),
    )
