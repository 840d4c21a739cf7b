"""A ledger with what no page may obey, and whoever asks it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from starlette.testclient import TestClient

from onrecord.domain import Actor, Anchor, Article, Event, Loaded, ReaderInfo, Reading, Statement, Time
from onrecord.record import open_ledger
from onrecord.serve.web import application
from onrecord.serve.web.site import Site
from tests.serve.fakes import FakeReader

BASE = "http://127.0.0.1:8000"
SCRIPT = "<script>alert(1)</script>"
TEXT = f"Ada Quist said the river {SCRIPT} & the weir would open on 4 May. Korvia condemned Vey in May. He warned."


def anchor(part: str) -> Anchor:
    start = TEXT.index(part)
    return Anchor(start, start + len(part), part)


def story(number: int = 1, *, published: str | None = "2031-05-02", outlet: str | None = "The Post") -> Reading:
    """An article with two statements, one inside the other, and two events."""
    article = Article(
        TEXT,
        url=f"https://x.example/{number}",
        title=f"Story {number} {SCRIPT}",
        outlet=outlet,
        published=published,
        language="en",
    )
    actors = (
        Actor("a1", "Ada Quist", "person", True, (anchor("Ada Quist"),)),
        Actor("a2", "Korvia", "country", True, (anchor("Korvia"),)),
        Actor("a3", "Vey", "person", True, (anchor("Vey"),)),
    )
    content = anchor(f"the river {SCRIPT} & the weir would open on 4 May")
    statements = (
        Statement(
            "s1", anchor("Ada Quist"), anchor("said"), (content,), "indirect", 0.9, speaker="a1",
            speaker_confidence=0.9, act="announce",
        ),
        Statement("s2", None, None, (anchor("the weir would open"),), "direct", None, parent="s1"),
    )  # fmt: skip
    events = (
        Event("e1", "CONCEDE", anchor("open"), "planned", (), ("a3",), time="t1", according_to="s1"),
        Event("e2", "ACCUSE", anchor("condemned"), "occurred", ("a2",), ("a3",), time="t2"),
        Event("e3", "THREATEN", anchor("warned"), "alleged"),
    )
    times = (
        Time("t1", anchor("4 May"), "2031-05-04", date(2031, 5, 4), date(2031, 5, 4)),
        Time("t2", anchor("in May"), "2031-05", date(2031, 5, 1), date(2031, 5, 31)),
    )
    return Reading(article, ReaderInfo("0", "m"), statements, actors=actors, times=times, events=events)


def ledger_of(path: Path, *stories: Reading) -> Path:
    """A ledger with these articles."""
    with open_ledger(path, create=True) as ledger:
        for reading in stories:
            ledger.add(Loaded(reading.article, reading.article.url or ""), reading)
    return path


def many(number: int) -> list[Reading]:
    """Articles of one day each, so that a list has pages."""
    return [story(n, published=f"2031-{n // 28 + 1:02}-{n % 28 + 1:02}") for n in range(number)]


def visitor(ledger: Path) -> TestClient:
    """Whoever opens the application over a ledger; a page elsewhere is not followed."""
    site = Site(ledger=ledger, who="Mira", make_reader=FakeReader)
    return TestClient(application(site), base_url=BASE, follow_redirects=False)
