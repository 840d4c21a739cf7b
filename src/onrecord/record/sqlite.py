"""The ledger in one SQLite file.

Safe against a kill at any moment: a write is one transaction in the write-ahead log, and a saved page is on the disk
before the row that names it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Table, delete, func, insert, select

from onrecord.domain import Loaded, Raw, ReaderInfo, Reading
from onrecord.errors import LedgerError, ReadError
from onrecord.record import rows
from onrecord.record.answers import Answers
from onrecord.record.batches import rows_of
from onrecord.record.counts import counts
from onrecord.record.events import Events
from onrecord.record.faults import told
from onrecord.record.findings import insert_findings, load_reading, load_setting
from onrecord.record.grounding import check
from onrecord.record.identities import Identities
from onrecord.record.identity import reading_id, version_id
from onrecord.record.judgements import Judgements
from onrecord.record.ledger import Added, Deleted, Document, LogEntry, State
from onrecord.record.lineage import lineage
from onrecord.record.overview import Overview
from onrecord.record.profiles import bury
from onrecord.record.review_rows import forget, stored
from onrecord.record.reviews import Reviews
from onrecord.record.schema import (
    INDEXES,
    by_machine,
    documents,
    judgements,
    log,
    readings,
    reviews,
    shown,
    statements,
    versions,
)
from onrecord.record.showing import Showing, newest_reading, shown_of
from onrecord.record.snapshots import snapshot, within
from onrecord.record.statement_page import StatementPages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection

    from onrecord.record.counts import Counts
    from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter
    from onrecord.record.ledger import ActorRow, ArticleRow, Setting, StatementPage, StatementRow, Status
    from onrecord.record.pages import Pages


class SqliteLedger:
    """A `Ledger`. One connection, for one thread."""

    def __init__(self, connection: Connection, path: Path, pages: Pages, clock: Callable[[], str]) -> None:
        self._connection = connection
        self._path = path
        self._pages = pages
        self._clock = clock
        self._answers = Answers(connection, path)
        self.identities = Identities(connection, path, self.transaction)
        self.judgements = Judgements(connection, path, self.transaction, clock)
        self.reviews = Reviews(connection, path, self.transaction, clock, self.statement, self._answers)
        self.events = Events(connection, path)
        self._showing = Showing(connection)
        self.overview = Overview(connection, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()
        self._connection.engine.dispose()

    # Writing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        begin, end, undo = (
            ("SAVEPOINT one", ["RELEASE one"], ["ROLLBACK TO one", "RELEASE one"])
            if within(self._connection)
            else ("BEGIN IMMEDIATE", ["COMMIT"], ["ROLLBACK"])
        )
        try:
            with told(self._path):
                self._run(begin)
                # in a file that can't be written, SQLite begins a transaction all the same, and only reads in it
                self._run("DELETE FROM main.pending WHERE 0")
                self.identities.copies.forget()
            yield
            with told(self._path):
                self._run(*end)
        except BaseException:
            if within(self._connection):  # SQLite itself has gone back where the disk is full
                self._run(*undo)
            raise

    def _run(self, *commands: str) -> None:
        for command in commands:
            self._connection.exec_driver_sql(command)

    def add(self, loaded: Loaded, reading: Reading) -> Added:
        check(loaded, reading)
        article, raw = loaded.article, loaded.raw
        version = version_id(article, raw.sha256 if raw else None)
        name = reading_id(version, article, reading.reader)
        added = partial(Added, document=article.id, version=version, reading=name, statements=len(reading.statements))
        with told(self._path):
            known = self._known(loaded, version, name)
            if known is not None:
                return added("unchanged", statements=self._count(known))
        with self.transaction(), told(self._path):
            known = self._known(loaded, version, name)  # another program may have been first
            if known is not None:
                return added("unchanged", statements=self._count(known))
            status = self._insert(loaded, reading, version, name)
            self._note(status, article.id, version, name)
        return added(status)

    def _known(self, loaded: Loaded, version: str, name: str) -> int | None:
        """The key of the reading `name`, where adding it would change nothing."""
        key = self._key(readings, name)
        return None if key is not None and self._is_back(loaded, version) else key

    def _is_back(self, loaded: Loaded, version: str) -> bool:
        """Whether a page that said something else last time is at `version` again, which is known.

        Only the same address or file tells before from after. Two saved copies of a page are in no order, nor are
        articles that came in one file: they would take turns whenever they are added again.
        """
        article = loaded.article
        if article.given_id is None or article.given_id != loaded.resource:
            return False
        seen = self._connection.execute(
            select(versions.c.id, readings.c.given_id)
            .select_from(shown.join(readings, readings.c.key == shown.c.reading).join(versions).join(documents))
            .where(documents.c.id == article.id)
        ).one_or_none()
        return seen is not None and seen.id != version and seen.given_id == article.given_id

    def _insert(self, loaded: Loaded, reading: Reading, version: str, name: str) -> Status:
        article, raw = loaded.article, loaded.raw
        status: Status = "new_reading"
        document_key = self._key(documents, article.id)
        if document_key is None:
            status = "new"
            document_key = self._new(documents, {"id": article.id})
        version_key = self._key(versions, version)
        if version_key is None:
            status = "new_version" if status == "new_reading" else status
            if raw is not None:
                self._pages.keep(raw)
            version_key = self._new(versions, rows.version_row(version, document_key, article, raw))
        elif self._is_back(loaded, version):
            status = "new_version"
        key = self._key(readings, name)
        if key is None:
            key = self._new(readings, rows.reading_row(name, version_key, reading))
            insert_findings(self._connection, key, reading)
        elif (newest := self._newest(version_key)) != key:  # of another reader, before the page changed
            key, reading = newest, self._reading(readings.c.key == newest)
        if status != "new_reading" or self._shows(document_key, version_key):
            self._showing.show(document_key, key, reading)
        return status

    def _newest(self, version: int) -> int:
        """The key of a version's newest reading."""
        return int(self._connection.execute(newest_reading(version)).scalar_one())

    def _shows(self, document: int, version: int) -> bool:
        found = select(readings.c.version).join(shown).where(shown.c.document == document)
        return self._connection.scalar(found) == version

    def delete(self, id_or_prefix: str) -> Deleted:
        aside: list[str] = []
        try:
            with self.transaction(), told(self._path):
                gone = self._remove(id_or_prefix, aside)
        except BaseException:
            for page in aside:
                self._pages.put_back(page)
            raise
        if not within(self._connection):  # else what is set aside is settled when the ledger is opened the next time
            with told(self._path):
                for page in aside:
                    self._pages.remove(page)
                self._run("PRAGMA wal_checkpoint(TRUNCATE)")  # the write-ahead log has old pages in it
        return gone

    def _remove(self, id_or_prefix: str, aside: list[str]) -> Deleted:
        """Delete what the file holds of a document, and set aside its saved pages: their names go into `aside`."""
        document, key = self._document(id_or_prefix)
        of_document = select(versions.c.key).where(versions.c.document == key)
        of_versions = select(readings.c.key).where(readings.c.version.in_(of_document), by_machine())
        gone = Deleted(
            document,
            versions=self._number(versions.c.document == key),
            readings=self._number(readings.c.key.in_(of_versions)),
            statements=self._number(statements.c.reading.in_(of_versions)),
            pages=0,
        )
        pages = set(self._connection.scalars(select(versions.c.raw_sha256).where(versions.c.document == key)))
        before = self._showing.hide(key)
        self._connection.execute(delete(documents).where(documents.c.id == document))  # the rest goes with it
        bury(self._connection, before)
        forget(self._connection, document)
        # the index keeps what was taken out until it is merged, and the text could be put together again from it
        for index in INDEXES:
            self._run(f"INSERT INTO {index}({index}) VALUES ('optimize')")
        self._note("deleted", document, None, None)
        still = set(self._connection.scalars(select(versions.c.raw_sha256).where(versions.c.raw_sha256.in_(pages))))
        # while the right to write is held: another program can't be about to name the file
        aside.extend(page for page in pages - still if page is not None)
        return replace(gone, pages=sum(map(self._pages.set_aside, aside)))

    def _note(self, event: str, document: str, version: str | None, reading: str | None) -> None:
        entry = {"at": self._clock(), "event": event, "document": document, "version": version, "reading": reading}
        self._connection.execute(insert(log), entry)

    def _new(self, table: Table, row: rows.Values) -> int:
        key = self._connection.execute(insert(table), row).inserted_primary_key
        assert key is not None
        return int(key[0])

    # Asking

    def snapshot(self) -> AbstractContextManager[None]:
        return snapshot(self._connection, self._path)

    def knows(self, loaded: Loaded, reader: ReaderInfo) -> bool:
        version = version_id(loaded.article, loaded.raw.sha256 if loaded.raw else None)
        with told(self._path):
            return self._known(loaded, version, reading_id(version, loaded.article, reader)) is not None

    def statements(self, filter: StatementFilter) -> Iterator[StatementRow]:  # noqa: A002
        return self._answers.statements(filter)

    def counts(self, filter: StatementFilter, most: int) -> Counts:  # noqa: A002
        return counts(self._answers, filter, most)

    def articles(self, filter: ArticleFilter) -> Iterator[ArticleRow]:  # noqa: A002
        return self._answers.articles(filter)

    def actors(self, filter: ActorFilter) -> Iterator[ActorRow]:  # noqa: A002
        return self._answers.actors(filter)

    def document(self, id_or_prefix: str) -> Document:
        with snapshot(self._connection, self._path):
            document, key = self._document(id_or_prefix)
            return lineage(self._connection, document, key)

    def reading(self, version_id: str, reading_id: str | None = None) -> Reading:
        with snapshot(self._connection, self._path):
            if reading_id is None:
                machine = self._reading(readings.c.key == self._newest_of(version_id))
                judged = stored(self._connection, machine.article.id)
                return shown_of(self._connection, machine, version_id, judged).reading if judged else machine
            found = (
                select(readings.c.key).join(versions).where(versions.c.id == version_id, readings.c.id == reading_id)
            )
            key = self._connection.scalar(found)
            if key is None:
                raise self._unknown(f"reading {reading_id} of version {version_id}")
            return self._reading(readings.c.key == key)

    def setting(self, reading_id: str) -> Setting:
        with snapshot(self._connection, self._path):
            found = load_setting(self._connection, readings.c.id == reading_id)
        if found is None:
            raise self._unknown(f"reading {reading_id}")
        return found

    def state(self) -> State:
        with snapshot(self._connection, self._path):
            by = select(readings.c.reader_version, readings.c.model).join(shown).distinct()
            readers = [ReaderInfo(*row) for row in self._connection.execute(by.order_by(*by.selected_columns))]
            return State(self.changed(), tuple(readers))

    def changed(self) -> str | None:
        with snapshot(self._connection, self._path):
            last = (select(t.c.at).order_by(t.c.key.desc()).limit(1) for t in (log, judgements, reviews))
            found = [self._connection.scalar(at) for at in last]
        return max((at for at in found if at is not None), default=None)

    def machine_reading(self, version_id: str) -> Reading:
        with snapshot(self._connection, self._path):
            return self._reading(readings.c.key == self._newest_of(version_id))

    def _newest_of(self, version_id: str) -> int:
        """The key of the newest reading of a version. Raises LedgerError where there is none."""
        key = self._key(versions, version_id)
        if key is None:
            raise self._unknown(f"version {version_id}")
        return self._newest(key)

    def statement(self, document: str, statement: str) -> StatementPage:
        with snapshot(self._connection, self._path):
            whole, key = self._document(document)
            return StatementPages(self._connection, self._path).page(lineage(self._connection, whole, key), statement)

    def raw(self, version_id: str) -> Raw | None:
        with told(self._path):
            page = select(versions.c.raw_sha256, versions.c.raw_media_type).where(versions.c.id == version_id)
            found = self._connection.execute(page).one_or_none()
            if found is None:
                raise self._unknown(f"version {version_id}")
            return Raw(self._pages.read(found[0]), found[1]) if found[0] is not None else None

    def articles_to_reread(self, reader: ReaderInfo) -> Iterator[Loaded | ReadError]:
        by_reader = readings.alias("by_reader")
        done = (
            select(by_reader.c.key)
            .where(by_reader.c.version == readings.c.version)
            .where(by_reader.c.reader_version == reader.version, by_reader.c.model == reader.model)
            .exists()
        )
        place = -1
        while True:  # one by one, because what is added in between changes what is shown
            following = (
                select(shown, versions.c.id.label("version"))
                .join(readings, readings.c.key == shown.c.reading)
                .join(versions, versions.c.key == readings.c.version)
                .where(shown.c.position > place, ~done)
                .order_by(shown.c.position)
                .limit(1)
            )
            with snapshot(self._connection, self._path):
                found = self._connection.execute(following).one_or_none()
                if found is None:
                    return
                article = self._reading(readings.c.key == found.reading).article
            place = found.position
            try:
                raw = self.raw(found.version)
            except LedgerError as error:  # of this page: the others can be read
                yield ReadError(error.what, resource=error.resource, hint=error.hint)
            else:
                yield Loaded(article, article.url or article.given_id or article.id, raw)

    def log(self) -> Iterator[LogEntry]:
        for row in rows_of(self._connection, self._path, select(log).order_by(log.c.key)):
            yield LogEntry(row["at"], row["event"], row["document"], row["version"], row["reading"])

    def _reading(self, chosen: Any) -> Reading:
        return load_reading(self._connection, chosen)

    def _document(self, id_or_prefix: str) -> tuple[str, int]:
        """Name and key of the one document that begins so."""
        if not id_or_prefix.isascii():  # SQLite takes no lone surrogate, as which a byte of another charset comes
            raise self._unknown(f"article {id_or_prefix!r}")
        begun = documents.c.id >= id_or_prefix, documents.c.id < id_or_prefix + "g"  # after every hexadecimal digit
        found = self._connection.execute(select(documents.c.id, documents.c.key).where(*begun).limit(2)).all()
        if not found or not id_or_prefix:
            raise self._unknown(f"article {id_or_prefix!r}")
        if len(found) > 1:
            raise LedgerError(
                f"more than one article's id begins with {id_or_prefix}",
                resource=str(self._path),
                hint="give more of the id",
            )
        return found[0][0], found[0][1]

    def _unknown(self, what: str) -> LedgerError:
        hint = "onrecord articles lists what there is"
        return LedgerError(f"there is no {what} in it", resource=str(self._path), hint=hint)

    def _key(self, table: Table, name: str) -> int | None:
        return self._connection.scalar(select(table.c.key).where(table.c.id == name))

    def _count(self, reading: int) -> int:
        return self._number(statements.c.reading == reading)

    def _number(self, chosen: ColumnElement[bool]) -> int:
        return self._connection.scalar(select(func.count()).where(chosen)) or 0
