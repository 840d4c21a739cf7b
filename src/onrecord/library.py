"""A ledger for Python: articles put on record, and asked for. The stages do the work.

Names, days and words mean here what they mean on the command line.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self, SupportsIndex, TypeVar, get_args

from onrecord import pipeline
from onrecord.domain import Act, ActorKind, EventType, Kind, Realis
from onrecord.errors import LedgerError, ReadError, UsageError
from onrecord.notebook import Rows
from onrecord.reading import Day, Failed, Reading, Source, loaded_text, options, reader, remarked, understood
from onrecord.text import is_text

if TYPE_CHECKING:
    from onrecord.identities import Actors, Dossier
    from onrecord.record.events import EventRow, Whom
    from onrecord.record.ledger import ActorRow, Added, ArticleRow, Document, StatementRow
    from onrecord.record.ledger import Ledger as Record

L = TypeVar("L", bound=str)
S = TypeVar("S", str, str | None)


def open_ledger(path: Source, *, create: bool = False) -> Ledger:
    """The ledger in the file `path`, made there first where it is missing and `create` says so.

    It closes at the end of a `with` block, or by `close()`. Raises LedgerError.
    """
    from onrecord.record import open_ledger as open_

    return Ledger(open_(Path(path), create=create), Path(path))


class Ledger:
    """A ledger, to add articles to and to ask. Every method raises LedgerError where it can't be read or written.

    Every condition that is given must hold. Words are words, not expressions; case and accents don't count, and the
    last one may be only begun. `since` and `until` are days of publication. `limit`: at most so many rows, all of which
    are in memory at once.
    """

    def __init__(self, record: Record, path: Path) -> None:
        self._record: Record | None = record
        self.path = path
        """Its file; the catalogues are beside it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. A second time does nothing."""
        if self._record is not None:
            self._record.close()
        self._record = None

    @property
    def record(self) -> Record:
        """The ledger itself, with all that it can do: `onrecord.record.ledger.Ledger`. Raises LedgerError where it is
        closed."""
        if self._record is None:
            raise LedgerError("is closed", resource=str(self.path), hint="open it again with open_ledger()")
        return self._record

    # Adding

    def add(self, *sources: Source, published: Day | None = None, failed: Failed | None = None) -> tuple[Added, ...]:
        """Read articles and put them on record. What changed the ledger; adding the same twice changes nothing.

        Sources are those of `read_many`, and so is `failed`. Each article is safely there before the next is read.
        """
        names = [os.fspath(source) for source in sources]
        changed = []
        for outcome in pipeline.add(names, options(published), self.record, reader()):
            if isinstance(outcome, pipeline.Recorded):
                remarked(outcome)
                if outcome.added.status != "unchanged":
                    changed.append(outcome.added)
            elif isinstance(outcome, ReadError):
                if failed is None:
                    raise outcome
                failed(outcome)
        return tuple(changed)

    def add_text(
        self,
        text: str,
        *,
        published: Day | None = None,
        title: str | None = None,
        outlet: str | None = None,
        authors: Iterable[str] = (),
        url: str | None = None,
        language: str | None = None,
        id: str | None = None,  # noqa: A002
    ) -> Added:
        """Read a text that is at hand and put it on record; everything as in `read_text`.

        The document is known by its `url`, else by `outlet` and `id`, else by its text: give one of the first two, so
        that a changed text becomes a new version and not another document.
        """
        loaded = loaded_text(text, published, title, outlet, authors, url, language, id)
        return self.record.add(loaded, remarked(understood(loaded)))

    # Asking

    def statements(
        self,
        *,
        by: str | None = None,
        topic: str | None = None,
        about: str | None = None,
        text: str | None = None,
        kind: Kind | None = None,
        act: Act | None = None,
        outlet: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        min_confidence: float | None = None,
        document: str | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> Rows[StatementRow]:
        """Who is on record with what, by day of publication, the undated last.

        `by`: the actor of this name or id, under all its names; where nobody is called so, and for a surname, words of
        the speaker's name or of the source. `topic`: said by somebody whom a catalogue has under it, as `sanction`.
        `about`: words of what is said, in this order. `text`: words of who or what, in any order. `document`: an
        article's id, which may be only begun. Raises UsageError where a condition can't be meant, as a topic that
        nobody on record has.
        """
        from onrecord.record.filters import StatementFilter
        from onrecord.serve.rows import STATEMENTS
        from onrecord.serve.who import said_by, with_topic

        wanted = StatementFilter(
            about=_written(about),
            text=_written(text),
            kind=_one_of("kind", kind, Kind),
            act=_one_of("act", act, Act),
            outlet=_written(outlet),
            since=_day(since),
            until=_day(until),
            min_confidence=_chance(min_confidence),
            document=None if document is None else self.record.document(document).id,
            limit=_limit(limit),
            newest_first=newest_first,
        )
        if by is not None:
            wanted = said_by(wanted, self._actors(), _written(by))
        if topic is not None:
            wanted = with_topic(wanted, self._actors(), self.path, _written(topic))
        return Rows(self.record.statements(wanted), STATEMENTS)

    def events(
        self,
        *,
        type: EventType | None = None,  # noqa: A002 (the contract's word)
        actor: str | None = None,
        recipient: str | None = None,
        about: str | None = None,
        realis: Realis | None = None,
        outlet: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        min_confidence: float | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> Rows[EventRow]:
        """Who did what to whom, on whose word, by day of publication, the undated last.

        `actor`: who does it, by name or id, under all names; `recipient`: to or with whom. `about`: words in the text
        around it. Raises UsageError where a condition can't be meant.
        """
        from onrecord.record.events import EventFilter
        from onrecord.serve.event_rows import EVENTS

        wanted = EventFilter(
            type=_one_of("type", type, EventType),
            actor=self._whom(actor),
            recipient=self._whom(recipient),
            about=_written(about),
            realis=_one_of("realis", realis, Realis),
            outlet=_written(outlet),
            since=_day(since),
            until=_day(until),
            min_confidence=_chance(min_confidence),
            limit=_limit(limit),
            newest_first=newest_first,
        )
        return Rows(self.record.events.matching(wanted), EVENTS)

    def timeline(
        self,
        *,
        actor: str | None = None,
        about: str | None = None,
        outlet: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        min_confidence: float | None = None,
        limit: int | None = None,
    ) -> Rows[EventRow]:
        """The same events by the day that the texts give them; what no text dates comes last.

        `actor`: done by, to or with whom. Raises UsageError where a condition can't be meant.
        """
        from onrecord.record.events import EventFilter
        from onrecord.serve.event_rows import DAYS

        wanted = EventFilter(
            party=self._whom(actor),
            about=_written(about),
            outlet=_written(outlet),
            since=_day(since),
            until=_day(until),
            min_confidence=_chance(min_confidence),
            limit=_limit(limit),
        )
        return Rows(self.record.events.by_day(wanted), DAYS)

    def articles(
        self,
        *,
        text: str | None = None,
        outlet: str | None = None,
        language: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> Rows[ArticleRow]:
        """The articles on record, by day of publication. `text`: words of title or text, in any order."""
        from onrecord.record.filters import ArticleFilter
        from onrecord.serve.rows import ARTICLES

        wanted = ArticleFilter(
            text=_written(text),
            outlet=_written(outlet),
            language=_written(language),
            since=_day(since),
            until=_day(until),
            limit=_limit(limit),
            newest_first=newest_first,
        )
        return Rows(self.record.articles(wanted), ARTICLES)

    def actors(
        self, *, text: str | None = None, kind: ActorKind | None = None, limit: int | None = None
    ) -> Rows[ActorRow]:
        """Who is on record, those who speak most first. `text`: letters that stand in one of the names."""
        from onrecord.record.filters import ActorFilter
        from onrecord.serve.rows import ACTORS

        self._actors()
        wanted = ActorFilter(text=_written(text), kind=_one_of("kind", kind, ActorKind), limit=_limit(limit))
        return Rows(self.record.actors(wanted), ACTORS)

    def actor(self, name: str, *, limit: int = 20) -> Dossier:
        """All that is known of one: names, roles over time, the newest `limit` statements, and why all this is one.

        Raises UsageError where nobody, or several, are meant by a name or an id.
        """
        actors = self._actors()
        return actors.dossier(actors.one(_written(name)), _limit(limit) or 0)

    def reading(self, article: str, version: int | None = None) -> Reading:
        """An article with what was found in it. `article`: its id, which may be only begun.

        `version`: its first (1), second …, else the newest. Raises LedgerError where there is no such article,
        UsageError where there is no such version.
        """
        versions = self.document(article).versions
        if version is not None and not 0 < version <= len(versions):
            there = f"say a number from 1 to {len(versions)}" if len(versions) > 1 else "there is only one"
            raise UsageError(f"there is no version {version}", hint=there)
        return Reading.of(self.record.reading(versions[(version or 0) - 1].id))

    def document(self, article: str) -> Document:
        """An article's versions and readings. Raises LedgerError where none, or more than one, begins so."""
        return self.record.document(article)

    def _actors(self) -> Actors:
        """Who is who, up to date."""
        from onrecord.identities import Actors

        return Actors(self.record)

    def _whom(self, name: str | None) -> Whom | None:
        """The actor that is meant, under all its names; the words alone where no actor is called so."""
        from onrecord.serve.who import whom

        return None if name is None else whom(self.record, self._actors(), _written(name))


def _day(value: Day | None) -> date | None:
    """Raises UsageError."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{value!r} is not a day", hint="write it as 2025-10-27") from None


def _one_of(what: str, value: L | None, words: object) -> L | None:
    """The value. Raises UsageError where it is not among the words: a typing error would find nothing, and say so."""
    if value is not None and value not in get_args(words):
        raise UsageError(f"there is no {what} {value!r}", hint=f"there is: {' '.join(get_args(words))}")
    return value


def _written(value: S) -> S:
    """The value. Raises UsageError where it is no text: nothing can be called so."""
    if value is not None and not is_text(value):
        raise UsageError(f"half a surrogate pair in {value!r}", hint="write the whole character")
    return value


def _limit(value: int | None) -> int | None:
    """Raises UsageError."""
    if value is not None and (not isinstance(value, SupportsIndex) or value < 1):
        raise UsageError(f"a limit of {value}", hint="give a number from 1 on, or none")
    return value


def _chance(value: float | None) -> float | None:
    """Raises UsageError."""
    if value is not None and not 0 <= value <= 1:
        raise UsageError(f"a confidence of {value}", hint="give a number between 0 and 1")
    return value
