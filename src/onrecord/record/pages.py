"""The saved pages, compressed, in a folder beside the ledger: one file for each content, named by its hash."""

from __future__ import annotations

import gzip
import os
import zlib
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from onrecord.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.domain import Raw


@dataclass(frozen=True, slots=True)
class Pages:
    """A folder of pages. Its methods raise OSError."""

    folder: Path

    @classmethod
    def beside(cls, ledger: Path) -> Pages:
        """The folder of a ledger: `x.db.pages` for `x.db`."""
        return cls(ledger.with_name(ledger.name + ".pages"))

    def keep(self, raw: Raw) -> None:
        """The page is durable when this returns: under its name there is all of it, or nothing.

        For whoever holds the ledger's right to write: there is one at a time.
        """
        path = self._path(raw.sha256)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".part")  # one left by a killed program is written over
        try:
            with half.open("wb") as file:
                file.write(gzip.compress(raw.data, mtime=0))
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
        _sync(path.parent)

    def read(self, digest: str) -> bytes:
        """The page with this SHA-256. Raises LedgerError where its file is lost or holds something else."""
        path = self._path(digest)
        hint = "put the file back from a copy"
        try:
            data = gzip.decompress(path.read_bytes())
        except FileNotFoundError as error:
            raise LedgerError("this saved page is missing", resource=str(path), hint=hint) from error
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise LedgerError("this saved page is damaged", resource=str(path), hint=hint) from error
        if sha256(data).hexdigest() != digest:
            raise LedgerError("this saved page was changed", resource=str(path), hint=hint)
        return data

    def set_aside(self, digest: str) -> bool:
        """The page is out of the way, for good when this returns, but not lost yet. Whether there was one."""
        path, aside = self._path(digest), self._aside(digest)
        if not path.exists():
            return False
        aside.parent.mkdir(exist_ok=True)
        path.replace(aside)
        _sync(aside.parent)
        _sync(path.parent)
        return True

    def aside(self) -> list[str]:
        """The pages that were set aside, and nobody said yet what becomes of them."""
        try:
            return sorted(path.stem for path in self._aside("").parent.iterdir())
        except OSError:  # there is no folder, or none that may be looked into
            return []

    def put_back(self, digest: str) -> None:
        """A page that was set aside, if it was, is where it was."""
        with suppress(FileNotFoundError):
            self._aside(digest).replace(self._path(digest))

    def remove(self, digest: str) -> None:
        """A page that was set aside, if it was, is gone when this returns."""
        aside = self._aside(digest)
        with suppress(FileNotFoundError):
            aside.unlink()
            _sync(aside.parent)

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / f"{digest}.gz"

    def _aside(self, digest: str) -> Path:
        return self.folder / "aside" / f"{digest}.gz"


def _sync(folder: Path) -> None:
    """A new name is durable only when its folder is."""
    if os.name == "nt":  # where a folder can't be opened, and needs no such thing
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
