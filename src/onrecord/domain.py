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
Form = Literal["name", "nominal", "pronoun"]
Act = Literal[
    "assert", "deny", "predict", "report", "announce", "ask", "demand", "promise", "offer",
    "warn", "threaten", "intend", "accept", "reject", "support", "criticize", "accuse", "believe",
]  # fmt: skip
Stance = Literal["distanced", "endorsed"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "SANCTION", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Realis = Literal["occurred", "ongoing", "planned", "conditional", "not_occurred", "denied", "alleged"]
Reviewed = Literal["accepted", "changed"]
Span = tuple[int, int]
"""Start and end."""


def digest(*parts: str | bytes) -> str:
    """A name derived from content: 16 hexadecimal digits of SHA-256, the parts kept apart."""
    joined = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        joined.update(f"{len(raw)}:".encode() + raw)
    return joined.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span of an article's text, from `start` up to but not including `end`, with the `text` that stands there."""

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
    """A part of the page's layout: its `kind`, and where it has its `start` and `end`."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """One article as it was read: its `text`, in which all offsets count, and what is known of it.

    `title`, `outlet` and `authors` are as the page or whoever gave it says; None or empty where nobody does.
    """

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
    """The layout, in text order."""

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
class Mention:
    """A place where the text speaks of someone or something that can speak or act."""

    anchor: Anchor
    kind: ActorKind
    form: Form


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something of a `kind` that speaks or acts in one article, with all places where it speaks of it."""

    id: str
    """Only within one reading: `a1`, `a2`, in the order of their first mention."""
    name: str
    """The fullest name that the article gives; what is never named goes by its fullest description."""
    kind: ActorKind
    named: bool
    """Whether the article names it. What has no name ("officials") is nobody beyond its article."""
    mentions: tuple[Anchor, ...]
    """In text order: names, descriptions and pronouns."""
    roles: tuple[Anchor, ...] = ()
    """Titles, offices and descriptions as the article gives them, in text order."""
    part_of: str | None = None
    """The actor that an institution belongs to."""
    count: float | None = None
    """How many they are, where the text says so ("36 subsidiaries")."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression (its `anchor`), and the `earliest` and `latest` day that it admits."""

    id: str
    """Only within one reading: `t1`, `t2`, in the order of the text."""
    anchor: Anchor
    edtf: str | None
    """ISO 8601-2 (EDTF); None where the text does not say which time it is."""
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or some place that a statement or event has besides: the words (`span`), and the `actor` they mean."""

    span: Anchor | None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: a `source` says or thinks a content, signalled by a `cue`.

    `kind`: whether all of the content stands in quotation marks (`direct`), part of it (`mixed`) or none (`indirect`).
    """

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
    speaker: str | None = None
    """The actor that the source stands for; None where the article does not say, or not surely enough."""
    speaker_confidence: float | None = None
    """Calibrated chance, to two places, that it is this actor and no other."""
    on_behalf_of: str | None = None
    """The actor that the speaker speaks for, where the text says so."""
    addressee: Party | None = None
    """To whom it was said."""
    act: Act | None = None
    """What the speaker does by saying it; None where the words do not say."""
    negated: bool = False
    """Whether the cue is: "did not say"."""
    stance: Stance | None = None
    """What the reporter's cue lets through about the truth of it."""
    condition: Anchor | None = None
    """On which the act, or what it holds out, depends."""
    venue: Anchor | None = None
    """Where or in what the words were given: "in a statement"."""
    time: str | None = None
    """When it was said: a time's id."""
    reviewed: Reviewed | None = None
    """Whether a person judged it: `accepted`, it is as the machine has it; `changed`, it is not. What a person judged
    has the confidence 1."""

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """All spans of the statement."""
        addressee = self.addressee.span if self.addressee else None
        named = tuple(a for a in (self.source, self.cue, addressee, self.condition, self.venue) if a is not None)
        return named + self.content + self.inserted


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, on whose word.

    `type`: one of PLOVER's sixteen. `place`, `condition`: where, and on what it depends; None where the text has none.
    """

    id: str
    """Only within one reading: `e1`, `e2`, in the order of the text."""
    type: EventType
    trigger: Anchor
    """The words that name it."""
    realis: Realis
    """Whether it happened, in the eyes of whoever tells it."""
    actors: tuple[str, ...] = ()
    """Who does it: actors' ids."""
    recipients: tuple[str, ...] = ()
    """To or with whom."""
    place: Party | None = None
    time: str | None = None
    """A time's id."""
    condition: Anchor | None = None
    according_to: str | None = None
    """The statement inside whose content it is told; None in the outlet's own voice."""
    confidence: float | None = None
    """Calibrated chance, to two places, that a careful coder would record an event of this type here."""
    agents: tuple[Anchor, ...] = ()
    """The words for the actors. `onrecord.link` makes actors of them, and leaves none; so of `patients`."""
    patients: tuple[Anchor, ...] = ()
    """The words for the recipients."""

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """All spans of the event."""
        place = self.place.span if self.place else None
        return tuple(a for a in (self.trigger, place, self.condition) if a is not None)


@dataclass(frozen=True, slots=True)
class ReaderInfo:
    """Which `version` of the program and which `model` made a reading."""

    version: str
    model: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One `article` and what one `reader` found in it: `statements`, `actors`, `times` and `events` in text order."""

    article: Article
    reader: ReaderInfo
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    """In text order; names may stand in descriptions. `onrecord.link` makes actors of them, and leaves none."""
    actors: tuple[Actor, ...] = ()
    times: tuple[Time, ...] = ()
    events: tuple[Event, ...] = ()
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


@dataclass(frozen=True)
class Profile:
    """What tells one named actor of an article from another across articles: all that pair decisions look at.

    Actors of many articles share one profile; it is named by its content.
    """

    name: str
    kind: ActorKind
    roles: tuple[str, ...] = ()
    """Titles and descriptions as the article gives them, lower case, sorted, each once."""
    part_of: str | None = None
    """The name of what it belongs to."""
    apart: str | None = None
    """The document whose actor a person set apart; None for all others."""

    @cached_property
    def id(self) -> str:
        """Derived from content."""
        return digest("profile", self.kind, self.name, *self.roles, "part of", self.part_of or "", self.apart or "")


@dataclass(frozen=True, slots=True)
class Decision:
    """Why two profiles are or are not one actor."""

    left: str
    """A profile's id; the smaller of the two."""
    right: str
    same: bool
    score: float
    """0 to 1."""
    reasons: tuple[str, ...]
    """What spoke for and against it, with the values that were compared."""
    judgement: str | None = None
    """The person's judgement that decided."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One actor across articles: profiles that decisions tie together."""

    id: str
    """The smallest of its profiles' ids, so that the order of arrival does not matter."""
    name: str
    kind: ActorKind
    profiles: tuple[Profile, ...]
    """By id."""
    decisions: tuple[Decision, ...]
    """Between its profiles, and with near ones that are not it; by left, then right."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in a catalogue, as FollowTheMoney describes them."""

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2, lower case."""
    wikidata: str | None = None
    topics: tuple[str, ...] = ()
    """`sanction`, `role.pep`, …"""
    positions: tuple[str, ...] = ()
    """Offices and roles, as text."""
    birth_date: str | None = None


@dataclass(frozen=True, slots=True)
class CatalogueMatch:
    """An entry that an actor may be."""

    entry: Entry
    score: float
    """0 to 1."""
    reasons: tuple[str, ...]
