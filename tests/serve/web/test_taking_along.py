"""Articles, actors and judgements as files, each the list that the page shows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from onrecord.identities import Actors
from onrecord.record import open_ledger
from onrecord.serve.export import formats
from tests.serve.web.asking import ledger_of, many, visitor
from tests.stories import told


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return visitor(ledger_of(tmp_path / "x.db", *many(3)))


def rows(client: TestClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def links(client: TestClient, address: str) -> list[str]:
    answer = client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    return [a.get("href") for a in html.fromstring(answer.text).cssselect(".take a")]


@pytest.mark.parametrize("name", ["articles", "actors"])
def test_each_format_is_offered_and_given(client: TestClient, name: str) -> None:
    offered = links(client, f"/{name}")
    assert offered == [f"/{name}/download?format={form}" for form in formats(name)]
    for address in offered:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.content


def test_what_narrows_the_list_narrows_the_file(client: TestClient) -> None:
    assert len(rows(client, "/articles/download?format=csv")) == 3
    one = rows(client, "/articles/download?format=csv&since=2031-01-02&until=2031-01-02")
    assert [row["published"][:10] for row in one] == ["2031-01-02"]
    assert "/articles/download?since=2031-01-02&format=csv" in links(client, "/articles?since=2031-01-02")
    assert rows(client, "/actors/download?format=csv&text=zzz") == []
    assert client.get("/articles/download?format=csv&since=soon").status_code == 400


def test_what_an_actor_said_is_taken_along_from_their_page(client: TestClient) -> None:
    actor = next(row for row in rows(client, "/actors/download?format=csv") if int(row["statements"]))
    offered = links(client, f"/actors/{actor['id']}")
    assert f"/search/download?by={actor['id']}&format=dossier" in offered
    said = rows(client, f"/search/download?by={actor['id']}&format=csv")
    assert len(said) == int(actor["statements"])


def test_judgements_are_taken_along(client: TestClient) -> None:
    article, *_ = rows(client, "/articles/download?format=csv")
    page = html.fromstring(client.get(f"/articles/{article['id']}").text)
    statement = next(
        a.get("href") for a in page.cssselect("a[href]") if f"/articles/{article['id']}/statements/" in a.get("href")
    )
    form = html.fromstring(client.get(statement.partition("#")[0]).text).cssselect("form[method=post]")[0]
    fields = {i.get("name"): i.get("value") or "" for i in form.cssselect("input[name]")}
    button = form.cssselect("button[name]")
    fields |= {button[0].get("name"): button[0].get("value")} if button else {}
    assert client.post(form.get("action") or statement, data=fields).status_code == 303
    found = client.get("/judgements/download?format=jsonl").text.splitlines()
    assert [json.loads(line)["verdict"] for line in found] == ["accept"]
    assert rows(client, "/judgements/download?format=csv&document=0123456789abcdef") == []


def test_an_id_is_shown_as_the_name_of_whom_it_means(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as ledger:
        for number, role in enumerate(("", "", "senator"), 1):
            ledger.add(*told(number, (role, "Mira Tolan", "it snows"), ("", "Lavrov", "it rains")))
        people = Actors(ledger)
        (tolan,), (lavrov,) = people.find("Mira Tolan"), people.find("Lavrov")
    client = visitor(path)
    answer = client.get(f"/search/download?by={tolan.id}&format=dossier")
    assert "<title>What Mira Tolan is reported to have said</title>" in answer.text
    assert '<dt>by</dt><dd dir="auto">Mira Tolan</dd>' in answer.text
    assert tolan.id not in answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="statements-mira-tolan.html"'
    summary = client.get(f"/events/download?actor={lavrov.id}&format=annotations").json()["summary"]
    assert "; actor: Lavrov; " in summary

    with open_ledger(path, create=False) as ledger:
        document = ledger.document(next(iter(ledger.log())).document).id
        Actors(ledger).split("Mira Tolan", document=document, by="M.")
        namesakes = Actors(ledger).find("Mira Tolan")
    assert len(namesakes) == 2
    for one in namesakes:
        said = f"Mira Tolan ({one.id})"
        assert f"What {said} is" in client.get(f"/search/download?by={one.id}&format=dossier").text
    assert "What Mira Tolan is" in client.get("/search/download?by=Mira+Tolan&format=dossier").text


def test_a_surname_of_several_is_no_one_s_name(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add(*told(1, ("", "Odile Krass", "it snows"), ("", "Krass", "it rains")))
        ledger.add(*told(2, ("", "Pavel Krass", "it thaws")))
        Actors(ledger).merge("Odile Krass", "Krass", by="M.")
    answer = visitor(path).get("/search/download?by=Krass&format=dossier").text
    assert "<title>What Krass is reported to have said</title>" in answer
    assert "Pavel Krass" in answer
