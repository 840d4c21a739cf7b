"""The seam: what a ledger keeps and what it can be asked. Values only, whatever the database behind it.

A *document* has *versions* (what its page said), a version has *readings* (what one reader found in it), a reading has
findings. Nothing is overwritten: a changed page is a new version, a newer model's reading stands beside the older.
What is shown by default is the newest reading of the newest version. A page that goes back to what it said before makes
that version the newest again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    from onrecord.domain import (
        ActorKind,
        Article,
        Loaded,
        Raw,
        ReaderInfo,
        Reading,
        Reviewed,
        Statement,
        Time,
    )
    from onrecord.errors import ReadError
    from onrecord.judgement import Review
    from onrecord.record.counts import Counts
    from onrecord.record.events import Events
    from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter
    from onrecord.record.identities import Identities
    from onrecord.record.judgements import Judgements
    from onrecord.record.overview import Overview
    from onrecord.record.reviews import Reviews

Status = Literal["new", "unchanged", "new_version", "new_reading"]
Event = Literal["new", "new_version", "new_reading", "deleted"]


@dataclass(frozen=True, slots=True)
class Added:
    """What adding an article changed: its `status`, and the ids of `document`, `version` and `reading`."""

    status: Status
    document: str
    version: str
    reading: str
    statements: int
    """How many statements the reading has, whether or not it was there before."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was removed for good."""

    document: str
    versions: int
    readings: int
    statements: int
    """In all readings together."""
    pages: int
    """Saved pages whose file was removed."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One change of the ledger. It names things, and never holds their text."""

    at: str
    """When: ISO 8601, UTC."""
    event: Event
    document: str
    version: str | None
    reading: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """An actor of a `kind` across articles, under the `name` that it goes by."""

    id: str
    """A profile's: it may be another's when articles come or go, and then finds the same actor still."""
    name: str
    kind: ActorKind
    names: tuple[str, ...]
    """The other names that articles give, sorted."""
    statements: int
    """Those that they are the speaker of."""
    articles: int
    """Those that name them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """One `statement` that the ledger shows, and where it stands.

    `document`, `version` and `reading` are ids; `url`, `title`, `outlet` and the day
    `published` are the article's.
    """

    id: str
    """Permanent: derived from version, kind of finding and offsets, so the same in every reading that finds it."""
    document: str
    version: str
    reading: str
    url: str | None
    title: str | None
    outlet: str | None
    published: str | None
    statement: Statement
    speaker: str | None = None
    """The name of the actor that the source stands for; None where it is unknown."""
    within: tuple[Statement, ...] = ()
    """On whose word: the statements in whose contents this one stands, the nearest first; empty where the outlet itself
    reports it."""
    tellers: tuple[str | None, ...] = ()
    """The names of who says those, in the same order; None where it is unknown."""
    place: int = field(default=0, compare=False)
    """Where it stands in the order of the ledger, for `StatementFilter.after`; elsewhere once the article's day is."""

    @property
    def reviewed(self) -> Reviewed | None:
        """Whether a person judged it, and if so, whether it still is as the machine has it."""
        return self.statement.reviewed


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPage:
    """One statement at its permanent address: what stands there now, and all that is known of it."""

    row: StatementRow
    """As it is shown; where it is not, as it last was. `row.id` is the id that it goes by now: another than was asked
    for, where its spans were corrected or a newer model sees them otherwise."""
    status: Literal["shown", "rejected", "gone"]
    """`rejected`: a person said that it is none. `gone`: the version's newest reading has none there."""
    newest: bool
    """Whether its version is the newest one of the document."""
    now: StatementRow | None
    """Of an earlier version: the same words in the newest one, where they stand there once and are a statement."""
    machine: Statement | None
    """As the machine's newest reading of the version has it; None where it has none there."""
    machine_speaker: str | None
    """The name of the machine's speaker."""
    inside: tuple[Statement, ...]
    """The statements that stand in its content, in the order of the text; those around it are `row.within`."""
    time: Time | None
    """When it was said."""
    reading: Reading
    """What it stands in: the version's newest reading as people corrected it; for what is not shown, the machine's."""
    reviews: tuple[Review, ...]
    """What people judged of it, the oldest first; also what was taken back."""
    lapsed: tuple[str, ...]
    """The ids of those that stay with an earlier version, because its words no longer stand in the newest one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One article that the ledger shows: the newest `reading` of its newest `version`, by their ids.

    The article itself is as in `Article`: `given_id`, `url`, `title`, `outlet`, `agency`, `authors`, `published`,
    `language`. `statements`: how many it has.
    """

    id: str
    """The document's."""
    version: str
    reading: str
    given_id: str | None
    url: str | None
    title: str | None
    outlet: str | None
    agency: str | None
    authors: tuple[str, ...]
    published: str | None
    language: str | None
    note: str | None
    """Why nothing was looked for, where it wasn't."""
    statements: int
    versions: int
    """How many versions the document has."""
    place: int = 0
    """Where it stands in the order of the ledger, for `ArticleFilter.after`; elsewhere once its day is."""


