"""The tables. What is kept (documents, versions, readings, findings, judgements, log) and, derived from it, what is
shown and who is who in it. A reading that is in `corrected` is derived, too: the machine's, as people corrected it.

Spans are kept as offsets only, so that a span can't be anything but the text at its offsets.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    select,
)

from onrecord.domain import day

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

VERSION = 7
"""Raised with every change of the tables, together with a migration and a frozen copy in tests/record/schemas."""

APPLICATION = 0x6F6E7263
"""SQLite's mark of whose file this is: `onrc`."""

metadata = MetaData()


def _key() -> Column[int]:
    return Column("key", Integer, primary_key=True)  # counts up, so it is also the order of arrival


def _part_of(table: str) -> Column[int]:
    return Column(table.removesuffix("s"), ForeignKey(f"{table}.key", ondelete="CASCADE"), nullable=False, index=True)


documents = Table("documents", metadata, _key(), Column("id", Text, nullable=False, unique=True))

versions = Table(
    "versions",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _part_of("documents"),
    Column("text", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("blocks", JSON, nullable=False),
    Column("raw_sha256", Text, index=True),
    Column("raw_media_type", Text),
)

readings = Table(
    "readings",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _part_of("versions"),
    Column("reader_version", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("note", Text),
    Column("given_id", Text),
    Column("url", Text),
    Column("title", Text),
    Column("outlet", Text),
    Column("agency", Text),
    Column("authors", JSON, nullable=False),
    Column("published", Text),
    Column("language", Text),
)

statements = Table(
    "statements",
    metadata,
    Column("reading", ForeignKey("readings.key", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="place in the reading"),
    Column("name", Text, nullable=False, comment="`s1`: only within the reading"),
    Column("kind", Text, nullable=False),
    Column("source_start", Integer),
    Column("source_end", Integer),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("content", JSON, nullable=False, comment="[[start, end], …]"),
    Column("carried", JSON(none_as_null=True), comment="[offset, …]"),
    Column("inserted", JSON(none_as_null=True), comment="[[start, end], …]"),
    Column("parent", Text),
    Column("confidence", Float),
    Column("speaker", Text, comment="`a1`: an actor of the reading"),
    Column("speaker_confidence", Float),
    Column("on_behalf_of", Text),
    Column("time", Text, comment="`t1`: a time of the reading"),
    Column("act", Text),
    Column("negated", Boolean, nullable=False, server_default="0"),
    Column("stance", Text),
    Column("addressee", Text, comment="`a1`"),
    Column("addressee_start", Integer),
    Column("addressee_end", Integer),
    Column("venue_start", Integer),
    Column("venue_end", Integer),
    Column("condition_start", Integer),
    Column("condition_end", Integer),
    Column("reviewed", Text, comment="in a corrected reading: whether a person judged it"),
    CheckConstraint("kind IN ('direct', 'indirect', 'mixed')", name="kind"),
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    metadata,
    Column("reading", ForeignKey("readings.key", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="place in the reading"),
    Column("name", Text, nullable=False, comment="`e1`: only within the reading"),
    Column("type", Text, nullable=False),
    Column("start", Integer, nullable=False, comment="of the trigger"),
    Column("end", Integer, nullable=False),
    Column("realis", Text, nullable=False),
    Column("actors", JSON, nullable=False, comment="[`a1`, …]"),
    Column("recipients", JSON, nullable=False),
    Column("place", Text, comment="`a1`"),
    Column("place_start", Integer),
    Column("place_end", Integer),
    Column("time", Text, comment="`t1`"),
    Column("condition_start", Integer),
    Column("condition_end", Integer),
    Column("according_to", Text, comment="`s1`"),
    Column("confidence", Float),
    sqlite_with_rowid=False,
)

actors = Table(
    "actors",
    metadata,
    Column("reading", ForeignKey("readings.key", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="place in the reading"),
    Column("id", Text, nullable=False, comment="`a1`: only within the reading"),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("named", Boolean, nullable=False),
    Column("mentions", JSON, nullable=False, comment="[[start, end], …]"),
    Column("roles", JSON(none_as_null=True), comment="[[start, end], …]"),
    Column("part_of", Text),
    Column("count", Float),
    sqlite_with_rowid=False,
)

times = Table(
    "times",
    metadata,
    Column("reading", ForeignKey("readings.key", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="place in the reading"),
    Column("id", Text, nullable=False, comment="`t1`: only within the reading"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("edtf", Text),
    Column("earliest", Text),
    Column("latest", Text),
    sqlite_with_rowid=False,
)

corrected = Table(
    "corrected",
    metadata,
    Column("reading", ForeignKey("readings.key", ondelete="CASCADE"), primary_key=True),
    Column("base", ForeignKey("readings.key", ondelete="CASCADE"), nullable=False, index=True, comment="the machine's"),
)

log = Table(
    "log",
    metadata,
    _key(),
    Column("at", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("version", Text),
    Column("reading", Text),
    Index("ix_log_document", "document"),
)

shown = Table(
    "shown",
    metadata,
    Column("position", Integer, primary_key=True, comment="place in the order of the ledger"),
    Column("document", ForeignKey("documents.key", ondelete="CASCADE"), nullable=False, unique=True),
    Column("reading", ForeignKey("readings.key", ondelete="CASCADE"), nullable=False, index=True),
)

judgements = Table(
    "judgements",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text),
    Column("same", Boolean, nullable=False),
    Column("left_name", Text, nullable=False),
    Column("left_kind", Text, nullable=False),
    Column("right_name", Text, nullable=False),
    Column("right_kind", Text, nullable=False),
    Column("document", Text, comment="its id: a judgement outlives it", index=True),
    Column("undoes", Text, comment="the judgement that this one takes back"),
)

reviews = Table(
    "reviews",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text),
    Column("verdict", Text, nullable=False),
    Column("document", Text, nullable=False, comment="its id: a judgement outlives it", index=True),
    Column("version", Text, nullable=False, comment="its id"),
    Column("statement", Text, nullable=False, comment="the permanent id of the machine's"),
    Column("found", JSON, nullable=False, comment="where the machine had it: offsets"),
    Column("shown", JSON, nullable=False, comment="where it is after this judgement: offsets"),
    Column("changes", JSON, nullable=False, comment="by field; the speaker's name is the only text"),
    Column("undoes", Text, comment="the judgement that this one takes back"),
)

addresses = Table(
    "addresses",
    metadata,
    Column("id", Text, primary_key=True, comment="by which a statement that people judged was shown"),
    _part_of("versions"),
    Column("place", JSON, nullable=False, comment="where it was then: offsets"),
    sqlite_with_rowid=False,
)

# Who is who in what is shown. All is worked out by whoever asks first (`record.identities`), for what came or went
# since: what is in `pending`, and what is NULL, is still to be done. So adding an article costs next to nothing.

pending = Table("pending", metadata, Column("position", Integer, primary_key=True, comment="as in `shown`"))

identities = Table(
    "identities",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True, comment="the smallest of its profiles' ids"),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("revision", Integer, nullable=False, index=True, comment="greater than that of whatever was there before"),
    Column("said", Integer, index=True, comment="statements that are theirs; NULL: to be counted"),
    Column("articles", Integer, comment="that name them"),
)

bearers = Table(
    "bearers",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("kin", Text, nullable=False, index=True, comment="bearers that are compared as one; empty: with nobody"),
    Column("name", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("identity", ForeignKey("identities.key", ondelete="SET NULL"), index=True),
)

blocks = Table(
    "blocks",
    metadata,
    Column("hash", Integer, primary_key=True, comment="of a key that names are filed under"),
    Column("kin", Text, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

profiles = Table(
    "profiles",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("roles", JSON(none_as_null=True), comment="[role, …]"),
    Column("part_of", Text),
    Column("apart", Text),
    Column("bearer", ForeignKey("bearers.key", ondelete="SET NULL"), index=True),
)

appearances = Table(
    "appearances",
    metadata,
    Column("profile", ForeignKey("profiles.key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, comment="as in `shown`; no index: it would cost more than all else"),
    Column("actor", Text, primary_key=True, comment="`a1`: an actor of the reading"),
    Column("said", JSON(none_as_null=True), comment="ordinals of the statements that are theirs"),
    Column("about", JSON(none_as_null=True), comment="of those in whose content others speak of them"),
    sqlite_with_rowid=False,
)


def by_machine() -> ColumnElement[bool]:
    """Of a row of `readings`: that it is no corrected one."""
    return ~select(corrected.c.reading).where(corrected.c.reading == readings.c.key).exists()


# Two and three letters of a beginning have an index of their own, where a million rows would else be gathered anew for
# each question; a single letter is taken as a word.
_WORDS = "content='', columnsize=0, tokenize='unicode61 remove_diacritics 2'"
SEARCH = (
    f"CREATE VIRTUAL TABLE statement_search USING fts5(source, content, facets, {_WORDS}, prefix='2 3')",
    f"CREATE VIRTUAL TABLE article_search USING fts5(title, text, facets, {_WORDS})",
    f"CREATE VIRTUAL TABLE event_search USING fts5(actors, recipients, told, facets, {_WORDS})",
)
INDEXES = ("statement_search", "article_search", "event_search")

# A search index is written in pieces, and pieces are merged into larger ones. By default four are, so that what is
# added is written again at each power of four; with sixteen half as often, and a ledger of a million statements is
# added to about as fast as a new one (docs/decisions/ledger.md). With thirty-two, merging is no longer put off.
MERGING = tuple(
    f"INSERT INTO {index}({index}, rank) VALUES ('{setting}', {pieces})"
    for index in INDEXES
    for setting, pieces in (("automerge", 16), ("crisismerge", 32))
)

# The order of the ledger is day, document, place in the reading. A statement's row in the search index is that order as
# one number, so that whatever is searched comes out sorted, a span of days or a document is a range, and the first page
# of a million rows costs the same as of a thousand:
#
#     22 bits: day | 23 bits: document | 18 bits: place in the reading
PLACES = 1 << 18
SLOTS = 1 << 23
DAY = SLOTS * PLACES
UNDATED = (1 << 22) - 1
"""After every day that Python's calendar has."""


def position(document: str, published: str | None, *, attempt: int = 0) -> int:
    """Where a document wants to stand; with `attempt`, where it goes when others stand there already."""
    slot = ((int(document[:6], 16) >> 1) + attempt) % SLOTS  # ids are hashes: their beginning spreads evenly
    when = day(published)
    return (when.toordinal() if when else UNDATED) * DAY + slot * PLACES


def day_at(place: int) -> date | None:
    """The day of what stands there; None where it is undated."""
    when = place // DAY
    return date.fromordinal(when) if when < UNDATED else None


def positions(since: date | None, until: date | None) -> tuple[int, int] | None:
    """The first and last place of the days from `since` to `until`; None where neither is given."""
    if since is None and until is None:
        return None
    last = until.toordinal() if until else UNDATED - 1
    return (since.toordinal() if since else 0) * DAY, (last + 1) * DAY - 1
