"""Catalogues of who is who: FollowTheMoney as JSON Lines, or a CSV of names. A line at a time, however long the file.

    entries(path) -> Entry | Other | ReadError, in the order of the file

What a line alone is to blame for is a ReadError in its place; what breaks the file is raised, so that half a file is
never taken for the whole.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.domain import ActorKind, Entry, digest
from onrecord.errors import ReadError
from onrecord.read import files
from onrecord.read.text import check

LONGEST = 16 * 1024 * 1024
"""Bytes of a line: beyond what one entity and all that hangs on it takes, and little enough to hold."""
LONGEST_NAME = 300
"""Characters. What is longer is a sentence in the wrong field; it is left out."""
MOST_NAMES = 500
"""Of one entry; those after it are left out."""
_MOST_DECIDED = 50
"""Countries, topics or positions of one entry."""

_KINDS: dict[str, ActorKind] = {
    "Person": "person",
    "Organization": "organization",
    "Company": "organization",
    "PublicBody": "organization",
    "LegalEntity": "other",  # a person or a body: the catalogue does not know
}
_COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction")
_WIKIDATA = re.compile(r"Q[1-9]\d{0,11}")
_COUNTRY = re.compile(r"[a-z]{2}(?=$|-)")
_COLUMNS = ("name", "aliases", "country", "wikidata")
_CSV_KINDS: dict[str, ActorKind] = {"": "other", "person": "person", "organization": "organization", "other": "other"}


@dataclass(frozen=True, slots=True)
class Other:
    """A line that describes nobody who could speak: an address, a sanction, a document."""

    schema: str


Outcome = Entry | Other | ReadError


def entries(path: Path) -> Iterator[Outcome]:
    """What a catalogue's file holds, gzip or not. Raises ReadError where it is no catalogue or breaks off."""
    where = str(path)
    if os.path.isdir(path):  # noqa: PTH112 (a Path would raise where it may not look)
        raise ReadError("a folder, and a catalogue is one file", resource=where, hint="give its files one by one")
    try:
        with files.opened(path) as stream:
            lines = _Lines(stream, where)
            first = None
            for line in lines.each():
                if isinstance(line, ReadError):
                    yield line
                elif line.strip():
                    first = line
                    break
            if first is None:
                raise ReadError("empty", hint="give a catalogue with an entry in it")
            if first.lstrip().startswith("{"):
                yield from _ftm(lines, first)
            elif first.lstrip().startswith("["):
                raise ReadError("one JSON list, not JSON Lines", hint="write an entity a line")
            else:
                yield from _csv(lines, first)
    except ReadError as e:
        raise e if e.resource else ReadError(e.what, resource=where, hint=e.hint) from e


class _LineError(ReadError):
    """One line can't be read; the next can."""


