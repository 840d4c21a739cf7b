"""Where results go: standard output, or a file that appears only when it is whole."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from onrecord.errors import OnrecordError

BUFFER = 64 * 1024
"""Characters kept back at most before they are written."""


class Output:
    """UTF-8 text out. Where it can't be written, an OnrecordError says so; a reader that went away, BrokenPipeError."""

    encoding = "utf-8"

    def __init__(self, stream: IO[bytes], name: str, *, watched: bool) -> None:
        self._stream = stream
        self._name = name
        self._watched = watched
        self._parts: list[str] = []
        self._size = 0

    def write(self, text: str) -> int:
        """Write soon; `flush` writes now."""
        self._parts.append(text)
        self._size += len(text)
        if self._size >= BUFFER:
            self.flush()
        return len(text)

    def write_bytes(self, raw: bytes) -> None:
        """Write what is no text, or text that is UTF-8 wherever it goes, at once."""
        self.flush()
        with _named(self._name):
            self._stream.write(raw)

    def flush(self) -> None:
        """Write all that was kept back."""
        raw = "".join(self._parts).encode(self.encoding, "replace")
        self._parts, self._size = [], 0
        with _named(self._name):
            self._stream.write(raw)
            self._stream.flush()

    def isatty(self) -> bool:
        """Whether somebody watches on a terminal."""
        return self._watched


@contextmanager
def output(path: Path | None = None) -> Iterator[Output]:
    """Standard output, else the file `path`. Raises OnrecordError where it can't be written."""
    if path is None:
        yield from _standard()
        return
    with _named(str(path)):
        is_device = path.exists() and not path.is_file()
    if is_device:
        with _named(str(path)), path.open("wb", buffering=0) as device:
            yield from _flushed(Output(device, str(path), watched=False))
    else:
        yield from _whole(path)


def _standard() -> Iterator[Output]:
    sys.stdout.flush()
    watched = sys.stdout.isatty()
    if watched and (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        out = Output(sys.stdout.buffer, "standard output", watched=True)
        out.encoding = sys.stdout.encoding  # an old terminal: what it can't show becomes a question mark
    else:
        out = Output(sys.stdout.buffer, "standard output", watched=watched)
    yield from _flushed(out)


def _flushed(out: Output) -> Iterator[Output]:
    try:
        yield out
    except BaseException:
        with suppress(OSError, OnrecordError):  # what was found before the failure is still worth having
            out.flush()
        raise
    out.flush()


def _whole(path: Path) -> Iterator[Output]:
    with _named(str(path)):
        unfinished = NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False)  # noqa: SIM115
    try:
        with unfinished:
            yield from _flushed(Output(unfinished, str(path), watched=False))
        with _named(str(path)):
            mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
            Path(unfinished.name).chmod(mode)
            Path(unfinished.name).replace(path)
    finally:
        Path(unfinished.name).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as e:
        if e.errno == errno.EINVAL and os.name == "nt":  # how Windows says that a pipe's reader went away
            raise BrokenPipeError from e
        full = e.errno in (errno.ENOSPC, errno.EDQUOT)
        hint = "free some space, then run again" if full else "write somewhere else with --output"
        why = "no such folder" if isinstance(e, FileNotFoundError) else (e.strerror or "no reason given").lower()
        raise OnrecordError(f"can't write the results: {why}", resource=name, hint=hint) from e
