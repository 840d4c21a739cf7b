"""Events as a list and day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient

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


def test_whoever_denies_it_does_not_vouch_for_it(tmp_path: Path) -> None:
    told = story(1)
    denied = replace(told, statements=tuple(replace(s, act="deny") for s in told.statements))
    item = shown(visitor(ledger_of(tmp_path / "x.db", denied)), "/timeline?type=CONCEDE").cssselect(".found li")[0]
    assert line(item.cssselect(".said")[0]).endswith("denied by Ada Quist")


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
    assert earlier == "/timeline?until=2031-01-11"
    assert shown(client, earlier).cssselect(".found li")


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
