"""How many statements there are is how many the list gives, and going on after a row is going on in the list."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.domain import Loaded, Reading
from onrecord.errors import UsageError
from onrecord.identities import Actors
from onrecord.record.counts import Counts
from onrecord.record.filters import StatementFilter
from onrecord.record.ledger import Ledger

from .conftest import Opener
from .worlds import stories, story

SOME = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)


def ids(ledger: Ledger, wanted: StatementFilter) -> list[str]:
    return [f"{row.reading} {row.statement.id}" for row in ledger.statements(wanted)]


def _unlike(drawn: list[tuple[Loaded, Reading]]) -> list[tuple[Loaded, Reading]]:
    """Each article its own, so that a list has more than one."""
    articles = [replace(loaded.article, url=f"https://x.example/{n}") for n, (loaded, _) in enumerate(drawn)]
    return [
        (replace(loaded, article=article), replace(reading, article=article))
        for article, (loaded, reading) in zip(articles, drawn, strict=True)
    ]


@given(st.lists(stories(), min_size=1, max_size=4), st.sampled_from([None, 0.3]))
@SOME
def test_counts_are_what_the_list_gives(
    opener: Opener, drawn: list[tuple[Loaded, Reading]], least: float | None
) -> None:
    with opener(fresh=True) as ledger:
        for loaded, reading in _unlike(drawn):
            ledger.add(loaded, reading)
        Actors(ledger)
        wanted = StatementFilter(min_confidence=least)
        counts = ledger.counts(wanted, 1000)
        rows = list(ledger.statements(wanted))
        assert (counts.total, counts.counted, counts.exact) == (len(rows), len(rows), True)
        assert {c.value: c.number for c in counts.kinds} == Counter(row.statement.kind for row in rows)
        assert {c.value: c.number for c in counts.acts} == Counter(row.statement.act for row in rows)
        months = Counter(row.published[:7] if row.published else None for row in rows)
        assert {c.value: c.number for c in counts.months} == months
        for kind in counts.kinds:
            found = list(ledger.statements(replace(wanted, kind=kind.value)))  # type: ignore[arg-type]
            assert len(found) == kind.number
        for outlet in counts.outlets:
            if outlet.value is not None:
                assert len(list(ledger.statements(replace(wanted, outlet=outlet.value)))) == outlet.number
        for speaker in counts.speakers:
            found = list(ledger.statements(replace(wanted, speakers=(speaker.value.id,))))
            assert len(found) == speaker.number


@given(st.lists(stories(), min_size=1, max_size=4), st.booleans(), st.sampled_from([None, "direct"]))
@SOME
def test_pages_are_the_list(
    opener: Opener, drawn: list[tuple[Loaded, Reading]], newest: bool, kind: str | None
) -> None:
    with opener(fresh=True) as ledger:
        for loaded, reading in _unlike(drawn):
            ledger.add(loaded, reading)
        wanted = StatementFilter(newest_first=newest, kind=kind)  # type: ignore[arg-type]
        rows = list(ledger.statements(wanted))
        dated = [r.published[:10] for r in rows if r.published]
        assert dated == sorted(dated, reverse=newest)
        assert all(r.published is None for r in rows[len(dated) :])
        places = [(r.document, r.statement.content[0].start, r.place) for r in rows]
        assert len({place for *_, place in places}) == len(places)
        paged: list[str] = []
        after = None
        while page := list(ledger.statements(replace(wanted, after=after, limit=2))):
            paged += [f"{row.reading} {row.statement.id}" for row in page]
            after = page[-1].place
        assert paged == ids(ledger, wanted)


def counted(ledger: Ledger, most: int = 100, **wanted: object) -> Counts:
    return ledger.counts(StatementFilter(**wanted), most)  # type: ignore[arg-type]


@pytest.fixture
def post(ledger: Ledger) -> Ledger:
    """Three outlets' spellings, two months and an undated story, two of a name that people set apart."""
    ledger.add(*story(1, outlet="The Post", published="2031-03-02"))
    ledger.add(*story(2, outlet="THE POST", published="2031-04-02", kind="direct"))
    ledger.add(*story(3, outlet="The Post", published=None))
    ledger.add(*story(4, outlet=None, published="2031-04-30", confidence=None))
    return ledger


def test_an_outlet_is_one_however_it_is_spelt(post: Ledger) -> None:
    assert [(c.value, c.number) for c in counted(post).outlets] == [("The Post", 3), (None, 1)]


def test_months_come_the_latest_first_and_the_undated_last(post: Ledger) -> None:
    assert [(c.value, c.number) for c in counted(post).months] == [("2031-04", 2), ("2031-03", 1), (None, 1)]


def test_what_is_too_much_is_said_and_the_newest_are_counted(post: Ledger) -> None:
    few = counted(post, 1)
    assert (few.total, few.exact, few.counted) == (4, True, 1)
    assert few.months[0].value == "2031-04"
    unsure = counted(post, 1, min_confidence=0.1)
    assert (unsure.total, unsure.exact) == (1, False)


def test_days_and_document_narrow_the_pages(post: Ledger) -> None:
    wanted = StatementFilter(since=date(2031, 3, 1), until=date(2031, 4, 2), newest_first=True)
    days = [row.published for row in post.statements(wanted)]
    assert days == ["2031-04-02", "2031-03-02"]
    (row,) = post.statements(replace(wanted, limit=1))
    assert [r.published for r in post.statements(replace(wanted, after=row.place))] == ["2031-03-02"]
    assert [r.document for r in post.statements(StatementFilter(document=row.document))] == [row.document]
    assert list(post.statements(StatementFilter(document="0" * 16))) == []


def test_counting_without_a_word_says_so(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="no word"):
        counted(ledger, text="!!!")


def test_more_may_be_counted_than_is_counted_at_all(post: Ledger) -> None:
    assert counted(post, 20_000).total == 4
