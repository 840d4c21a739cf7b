"""Search: the page, its counts and its files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from starlette.testclient import TestClient

from onrecord.catalogues import load
from onrecord.record import open_ledger
from onrecord.serve.export import formats
from onrecord.serve.web.questions import LONGEST
from onrecord.serve.web.routes import events, search
from tests.stories import told

from .asking import SCRIPT, ledger_of, many, story, visitor

HOSTILE = (
    "\"", "'", '" OR "', "a AND (", "NEAR(a b)", "content : x", "*", "^a", "%00x", "a%00b", "%ED%A0%80", "%FF%FE",
    "%F0%9F%98%80", "%E2%80%AE", "<script>alert(1)</script>", "{{ 7*7 }}", "../../etc/passwd", "' ; DROP TABLE log; --",
    "x" * 60_000, "a+" * 5000, "-1", "9" * 30, "nan", "1e999", "0001-01-01", "99999-01-01", "%0d%0aX-Evil: 1",
)  # fmt: skip
ASKED = [
    *(("/search", field) for field in search.FIELDS),
    *(("/timeline", field) for field in events.FIELDS),
    *(("/events", field) for field in ("about", "after")),
    *(("/search.atom", field) for field in ("text", "outlet")),
    *(("/search/download", field) for field in ("about", "format")),
    ("/search/speakers", "text"),
]


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    stories = story(1), story(2, published=None, outlet=None), story(3, outlet="THE POST", published="2031-06-01")
    return visitor(ledger_of(tmp_path / "x.db", *stories))


def shown(client: TestClient, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def said(page: html.HtmlElement) -> list[str]:
    return [" ".join(p.text_content().split()) for p in page.cssselect(".found .what")]


def test_a_statement_comes_with_who_how_what_and_where(client: TestClient) -> None:
    page = shown(client, "/search?text=weir&kind=indirect")
    line = page.cssselect(".found li")[0]
    assert line.cssselect(".who")[0].text_content() == "Ada Quist"
    assert line.cssselect(".how")[0].text_content() == "said"
    assert [m.text for m in page.cssselect(".found .what mark")] == ["weir"] * 3
    address = line.cssselect(".what a")[0].get("href")
    assert re.fullmatch(r"/articles/[0-9a-f]{16}/statements/[0-9a-f]{16}", address)
    assert line.cssselect(".who a")[0].get("href").startswith("/actors/")
    assert "announce · indirect · 90 % · THE POST · 2031-06-01" in " ".join(line.text_content().split())


def test_what_is_asked_stands_there_once_in_the_words_of_the_form(client: TestClient) -> None:
    page = shown(client, "/search?text=weir&confidence=0.5")
    assert len(page.cssselect("input[name=text]")) == 1  # no second box in the frame
    asked = [" ".join(a.text_content().split()) for a in page.cssselect(".asked a")]
    assert asked == ["words weir ×, leave it out", "sure from 0.5 ×, leave it out"]


def test_what_is_unknown_is_said(client: TestClient) -> None:
    page = shown(client, "/search?kind=direct")
    first = " ".join(page.cssselect(".found li")[0].text_content().split())
    assert "nobody named" in first
    assert "how sure is unknown" in first
    assert "according to Ada Quist" in first
    last = " ".join(page.cssselect(".found li")[-1].text_content().split())
    assert "outlet unknown · undated" in last


def test_the_newest_come_first_unless_the_oldest_are_asked_for(client: TestClient) -> None:
    def days(address: str) -> list[str | None]:
        return [t.get("datetime") for t in shown(client, address).cssselect(".found time")]

    assert days("/search?kind=direct") == ["2031-06-01", "2031-05-02"]
    assert days("/search?kind=direct&order=oldest") == ["2031-05-02", "2031-06-01"]


def test_counts_are_links_to_what_they_count(client: TestClient) -> None:
    page = shown(client, "/search")
    assert "6 statements" in page.cssselect(".bar-of-list")[0].text_content()
    seen: set[str] = set()
    for item in page.cssselect(".counts li"):
        for link in item.cssselect("a"):
            number = int(item.cssselect(".n")[0].text)
            assert len(said(shown(client, link.get("href")))) == number, link.get("href")
            seen.update(parse_qs(urlsplit(link.get("href")).query))
    assert seen == {"by", "act", "kind", "outlet", "since", "until"}


def test_empty_fields_are_left_out_of_the_address(client: TestClient) -> None:
    answer = client.get("/search?text=weir&by=&about=+&kind=&unknown=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?text=weir")
    assert client.get("/search?text=weir").status_code == 200


def test_a_page_follows_the_other(tmp_path: Path) -> None:
    client = visitor(ledger_of(tmp_path / "x.db", *many(60)))
    page, found = shown(client, "/search?text=weir"), []
    while True:
        found += [a.get("href") for a in page.cssselect(".found .what a")]
        further = page.cssselect("a[rel=next]")
        if not further:
            break
        assert "text=weir" in further[0].get("href")
        page = shown(client, further[0].get("href"))
    assert len(found) == len(set(found)) == 120


def test_what_can_not_be_asked_is_said_and_the_form_stays_filled(client: TestClient) -> None:
    for address, message in (
        ("/search?text=!!!&about=river", "There is no word to look for in '!!!'"),
        ("/search?act=sing&about=river", "There is no act 'sing'"),
        ("/search?since=tomorrow&about=river", "'tomorrow' is not a day"),
        ("/search?confidence=nan&about=river", "'nan' is no number between 0 and 1"),
        ("/search?topic=sanction&about=river", "No catalogue is loaded"),
        (f"/search?text={'x' * (LONGEST + 1)}&about=river", "More than 300 characters in 'text'"),
    ):
        answer = client.get(address)
        page = html.fromstring(answer.text)
        assert answer.status_code == 400
        assert message in page.cssselect(".notice")[0].text_content()
        assert page.cssselect("#q-about")[0].get("value") == "river"


def test_nothing_found_says_what_to_do(client: TestClient, tmp_path: Path) -> None:
    assert "Leave something out" in client.get("/search?text=zzz").text
    assert "Add an article" in visitor(ledger_of(tmp_path / "empty.db")).get("/search").text


@pytest.mark.parametrize(("path", "field"), ASKED)
def test_nothing_that_is_asked_breaks_a_page(client: TestClient, path: str, field: str) -> None:
    for value in HOSTILE:
        answer = client.get(f"{path}?{field}={value}", follow_redirects=True)
        assert answer.status_code in (200, 400), (path, field, value[:40], answer.text[:300])
        assert "x-evil" not in answer.headers
        if "html" in answer.headers["content-type"]:
            assert "<script>alert" not in answer.text


def test_what_an_article_says_stays_text(client: TestClient) -> None:
    for path in ("/search", "/events", "/timeline"):
        answer = client.get(path)
        assert SCRIPT not in answer.text
        assert "&lt;script&gt;" in answer.text
        assert "style=" not in answer.text  # the policy allows none


def test_names_are_suggested(client: TestClient) -> None:
    (found,) = client.get("/search/speakers?text=qui").json()
    assert (found["name"], found["kind"]) == ("Ada Quist", "person")
    assert client.get("/search/speakers").json() == []
    page = shown(client, f"/search?by={found['id']}")
    assert len(said(page)) == 3
    assert "Ada Quist" in page.cssselect(".asked")[0].text_content()


def test_a_topic_of_a_loaded_catalogue_is_offered_and_asked_for(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path / "x.db", story())
    file = tmp_path / "c.ftm.json"
    file.write_text(
        '{"id": "q", "schema": "Person", "properties": {"name": ["Ada Quist"], "topics": ["role.pep"], '
        '"position": ["Mayor"]}}\n'
    )
    load(file, "c", ledger)
    client = visitor(ledger)
    answer = client.get("/search?topic=nonsense")
    assert answer.status_code == 400
    assert "Nobody on record has the topic" in html.fromstring(answer.text).cssselect(".notice")[0].text_content()


def test_what_those_with_a_topic_said_is_found_by_page_and_program(tmp_path: Path, examples: Path) -> None:
    ledger = tmp_path / "x.db"
    with open_ledger(ledger, create=True) as opened:
        opened.add(*told(1, ("President of Korvia", "Edvar Holk", "it snows"), ("", "Ada Quist", "it thaws")))
    load(examples / "catalogue.csv", "world", ledger)
    client = visitor(ledger)
    assert len(said(shown(client, "/search?topic=sanction"))) == 1
    (row,) = client.get("/api/statements?topic=sanction").json()["rows"]
    assert row["speaker"] == "Edvar Holk"
    answer = client.get("/api/statements?topic=nonsense")
    assert (answer.status_code, "nobody on record has the topic" in answer.text) == (400, True)


@pytest.mark.parametrize("form", formats("statements"))
def test_the_list_is_taken_along(client: TestClient, form: str) -> None:
    answer = client.get(f"/search/download?format={form}&text=weir&kind=indirect")
    assert answer.status_code == 200, answer.text
    disposition = answer.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="[a-z0-9][a-z0-9.-]*"', disposition)
    assert int(answer.headers["content-length"]) == len(answer.content) > 0
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert [row["kind"] for row in rows] == ["indirect"] * 3
        assert answer.headers["content-type"].startswith("text/csv")


def test_a_file_has_a_safe_name_and_a_format_that_there_is(client: TestClient) -> None:
    answer = client.get("/search/download", params={"format": "csv", "outlet": '"; rm -rf /\r\nX: y ../..'})
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.csv"', answer.headers["content-disposition"])
    assert client.get("/search/download?format=exe").status_code == 400


def test_the_page_offers_each_format_and_the_feed(client: TestClient) -> None:
    links = [a.get("href") for a in shown(client, "/search?text=weir").cssselect(".take a")]
    assert links == [
        *(f"/search/download?text=weir&format={f}" for f in formats("statements")),
        "/search.atom?text=weir",
    ]
