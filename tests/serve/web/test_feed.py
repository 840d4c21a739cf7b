"""A search as a feed: what a feed reader makes of it, and what it costs where nothing is new."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from starlette.testclient import TestClient

from onrecord.domain import digest
from onrecord.identities import Actors
from onrecord.record import open_ledger
from onrecord.serve.web.feed import MOST

from .asking import BASE, SCRIPT, ledger_of, many, story, visitor


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return visitor(ledger_of(tmp_path / "x.db", story(1), story(2, published=None)))


def test_a_feed_reader_reads_it(client: TestClient) -> None:
    answer = client.get("/search.atom?text=weir&kind=indirect")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    found = feedparser.parse(answer.content)
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.title == "On record: words: weir · kind: indirect"
    assert found.feed.id.startswith("urn:onrecord:search:")
    first, last = found.entries
    assert first.id.startswith("urn:onrecord:statement:")
    assert first.link.startswith(f"{BASE}/articles/")
    assert first.updated == "2031-05-02T00:00:00Z"
    assert last.updated > "2026"  # undated: when it came in
    assert first.title.startswith("Ada Quist said: the")
    assert "Ada Quist said the river" in first.content[0].value


def test_all_text_is_text(client: TestClient) -> None:
    answer = client.get("/search.atom")
    assert SCRIPT.encode() not in answer.content
    root = etree.fromstring(answer.content, etree.XMLParser(resolve_entities=False))
    space = {"a": "http://www.w3.org/2005/Atom"}
    assert {e.get("type") for e in root.iterfind(".//a:content", space)} == {"text"}
    for required in ("a:id", "a:title", "a:updated", "a:author/a:name"):
        assert root.find(required, space) is not None
        assert all(entry.find(required, space) is not None for entry in root.iterfind("a:entry", space))


def test_ids_stay_and_differ(client: TestClient) -> None:
    def ids(address: str) -> list[str]:
        found = feedparser.parse(client.get(address).content)
        return [found.feed.id, *(e.id for e in found.entries)]

    assert ids("/search.atom?text=weir") == ids("/search.atom?text=weir")
    assert len(set(ids("/search.atom"))) == 5
    assert ids("/search.atom?text=weir")[0] != ids("/search.atom?about=weir")[0]


def test_only_the_newest_come(tmp_path: Path) -> None:
    client = visitor(ledger_of(tmp_path / "x.db", *many(40)))
    found = feedparser.parse(client.get("/search.atom?order=oldest").content)
    days = [entry.updated for entry in found.entries]
    assert len(days) == MOST
    assert days == sorted(days, reverse=True)
    assert found.feed.updated == days[0]


def test_nothing_comes_twice(client: TestClient) -> None:
    first = client.get("/search.atom")
    tag, changed = first.headers["etag"], first.headers["last-modified"]
    for headers in ({"if-none-match": tag}, {"if-none-match": f'"x", W/{tag}'}, {"if-modified-since": changed}):
        again = client.get("/search.atom", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    for headers in (
        {"if-none-match": '"other"', "if-modified-since": changed},
        {"if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"if-modified-since": "whenever"},
        {"if-modified-since": f"Mon, 01 Jan {'9' * 20} 00:00:00 GMT"},
        {"if-modified-since": f"Mon, 01 Jan 2024 00:00:00 +{'9' * 20}"},
    ):
        assert client.get("/search.atom", headers=headers).status_code == 200


def test_what_is_new_comes(client: TestClient, tmp_path: Path) -> None:
    tag = client.get("/search.atom").headers["etag"]
    ledger_of(tmp_path / "x.db", story(3))
    assert client.get("/search.atom", headers={"if-none-match": tag}).status_code == 200


def test_a_judgement_is_a_change_too(client: TestClient, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "x.db", create=False, clock=lambda: "2999-01-01T00:00:00+00:00") as ledger:
        Actors(ledger).merge("Ada Quist", "Vey", by="Mira")
    assert "2999" in client.get("/search.atom").headers["last-modified"]


def test_characters_that_xml_does_not_take_are_replaced(tmp_path: Path) -> None:
    reading = story()
    strange = replace(reading, article=replace(reading.article, outlet="\x0b\ufffe\uffff\x1b & <b>"))
    client = visitor(ledger_of(tmp_path / "x.db", strange))
    found = feedparser.parse(client.get("/search.atom").content)
    assert not found.bozo
    assert found.entries[0].author.endswith("& <b>")


def test_a_feed_of_nothing_is_a_feed(client: TestClient) -> None:
    found = feedparser.parse(client.get("/search.atom?text=zzz").content)
    assert (found.bozo, found.entries) == (False, [])
    assert client.get("/search.atom?text=!!!").status_code == 400


def test_its_title_names_whom_an_id_means_and_its_id_stays(client: TestClient, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "x.db", create=False) as ledger:
        (ada,) = Actors(ledger).find("Ada Quist")
    found = feedparser.parse(client.get(f"/search.atom?by={ada.id}&act=announce").content)
    assert found.feed.title == "On record: said by: Ada Quist · act: announce"
    assert found.feed.id == f"urn:onrecord:search:{digest('by', ada.id, 'act', 'announce')}"
