"""The pages to look at, over the example world: there, linked with each other, and clear where there is nothing."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from onrecord.domain import ReaderInfo
from onrecord.record import open_ledger
from onrecord.record.filters import ArticleFilter
from onrecord.serve.cli import main
from tests.serve.web.visiting import TEXT, Forms, send, unicode_ledger, unicode_story, visitor
from tests.stories import told


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    path = tmp_path_factory.mktemp("world") / "world.db"
    added = CliRunner().invoke(main, ["add", str(examples / "world"), "--ledger", str(path)])
    assert added.exit_code == 0, added.output
    return path


@pytest.fixture(scope="module")
def client(ledger: Path) -> TestClient:
    return visitor(ledger)


def text_of(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", page).split())


def article_called(ledger: Path, title: str) -> str:
    with open_ledger(ledger, create=False) as opened:
        return next(a.id for a in opened.articles(ArticleFilter()) if title in (a.title or ""))


def test_every_page_that_a_page_names_is_there(client: TestClient) -> None:
    """From the lists to each article, statement and actor. What others build is left out."""
    waiting, seen = ["/articles", "/judgements"], set[str]()
    own = re.compile(r"/(articles|actors|review|judgements)\b")
    while waiting and len(seen) < 100:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        forms = Forms(answer.text)
        assert not {"style", "onclick", "onload", "onerror"} & set(forms.attributes), address
        waiting += [a.partition("#")[0] for a in forms.addresses if own.match(a) and not a.endswith("/undo")]
    for kind in ("/statements/", "/actors/"):
        assert [a for a in seen if kind in a], kind


def test_an_article_has_its_statements_events_and_days_beside_the_text(client: TestClient, ledger: Path) -> None:
    page = client.get(f"/articles/{article_called(ledger, 'Holk threatens')}").text
    notes = re.findall(r'<div class="notes" lang="en">(.*?)</div>', page, re.DOTALL)
    beside = text_of(" ".join(notes))
    assert "threaten Edvar Holk → Sarn “threatens” · occurred" in beside
    assert "Saturday noon 2026-05-09" in beside
    assert re.search(r"threaten · direct · \d+ % , statement 3", beside)
    assert 'href="https://courier.example/2026/05/08/holk-ultimatum" rel="noreferrer noopener"' in page
    assert "Lenna Strovik, Piet Ansgren" in page


def test_versions_show_what_came_went_and_changed(client: TestClient, ledger: Path) -> None:
    address = f"/articles/{article_called(ledger, 'frees Estmarch')}"
    now, before = client.get(address).text, client.get(f"{address}?version=1").text
    assert "Since version 1" in now
    assert "came an earlier version of this article said : that Korvia had released 40 sailors" in text_of(now)
    assert re.search(
        r"changed Estmarch officials confirmed : that all 14.* before: Estmarch officials confirmed : that all 40",
        text_of(now),
    )
    assert "This is version 1 of 2" in before
    statement = next(a for a in Forms(before).addresses if "/statements/" in a)
    assert "This is from version 1 of 2" in text_of(client.get(statement).text)
    for far in ("3", "0", "0000000019", "1" * 5000, "²"):
        assert client.get(f"{address}?version={far}").status_code == 404, far


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/articles/nope", "There is no article &#39;nope&#39; The list of articles"),
        ("/articles/nope/statements/x", "There is no article &#39;nope&#39; The article"),
        ("/actors/nope", "There is no such actor"),
        ("/actors/Зима", "There is no such actor"),
        ("/actors/" + "x" * 60_000, "There is no such actor"),
        ("/articles/%00", ""),
    ],
)
def test_what_is_not_there_is_said_in_a_line(client: TestClient, address: str, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert words in text_of(answer.text)
    assert "all there are" in answer.text or "/statements/" in address


def test_an_id_may_be_only_begun(client: TestClient, ledger: Path) -> None:
    whole = article_called(ledger, "Holk threatens")
    answer = client.get(f"/articles/{whole[:7]}", follow_redirects=False)
    assert answer.headers["location"] == f"/articles/{whole}"


def test_a_list_is_narrowed_and_turned_a_page_at_a_time(client: TestClient) -> None:
    assert "Krass: &#39;We never" in client.get("/articles?outlet=quessel+tribune&since=2026-05-08").text
    assert "Krass: &#39;We never" not in client.get("/articles?outlet=Lantern+News").text
    assert "No article fits" in client.get("/articles?text=zebra").text
    assert client.get("/articles?since=yesterday").status_code == 400
    first = client.get("/actors")
    after = next(a for a in Forms(first.text).addresses if "page=2" in a)
    names = [set(re.findall(r'href="(/actors/[0-9a-f]+)"', p)) for p in (first.text, client.get(after).text)]
    assert len(names[0]) == 50
    assert names[1]
    assert not names[0] & names[1]
    assert "There are no more" in client.get("/actors?page=900").text
    assert "page 1<" in client.get("/actors?page=99999999999").text
    only = client.get("/actors?kind=person&text=HOLK").text
    assert "Edvar Holk" in only
    assert "Odile" not in only


def test_the_newest_article_is_first_and_the_undated_are_last(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as opened:
        for number, published in ((1, None), (2, "2031-03-02"), (3, "2031-03-05"), (4, "2030-01-01")):
            opened.add(*told(number, ("", "Ada Quist", "it snows"), published=published))
    listed = re.findall(r">Story (\d)<", visitor(path).get("/articles").text)
    assert listed == ["3", "2", "4", "1"]


def test_a_ledger_that_may_only_be_read_is_shown_and_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.db"
    unicode_ledger(path)
    monkeypatch.setattr("onrecord.record.opening.os.access", lambda _, how: how != os.W_OK)
    client = visitor(path)
    for page in ("/", "/search", "/articles", "/actors", "/timeline", "/events", "/review", "/judgements", "/add"):
        assert client.get(page).status_code == 200, page
    row = client.get("/api/statements").json()["rows"][0]
    answer = send(client, f"/articles/{row['document']}/statements/{row['id']}", "reject")
    assert answer.startswith("500 ")
    assert "The ledger is read-only here" in answer


def test_an_actor_has_words_said_and_about_roles_and_days(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as opened:
        opened.add(*told(1, ("President of Korvia", "Edvar Holk", "it snows"), ("senator", "Ada Quist", "it rains")))
        opened.add(*told(2, ("President", "Edwar Holk", "it thaws"), published="2031-03-04"))
    client = visitor(path)
    answer = client.get("/actors/Edvar Holk")
    assert answer.url.path.startswith("/actors/")
    assert answer.url.path != "/actors/Edvar%20Holk"
    page = text_of(answer.text)
    assert "person · 2 statements · 0 statements about them · 2 articles" in page
    assert "Also called Edwar Holk" in page
    assert page.index("it thaws") < page.index("it snows"), "the newest first"
    assert re.search("2031-03-02 1 2031-03-04 1", page), "the days as a table"
    assert "Nobody else is on record" in client.get(f"{answer.url.path}?show=about").text
    assert client.get("/actors/h").status_code == 200
    assert "Who is meant?" in client.get("/actors/a").text


def test_empty_lists_say_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    open_ledger(path, create=True).close()
    client = visitor(path)
    for address in ("/articles", "/actors", "/review"):
        assert 'href="/add"' in client.get(address).text
    assert 'href="/review"' in client.get("/judgements").text


def test_an_address_outlives_a_newer_reading_that_finds_no_statement_there(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    document = unicode_ledger(path)
    client = visitor(path)
    first, second = [a for a in Forms(client.get(f"/articles/{document}").text).addresses if "/statements/" in a][:2]
    loaded, reading = unicode_story()
    with open_ledger(path, create=False) as opened:
        opened.add(loaded, replace(reading, statements=reading.statements[1:], reader=ReaderInfo("0.2.0", "newer")))
    page = text_of(client.get(first).text)
    assert "A newer reading of this article finds no statement here" in page
    assert "Ada Quist said" in page
    assert "Correct it" not in page
    assert client.get(second).status_code == 200
    history = text_of(client.get(f"/articles/{document}").text)
    assert re.search(r"read [-0-9: ]+ UTC by onrecord 0.2.0, model newer: 1 statement", history)


def test_a_catalogue_entry_stands_on_the_page_with_its_score_and_reasons(tmp_path: Path, examples: Path) -> None:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as opened:
        opened.add(*told(1, ("President of Korvia", "Edvar Holk", "it snows")))
    loaded = CliRunner().invoke(
        main, ["catalogue", "load", str(examples / "catalogue.csv"), "--name", "made", "--ledger", str(path)]
    )
    assert loaded.exit_code == 0, loaded.output
    page = text_of(visitor(path).get("/actors/Edvar Holk").text)
    assert re.search(r"In the catalogue made as Edvar Holk , \S+ \(\d\.\d\d: ", page)


def test_a_statement_in_two_scripts_is_cited_and_marked(tmp_path: Path) -> None:
    document = unicode_ledger(tmp_path / "x.db")
    client = visitor(tmp_path / "x.db")
    first = next(a for a in Forms(client.get(f"/articles/{document}").text).addresses if "/statements/" in a)
    page = client.get(first).text
    where = "“Лёд 🧊”, Гавань, 2031-03-02, https://harbour.example/ice. On record: http://127.0.0.1:8000"
    assert f"Ada Quist said (word for word): “река 🌊 замёрзла”. {where}{first}" in page
    assert f'<p class="text" dir="auto" data-start="{TEXT.index("🎉")}">' in page
    assert "outlet Гавань" in text_of(page)
