"""Opening a SQLite ledger: what the file is, whether it may be written, which version its tables have."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from onrecord.errors import LedgerError
from onrecord.record import views
from onrecord.record.faults import NOT_ONE, READ_ONLY, code, told
from onrecord.record.migrations import migrate, version
from onrecord.record.pages import Pages
from onrecord.record.schema import APPLICATION, VERSION, versions
from onrecord.record.sqlite import SqliteLedger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection, ExceptionContext

_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is deleted is overwritten
    "PRAGMA synchronous = FULL",  # what is reported as added outlives a power cut
    "PRAGMA cache_size = -32768",  # KiB
    "PRAGMA temp_store = MEMORY",  # asking writes nothing to the disk
)

_NO_RIGHT = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


def open_sqlite(path: Path, *, create: bool, wait: float, clock: Callable[[], str]) -> SqliteLedger:
    """See `onrecord.record.open_ledger`."""
    with told(path):
        _look(path, create)
        connection = _connected(path, create, wait)
        try:
            _prepared(connection, path, create, wait)
            pages = Pages.beside(path.resolve())  # where SQLite keeps its own, too
            if pages.aside():
                _settle(connection, pages)
        except BaseException:
            connection.close()
            connection.engine.dispose()
            raise
    return SqliteLedger(connection, path, pages, clock)


def _look(path: Path, create: bool) -> None:
    """Raises LedgerError, and OSError, for what can be seen from outside."""
    if path.is_dir():
        raise LedgerError("is a folder, not a ledger", resource=str(path), hint="name a file in it with --ledger")
    if path.exists():
        if create and os.access(path, os.R_OK) and not os.access(path, os.W_OK):
            what, hint = READ_ONLY
            raise LedgerError(what, resource=str(path), hint=hint)
        return
    if not create:
        raise LedgerError("there is no ledger", resource=str(path), hint="onrecord add SOURCE… makes one")
    if not path.parent.is_dir():
        raise LedgerError("there is no such folder", resource=str(path.parent), hint="make it first")
    if not os.access(path.parent, os.W_OK):
        hint = "name a file in another folder with --ledger"
        raise LedgerError("nothing can be written in this folder", resource=str(path.parent), hint=hint)


def _connected(path: Path, create: bool, wait: float) -> Connection:
    """A connection that has read the file's first page: to write, else to read, else to read without a lock."""
    if create:
        return _connection(path, "mode=rwc", wait)
    if os.access(path, os.W_OK):
        try:
            return _connection(path, "mode=rw", wait)
        except DBAPIError as error:
            if code(error) not in _NO_RIGHT:
                raise
    # SQLite keeps its write-ahead log and a lock beside the file. Who may not write the file makes neither, for they
    # would stay behind and shut out who may. So without a log the file alone is read, and also in a folder where the
    # lock can't be made, provided that nothing waits in the log
    log = path.resolve().with_name(path.resolve().name + "-wal")
    if log.exists():
        try:
            return _connection(path, "mode=ro", wait)
        except DBAPIError as error:
            if code(error) not in _NO_RIGHT or log.stat().st_size > 0:
                raise
    return _connection(path, "immutable=1", wait)


def _connection(path: Path, how: str, wait: float) -> Connection:
    def connect() -> sqlite3.Connection:
        # isolation_level: transactions are begun by the ledger, never behind its back
        return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=wait, isolation_level=None)

    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=StaticPool,
        isolation_level="AUTOCOMMIT",
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
    )
    event.listen(engine, "handle_error", _stay_connected)
    try:
        connection = engine.connect()
        for setting in _SETTINGS:
            connection.exec_driver_sql(setting)
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").all()
    except BaseException:
        engine.dispose()
        raise
    return connection


def _stay_connected(context: ExceptionContext) -> None:
    """An interrupt breaks no connection to a file, as it may one to a server: what was begun can still be undone."""
    if not isinstance(context.original_exception, Exception):
        context.is_disconnect = False


def _prepared(connection: Connection, path: Path, create: bool, wait: float) -> None:
    """The file is a ledger with today's tables when this returns."""
    found = version(connection)
    empty = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one() == 0
    if empty and not create:
        raise LedgerError("holds no ledger yet", resource=str(path), hint="onrecord add SOURCE… makes one")
    mark = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if not empty and mark != APPLICATION:
        what, hint = NOT_ONE
        raise LedgerError(what, resource=str(path), hint=hint)
    if found > VERSION:
        raise LedgerError(
            f"was written by a newer onrecord (ledger version {found}; this one knows {VERSION})",
            resource=str(path),
            hint="install the newer onrecord",
        )
    if empty:
        _log_ahead(connection, wait)
    migrate(connection)
    views.renew(connection)


def _log_ahead(connection: Connection, wait: float) -> None:
    """Switch the file to a write-ahead log, for good: one writes while others read."""
    until = time.monotonic() + wait
    while True:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL").all()
        except DBAPIError as error:  # SQLite does not wait here when two programs make the same ledger
            if code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _settle(connection: Connection, pages: Pages) -> None:
    """What a delete set aside that was cut short: put back where it is named still, else removed.

    Where another program is writing, perhaps that very delete, or nothing can be written, it is left for the next time.
    """
    wait = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except DBAPIError as error:
        if code(error) not in {sqlite3.SQLITE_BUSY, *_NO_RIGHT}:
            raise
    else:
        try:
            for page in pages.aside():
                named = connection.scalar(select(versions.c.key).where(versions.c.raw_sha256 == page).limit(1))
                with suppress(OSError):  # in the folder of the pages, too
                    (pages.remove if named is None else pages.put_back)(page)
        finally:
            connection.exec_driver_sql("ROLLBACK")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait}")
