"""What the user names, spelled out: paths, folders, patterns, addresses, standard input."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from onrecord.errors import ReadError
from onrecord.read.kinds import READABLE, is_readable

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read."""

    kind: Literal["file", "web", "stdin"]
    place: str
    """The path or address as given; `standard input`."""


def named(place: str) -> str:
    """A path or address as text: file names may hold bytes that are none."""
    return os.fsencode(place).decode("utf-8", "replace")


def spelled_out(source: str) -> Iterator[Source | ReadError]:
    """The things that one argument names, folders and patterns in sorted order."""
    if source == "-":
        yield Source("stdin", "standard input")
    elif _SCHEME.match(source):
        if source.lower().startswith(("http://", "https://")):
            yield Source("web", source)
        else:
            yield ReadError("not a web address", resource=named(source), hint="write it as https://…, or give a file")
    elif not source or "\0" in source:
        yield ReadError("no path", resource=named(source) or "''", hint="give a file, a folder, an address or -")
    elif os.path.isdir(source):  # noqa: PTH112 (a Path would change how the path is written)
        yield from _folder(source)
    elif not os.path.lexists(source) and glob.has_magic(source):
        found = sorted(glob.glob(source, recursive=True))  # noqa: PTH207
        if not found:
            yield ReadError("nothing matches", resource=named(source), hint="check the pattern")
        for path in found:
            yield from _folder(path) if Path(path).is_dir() else [Source("file", path)]
    else:
        yield Source("file", source)


def _folder(folder: str) -> Iterator[Source | ReadError]:
    found = 0
    for item in _walk(folder):
        found += 1
        yield item
    if not found:
        kinds = " ".join(sorted(READABLE))
        yield ReadError(
            "no file in it that can be read", resource=named(folder), hint=f"wanted: {kinds}, also with .gz"
        )


def _walk(folder: str) -> Iterator[Source | ReadError]:
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as scan:
                entries = sorted(scan, key=lambda e: e.name)
        except OSError as e:
            yield ReadError(
                (e.strerror or "can't be read").lower(), resource=named(current), hint="check its permissions"
            )
            continue
        folders = []
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    folders.append(entry.path)
            elif is_readable(entry.name):
                yield Source("file", entry.path)
        waiting.extend(reversed(folders))
