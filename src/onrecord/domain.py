"""The things that onrecord speaks of. Values only: nothing here reads, decides or writes.

Offsets are code points into `Article.text`, half-open.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

Kind = Literal["direct", "indirect", "mixed"]
BlockKind = Literal["title", "caption", "heading", "paragraph", "other"]
ActorKind = Literal["person", "organization", "country", "place", "group", "document", "other"]


def digest(*parts: str | bytes) -> str:
    """A name derived from content: 16 hexadecimal digits of SHA-256, the parts kept apart."""
    joined = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        joined.update(f"{len(raw)}:".encode() + raw)
    return joined.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span of an article's text together with the characters that stand there."""

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Anchor:
        """The span of `text` from `start` to `end`. Raises ValueError where there is no such span."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no span {start}:{end} in a text of {len(text)} characters")
        return cls(start, end, text[start:end])

    def is_grounded(self, text: str) -> bool:
        """Whether `text` has these characters at these offsets."""
        return 0 <= self.start < self.end <= len(text) and text[self.start : self.end] == self.text


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page's layout."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """One article as it was read: its text, in which all offsets count, and what is known of it."""

    text: str
    given_id: str | None = None
    """The `id` it came with in JSON Lines, else the path or address as given."""
    url: str | None = None
    """Its address, canonical where the page says which."""
    title: str | None = None
    outlet: str | None = None
    agency: str | None = None
    """The agency that the dateline or byline names."""
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601: a day, or a day with its time."""
    language: str | None = None
    """ISO 639-1, declared or detected; None where neither says."""
    blocks: tuple[Block, ...] = ()

    @cached_property
    def id(self) -> str:
        """The document's name: from its address, else from outlet and given id, else from the text."""
        if self.url:
            return digest("url", self.url)
        if self.given_id:
            return digest("given", self.outlet or "", self.given_id)
        return digest("text", self.text)

    @cached_property
    def sha256(self) -> str:
        """Of the text in UTF-8, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: a source says or thinks a content, signalled by a cue."""

    id: str
    """Only within one reading: `s1`, `s2`, in the order of the text."""
    source: Anchor | None
    cue: Anchor | None
    content: tuple[Anchor, ...]
    """One span or more in text order, each a longest unbroken run."""
    kind: Kind
    confidence: float | None
    """Calibrated chance, to two places, that a careful annotator would record this statement with this source."""
    parent: str | None = None
    """The statement in whose content this one stands."""
    carried: tuple[int, ...] = ()
    """Where in the content a sentence goes on in the speaker's voice without a cue."""
    inserted: tuple[Anchor, ...] = ()
    """Spans in the content that are not the speaker's words."""

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """All spans of the statement."""
        named = tuple(a for a in (self.source, self.cue) if a is not None)
        return named + self.content + self.inserted


@dataclass(frozen=True, slots=True)
class ReaderInfo:
    """Which program and which model made a reading."""

    version: str
    model: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One article and what one reader found in it."""

    article: Article
    reader: ReaderInfo
    statements: tuple[Statement, ...] = ()
    note: str | None = None
    """Why nothing was looked for, where it wasn't: a language that the model does not read, an empty text."""


@dataclass(frozen=True, slots=True)
class Raw:
    """What an article was taken from, byte for byte."""

    data: bytes
    media_type: str
    """`text/html`, `text/plain` or `application/json`."""

    @property
    def sha256(self) -> str:
        """Of the bytes, hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Loaded:
    """One input record that became an article."""

    article: Article
    resource: str
    """Where it came from, for messages: a path, a path with a line number, an address."""
    raw: Raw | None = None
    """The saved or fetched page; None for text and JSON Lines, which lose nothing by becoming an article."""
    warnings: tuple[str, ...] = field(default=())
    """What the user should know of, one clause each: a charset that was guessed, a date that is missing."""


def day(published: str | None) -> date | None:
    """The day of an article's `published`, None where it is missing."""
    return date.fromisoformat(published[:10]) if published else None
