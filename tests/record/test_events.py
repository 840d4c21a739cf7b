"""What is asked of a ledger's events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord.domain import (
    Actor,
    ActorKind,
    Anchor,
    Article,
    Event,
    Loaded,
    Party,
    ReaderInfo,
    Reading,
    Statement,
    Time,
)
from onrecord.errors import UsageError
from onrecord.identities import Actors
from onrecord.record import open_ledger
from onrecord.record.events import EventFilter, Whom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.record.ledger import Ledger

VEY = Whom(("vey",))
TEXT = "Edvar Holk said Vey shelled Orsk on 1 May if it rained. Korvia condemned Vey."


def _at(part: str, after: int = 0) -> Anchor:
    start = TEXT.index(part, after)
    return Anchor.of(TEXT, start, start + len(part))


def told(number: int = 1, published: str | None = "2031-05-02") -> tuple[Loaded, Reading]:
    """An article with two events: one dated and on Holk's word, one in the outlet's own voice."""
    article = Article(TEXT, url=f"https://x.example/{number}", outlet="The Post", published=published, language="en")
    named: list[tuple[str, ActorKind]] = [
        ("Edvar Holk", "person"),
        ("Vey", "person"),
        ("Orsk", "place"),
        ("Korvia", "country"),
    ]
    actors = tuple(Actor(f"a{n}", name, kind, True, (_at(name),)) for n, (name, kind) in enumerate(named, 1))
    content = _at("Vey shelled Orsk on 1 May if it rained")
    statement = Statement(
        "s1", _at("Edvar Holk"), _at("said"), (content,), "indirect", 0.9, speaker="a1", speaker_confidence=0.9,
        act="accuse", condition=_at("if it rained"), addressee=Party(_at("Korvia"), "a4"),
    )  # fmt: skip
    day = date(2031, 5, 1)
    events = (
        Event(
            "e1", "ASSAULT", _at("shelled"), "conditional", ("a2",), ("a3",), Party(_at("Orsk"), "a3"), "t1",
            _at("if it rained"), "s1",
        ),
        Event("e2", "ACCUSE", _at("condemned"), "occurred", ("a4",), ("a2",)),
    )  # fmt: skip
    times = (Time("t1", _at("1 May"), "2031-05-01", day, day),)
    reading = Reading(article, ReaderInfo("0", "m"), (statement,), actors=actors, times=times, events=events)
    return Loaded(article, f"{number}.txt"), reading


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "x.db", create=True) as opened:
        opened.add(*told(1))
        opened.add(*told(2, None))
        yield opened


def types(ledger: Ledger, **wanted: object) -> list[str]:
    return [row.event.type for row in ledger.events.matching(EventFilter(**wanted))]  # type: ignore[arg-type]


def test_an_event_comes_with_who_when_where_and_on_whose_word(ledger: Ledger) -> None:
    first = next(iter(ledger.events.matching(EventFilter(type="ASSAULT"))))
    assert (first.actors, first.recipients, first.place) == (("Vey",), ("Orsk",), "Orsk")
    assert first.time is not None
    assert first.time.edtf == "2031-05-01"
    assert first.event.condition is not None
    assert first.event.condition.text == "if it rained"
    assert first.speaker == "Edvar Holk"
    assert [s.act for s in first.according_to] == ["accuse"]
    assert first.around == TEXT


def test_every_condition_narrows(ledger: Ledger) -> None:
    assert types(ledger) == ["ASSAULT", "ACCUSE"] * 2
    assert types(ledger, type="ACCUSE") == ["ACCUSE"] * 2
    assert types(ledger, actor=VEY) == ["ASSAULT"] * 2
    assert types(ledger, recipient=VEY) == ["ACCUSE"] * 2
    assert types(ledger, party=VEY, limit=3) == ["ASSAULT", "ACCUSE", "ASSAULT"]
    assert types(ledger, realis="occurred") == ["ACCUSE"] * 2
    assert types(ledger, about="orsk shelled", since=date(2031, 1, 1)) == ["ASSAULT", "ACCUSE"]
    assert types(ledger, actor=Whom(("holk",))) == []
    assert types(ledger, actor=Whom(("holk", "vey"))) == ["ASSAULT"] * 2
    assert types(ledger, outlet="the post", until=date(2030, 1, 1)) == []
    with pytest.raises(UsageError, match="no word"):
        types(ledger, actor=Whom(("!!!",)))


def test_namesakes_are_told_apart_by_who_they_are(ledger: Ledger) -> None:
    """In every order and at once with all else that is asked for."""
    ledger.add(*told(3, "2031-05-02"))
    actors = Actors(ledger)
    actors.split("Vey", document=told(3)[0].article.id, by="ann")
    other, two = sorted((known.id for known in actors.find("Vey")), key=lambda id_: ledger.identities.counts(id_)[2])
    (korvia,) = (known.id for known in actors.find("Korvia"))
    third, both = Whom(("vey",), (other,)), Whom(("vey",), (other, two))

    def documents(**wanted: object) -> list[tuple[str, str]]:
        found = EventFilter(**wanted)  # type: ignore[arg-type]
        rows = list(ledger.events.matching(found))
        assert {row.id for row in ledger.events.by_day(found)} == {row.id for row in rows}
        assert {when.at for when in ledger.events.dated(found, 10).events} == {row.at for row in rows}
        return [(row.document, row.event.type) for row in rows]

    mine = told(3)[0].article.id
    assert documents(party=third) == [(mine, "ASSAULT"), (mine, "ACCUSE")]
    assert documents(actor=third) == documents(actor=third, newest_first=True) == [(mine, "ASSAULT")]
    assert documents(recipient=third, actor=Whom(("korvia",), (korvia,))) == [(mine, "ACCUSE")]
    assert documents(actor=third, recipient=third) == []
    assert documents(actor=third, until=date(2031, 5, 1)) == []
    assert len(documents(party=both)) == len(documents(party=VEY)) == 6
    apart = documents(party=Whom(("vey",), (two,)))
    assert len(apart) == 4
    assert not {*apart} & {*documents(party=third)}
    assert documents(party=Whom(("vey",), ("0" * 16,))) == []
    first, second = ledger.events.matching(EventFilter(party=third, newest_first=True))
    (paged,) = ledger.events.matching(EventFilter(party=third, newest_first=True, after=first.at))
    assert paged == second


def test_what_no_text_dates_comes_last(ledger: Ledger) -> None:
    days = [row.time.edtf if row.time else None for row in ledger.events.by_day(EventFilter())]
    assert days == ["2031-05-01", "2031-05-01", None, None]


def test_the_newest_come_first_page_after_page(ledger: Ledger) -> None:
    ledger.add(*told(3, "2031-06-01"))
    wanted = EventFilter(newest_first=True)
    whole = list(ledger.events.matching(wanted))
    assert [row.published for row in whole] == ["2031-06-01"] * 2 + ["2031-05-02"] * 2 + [None] * 2
    assert [row.event.type for row in whole] == ["ASSAULT", "ACCUSE"] * 3
    for order in (wanted, EventFilter(), EventFilter(newest_first=True, party=VEY)):
        paged, after = [], None
        while page := list(ledger.events.matching(replace(order, after=after, limit=1))):
            paged += page
            after = page[-1].at
        assert paged == list(ledger.events.matching(order))


def test_of_many_those_published_last_are_dated(ledger: Ledger) -> None:
    ledger.add(*told(3, "2031-06-01"))
    every = ledger.events.dated(EventFilter(), 10)
    assert every.complete
    assert [when.edtf for when in every.events] == ["2031-05-01"] * 3 + [None] * 3
    some = ledger.events.dated(EventFilter(), 2)
    assert not some.complete
    assert [row.published for row in ledger.events.at([when.at for when in some.events])] == ["2031-06-01"] * 2
    assert [row.at for row in ledger.events.by_day(EventFilter())] == [when.at for when in every.events]


def test_what_is_deleted_is_found_no_more(ledger: Ledger) -> None:
    ledger.delete(told(1)[0].article.id)
    assert types(ledger, actor=VEY) == ["ASSAULT"]


def test_a_reading_comes_back_as_it_went_in(ledger: Ledger) -> None:
    version = ledger.document(told(1)[0].article.id).versions[0].id
    assert ledger.reading(version) == told(1)[1]


def test_statements_are_found_by_their_act(ledger: Ledger) -> None:
    from onrecord.record.filters import StatementFilter

    assert len(list(ledger.statements(StatementFilter(act="accuse")))) == 2
    assert list(ledger.statements(StatementFilter(act="deny"))) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"actors": ("a9",)},
        {"time": "t9"},
        {"according_to": "s9"},
        {"agents": (_at("Vey"),)},
        {"trigger": Anchor(0, 4, "nope")},
    ],
)
def test_what_is_not_whole_does_not_come_in(ledger: Ledger, broken: dict[str, object]) -> None:
    loaded, reading = told(3)
    event = replace(reading.events[0], **broken)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="e1"):
        ledger.add(loaded, replace(reading, events=(event,)))
    assert len(types(ledger)) == 4


def test_only_what_is_sure_enough(ledger: Ledger) -> None:
    loaded, reading = told(3)
    sure, unsure = reading.events
    ledger.add(loaded, replace(reading, events=(replace(sure, confidence=0.8), replace(unsure, confidence=0.3))))
    assert types(ledger, min_confidence=0.0) == ["ASSAULT", "ACCUSE"]  # without a confidence it is below any
    assert types(ledger, min_confidence=0.5) == ["ASSAULT"]
    assert types(ledger, min_confidence=0.5, type="ACCUSE") == []
    assert types(ledger, min_confidence=0.3, actor=Whom(("korvia",)), newest_first=True) == ["ACCUSE"]
    assert [r.event.type for r in ledger.events.by_day(EventFilter(min_confidence=0.5, about="shelled"))] == ["ASSAULT"]
