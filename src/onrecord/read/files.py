"""Files and streams as bytes: bounded, decompressed, and caught when they change."""

from __future__ import annotations

import gzip
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from onrecord.errors import ReadError

_MIB = 1024 * 1024
_GZIP = b"\x1f\x8b"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file's bytes, decompressed where it is gzip. Raises ReadError for what cannot be opened."""
    try:
        # before it is opened: opening a pipe would wait for whoever writes to it
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadError("not a regular file", hint="give a file or a folder, or send it to -")
        file = path.open("rb")
    except OSError as e:
        raise ReadError(_why(e), hint="check the path and its permissions") from e
    with file, unpacked(file) as stream:
        yield stream


@contextmanager
def unpacked(stream: BinaryIO) -> Iterator[BinaryIO]:
    """A stream's bytes, decompressed where they are gzip. The stream must be able to peek."""
    with readable():
        start = cast("BufferedReader", stream).peek(2)[:2]
    if start == _GZIP:
        with gzip.GzipFile(fileobj=stream, mode="rb") as inner:
            yield cast("BinaryIO", inner)
    else:
        yield stream


def read(stream: BinaryIO, most: int) -> bytes:
    """All of a stream. Raises ReadError beyond `most` bytes or where it is broken."""
    parts, size = [], 0
    with readable():
        while chunk := stream.read(min(_MIB, most - size + 1)):
            parts.append(chunk)
            size += len(chunk)
            if size > most:
                raise ReadError(f"larger than {most // _MIB} MiB once unpacked", hint="split it into articles")
    return b"".join(parts)


@contextmanager
def readable() -> Iterator[None]:
    """Turns what goes wrong in reading bytes into a ReadError."""
    try:
        yield
    except (gzip.BadGzipFile, zlib.error, EOFError) as e:
        raise ReadError("broken gzip", hint="download or compress it again") from e
    except OSError as e:
        raise ReadError(_why(e), hint="check the disk and try again") from e


def state(path: Path) -> tuple[int, int, int]:
    """What differs when a file has changed: which it is, its size, its time."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_size, found.st_mtime_ns


def _why(error: OSError) -> str:
    known = {
        FileNotFoundError: "no such file or folder",
        PermissionError: "no permission to read it",
        IsADirectoryError: "a folder, not a file",
    }
    return known.get(type(error)) or (error.strerror or "can't be read").lower()
