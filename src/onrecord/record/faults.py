"""What a database says when something is wrong outside the program, as the one line that a person needs.

What isn't in the list is a bug, here or below, and stays what it is.
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from onrecord.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class BusyError(LedgerError):
    """Another program writes to the ledger for longer than one waits."""


_RETRY = "make room and run the same command again: what was reported as added is there"
_FULL = ("the disk is full", _RETRY)
READ_ONLY = ("is read-only here, so nothing can be written", "copy it to a folder that you may write in")
_NO_PERMISSION = ("no permission", "see that you may read it, and to add also write it and its folder")
NOT_ONE = ("is not a ledger", "choose another file with --ledger")

_BUSY = ("is in use by another program", "try again when that has finished")

_FAULTS = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: _NO_PERMISSION,
    sqlite3.SQLITE_CANTOPEN: ("can't be opened", "see that the file and its folder may be read"),
    sqlite3.SQLITE_NOTADB: NOT_ONE,
    sqlite3.SQLITE_CORRUPT: ("is damaged", "keep the file, and go on with your last copy of it"),
    sqlite3.SQLITE_IOERR: ("the disk failed while it was read or written", "see to the disk, then try again"),
}


def code(error: DBAPIError) -> int | None:
    """SQLite's primary result code."""
    extended = getattr(error.orig, "sqlite_errorcode", None)
    return None if extended is None else int(extended) & 0xFF


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raises LedgerError about `path` for what a person can do something about."""
    try:
        yield
    except DBAPIError as error:
        fault = _FAULTS.get(code(error) or 0)
        if fault is None:
            raise
        what, hint = fault
        kind = BusyError if fault is _BUSY else LedgerError
        raise kind(what, resource=str(path), hint=hint) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            what, hint = _FULL
        elif error.errno == errno.EROFS:
            what, hint = READ_ONLY
        elif error.errno in {errno.EACCES, errno.EPERM}:
            what, hint = _NO_PERMISSION
        else:
            what, hint = (error.strerror or type(error).__name__).lower(), "see to it, then try again"
        raise LedgerError(what, resource=str(error.filename or path), hint=hint) from error
