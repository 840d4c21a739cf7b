from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.domain import Entry
from onrecord.errors import ReadError
from onrecord.read.catalogue import LONGEST, Other, Outcome, entries

CSV = "name,aliases,country,wikidata\n"


def entity(schema: str = "Person", **properties: Any) -> dict[str, Any]:
    return {"id": "e1", "schema": schema, "caption": "Ilsa Tamrin", "properties": properties}


def read(tmp_path: Path, data: bytes | str) -> list[Outcome]:
    path = tmp_path / "c"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(entries(path))


def one(tmp_path: Path, data: str) -> Entry:
    (found,) = read(tmp_path, data)
    assert isinstance(found, Entry)
    return found


def errors(found: list[Outcome]) -> list[str]:
    return [str(e).split(": ", 1)[0].rsplit(":", 1)[1] + " " + e.what for e in found if isinstance(e, ReadError)]


def test_an_entity_becomes_an_entry(tmp_path: Path) -> None:
    line = json.dumps(
        entity(
            name=["Ilsa Tamrin", "Tamrin  Ilsa"],
            alias=["Илса Тамрин"],
            weakAlias=["Ilsa"],
            nationality=["ua"],
            country=["gb-sct", "suhh", "ua"],
            wikidataId=["Q42"],
            topics=["sanction"],
            position=["Foreign Minister"],
            birthDate=["1970-01-02"],
            positionOccupancies=[{"properties": {"post": [{"properties": {"name": ["Mayor"]}}]}}],
        )
    )
    assert one(tmp_path, line) == Entry(
        "e1",
        "Ilsa Tamrin",
        "person",
        ("Tamrin Ilsa", "Илса Тамрин"),
        ("gb", "ua"),
        "Q42",
        ("sanction",),
        ("Foreign Minister", "Mayor"),
        "1970-01-02",
    )


def test_what_is_nobody_is_told_apart_from_what_is_broken(tmp_path: Path) -> None:
    good = json.dumps(entity(name=["A B"]))
    lines = [good, "{oh", json.dumps(entity("Address")), "[]", "{}", json.dumps(entity()), good]
    found = read(tmp_path, "\n".join(lines).replace('"caption": "Ilsa Tamrin"', '"caption": "  "'))
    assert [type(f) for f in found] == [Entry, ReadError, Other, ReadError, ReadError, ReadError, Entry]
    assert [e.split()[0] for e in errors(found)] == ["2", "4", "5", "6"]


@pytest.mark.parametrize(
    "line",
    [
        b'{"a":' * 100_000,
        b'{"id": "\xff"}',
        json.dumps(entity(name=["a\0b"])).encode(),
        json.dumps(entity(name=["a \ud800"])).encode(),
        b'{"schema": ' + b"9" * 10_000 + b"}",
        b'{"schema": "Person", "id": 7, "properties": {}}',
        b'{"schema": "Person", "id": "e", "properties": []}',
        b"{" + b" " * LONGEST + b"}",
    ],
)
def test_a_hostile_line_is_named_and_the_next_is_read(tmp_path: Path, line: bytes) -> None:
    good = json.dumps(entity(name=["A B"])).encode()
    found = read(tmp_path, good + b"\n" + line + b"\n" + good)
    assert [isinstance(f, ReadError) for f in found] == [False, True, False]
    assert errors(found)[0].startswith("2 ")


def test_names_that_are_no_names_are_left_out_and_markup_stays_text(tmp_path: Path) -> None:
    assert one(tmp_path, json.dumps(entity(name=["x" * 500, "<b>Bo</b> Li"]))).aliases == ("<b>Bo</b> Li",)


def test_a_csv_of_names(tmp_path: Path) -> None:
    found = one(tmp_path, "\ufeff" + CSV + "Ilsa Tamrin,I. Tamrin; Tamrin Ilsa,UA;us,Q42\n")
    assert (found.id, found.kind, found.aliases) == ("Q42", "other", ("I. Tamrin", "Tamrin Ilsa"))
    assert (found.countries, found.wikidata) == (("ua", "us"), "Q42")


def test_a_broken_row_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    rows = b"A B,,Ukraine,\nC D,,,42\n,,,\nE \xff,,,\nF G,,,,,\nH I,,ua,\n"
    found = read(tmp_path, CSV.encode() + rows)
    assert [e.split()[0] for e in errors(found)] == ["2", "3", "5", "6"]
    assert [f.name for f in found if isinstance(f, Entry)] == ["H I"]


def test_a_quotation_mark_that_never_closes_does_not_swallow_the_file(tmp_path: Path) -> None:
    found = read(tmp_path, CSV + '"A B,,,\n' + "C D,,,\n" * 40_000)
    assert len(errors(found)) >= 1
    assert sum(isinstance(f, Entry) for f in found) > 10_000


@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"a,b\n1,2\n", b"[]", b"\xff\xfea\0", b"PK\x03\x04\0\0", b"\x1f\x8bxx"]
)
def test_what_is_no_catalogue_is_refused_whole(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path, data)
    assert str(tmp_path) in str(caught.value)


def test_half_a_gzip_file_is_no_catalogue(tmp_path: Path) -> None:
    line = json.dumps(entity(name=["A B"])).encode() + b"\n"
    whole = gzip.compress(line * 5000)
    assert len(read(tmp_path, whole)) == 5000
    with pytest.raises(ReadError, match="broken gzip"):
        read(tmp_path, whole[:-20])


def test_a_folder_is_no_catalogue_and_the_message_offers_none(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        list(entries(tmp_path))
    assert str(caught.value) == f"{tmp_path}: a folder, and a catalogue is one file; give its files one by one"
