"""Judgements by the forms alone, without script."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from starlette.testclient import TestClient

from onrecord.identities import Actors
from onrecord.judgement import Changes
from onrecord.record import open_ledger
from onrecord.record.filters import ArticleFilter, StatementFilter
from tests.serve.web.visiting import TEXT, Forms, send, unicode_ledger, visitor
from tests.stories import told


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.db"


@pytest.fixture
def document(path: Path) -> str:
    return unicode_ledger(path)


@pytest.fixture
def client(path: Path, document: str) -> TestClient:
    return visitor(path)


def statements(client: TestClient, document: str) -> list[str]:
    page = client.get(f"/articles/{document}").text
    return list(dict.fromkeys(a for a in Forms(page).addresses if "/statements/" in a))


def test_accepting_says_who_and_can_be_undone(client: TestClient, document: str, path: Path) -> None:
    first = statements(client, document)[0]
    assert send(client, first, "accept").startswith("200 ")
    page = client.get(first).text
    assert "a person looked at it" in page
    assert re.search(r"Mira</b>: <a [^>]*>accepted the statement", page)
    assert "accepted" in client.get(f"/articles/{document}").text
    assert "accepted the statement" in client.get("/judgements").text
    send(client, first, "")
    assert "taken back" in client.get(first).text
    with open_ledger(path, create=False) as ledger:
        assert [s.reviewed for s in ledger.statements(StatementFilter())] == [None, None]


def test_rejecting_takes_it_out_of_lists_and_keeps_its_address(client: TestClient, document: str) -> None:
    first, second = statements(client, document)
    send(client, first, "reject", why="it is a headline")
    assert statements(client, document) == [second]
    page = client.get(first).text
    assert "A person said that there is no such statement" in page
    send(client, first, "accept")
    assert first in statements(client, document)


@pytest.mark.parametrize("do", ["accept", "reject"])
def test_what_somebody_judged_meanwhile_is_looked_at_first(
    client: TestClient, document: str, path: Path, do: str
) -> None:
    first, second = statements(client, document)
    of_page = next(f for f in Forms(client.get(first).text).found if ("do", do) in f.buttons)
    assert ("seen", "") not in of_page.values
    with open_ledger(path, create=False) as ledger:
        ledger.reviews.reject(document, second.rpartition("/")[2], by="Bo")  # that of another does not matter
        ledger.reviews.change(document, first.rpartition("/")[2], Changes(act="deny"), by="Bo")
    for values in (dict(of_page.values), {k: v for k, v in of_page.values if k != "seen"}):
        answer = client.post(first, data=values | {"do": do})
        assert (answer.status_code, "meanwhile" in answer.text) == (409, True)
    with open_ledger(path, create=False) as ledger:
        assert len(ledger.reviews.list()) == 2
    assert send(client, first, do).startswith("200 ")


def test_a_ledger_that_another_program_writes_to_says_to_come_back(
    client: TestClient, document: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = statements(client, document)[0]
    monkeypatch.setattr("onrecord.serve.web.answers.open_ledger", partial(open_ledger, wait=0.05))
    with open_ledger(path, create=False) as other, other.transaction():
        assert client.get(first).status_code == 200
        answer = send(client, first, "accept")
    assert answer.startswith("503 ")
    assert "The ledger is in use by another program" in answer
    assert "ry again when that has finished" in answer


def test_judgements_come_newest_first_page_after_page(client: TestClient, document: str, path: Path) -> None:
    first = statements(client, document)[0].rpartition("/")[2]
    with open_ledger(path, create=False, clock=lambda: "2031-05-01T00:00:00+00:00") as ledger:
        for number in range(60):
            ledger.reviews.change(document, first, Changes(act=("deny", "warn")[number % 2]), by=f"P{number}.")
        last = ledger.reviews.list()[-1]
        ledger.reviews.undo(last.id, by="Q")
        assert [r.id for r in ledger.reviews.list(newest=2)] == [r.id for r in ledger.reviews.list()[-2:]]
        assert [r.undone for r in ledger.reviews.list(newest=2)] == [True, False]
    pages = [re.findall(r"P\d+\.", client.get(f"/judgements?page={n}").text) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [49, 11, 0]
    assert pages[0] + pages[1] == [f"P{number}." for number in reversed(range(60))]


def test_another_speaker_act_and_words(client: TestClient, document: str, path: Path) -> None:
    second = statements(client, document)[1]
    answer = send(client, second, "change", speaker="a1", act="", why="она", by="Зоя")
    assert answer.startswith("200 ")
    with open_ledger(path, create=False) as ledger:
        row = list(ledger.statements(StatementFilter()))[1]
        (made,) = ledger.reviews.list()
    assert (row.speaker, row.statement.act, row.statement.reviewed) == ("Ada Quist", None, "changed")
    assert (made.by, made.why, made.verdict) == ("Зоя", "она", "change")
    page = client.get(second).text
    assert re.search(
        r"<th scope=\"row\">Speaker</th><td dir=\"auto\">unknown</td><td dir=\"auto\">Ada Quist</td>", page
    )
    assert 'value="Зоя"' in page, "the name stands in the next form"


def test_a_name_that_the_article_lacks_can_be_written(client: TestClient, document: str, path: Path) -> None:
    second = statements(client, document)[1]
    send(client, second, "change", name="Вера 🌟 <b>Лунд</b>", kind="person")
    assert "Вера 🌟 &lt;b&gt;Лунд&lt;/b&gt;" in client.get(second).text
    wrong = send(client, second, "change", name="X", kind="wizard")
    assert wrong.startswith("400 ")
    assert f'href="{second}">Back' in wrong


def test_words_are_found_by_place_or_where_they_stand_nearest(client: TestClient, document: str, path: Path) -> None:
    first = statements(client, document)[0]
    words = "река 🌊"
    start = TEXT.index(words)
    send(client, first, "change", content=[words, ""], content_at=[f"{start}-{start + len(words)}", ""])
    moved = statements(client, document)[0]
    assert moved != first
    assert "Its words were marked anew" in client.get(first).text
    # without script nobody says where they stand
    send(client, moved, "change", content=["замёрзла", "and she"], content_at=["", ""], source="Mayor\r\n Ada Quist")
    with open_ledger(path, create=False) as ledger:
        now = next(iter(ledger.statements(StatementFilter()))).statement
    assert [a.text for a in now.content] == ["замёрзла", "and she"]
    assert now.source is not None
    assert now.source.text == "Mayor Ada Quist"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"content": ["no such words"], "content_at": [""]}, "not in the article"),
        ({"content": [""], "content_at": [""]}, "has some content"),
        ({"content": ["ice is", "is thin"], "content_at": ["", ""]}, "overlap"),
        ({"speaker": "a77"}, "no such speaker"),
        ({"act": "yodel"}, "no such act"),
        ({"reading": "0123"}, "meanwhile"),
        ({}, "nothing"),
        ({"token": "x"}, "page"),
    ],
)
def test_what_can_not_be_is_said_and_changes_nothing(
    client: TestClient, document: str, path: Path, changed: dict[str, str | list[str]], words: str
) -> None:
    second = statements(client, document)[1]
    answer = send(client, second, "change", **changed)
    assert answer.startswith({"token": "403 ", "reading": "409 "}.get(next(iter(changed), ""), "400 "))
    assert words in answer.lower()
    with open_ledger(path, create=False) as ledger:
        assert ledger.reviews.list() == ()


def test_a_place_that_is_not_the_words_does_not_count(client: TestClient, document: str, path: Path) -> None:
    first = statements(client, document)[0]
    send(client, first, "change", content="замёрзла", content_at="0-8")
    with open_ledger(path, create=False) as ledger:
        now = next(iter(ledger.statements(StatementFilter()))).statement
    assert now.content[0].start == TEXT.index("замёрзла")


def test_the_queue_goes_on_to_the_next_and_takes_back_the_last(client: TestClient, path: Path) -> None:
    listed = client.get("/review").text
    first = next(a for a in Forms(listed).addresses if "queue=1" in a)
    answer = send(client, first, "accept")
    assert answer.startswith("200 /articles/")
    assert "Accepted." in answer
    assert answer.splitlines()[0].split("/")[-1] not in first
    undo = next(a for a in Forms(answer).addresses if a.endswith("/undo?queue=1"))
    token = re.search('name="token" value="([^"]*)"', answer)
    assert token is not None
    assert client.post(undo, data={"token": token[1]}).status_code == 200
    assert len(re.findall("data-row", client.get("/review").text)) == 2


def test_from_the_list_one_comes_back_to_the_list(client: TestClient) -> None:
    answer = send(client, "/review", "reject")
    assert answer.startswith("200 /review")
    assert "Rejected." in answer
    send(client, "/review", "reject")
    assert "Nothing waits" in client.get("/review").text
    assert "Nothing of that waits" in client.get("/review?text=ice").text


def test_actors_are_held_to_be_one_and_set_apart(tmp_path: Path) -> None:
    path = tmp_path / "actors.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add(*told(1, ("", "Ada Quist", "it snows"), ("", "Bo Lind", "it rains")))
    client = visitor(path)
    ada = client.get("/actors/Ada Quist").url.path
    answer = send(client, ada, "merge", other="Bo Lind", why="one pen name")
    assert answer.startswith("200 /actors/")
    assert "2 statements" in answer
    assert "one pen name" in client.get("/judgements").text
    both = answer.splitlines()[0].split()[1]
    assert "Also called" in client.get(both).text
    send(client, both, "split", name="Ada Quist", other="Bo Lind")
    assert "1 statement ·" in client.get("/actors/Ada Quist").text
    assert send(client, ada, "merge", other="Nobody Such").startswith("400 ")


@pytest.mark.parametrize(
    ("do", "chosen"),
    [
        ("apart", {}),
        ("split", {"name": "Ada Quist", "other": "Bo Lind"}),
        ("split", {"name": "Bo Lind", "other": "Ada Quist"}),
    ],
)
def test_of_namesakes_the_one_of_the_page_is_judged(tmp_path: Path, do: str, chosen: dict[str, str]) -> None:
    path = tmp_path / "actors.db"
    with open_ledger(path, create=True) as ledger:
        for number in (1, 2, 3):
            ledger.add(*told(number, ("", "Ada Quist", "it snows"), ("", "Bo Lind", "it rains")))
        people = Actors(ledger)
        people.merge("Ada Quist", "Bo Lind", by="M.")
        first, second, _ = (row.id for row in ledger.articles(ArticleFilter()))
        people.split("Ada Quist", document=first, by="M.")
        both = next(known for known in people.find("Ada Quist") if known in people.find("Bo Lind"))
        assert len(people.find(both.name)) == 2
    answer = send(visitor(path), f"/actors/{both.id}", do, **(chosen or {"document": second}))
    assert answer.startswith("200 /actors/"), answer
    with open_ledger(path, create=False) as ledger:
        made = ledger.judgements.standing()[-1]
        assert (made.same, made.document) == (False, None if chosen else second)
        assert {made.left[0], made.right[0]} == set(chosen.values() or ["Ada Quist"])
        assert len(Actors(ledger).find("Ada Quist")) == (2 if chosen else 3)


def test_undo_keeps_what_narrows_the_queue(path: Path) -> None:
    with open_ledger(path, create=True) as ledger:
        for number in (1, 2, 3):
            ledger.add(*told(number, ("", "Ada Quist", f"it snows {number}"), ("", "Bo Lind", "it rains")))
    client = visitor(path)
    narrowed = {"text": "Quist", "outlet": "The Harbour Post"}

    def undone(page: str, which: str) -> str:
        """Where one comes to by the page's way to undo."""
        (undo,) = {a for a in Forms(page).addresses if which in a}
        sent = client.post(undo, data={"token": Forms(page).found[-1].values[0][1]}, follow_redirects=False)
        assert sent.status_code == 303, sent.text
        return sent.headers["location"]

    asked = urlencode(narrowed)
    first = next(a for a in Forms(client.get(f"/review?{asked}").text).addresses if "queue=1" in a)
    for _ in range(2):
        page = client.post(first, data=accepting(client, first)).text  # the next one, saying what was done
        location = undone(page, "/undo?")
        assert location.startswith(first.partition("?")[0])
        assert dict(parse_qsl(urlsplit(location).query)) == narrowed | {"queue": "1"}
        assert "of 3 that wait" in client.get(location).text

    last_of_queue = [a for a in Forms(client.get(f"/review?{asked}").text).addresses if "queue=1" in a][-1]
    assert f"/review?{asked}" in Forms(client.get(last_of_queue).text).addresses

    # on the page of what is judged itself: in the history, and by the key
    client.post(first, data=accepting(client, first))
    location = undone(client.get(first).text, "/undo?")
    assert dict(parse_qsl(urlsplit(location).query)) == narrowed | {"queue": "1"}

    # from the list one comes back to the list
    client.post(f"{first.partition('?')[0]}?queue=list&{asked}", data=accepting(client, first))
    listed = client.get(f"/review?{asked}&done={last(path)}").text
    location = undone(listed, "/undo?")
    back = dict(parse_qsl(urlsplit(location).query))
    assert (urlsplit(location).path, back) == ("/review", narrowed | {"done": last(path)})
    assert "The judgement is taken back." in client.get(location).text


def accepting(client: TestClient, page: str) -> dict[str, str]:
    """What the page's button to accept sends."""
    form = next(f for f in Forms(client.get(page).text).found if ("do", "accept") in f.buttons)
    return dict(form.values) | {"do": "accept"}


def last(path: Path) -> str:
    """The judgement that was made last."""
    with open_ledger(path, create=False) as ledger:
        return ledger.reviews.list()[-1].id


def test_an_unknown_judgement_is_not_there(client: TestClient, document: str) -> None:
    first = statements(client, document)[0]
    token = re.search('name="token" value="([^"]*)"', client.get(first).text)
    assert token is not None
    for kind in ("statements", "actors"):
        assert client.post(f"/judgements/{kind}/ffff/undo", data={"token": token[1]}).status_code == 404
