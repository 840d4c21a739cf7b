"""Events as a list and day by day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

from onrecord.domain import Actor, Anchor, Article, Event, Realis, Statement
from onrecord.identities import Actors
from onrecord.record import open_ledger
from onrecord.record.events import When
from onrecord.serve.web.days import bars, by_day, in_words
from onrecord.serve.web.routes import events

from .asking import ledger_of, many, story, visitor


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return visitor(ledger_of(tmp_path / "x.db", story(1), story(2, published=None, outlet=None)))


def shown(client: TestClient, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def line(part: html.HtmlElement) -> str:
    return " ".join(part.text_content().split())


def test_events_stand_under_the_days_that_the_texts_give_them(client: TestClient) -> None:
    page = shown(client, "/timeline")
    days = [(line(s.cssselect("h2")[0]), len(s.cssselect("li"))) for s in page.cssselect(".days section")]
    assert days == [("Sunday, 4 May 2031", 2), ("May 2031", 2), ("Undated", 2)]


def test_a_month_stays_a_month_and_comes_before_its_days_where_the_oldest_come_first(client: TestClient) -> None:
    page = shown(client, "/timeline?order=oldest")
    assert [line(h) for h in page.cssselect(".days h2")] == ["May 2031", "Sunday, 4 May 2031", "Undated"]


def test_an_event_comes_with_who_what_whom_and_on_whose_word(client: TestClient) -> None:
    item = shown(client, "/timeline?type=CONCEDE").cssselect(".found li")[0]
    assert line(item.cssselect(".said")[0]) == "nobody named concede Vey is planned according to Ada Quist"
    assert item.cssselect("mark")[0].text == "open"
    assert item.cssselect(".chain a")[0].get("href").startswith("/articles/")
    accused = shown(client, "/events?type=ACCUSE").cssselect(".found li")[0]
    assert line(accused.cssselect(".said")[0]) == "Korvia accuse Vey happened"
    assert "May 2031 · The Post · 2031-05-02" in line(accused)


@pytest.mark.parametrize(
    ("cue", "realis", "words"),
    [
        ("denied", "occurred", "happened denied by Ada Quist"),
        ("denied", "alleged", "is alleged denied by Ada Quist"),
        ("denied", "denied", "is denied according to Ada Quist"),
        ("denied", "not_occurred", "did not happen according to Ada Quist"),
        ("said", "not_occurred", "did not happen according to Ada Quist"),
        ("said", "occurred", "happened according to Ada Quist"),
    ],
)
def test_whoever_denies_it_does_not_vouch_for_it_and_no_is_said_once(
    tmp_path: Path, cue: str, realis: Realis, words: str
) -> None:
    text = f"Ada Quist {cue} that Korvia shelled Vey."

    def at(part: str) -> Anchor:
        return Anchor.of(text, text.index(part), text.index(part) + len(part))

    content = (at("that Korvia shelled Vey"),)
    told = Statement("s1", at("Ada Quist"), at(cue), content, "indirect", 0.9, speaker="a1", act="deny")
    reading = replace(
        story(1),
        article=Article(text, url="https://x.example/1", language="en"),
        statements=(told,),
        actors=(Actor("a1", "Ada Quist", "person", True, (at("Ada Quist"),)),),
        events=(Event("e1", "ASSAULT", at("shelled"), realis, according_to="s1"),),
        times=(),
    )
    (item,) = shown(visitor(ledger_of(tmp_path / "x.db", reading)), "/timeline").cssselect(".found li")
    assert line(item.cssselect(".said")[0]) == f"nobody named assault {words}"


@pytest.mark.parametrize("path", ["/events", "/timeline"])
def test_namesakes_that_a_person_set_apart_are_told_apart(tmp_path: Path, path: str) -> None:
    with open_ledger(ledger_of(tmp_path / "x.db", story(1), story(2)), create=False) as ledger:
        actors = Actors(ledger)
        actors.split("Vey", document=story(2).article.id, by="ann")
        ids = [known.id for known in actors.find("Vey")]
    client = visitor(tmp_path / "x.db")

    def articles(whom: str) -> set[str]:
        links = shown(client, f"{path}?actor={whom}").cssselect(".found li a")
        return {href for a in links if re.fullmatch("/articles/[0-9a-f]+", href := a.get("href"))}

    each = [articles(id_) for id_ in ids]
    assert [len(found) for found in each] == [1, 1]
    assert articles("Vey") == each[0] | each[1]
    rows = [client.get(f"/api/events?recipient={id_}").json()["rows"] for id_ in ids]
    assert [{f"/articles/{row['document']}" for row in found} for found in rows] == each
    assert [len(found) for found in rows] == [2, 2]


def test_filters_narrow_and_stay_in_the_address(client: TestClient) -> None:
    def number(address: str) -> int:
        return len(shown(client, address).cssselect(".found li"))

    for path in ("/timeline", "/events"):
        assert number(path) == 6
        assert number(f"{path}?actor=Vey") == 4
        assert number(f"{path}?realis=alleged") == 2
        assert number(f"{path}?about=weir&since=2031-05-02&until=2031-05-02") == 3
        assert number(f"{path}?outlet=the+post") == 3
        assert client.get(f"{path}?actor=Vey&type=").headers["location"] == f"{path}?actor=Vey"
    links = [a.get("href") for a in shown(client, "/timeline?actor=Vey").cssselect("a")]
    assert "/events?actor=Vey" in links
    assert "/timeline/download?actor=Vey&format=csv" in links


@pytest.mark.parametrize("path", ["/timeline", "/events"])
def test_a_page_follows_the_other(tmp_path: Path, path: str) -> None:
    client = visitor(ledger_of(tmp_path / "x.db", *many(40)))
    page, found = shown(client, path), []
    while True:
        found += [line(item) for item in page.cssselect(".found li")]
        further = page.cssselect("a[rel=next]")
        if not further:
            break
        page = shown(client, further[0].get("href"))
    assert len(found) == len(set(found)) == 120


def test_of_very_many_those_published_last_are_shown_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "DATED", 30)
    client = visitor(ledger_of(tmp_path / "x.db", *many(20)))
    page = shown(client, "/timeline")
    assert "30 events, those published last: since 2031-01-11." in line(page.cssselect(".bar-of-list")[0])
    earlier = page.cssselect(".bar-of-list a")[0].get("href")
    assert earlier == "/timeline?until=2031-01-10"
    assert shown(client, earlier).cssselect(".found li")


@pytest.mark.parametrize("most", [3, 4, 5, 6, 7, 11])
def test_each_event_is_on_one_page_of_those_published_before_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """However the days fall: two articles, of three events each, are published on the third of May."""
    monkeypatch.setattr(events, "DATED", most)
    days = ["2031-05-01", "2031-05-02", "2031-05-03", "2031-05-03", "2031-05-04"]
    client = visitor(ledger_of(tmp_path / "x.db", *(story(n, published=day) for n, day in enumerate(days))))
    seen, found, address = [], [], "/timeline"
    while True:
        assert address not in seen
        seen.append(address)
        page = shown(client, address)
        items = [line(item) for item in page.cssselect(".found li")]
        assert 0 < len(items) <= most
        found += items
        bar = page.cssselect(".bar-of-list")[0]
        before = [a.get("href") for a in bar.cssselect("a") if a.text == "Those published before"]
        if not before:
            break
        (address,) = before
    assert len(found) == len(set(found))
    assert len(found) == (15 if most >= 6 else 9 + most)
    assert len(seen) > 1


def test_of_a_day_that_alone_has_too_many_a_part_is_shown_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "DATED", 4)
    one_day = [story(n, published="2031-05-02") for n in range(2)]
    client = visitor(ledger_of(tmp_path / "x.db", *one_day, story(3, published="2031-05-01")))
    bar = shown(client, "/timeline").cssselect(".bar-of-list")[0]
    assert "4 events, those published last: since 2031-05-02, and of that day not all." in line(bar)
    assert bar.cssselect("a")[0].get("href") == "/timeline?until=2031-05-01"
    alone = shown(client, "/timeline?since=2031-05-02").cssselect(".bar-of-list")[0]
    assert "of that day not all" in line(alone)
    assert "Those published before" not in line(alone)


@pytest.mark.parametrize("published", [None, "0001-01-01"])
def test_nothing_is_before_the_first_day_and_no_day_leads_to_the_undated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, published: str | None
) -> None:
    monkeypatch.setattr(events, "DATED", 5)
    stories = [story(n, published=published) for n in (1, 2)]
    dated = [story(3)] if published is None else []
    bar = shown(visitor(ledger_of(tmp_path / "x.db", *dated, *stories)), "/timeline").cssselect(".bar-of-list")[0]
    said = (
        "all with a day of publication, and not all without" if dated else "since 0001-01-01, and of that day not all"
    )
    assert f"5 events, those published last: {said}." in line(bar)
    assert "Those published before" not in line(bar)


def test_the_drawing_is_a_table_too(client: TestClient) -> None:
    page = shown(client, "/timeline")
    assert len(page.cssselect("svg rect")) == 1
    assert [[cell.text for cell in row] for row in page.cssselect("figure tbody tr")] == [["2031-05-04", "2"]]
    assert "4 events that the texts date less exactly, or not at all" in line(page.cssselect("figcaption")[0])
    assert not page.xpath("//svg//@style")


def test_what_can_not_be_asked_is_said(client: TestClient) -> None:
    for path in ("/timeline", "/events"):
        answer = client.get(f"{path}?type=SING&about=river")
        page = html.fromstring(answer.text)
        assert answer.status_code == 400
        assert "There is no type 'SING'" in page.cssselect(".notice")[0].text_content()
        assert page.cssselect("#q-about")[0].get("value") == "river"


@pytest.mark.parametrize("path", ["/timeline", "/events"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "plover"])
def test_the_list_is_taken_along(client: TestClient, path: str, form: str) -> None:
    answer = client.get(f"{path}/download?format={form}&type=ACCUSE")
    assert answer.status_code == 200
    if form == "jsonl":
        assert len(answer.text.splitlines()) == 2


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2031-05-04", "Sunday, 4 May 2031"),
        ("2031-05", "May 2031"),
        ("2031", "2031"),
        ("2030-22", "summer 2030"),
        ("2030-35", "the third quarter of 2030"),
        ("1990~", "about 1990"),
        ("199X", "the 1990s"),
        ("2014/..", "from 2014 on"),
        ("../2014-02", "until February 2014"),
        ("2031-02-10/2031-02-16", "10 February 2031 to 16 February 2031"),
        ("2031-13", "2031-13"),
        ("2031-02-30", "2031-02-30"),
        ("whenever", "whenever"),
    ],
)
def test_days_in_words(edtf: str, words: str) -> None:
    assert in_words(edtf) == words


@given(st.lists(st.tuples(st.none() | st.dates(), st.integers(0, 40)), max_size=40), st.booleans())
def test_every_event_is_in_the_drawing_or_counted_beside_it(given_: list[tuple[object, int]], newest: bool) -> None:
    found = []
    for at, (first, days) in enumerate(given_):
        if isinstance(first, date):
            last = min(first.toordinal() + days, date.max.toordinal())
            found.append(When(first.isoformat(), first, date.fromordinal(last), at))
        else:
            found.append(When(None, None, None, at))
    drawn = bars(found)
    if drawn is not None:
        assert sum(bar.number for bar in drawn.bars) + drawn.outside + drawn.vaguer == len(found)
        assert all(0 <= bar.x <= drawn.width and 0 <= bar.y <= drawn.height for bar in drawn.bars)
    ordered = by_day(found, newest=newest)
    assert sorted(when.at for when in ordered) == list(range(len(found)))
    days_ = [when.earliest for when in ordered if when.earliest]
    assert days_ == sorted(days_, reverse=newest)
    assert all(when.earliest is None for when in ordered[len(days_) :])