class _Lines:
    """The lines as text. After a _LineError it goes on with the next, as a generator would not."""

    def __init__(self, stream: BinaryIO, where: str) -> None:
        self._stream = stream
        self._where = where
        self.number = 0

    @property
    def resource(self) -> str:
        return f"{self._where}:{self.number}"

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._read(LONGEST + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if self.number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise ReadError("UTF-16", hint="save the file as UTF-8")
            if b"\0" in line[:512]:
                raise ReadError("binary, not a catalogue", hint="give FollowTheMoney JSON Lines or CSV")
        if len(line) > LONGEST:
            while line and not line.endswith(b"\n"):
                line = self._read(LONGEST)
            raise self._broken(f"a line of more than {LONGEST // 2**20} MiB", "an entity a line")
        try:
            return line.decode()
        except UnicodeDecodeError:
            raise self._broken("not UTF-8", "save the file as UTF-8") from None

    def each(self) -> Iterator[str | _LineError]:
        """The lines, and in their place what is wrong with them."""
        while True:
            try:
                yield next(self)
            except StopIteration:
                return
            except _LineError as e:
                yield e

    def _read(self, most: int) -> bytes:
        with files.readable():
            return self._stream.readline(most)

    def _broken(self, what: str, hint: str) -> _LineError:
        return _LineError(what, resource=self.resource, hint=hint)


def _rows(lines: _Lines) -> Iterator[list[str] | ReadError]:
    rows = csv.reader(lines)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except _LineError as e:
            yield e
        except csv.Error:
            yield ReadError("a field that does not end", resource=lines.resource, hint="close its quotation mark")


def _ftm(lines: _Lines, first: str) -> Iterator[Outcome]:
    for line in chain([first], lines.each()):
        if isinstance(line, ReadError):
            yield line
        elif line.strip():
            try:
                yield _entity(line)
            except ReadError as e:
                yield ReadError(e.what, resource=lines.resource, hint=e.hint)


def _entity(line: str) -> Entry | Other:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as e:
        at = f" at character {e.pos + 1}" if isinstance(e, json.JSONDecodeError) else ": too deep or too large a number"
        raise ReadError(f"malformed JSON{at}", hint="download the file again") from None
    if not isinstance(value, dict):
        raise ReadError("not an object", hint="write an entity a line")
    schema = value.get("schema")
    if not isinstance(schema, str):
        raise ReadError('no "schema"', hint="give FollowTheMoney entities")
    kind = _KINDS.get(schema)
    if kind is None:
        return Other(schema[:60])
    given, properties = value.get("id"), value.get("properties")
    if not isinstance(given, str) or not given or len(given) > LONGEST_NAME:
        raise ReadError('no "id"', hint="give FollowTheMoney entities")
    check(given, "id")
    if not isinstance(properties, dict):
        raise ReadError('no "properties"', hint="give FollowTheMoney entities")
    names = [*_texts(value, "caption"), *_texts(properties, "name"), *_texts(properties, "alias")]
    return _entry(
        given,
        kind,
        names,
        [c for p in _COUNTRIES for c in _texts(properties, p)],
        [*_texts(properties, "wikidataId"), given],
        _texts(properties, "topics"),
        [*_texts(properties, "position"), *_posts(properties)],
        next(iter(_texts(properties, "birthDate")), None),
    )


def _texts(of: dict[str, Any], name: str) -> list[str]:
    """The values that are text: in nested exports entities stand among them."""
    found = of.get(name)
    values = found if isinstance(found, list) else [found]
    return [value for value in values if isinstance(value, str)]


def _posts(properties: dict[str, Any]) -> Iterator[str]:
    """The offices that a nested export hangs on a person: properties.positionOccupancies[].properties.post[]."""
    for occupancy in _inner(properties, "positionOccupancies"):
        for post in _inner(occupancy, "post"):
            yield from _texts(post, "name")


def _inner(properties: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    found = properties.get(name)
    for value in found if isinstance(found, list) else ():
        inner = value.get("properties") if isinstance(value, dict) else None
        if isinstance(inner, dict):
            yield inner


def _csv(lines: _Lines, first: str) -> Iterator[Outcome]:
    header = [column.strip().lower() for column in next(csv.reader([first]), [])]
    if "name" not in header:
        raise ReadError(
            "neither FollowTheMoney nor a CSV with a name column",
            hint=f"give JSON Lines, or CSV that begins with {','.join(_COLUMNS)}",
        )
    for row in _rows(lines):
        if isinstance(row, ReadError):
            yield row
        elif any(cell.strip() for cell in row):
            try:
                yield _row(dict(zip(header, row, strict=False)), len(row) > len(header))
            except ReadError as e:
                yield ReadError(e.what, resource=lines.resource, hint=e.hint)


def _row(row: dict[str, str], too_long: bool) -> Entry:
    if too_long:
        raise ReadError("more fields than the header has", hint="put a field with a comma between quotation marks")
    cells = {name: cell.strip() for name, cell in row.items()}
    kind = _CSV_KINDS.get(cells.get("kind", "").lower())
    if kind is None:
        raise ReadError(f"a kind {cells['kind'][:40]!r}", hint="write person or organization, or leave it empty")
    countries = _many(cells, "country")
    for country in countries:
        if not _COUNTRY.match(country.lower()):
            raise ReadError(f"a country {country[:40]!r}", hint="write its code of two letters, as ua")
    wikidata = cells.get("wikidata", "")
    if wikidata and not _WIKIDATA.fullmatch(wikidata):
        raise ReadError(f"a Wikidata id {wikidata[:40]!r}", hint="write it as Q42, or leave it empty")
    given = cells.get("id") or wikidata or digest("entry", cells.get("name", ""), *countries)
    check(given, "id")
    return _entry(
        given,
        kind,
        [cells.get("name", ""), *_many(cells, "aliases")],
        countries,
        [wikidata],
        _many(cells, "topics"),
        _many(cells, "positions"),
        cells.get("birth_date") or None,
    )


def _many(cells: dict[str, str], name: str) -> list[str]:
    return [part.strip() for part in cells.get(name, "").split(";") if part.strip()]


def _entry(
    given: str,
    kind: ActorKind,
    names: Iterable[str],
    countries: Iterable[str],
    wikidata: Iterable[str],
    topics: Iterable[str],
    positions: Iterable[str],
    birth_date: str | None,
) -> Entry:
    """Raises ReadError where there is no name, or one is no text."""
    kept = _kept(names, MOST_NAMES)
    if not kept:
        raise ReadError("no name", hint=f"give one of at most {LONGEST_NAME} characters")
    codes = (found[0] for c in countries if (found := _COUNTRY.match(c.strip().lower())))
    return Entry(
        given,
        kept[0],
        kind,
        tuple(kept[1:]),
        tuple(dict.fromkeys(codes))[:_MOST_DECIDED],
        next((w for w in wikidata if _WIKIDATA.fullmatch(w)), None),
        tuple(_kept(topics, _MOST_DECIDED)),
        tuple(_kept(positions, _MOST_DECIDED)),
        birth_date[:10] if birth_date and birth_date[:4].isdecimal() else None,
    )


def _kept(texts: Iterable[str], most: int) -> list[str]:
    """Each once, white space made plain, without what is empty or too long."""
    found: dict[str, None] = {}
    for text in texts:
        plain = " ".join(text.split()) if len(text) <= LONGEST else ""
        check(plain, "name")
        if plain and len(plain) <= LONGEST_NAME:
            found[plain] = None
        if len(found) == most:
            break
    return list(found)
