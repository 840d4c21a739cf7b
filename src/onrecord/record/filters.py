"""Which statements, articles and actors are asked for. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from onrecord.domain import Act, ActorKind, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """Which statements. Every condition that is given must hold; none is an expression, all text is literal."""

    by: str | None = None
    """Words that stand in the speaker's name or in the source, in this order; the last may be only begun. Case and
    accents don't count."""
    speakers: tuple[str, ...] | None = None
    """Ids of actors, one of whom is the speaker. An id that no actor has any more finds nothing."""
    concerning: tuple[str, ...] | None = None
    """Ids of actors, of one of whom the content of another's statement speaks. Not with `speakers`."""
    about: str | None = None
    """The same, in the content."""
    text: str | None = None
    """Words that all stand in source or content, in any order; each may be only begun."""
    kind: Kind | None = None
    act: Act | None = None
    outlet: str | None = None
    """The outlet's whole name; case doesn't count."""
    since: date | None = None
    """The first day of publication. An undated article is in no span of days."""
    until: date | None = None
    """The last day of publication."""
    min_confidence: float | None = None
    """Between 0 and 1. A statement without a confidence is below any. One inside others is given only if these reach it
    too."""
    document: str | None = None
    """The article's id in full."""
    limit: int | None = None
    """At most so many rows."""
    newest_first: bool = False
    """The last day of publication first; the undated are last either way."""
    after: int | None = None
    """Only what comes after this place: that of the last row of the page before (`StatementRow.place`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles. Every condition that is given must hold."""

    text: str | None = None
    """Words that all stand in the title or the text, in any order; each may be only begun."""
    outlet: str | None = None
    """The outlet's whole name; case doesn't count."""
    language: str | None = None
    """ISO 639-1."""
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    newest_first: bool = False
    """The last day of publication first; the undated are last either way."""
    after: int | None = None
    """Only what comes after this place: that of the last row of the page before (`ArticleRow.place`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFilter:
    """Which actors. Every condition that is given must hold."""

    text: str | None = None
    """Letters that stand in one of the names; case doesn't count in ASCII."""
    kind: ActorKind | None = None
    limit: int | None = None
    skip: int = 0
    """How many of the first are left out."""
