"""The first page: what came in, who spoke, on which days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from onrecord.identities import Actors
from onrecord.record import open_ledger
from onrecord.record.overview import DayCount
from onrecord.serve.web.axis import axis
from onrecord.serve.web.plot import LOWER, UPPER, WIDTH, plot
from tests.serve.web.browser import Browser, fill, site


def test_an_empty_ledger_says_what_to_do(tmp_path: Path) -> None:
    page = Browser(site(fill(tmp_path / "x.db", 0))).get("/").text
    assert "Nothing is on record yet" in page
    assert 'href="/add"' in page
    assert "<svg" not in page


def test_it_shows_what_came_in_last_first(browser: Browser) -> None:
    page = browser.get("/").text
    assert re.findall(r"Story \d", page) == ["Story 3", "Story 2", "Story 1"]
    assert page.count("The Harbour Post") == 3
    assert 'href="/articles/' in page


def test_who_spoke_leads_to_the_actor_once_it_is_known_who_that_is(browser: Browser, ledger: Path) -> None:
    assert 'href="/actors?text=Mira%20Tolan"' in browser.get("/").text
    with open_ledger(ledger, create=False) as opened:
        known = Actors(opened).find("Mira Tolan")[0]
    page = browser.get("/").text
    assert f'href="/actors/{known.id}"' in page
    assert "3 statements in 3 articles" in page


def test_the_days_are_drawn_and_told(browser: Browser) -> None:
    for address, since in (("/", "2 February"), ("/?days=90", "4 December"), ("/?days=7", "2 February")):
        page = browser.get(address).text
        assert since in page, address
        drawing = re.search(r"<svg class=\"plot\".*?</svg>", page, re.DOTALL)
        assert drawing is not None
        picture = ET.fromstring(drawing[0])
        assert len(picture.findall(".//rect")) == 6
        assert picture.get("role") == "img"
        assert not [e for e in picture.iter() if "style" in e.attrib]
        rows = re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a></th><td class="n">(\d+)</td>', page)
        assert rows == [("2031-03-03", "1"), ("2031-03-02", "1"), ("2031-03-01", "1")]


def test_only_undated_articles_have_no_plot(tmp_path: Path) -> None:
    page = Browser(site(fill(tmp_path / "x.db", 1, published=None))).get("/").text
    assert "undated" in page
    assert "<svg" not in page


def test_one_article_of_a_far_day_hides_no_other(tmp_path: Path) -> None:
    path = fill(tmp_path / "x.db", 1, published="2001-05-01")
    fill(path, 1, published="9999-12-31", url="https://harbour.example/far")
    assert "1 May 2001" in Browser(site(path)).get("/").text


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-20", "9999-12-31"])
def test_the_first_and_the_last_day_there_is_break_no_page(tmp_path: Path, day: str) -> None:
    browser = Browser(site(fill(tmp_path / "x.db", 1, published=day)))
    actor = browser.get("/api/actors").json()["rows"][0]["id"]
    for path in ("/", "/?days=90", "/search", "/timeline", f"/actors/{actor}"):
        assert browser.get(path).status_code == 200, path
    for days in (1, 50, 500, 5000):
        made = axis([(date.max, 1), (date.max - timedelta(days=days), 1)])
        assert made is not None
        assert (made.bars[-1].until, made.bars[-1].count) == (date.max, 1)


def test_bars_fit_the_drawing() -> None:
    days = [DayCount(date(2031, 3, n), n, 10 * n) for n in (1, 5, 31)]
    made = plot(days, date(2031, 3, 1), date(2031, 3, 31))
    assert [bar.statements for bar in made.bars] == [round(UPPER * n / 31, 1) for n in (1, 5, 31)]
    assert max(bar.articles for bar in made.bars) == LOWER
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH for bar in made.bars)
    assert (made.most_statements, made.most_articles) == (310, 31)
    assert [day.weekday() for _, day in made.marks] == [0] * len(made.marks)
