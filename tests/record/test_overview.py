"""What a ledger holds at a glance, whatever the database behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain import Actor, Loaded
from onrecord.identities import Actors
from onrecord.record.filters import ArticleFilter, StatementFilter
from onrecord.record.overview import DayCount

from .worlds import NEW, story

if TYPE_CHECKING:
    from onrecord.record.ledger import Ledger


def add(ledger: Ledger, number: int, published: str | None, *, speakers: int = 1, name: str = "Mira Tolan") -> str:
    """An article with one statement for each of `speakers`, all by the one of this name."""
    loaded, reading = story(number, published=published, source=name)
    said = reading.statements[0]
    assert said.source is not None
    actor = Actor("a7", name, "person", True, (said.source,))
    told = tuple(replace(said, id=f"s{n + 1}", speaker="a7") for n in range(speakers))
    return ledger.add(loaded, replace(reading, statements=told, actors=(actor,))).document


def test_an_empty_ledger_has_nothing_to_show(ledger: Ledger) -> None:
    assert ledger.overview.arrivals(10) == ()
    assert ledger.overview.last_day() is None
    assert ledger.overview.days(date(1, 1, 1), date(9999, 12, 31)) == ()
    assert ledger.overview.speakers(date(1, 1, 1), date(9999, 12, 31), 10) == ()


def test_what_came_in_last_comes_first_whatever_its_day(ledger: Ledger) -> None:
    ids = [add(ledger, n, day) for n, day in ((1, "2031-03-05"), (2, None), (3, "2001-01-01"))]
    arrivals = ledger.overview.arrivals(2)
    assert [a.article.id for a in arrivals] == [ids[2], ids[1]]
    assert [a.is_new for a in arrivals] == [True, True]
    assert arrivals[0].at == "2031-03-01T00:00:02+00:00"
    listed = {row.id: row for row in ledger.articles(ArticleFilter())}
    assert [a.article for a in arrivals] == [listed[ids[2]], listed[ids[1]]]


def test_a_new_version_comes_in_again_and_a_new_reading_does_not(ledger: Ledger) -> None:
    loaded, reading = story(1)
    ledger.add(loaded, reading)
    add(ledger, 2, None)
    ledger.add(*story(1, content="the bridge would open in June"))
    assert [(a.article.title, a.is_new) for a in ledger.overview.arrivals(9)] == [("Story 1", False), ("Story 2", True)]
    loaded, reading = story(2, published=None, source="Mira Tolan")
    ledger.add(loaded, replace(reading, reader=NEW))
    assert [a.article.title for a in ledger.overview.arrivals(9)] == ["Story 1", "Story 2"]


def test_what_was_deleted_is_not_shown(ledger: Ledger) -> None:
    ids = [add(ledger, n, "2031-03-05") for n in (1, 2)]
    ledger.delete(ids[1])
    assert [a.article.id for a in ledger.overview.arrivals(9)] == [ids[0]]
    assert ledger.overview.days(date(2031, 3, 5), date(2031, 3, 5)) == (DayCount(date(2031, 3, 5), 1, 1),)


def test_each_day_has_its_articles_and_statements(ledger: Ledger) -> None:
    for n, day, said in ((1, "2031-03-01", 2), (2, "2031-03-01T23:30:00+03:00", 3), (3, "2031-03-04", 1), (4, None, 9)):
        add(ledger, n, day, speakers=said)
    loaded, reading = story(5, published="2031-03-04")
    ledger.add(Loaded(loaded.article, "x"), replace(reading, statements=()))
    assert ledger.overview.days(date(2031, 3, 1), date(2031, 3, 4)) == (
        DayCount(date(2031, 3, 1), 2, 5),
        DayCount(date(2031, 3, 4), 2, 1),
    )
    assert ledger.overview.days(date(2031, 3, 2), date(2031, 3, 3)) == ()
    assert ledger.overview.last_day() == date(2031, 3, 4)
    assert ledger.overview.last_day(date(2031, 3, 3)) == date(2031, 3, 1)
    assert ledger.overview.last_day(date(2031, 2, 28)) is None


def test_who_spoke_in_some_days(ledger: Ledger) -> None:
    add(ledger, 1, "2031-03-01", speakers=2)
    add(ledger, 2, "2031-03-02", speakers=3, name="Ada Brun")
    add(ledger, 3, "2031-03-02", speakers=1)
    add(ledger, 4, "2031-03-09", speakers=9, name="Somebody Later")
    spoken = ledger.overview.speakers(date(2031, 3, 1), date(2031, 3, 2), 9)
    assert [(s.name, s.kind, s.id, s.statements, s.articles) for s in spoken] == [
        ("Ada Brun", "person", None, 3, 1),
        ("Mira Tolan", "person", None, 3, 2),
    ]
    actors = Actors(ledger)
    spoken = ledger.overview.speakers(date(2031, 3, 1), date(2031, 3, 2), 1)
    assert [(s.name, s.id) for s in spoken] == [("Ada Brun", actors.find("Ada Brun")[0].id)]


def test_a_name_that_is_several_actors_is_nobody_s(ledger: Ledger) -> None:
    ids = [add(ledger, n, "2031-03-01") for n in (1, 2)]
    Actors(ledger).split("Mira Tolan", document=ids[0], by="A tester")
    assert [s.id for s in ledger.overview.speakers(date(2031, 3, 1), date(2031, 3, 1), 9)] == [None]


def test_a_list_goes_on_behind_a_row(ledger: Ledger) -> None:
    for n, day in ((1, "2031-03-01"), (2, None), (3, "2031-03-01"), (4, "2030-01-01")):
        add(ledger, n, day, speakers=3)
    for wanted in ({}, {"text": "story"}, {"outlet": "the harbour post"}):
        whole = list(ledger.articles(ArticleFilter(**wanted)))  # type: ignore[arg-type]
        for row, rest in zip(whole, (whole[n:] for n in range(1, 5)), strict=True):
            assert list(ledger.articles(ArticleFilter(**wanted, after=row.place))) == rest  # type: ignore[arg-type]
    for asked in ({}, {"about": "bridge"}, {"kind": "indirect"}):
        said = list(ledger.statements(StatementFilter(**asked)))  # type: ignore[arg-type]
        for n, one in enumerate(said, 1):
            assert list(ledger.statements(StatementFilter(**asked, after=one.place))) == said[n:]  # type: ignore[arg-type]
