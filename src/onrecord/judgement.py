"""What people decide: about actors, whether two are one, and about statements, how they are. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from onrecord.domain import Act, Actor, ActorKind, Span

Verdict = Literal["accept", "reject", "change"]


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
