"""The things that onrecord speaks of. Values only: nothing here reads, decides or writes.

Offsets are code points into `Article.text`, half-open.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any, Literal

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
Verdict = Literal["accept", "reject", "change"]
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
class Mention:
    """A place where the text speaks of someone or something that can speak or act."""

    anchor: Anchor
    kind: ActorKind
    form: Form


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that speaks or acts in one article, with all places where the article speaks of it."""

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
    """A time expression and the days that it admits."""

    id: str
    """Only within one reading: `t1`, `t2`, in the order of the text."""
    anchor: Anchor
    edtf: str | None
    """ISO 8601-2 (EDTF); None where the text does not say which time it is."""
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or some place that a statement or an event has besides: the words, and the actor that they mean."""

    span: Anchor | None
    actor: str | None = None


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
    """Who did what to whom, on whose word."""

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
    """The words for the actors. `onrecord.link` makes actors of them, and leaves none; so of the next."""
    patients: tuple[Anchor, ...] = ()

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """All spans of the event."""
        place = self.place.span if self.place else None
        return tuple(a for a in (self.trigger, place, self.condition) if a is not None)


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
class Judgement:
    """What a person decided about two actors. Kept for good; a later one about the same two supersedes it."""

    id: str
    at: str
    """When: ISO 8601, UTC."""
    by: str
    """Who."""
    why: str | None
    same: bool
    left: tuple[str, ActorKind]
    """Name and kind: a judgement is about names, so that it outlives a new reading."""
    right: tuple[str, ActorKind]
    document: str | None = None
    """For actors that were set apart: the document whose actor of the name `left` is not the others'."""
    undone: bool = False
    """Whether it was taken back, so that it counts no more."""
    undoes: str | None = None
    """The judgement that this one takes back."""


class Unchanged(Enum):
    """What a field of `Changes` is that was not changed: None says that there is none."""

    UNCHANGED = "unchanged"


UNCHANGED = Unchanged.UNCHANGED


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a person names as the speaker: an actor of the article, or a name that was typed."""

    name: str
    """Empty where the document was deleted since: then the machine's speaker stands."""
    kind: ActorKind | None = None
    """None: of the actor that bears the name; where none does, a person."""
    named: bool = True
    """Whether it is a name: "officials" is none."""
    mention: Span | None = None
    """The first place where the article speaks of the actor, to tell two of one name apart."""

    @classmethod
    def of(cls, actor: Actor) -> Speaker:
        """That actor of the article."""
        first = (actor.mentions[0].start, actor.mentions[0].end) if actor.mentions else None
        return cls(actor.name, actor.kind, actor.named, first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a person says of a statement, field by field. Spans are offsets into the text of the version."""

    speaker: Speaker | Unchanged | None = UNCHANGED
    """None: the article does not say who."""
    act: Act | Unchanged | None = UNCHANGED
    source: Span | Unchanged | None = UNCHANGED
    cue: Span | Unchanged | None = UNCHANGED
    content: tuple[Span, ...] | Unchanged = UNCHANGED
    """One span or more, in text order."""

    @property
    def named(self) -> dict[str, Any]:
        """The fields that are changed, by name."""
        whole = ((name, getattr(self, name)) for name in ("speaker", "act", "source", "cue", "content"))
        return {name: value for name, value in whole if not isinstance(value, Unchanged)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person judged of one statement. Kept for good; a later one supersedes it in the fields that it names."""

    id: str
    at: str
    """When: ISO 8601, UTC."""
    by: str
    """Who."""
    why: str | None
    verdict: Verdict
    document: str
    version: str
    """Into whose text the offsets are."""
    statement: str
    """The permanent id of the machine's statement."""
    changes: Changes
    """Of `change`: the fields that were named. Of `accept`: all fields, as they were shown. Of `reject`: none."""
    undone: bool = False
    """Whether it was taken back, so that it counts no more."""
    undoes: str | None = None
    """The review that this one takes back."""


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
