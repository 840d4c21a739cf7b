"""The password of a ledger: its argon2 hash, in a file beside it that nobody else may read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from onrecord.errors import LedgerError, UsageError
from onrecord.record.faults import told

SHORTEST = 10
"""Characters."""
LONGEST = 1000
"""Characters: hashing more would let whoever asks choose how long it takes."""


def file_of(ledger: Path) -> Path:
    """`x.db.password` for `x.db`."""
    return ledger.with_name(ledger.name + ".password")


def stored(ledger: Path) -> str | None:
    """The hash; None where no password is set. Raises UsageError where others may read it, or it is none."""
    path = file_of(ledger)
    try:
        with told(path):
            if os.name != "nt" and path.stat().st_mode & 0o077:
                raise UsageError("others may read this file", resource=str(path), hint="run chmod 600 on it")
            found = path.read_text("ascii", "replace").strip()
    except LedgerError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    if not found.startswith("$argon2"):
        raise UsageError("holds no password", resource=str(path), hint="set it anew with onrecord password")
    return found


def keep(ledger: Path, password: str) -> Path:
    """Set the password; the file's path. Raises UsageError where it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"not between {SHORTEST} and {LONGEST} characters", hint="choose another password")
    from argon2 import PasswordHasher

    hashed = PasswordHasher().hash(password)
    path = file_of(ledger)
    with told(path):
        descriptor, half = tempfile.mkstemp(prefix=path.name, dir=path.parent)  # for its owner only, from the start
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(hashed + "\n")
            Path(half).replace(path)
        except BaseException:
            Path(half).unlink(missing_ok=True)
            raise
    return path


def remove(ledger: Path) -> bool:
    """Ask for no password any more. Whether there was one."""
    path = file_of(ledger)
    with told(path):
        there = path.exists()
        path.unlink(missing_ok=True)
    return there


def matches(hashed: str, password: str) -> bool:
    """Whether it is the password. It takes as long where it is not."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(hashed, password[:LONGEST]) and len(password) <= LONGEST
    except (VerificationError, InvalidHashError):
        return False