@dataclass(frozen=True, slots=True)
class ReadingRecord:
    """That a version was read, by what, with how many statements found. `Ledger.reading` gives the whole."""

    id: str
    added: str
    """When it came in: ISO 8601, UTC."""
    reader: ReaderInfo
    statements: int
    note: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """What a document said at one time."""

    id: str
    added: str
    """When it first came in: ISO 8601, UTC."""
    sha256: str
    """Of the text."""
    raw_sha256: str | None
    """Of the saved page, None where there was none."""
    readings: tuple[ReadingRecord, ...]
    """The oldest first."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document and its lineage."""

    id: str
    versions: tuple[Version, ...]
    """In the order in which they were last new: what is shown is the last."""


@dataclass(frozen=True, slots=True)
class State:
    """What the ledger shows was taken when, and from whom: what a list that is handed on should say of itself."""

    changed: str | None
    """When the ledger last changed, as `Ledger.changed`."""
    readers: tuple[ReaderInfo, ...]
    """What read that which is shown, sorted."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the findings of one reading stand in: enough to quote and to cite them."""

    article: Article
    reader: ReaderInfo
    names: Mapping[str, str]
    """Of the reading's actors, by their ids."""
    nameless: frozenset[str] = frozenset()
    """Ids of those whom the article only describes ("officials"): their name is that, and they are nobody beyond it."""


class Ledger(Protocol):
    """Every method raises LedgerError where the ledger can't be read or written; nothing is then changed."""

    identities: Identities
    """Who is who in what is shown."""
    judgements: Judgements
    """What people decided about that."""
    reviews: Reviews
    """What people decided about statements."""
    events: Events
    """Who did what to whom, in what is shown."""
    overview: Overview
    """What came in last, and on which days who spoke."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...

    def close(self) -> None:
        """Let go of the file. A second time does nothing."""

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside becomes durable together when the block ends, or not at all.

        It holds the only right to write, so it is for short batches. What is added inside may be reported as added
        only after the block.
        """

    def snapshot(self) -> AbstractContextManager[None]:
        """All that is asked inside is answered as of one moment: what others write meanwhile is seen after the block.

        It hinders nobody. Nothing is to be written inside.
        """

    def add(self, loaded: Loaded, reading: Reading) -> Added:
        """Keep an article and its reading. Durable when it returns, outside of `transaction`.

        What is there already stays as it is. Where the address or file that the newest version came from has an
        earlier one's content again, that is "new_version", too. Raises ValueError, and writes nothing, where an anchor
        isn't the text at its offsets, a statement's parent isn't in the reading, or the reading is of another article:
        all are bugs of the caller.
        """

    def knows(self, loaded: Loaded, reader: ReaderInfo) -> bool:
        """Whether adding this article as read by `reader` would change nothing, so that it need not be read."""

    def statements(self, filter: StatementFilter) -> Iterator[StatementRow]:  # noqa: A002
        """By day of publication (the undated last), then document, then place in the text.

        Raises UsageError where a text to look for has no word in it.
        """

    def counts(self, filter: StatementFilter, most: int) -> Counts:  # noqa: A002
        """How many statements pass the filter, and how many of them of each kind; `after` and `limit` don't count.

        Of more than `most`, the newest `most` are told apart; the total is exact up to `counts.MOST_TOTAL`, where no
        confidence is asked for. Raises UsageError as `statements` does.
        """

    def articles(self, filter: ArticleFilter) -> Iterator[ArticleRow]:  # noqa: A002
        """By day of publication (the undated last), then document. Raises UsageError as `statements` does."""

    def actors(self, filter: ActorFilter) -> Iterator[ActorRow]:  # noqa: A002
        """The named actors of what is shown, those who speak most first, then by name.

        As far as they are worked out: `onrecord.identities.Actors` sees to that.
        """

    def document(self, id_or_prefix: str) -> Document:
        """The lineage. Raises LedgerError where no document, or more than one, begins so."""

    def reading(self, version_id: str, reading_id: str | None = None) -> Reading:
        """The version's newest reading as people corrected it; with `reading_id`, that one as it was added.

        Raises LedgerError where there is none.
        """

    def machine_reading(self, version_id: str) -> Reading:
        """The version's newest reading as it was added. Raises LedgerError where there is none."""

    def statement(self, document: str, statement: str) -> StatementPage:
        """The statement of this permanent id. Both ids may be only begun.

        An id of an earlier version, of an earlier reading, or from before its spans were corrected is found, too.
        Raises LedgerError where there is none, or more than one that begins so.
        """

    def setting(self, reading_id: str) -> Setting:
        """What the findings of a reading stand in. Raises LedgerError where there is no such reading."""

    def state(self) -> State:
        """When it last changed, and what read that which it shows."""

    def changed(self) -> str | None:
        """When something last came, went or was judged: ISO 8601, UTC. None where nothing ever came in."""

    def raw(self, version_id: str) -> Raw | None:
        """The saved page, byte for byte; None where there was none. Raises LedgerError where it is lost or changed."""

    def articles_to_reread(self, reader: ReaderInfo) -> Iterator[Loaded | ReadError]:
        """Every document's newest version that `reader` has not read. Adding in between is fine.

        A ReadError stands for one whose saved page is lost or changed; the others go on.
        """

    def delete(self, id_or_prefix: str) -> Deleted:
        """Remove a document for good: versions, readings, saved pages, what is searched. The log says so.

        Raises LedgerError as `document` does.
        """

    def log(self) -> Iterator[LogEntry]:
        """Every change, the oldest first."""
