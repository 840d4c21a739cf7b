"""What one takes along: rows of the ledger in the formats of other programs, a format a module.

pieces(form, shape, rows, about, lookup) -> bytes, a piece at a time

Memory stays flat: rows are let go once they are written. What can't be written as it comes (XLSX, a dossier, which
begins with its counts) waits in a temporary file.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

    from onrecord.record.identities import Known
    from onrecord.record.ledger import Setting, State
    from onrecord.serve.rows import Shape

    Settings = Callable[[str], Setting]
    """From a reading's id to what its findings stand in."""

R = TypeVar("R")

_IN_MEMORY = 4 * 1024 * 1024
"""Bytes of an export that are kept before the rest goes to a temporary file."""
_PIECE = 64 * 1024
"""Bytes that are handed on together."""
_ARTICLES = 64
"""Articles that are kept: rows of one come together but in a timeline."""


class Who(Protocol):
    """Who is who across articles: `onrecord.record.identities.Identities`, as far as an export asks it."""

    def at(self, spots: Iterable[tuple[str, int, str]]) -> dict[tuple[int, str], Known]:
        """The identities of actors in articles, by the place of a finding and the actor's id. `spots`: these, behind
        the actor's name."""


class Lookup(Protocol):
    """Where an export looks up what is not in its rows: `onrecord.record.ledger.Ledger`, as far as it is asked."""

    @property
    def identities(self) -> Who:
        """Who is who in what is shown."""

    def setting(self, reading_id: str) -> Setting:
        """What the findings of a reading stand in."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to take a list along."""

    suffix: str
    """What a file's name ends with."""
    media_type: str
    title: str
    """What people call it."""
    binary: bool = False
    """Whether it is no text."""


FORMATS = {
    "json": Format(".json", "application/json", "JSON"),
    "jsonl": Format(".jsonl", "application/jsonl", "JSON Lines"),
    "csv": Format(".csv", "text/csv; charset=utf-8", "CSV"),
    "xlsx": Format(
        ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook", binary=True
    ),
    "parquet": Format(".parquet", "application/vnd.apache.parquet", "Parquet", binary=True),
    "annotations": Format(
        ".jsonld",
        'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
        "W3C Web Annotations",
    ),
    "plover": Format(".plover.json", "application/json", "PLOVER JSON"),
    "csl": Format(".csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON citations"),
    "bibtex": Format(".bib", "application/x-bibtex", "BibTeX citations"),
    "dossier": Format(".html", "text/html; charset=utf-8", "dossier to read and to print"),
}

_SHEETS = ("json", "jsonl", "csv", "xlsx", "parquet")
_OF = {
    "statements": (*_SHEETS, "annotations", "csl", "bibtex", "dossier"),
    "events": (*_SHEETS, "annotations", "plover", "csl", "bibtex"),
    "articles": (*_SHEETS, "csl", "bibtex"),
}


@dataclass(frozen=True, slots=True)
class About:
    """What an export says of itself. It holds no time but those that it is given: same in, same out."""

    title: str
    """What the list is, as `Statements`."""
    query: tuple[tuple[str, str], ...] = ()
    """What was asked for: each condition with its value."""
    ledger: str | None = None
    """The ledger's name."""
    state: State | None = None
    """When the ledger last changed, and what read that which it shows."""
    made: str | None = None
    """When the export was made, where that shall be in it: ISO 8601."""


def formats(name: str) -> tuple[str, ...]:
    """The formats that make sense for rows of this name, as `statements`; see `Shape.name`."""
    return _OF.get(name, _SHEETS)


def by_suffix(name: str, file: str) -> str | None:
    """The format for rows of this name that a file's name asks for; None where it asks for none."""
    fitting = [f for f in formats(name) if file.lower().endswith(FORMATS[f].suffix)]
    return max(fitting, key=lambda form: len(FORMATS[form].suffix), default=None)


def file_name(about: About, form: str) -> str:
    """A name for the file: letters, digits and hyphens, whatever was asked for."""
    asked = " ".join([about.title, *(value for _, value in about.query)])
    words = re.sub(r"[^a-z0-9]+", "-", asked.lower()).strip("-")
    return (words[:60].rstrip("-") or "export") + FORMATS[form].suffix


def pieces(
    form: str,
    shape: Shape[R],
    rows: Iterable[R],
    about: About | None = None,
    lookup: Lookup | None = None,
) -> Iterator[bytes]:
    """The rows in the format `form`, in pieces. `lookup` is needed where articles are cited or quoted: by annotations,
    csl, bibtex and dossier.

    Raises UsageError where a library for the format is missing, LedgerError where an article is gone meanwhile.
    """
    about = about or About(shape.name.capitalize())
    match form:
        case "xlsx":
            from onrecord.serve.export import xlsx

            return _stored(lambda file: xlsx.write(file, shape, rows, about))
        case "parquet":
            from onrecord.serve.export import parquet

            return _stored(lambda file: parquet.write(file, shape, rows, about))
        case _:
            return _encoded(_text(form, shape, rows, about, lookup))


def _text(form: str, shape: Shape[Any], rows: Iterable[Any], about: About, lookup: Lookup | None) -> Iterator[str]:
    from onrecord.serve import json_lines

    match form:
        case "json":
            return json_lines.array(map(shape.record, rows))
        case "jsonl":
            return json_lines.lines(map(shape.record, rows))
        case "csv":
            from onrecord.serve.export import csv_file

            return csv_file.pieces(shape, rows)
        case "plover":
            from onrecord.serve.export import plover

            return json_lines.array(map(plover.record, rows))
    if lookup is None:
        raise TypeError(f"{form} needs the articles")
    kept = lru_cache(_ARTICLES)(lookup.setting)
    match form:
        case "annotations":
            from onrecord.serve.export import annotation

            return annotation.pieces(rows, about, kept)
        case "csl":
            from onrecord.serve.export import citations

            return json_lines.array(map(citations.csl, citations.cited(rows, kept)))
        case "bibtex":
            from onrecord.serve.export import citations

            return map(citations.bibtex, citations.cited(rows, kept))
        case "dossier":
            from onrecord.serve.export import dossier

            return dossier.pieces(rows, about, kept, lookup.identities)
        case _:
            raise ValueError(f"there is no format {form!r}")


def _encoded(text: Iterable[str]) -> Iterator[bytes]:
    kept: list[str] = []
    size = 0
    for part in text:
        kept.append(part)
        size += len(part)
        if size >= _PIECE:
            yield "".join(kept).encode("utf-8", "replace")
            kept, size = [], 0
    yield "".join(kept).encode("utf-8", "replace")


def _stored(write: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+b") as file:
        write(file)
        file.seek(0)
        while part := file.read(_PIECE):
            yield part
