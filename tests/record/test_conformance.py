"""What every ledger does, whatever the database behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.domain import Actor, Anchor, Article, Loaded, Raw, ReaderInfo, Reading, Statement
from onrecord.errors import LedgerError, UsageError
from onrecord.identities import Actors
from onrecord.record.chains import Chains
from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter
from onrecord.record.ledger import ActorRow, LogEntry, Setting, State

from .worlds import NEW, OLD, statement, stories, story

if TYPE_CHECKING:
    from onrecord.record.ledger import Ledger

    from .conftest import Opener


def found(ledger: Ledger, **wanted: Any) -> list[str]:
    """The contents of the statements that pass a filter."""
    return [row.statement.content[0].text for row in ledger.statements(StatementFilter(**wanted))]


def articles(ledger: Ledger, **wanted: Any) -> list[str | None]:
    """The titles of the articles that pass a filter."""
    return [row.title for row in ledger.articles(ArticleFilter(**wanted))]


# Identity and lineage


def test_adding_twice_changes_nothing(ledger: Ledger) -> None:
    first = ledger.add(*story(page=b"<p>"))
    before = list(ledger.statements(StatementFilter())), list(ledger.log())
    again = ledger.add(*story(page=b"<p>"))
    assert (first.status, again.status) == ("new", "unchanged")
    assert replace(again, status="new") == first
    assert (list(ledger.statements(StatementFilter())), list(ledger.log())) == before


def test_the_same_page_from_another_folder_changes_nothing(ledger: Ledger) -> None:
    loaded, reading = story(page=b"<p>")
    here, there = (replace(loaded.article, given_id=name) for name in ("inbox/a.html", "archive/a.html"))
    ledger.add(replace(loaded, article=here), replace(reading, article=here))
    assert ledger.knows(replace(loaded, article=there), OLD)
    assert ledger.add(replace(loaded, article=there), replace(reading, article=there)).status == "unchanged"


def test_the_same_text_from_two_outlets_is_two_documents(ledger: Ledger) -> None:
    loaded, reading = story()
    other = replace(loaded.article, url="https://gazette.example/7", outlet="The Gazette")
    ledger.add(loaded, reading)
    assert ledger.add(Loaded(other, "gazette.html"), replace(reading, article=other)).status == "new"
    assert {row.outlet for row in ledger.articles(ArticleFilter())} == {"The Gazette", "The Harbour Post"}


def test_a_changed_page_is_a_new_version_and_the_old_one_stays(ledger: Ledger) -> None:
    old = ledger.add(*story(content="the bridge would open in May"))
    new = ledger.add(*story(content="the bridge would open in June"))
    assert new.status == "new_version"
    assert new.document == old.document
    assert [v.id for v in ledger.document(old.document).versions] == [old.version, new.version]
    assert found(ledger) == ["the bridge would open in June"]
    assert ledger.reading(old.version).statements[0].content[0].text == "the bridge would open in May"
    assert [row.versions for row in ledger.articles(ArticleFilter())] == [2]


def seen_at(
    place: str, content: str, *, reader: ReaderInfo = OLD, resource: str | None = None
) -> tuple[Loaded, Reading]:
    """What the page of one address said, as it was read from there or from a copy."""
    loaded, reading = story(content=content, reader=reader)
    article = replace(loaded.article, given_id=place)
    return Loaded(article, resource or place), replace(reading, article=article)


def test_a_page_that_goes_back_to_what_it_said_is_shown_as_it_was_last_seen(ledger: Ledger) -> None:
    place = "https://harbour.example/1"
    may, june = "the bridge would open in May", "the bridge would open in June"
    first, second = (ledger.add(*seen_at(place, content)) for content in (may, june))
    assert not ledger.knows(seen_at(place, may)[0], OLD)
    back = ledger.add(*seen_at(place, may))
    assert back == replace(first, status="new_version")
    assert found(ledger) == [may]
    assert found(ledger, about="june") == []
    assert [v.id for v in ledger.document(first.document).versions] == [second.version, first.version]
    assert ledger.document(first.document).versions[1].added == "2031-03-01T00:00:00+00:00"
    assert [(e.event, e.version) for e in ledger.log()] == [
        ("new", first.version),
        ("new_version", second.version),
        ("new_version", first.version),
    ]
    assert ledger.knows(seen_at(place, may)[0], OLD)
    assert ledger.add(*seen_at(place, may)).status == "unchanged"
    assert len(list(ledger.log())) == 3
    assert ledger.add(*seen_at(place, june)).status == "new_version"
    assert found(ledger) == [june]
    deleted = ledger.delete(first.document)
    assert (deleted.versions, deleted.readings, deleted.statements) == (2, 2, 2)


def test_a_page_that_goes_back_shows_the_newest_reading_of_what_it_said(ledger: Ledger) -> None:
    loaded, old = seen_at("page.html", "the bridge would open in May")
    new = replace(old, reader=NEW, statements=(statement(old.article.text, "Mira Tolan", "the bridge"),))
    ledger.add(loaded, old)
    ledger.add(loaded, new)
    ledger.add(*seen_at("page.html", "it rained"))
    assert [loaded.article.text for loaded in to_reread(ledger)] == [seen_at("", "it rained")[0].article.text]
    assert ledger.add(loaded, old).status == "new_version"
    assert found(ledger) == ["the bridge"]
    assert to_reread(ledger) == []
    ledger.add(*seen_at("page.html", "it rained"))
    newer = replace(old, reader=replace(NEW, model="c"))
    assert ledger.add(loaded, newer).status == "new_version"
    assert found(ledger) == ["the bridge would open in May"]


@pytest.mark.parametrize(
    ("places", "resources"),
    [
        (("monday/page.html", "tuesday/page.html"), (None, None)),
        (("7", "7"), ("archive.jsonl:1", "archive.jsonl:2")),
    ],
    ids=["saved copies", "one file"],
)
def test_copies_of_a_page_do_not_take_turns_when_they_are_added_again(
    ledger: Ledger, places: tuple[str, str], resources: tuple[str | None, str | None]
) -> None:
    told = [
        seen_at(place, content, resource=resource)
        for place, resource, content in zip(places, resources, ("it rained", "it snowed"), strict=True)
    ]
    assert [ledger.add(*one).status for one in told] == ["new", "new_version"]
    for loaded, reading in told:
        assert ledger.knows(loaded, OLD)
        assert ledger.add(loaded, reading).status == "unchanged"
    assert found(ledger) == ["it snowed"]
    assert len(list(ledger.log())) == 2


def test_other_bytes_or_other_blocks_are_a_new_version(ledger: Ledger) -> None:
    loaded, reading = story(page=b"<p>one")
    ledger.add(loaded, reading)
    assert ledger.add(replace(loaded, raw=Raw(b"<p>two", "text/html")), reading).status == "new_version"
    recut = replace(loaded.article, blocks=())
    assert ledger.add(replace(loaded, article=recut), replace(reading, article=recut)).status == "new_version"


def test_names_are_counted_with_what_they_say_and_where_they_stand(ledger: Ledger) -> None:
    for number in range(3):
        article = Article(f"Mira Tolan said {number}. Officials said no.", given_id=f"{number}.txt")
        who = Actor("a1", "Mira Tolan", "person", True, (Anchor.of(article.text, 0, 10),))
        crowd = Actor("a2", "Officials", "group", False, (Anchor.of(article.text, 19, 28),))
        told = Statement(
            "s1",
            Anchor.of(article.text, 0, 10),
            None,
            (Anchor.of(article.text, 16, 17),),
            "indirect",
            0.9,
            speaker="a1" if number else None,
        )
        reading = Reading(article, OLD, (told,), actors=(who, crowd))
        ledger.add(Loaded(article, f"{number}.txt"), reading)
    assert list(ledger.actors(ActorFilter())) == []  # nobody has worked out yet who they are
    Actors(ledger)
    (row,) = ledger.actors(ActorFilter())
    assert row == ActorRow(id=row.id, name="Mira Tolan", kind="person", names=(), statements=2, articles=3)
    assert list(ledger.actors(ActorFilter(text="tolan", kind="person", limit=1))) == [row]
    assert list(ledger.actors(ActorFilter(text="%"))) == []
    assert list(ledger.actors(ActorFilter(kind="country"))) == []


def test_a_newer_models_reading_stands_beside_the_older_and_is_shown(ledger: Ledger) -> None:
    loaded, old = story()
    text = old.article.text
    new = replace(old, reader=NEW, statements=(statement(text, "Mira Tolan", "the bridge"),))
    first = ledger.add(loaded, old)
    second = ledger.add(loaded, new)
    assert second.status == "new_reading"
    assert second.version == first.version
    assert [r.reader for r in ledger.document(first.document).versions[0].readings] == [OLD, NEW]
    assert found(ledger) == ["the bridge"]
    assert ledger.reading(first.version) == new
    assert ledger.reading(first.version, first.reading) == old


def test_a_new_reading_of_an_old_version_is_kept_but_not_shown(ledger: Ledger) -> None:
    loaded, old = story(content="the bridge would open in May")
    ledger.add(loaded, old)
    ledger.add(*story(content="the bridge would open in June"))
    assert ledger.add(loaded, replace(old, reader=NEW)).status == "new_reading"
    assert found(ledger) == ["the bridge would open in June"]


def test_a_corrected_date_comes_in_and_the_findings_keep_their_ids(ledger: Ledger) -> None:
    before = ledger.add(*story(published=None))
    (undated,) = ledger.statements(StatementFilter())
    after = ledger.add(*story(published="2031-03-02"))
    (dated,) = ledger.statements(StatementFilter())
    assert after.status == "new_reading"
    assert after.version == before.version
    assert (undated.published, dated.published) == (None, "2031-03-02")
    assert undated.id == dated.id
    assert ledger.add(*story(published=None)).status == "unchanged"


def test_a_findings_id_depends_on_version_and_offsets_alone(ledger: Ledger) -> None:
    loaded, old = story()
    ledger.add(loaded, old)
    (before,) = ledger.statements(StatementFilter())
    surer = replace(old.statements[0], confidence=0.5, id="s9")
    ledger.add(loaded, replace(old, reader=NEW, statements=(surer,)))
    (after,) = ledger.statements(StatementFilter())
    assert before.id == after.id
    longer = replace(old.statements[0], content=(Anchor.of(old.article.text, 25, 30),))
    ledger.add(loaded, replace(old, reader=replace(NEW, model="c"), statements=(longer,)))
    (moved,) = ledger.statements(StatementFilter())
    assert moved.id != before.id


def test_knows_says_what_add_would_find(ledger: Ledger) -> None:
    loaded, reading = story()
    assert not ledger.knows(loaded, OLD)
    ledger.add(loaded, reading)
    assert ledger.knows(loaded, OLD)
    assert not ledger.knows(loaded, NEW)
    assert not ledger.knows(story(content="it rained")[0], OLD)
    assert not ledger.knows(story(published="2031-03-03")[0], OLD)


@given(st.lists(stories(), min_size=1, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_reading_comes_back_as_it_went_in(opener: Opener, drawn: list[tuple[Loaded, Reading]]) -> None:
    with opener(fresh=True) as ledger:
        added = [ledger.add(loaded, reading) for loaded, reading in drawn]
    with opener() as ledger:
        first_in: dict[str, Reading] = {}
        for answer, (loaded, reading) in zip(added, drawn, strict=True):
            kept = first_in.setdefault(answer.reading, reading)  # the same reader's second opinion is not asked for
            assert ledger.reading(answer.version, answer.reading) == kept
            assert ledger.raw(answer.version) == loaded.raw
            assert ledger.knows(loaded, reading.reader)
            assert ledger.add(loaded, reading).status == "unchanged"
        for row in ledger.statements(StatementFilter()):
            shown = ledger.reading(row.version, row.reading).statements
            assert row.statement in shown
            assert row.within == Chains(shown).around(row.statement)


def test_an_article_without_statements_is_kept_and_says_why(ledger: Ledger) -> None:
    loaded, reading = story(language="ru")
    ledger.add(loaded, replace(reading, statements=(), note="the model reads English"))
    (row,) = ledger.articles(ArticleFilter())
    assert (row.statements, row.note) == (0, "the model reads English")


# Grounding


def ungrounded(reading: Reading) -> list[Reading]:
    """Readings with one bad anchor each: a source, a cue, a content, an insertion."""
    good = reading.statements[0]
    bad = Anchor(0, 5, "other")
    beyond = Anchor(0, 10**6, "x")
    changed = [
        replace(good, source=bad),
        replace(good, cue=bad),
        replace(good, content=(good.content[0], bad)),
        replace(good, inserted=(bad,)),
        replace(good, content=(beyond,)),
        replace(good, content=()),
    ]
    return [replace(reading, statements=(good, s)) for s in changed]


@pytest.mark.parametrize("which", range(6))
def test_what_is_not_in_the_text_does_not_come_in(ledger: Ledger, which: int) -> None:
    loaded, reading = story(page=b"<p>")
    with pytest.raises(ValueError, match="s1"):
        ledger.add(loaded, ungrounded(reading)[which])
    assert list(ledger.articles(ArticleFilter())) == []
    assert list(ledger.log()) == []


@pytest.mark.parametrize(
    "parents", [("s9", None), ("s1", None), ("s2", "s1")], ids=["unknown", "itself", "in a circle"]
)
def test_what_stands_in_a_statement_that_is_not_there_does_not_come_in(
    ledger: Ledger, parents: tuple[str | None, str | None]
) -> None:
    loaded, reading = story()
    first, second = parents
    told = replace(reading.statements[0], parent=first), replace(reading.statements[0], id="s2", parent=second)
    with pytest.raises(ValueError, match="the statements around s1"):
        ledger.add(loaded, replace(reading, statements=told))
    assert list(ledger.articles(ArticleFilter())) == []


def test_a_reading_of_another_article_does_not_come_in(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="another article"):
        ledger.add(story(1)[0], story(2)[1])
    assert list(ledger.articles(ArticleFilter())) == []


def test_a_day_that_is_none_does_not_come_in(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="yesterday"):
        ledger.add(*story(published="yesterday"))
    assert list(ledger.articles(ArticleFilter())) == []


# Asking


def test_by_finds_words_in_the_source_and_nowhere_else(ledger: Ledger) -> None:
    ledger.add(*story(1, source="Mira Tolan", content="Oren Vash would resign"))
    ledger.add(*story(2, source="Oren Vash", content="he would stay"))
    assert found(ledger, by="vash") == ["he would stay"]
    assert found(ledger, by="OREN VASH") == ["he would stay"]
    assert found(ledger, by="oren va") == ["he would stay"]
    assert found(ledger, by="vash oren") == []
    assert found(ledger, by="ash") == []
    assert found(ledger, about="vash") == ["Oren Vash would resign"]


def test_text_finds_words_in_any_order_over_source_and_content(ledger: Ledger) -> None:
    ledger.add(*story(1, source="Mira Tolan", content="grain prices would fall"))
    ledger.add(*story(2, source="Oren Vash", content="grain would be dear"))
    assert found(ledger, text="prices grain") == ["grain prices would fall"]
    assert found(ledger, text="vash grain") == ["grain would be dear"]
    assert found(ledger, text="tolan dear") == []
    assert found(ledger, text="harbour") == []


def test_a_word_may_be_only_begun_whatever_its_length_and_however_many_there_are(ledger: Ledger) -> None:
    names = [f"Mira Talon{n:03}" for n in range(300)]
    text = " ".join(f"{name} said word{n:03}." for n, name in enumerate(names))
    article = Article(text, url="https://long.example/")
    told = tuple(statement(text, name, f"word{n:03}", name=f"s{n}") for n, name in enumerate(names))
    ledger.add(Loaded(article, "long.txt"), Reading(article, OLD, told))
    every = [f"word{n:03}" for n in range(300)]
    for begun in ("ta", "TAL", "talo", "Mira Talon", "talon"):
        assert found(ledger, by=begun) == every
        assert found(ledger, text=f"{begun} word") == every
    assert found(ledger, by="mira talon12") == every[120:130]
    assert found(ledger, by="Talon123") == ["word123"]
    assert found(ledger, by="talon1234") == []
    assert found(ledger, by="talond") == []
    assert found(ledger, text="word29 talon") == every[290:]


def test_accents_and_case_do_not_count(ledger: Ledger) -> None:
    ledger.add(*story(source="José ÉTRANGE", content="so it is"))
    assert found(ledger, by="jose etrange") == ["so it is"]
    assert found(ledger, by="josé étrange") == ["so it is"]


@pytest.mark.parametrize(
    "hostile",
    [
        '"',
        "tolan%",
        "t_lan",
        "mira OR oren",
        "mira NOT tolan",
        "NEAR(mira tolan)",
        "source:mira",
        "mira*tolan*x",
        "to'lan",
        "-mira",
        "{source} : x",
        "\x00mira vash",
        "^tolan",
    ],
)
def test_no_syntax_hides_in_what_is_looked_for(ledger: Ledger, hostile: str) -> None:
    ledger.add(*story(1, source="Mira Tolan", content="it rained"))
    ledger.add(*story(2, source="Oren Vash", content="it snowed"))
    for field in ("by", "about", "text"):
        try:
            hits = found(ledger, **{field: hostile})
        except UsageError:
            assert not any(c.isalnum() for c in hostile)
        else:
            assert hits == (["it rained"] if (field, hostile) in LITERAL else [])


LITERAL = {
    ("by", "tolan%"),
    ("text", "tolan%"),
    ("by", "-mira"),
    ("text", "-mira"),
    ("by", "^tolan"),
    ("text", "^tolan"),
}
"""Where the words that are left are there: marks between words are no part of them."""


@given(st.text(st.characters()))  # with lone surrogates: as these, bytes of another charset come
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_looked_for_is_an_answer_or_a_usage_error(ledger: Ledger, anything: str) -> None:
    for wanted in (
        StatementFilter(by=anything),
        StatementFilter(about=anything, outlet=anything),
        StatementFilter(text=anything, outlet=anything, limit=10**20),
    ):
        try:
            hits = list(ledger.statements(wanted))
        except UsageError:
            hits = []
        assert hits == []


def test_a_word_of_the_source_is_found_whatever_stands_around_it(ledger: Ledger) -> None:
    ledger.add(*story(source="U.S. Sen. O'Brien-Kyle, 64 (D)", content="yes"))
    for by in ("o'brien", "brien-kyle", "U.S.", "64", "(D)", "sen. o'br"):
        assert found(ledger, by=by) == ["yes"]


def test_kind_outlet_confidence(ledger: Ledger) -> None:
    ledger.add(*story(1, content="one", kind="direct", outlet="The Harbour Post", confidence=0.29))
    ledger.add(*story(2, content="two", kind="mixed", outlet="Gazette", confidence=0.9))
    ledger.add(*story(3, content="three", kind="direct", outlet=None, confidence=None))
    assert found(ledger, kind="mixed") == ["two"]
    assert sorted(found(ledger, kind="direct")) == ["one", "three"]
    assert found(ledger, outlet="the harbour POST") == ["one"]
    assert found(ledger, outlet="harbour") == []
    assert sorted(found(ledger, min_confidence=0.29)) == ["one", "two"]
    assert found(ledger, min_confidence=0.291) == ["two"]
    assert sorted(found(ledger, min_confidence=0.0)) == ["one", "two"]
    assert found(ledger, min_confidence=1.0) == []
    assert found(ledger, kind="mixed", outlet="Gazette", by="mira", about="two", min_confidence=0.5) == ["two"]
    assert found(ledger, kind="direct", outlet="Gazette") == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5), st.floats(0, 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_min_confidence_is_exact(opener: Opener, confidences: list[float], least: float) -> None:
    with opener(fresh=True) as ledger:
        for number, confidence in enumerate(confidences):
            ledger.add(*story(number, content=f"number {number}", confidence=confidence))
        passed = {row.statement.confidence for row in ledger.statements(StatementFilter(min_confidence=least))}
        assert passed == {c for c in confidences if c >= least}


def test_days(ledger: Ledger) -> None:
    for number, published in enumerate(["2031-03-02", "2031-03-03T23:59:00+02:00", None, "0001-01-01", "9999-12-31"]):
        ledger.add(*story(number, content=f"number {number}", published=published))
    second, third = date(2031, 3, 2), date(2031, 3, 3)
    assert found(ledger) == [f"number {n}" for n in (3, 0, 1, 4, 2)]
    assert found(ledger, since=third) == ["number 1", "number 4"]
    assert found(ledger, until=second) == ["number 3", "number 0"]
    assert found(ledger, since=second, until=third) == ["number 0", "number 1"]
    assert found(ledger, since=third, until=second) == []
    assert found(ledger, since=second, until=third, by="mira") == ["number 0", "number 1"]
    assert articles(ledger, until=second) == ["Story 3", "Story 0"]


def test_the_order_is_the_same_whatever_came_first(opener: Opener) -> None:
    told = [story(n, content=f"number {n}", published=f"2031-03-0{n % 3 + 1}") for n in range(12)]
    with opener(fresh=True) as one, opener(fresh=True) as other:
        for loaded, reading in told:
            one.add(loaded, reading)
        for loaded, reading in reversed(told):
            other.add(loaded, reading)
        for wanted in (StatementFilter(), StatementFilter(by="mira"), StatementFilter(limit=5)):
            rows = list(one.statements(wanted))
            assert rows == list(other.statements(wanted))
            days = [row.published or "" for row in rows]
            assert days == sorted(days)


def test_statements_of_one_article_come_in_the_order_of_the_text(ledger: Ledger) -> None:
    text = " ".join(f"Mira said thing{n}." for n in range(300))
    article = Article(text, url="https://long.example/")
    told = tuple(statement(text, "Mira", f"thing{n}.", name=f"s{n}") for n in range(300))
    ledger.add(Loaded(article, "long.txt"), Reading(article, OLD, told))
    assert found(ledger) == [f"thing{n}." for n in range(300)]
    assert found(ledger, by="mira", limit=3) == ["thing0.", "thing1.", "thing2."]


def test_document_and_limit(ledger: Ledger) -> None:
    added = [ledger.add(*story(n, content=f"number {n}")) for n in range(5)]
    assert found(ledger, document=added[3].document) == ["number 3"]
    assert found(ledger, document=added[3].document, by="mira") == ["number 3"]
    assert found(ledger, document="0" * 16) == []
    assert len(found(ledger, limit=2)) == 2
    assert found(ledger, limit=0) == []


def test_articles_by_text_outlet_language(ledger: Ledger) -> None:
    ledger.add(*story(1, content="grain prices would fall"))
    ledger.add(*story(2, content="it rained", outlet=None, language=None))
    assert articles(ledger, text="prices mira") == ["Story 1"]
    assert articles(ledger, text="story 2") == ["Story 2"]
    assert articles(ledger, outlet="the harbour post") == ["Story 1"]
    assert articles(ledger, language="EN") == ["Story 1"]
    assert articles(ledger, language="ru") == []
    assert len(articles(ledger, limit=1)) == 1


def test_what_is_no_longer_shown_is_no_longer_found(ledger: Ledger) -> None:
    ledger.add(*story(content="the bridge would open in May", kind="direct"))
    ledger.add(*story(content="the tunnel would open in June", kind="mixed", published="2032-01-01"))
    for wanted in ({"about": "bridge"}, {"text": "may"}, {"kind": "direct"}, {"until": date(2031, 12, 31)}):
        assert found(ledger, **wanted) == []
    assert articles(ledger, text="bridge") == []
    assert articles(ledger, text="tunnel") == ["Story 1"]


def test_an_unknown_or_ambiguous_id_is_an_error(ledger: Ledger) -> None:
    added = [ledger.add(*story(n)) for n in range(20)]  # more than there are hexadecimal digits
    whole = added[0].document
    assert ledger.document(whole).id == whole
    firsts = [a.document[0] for a in added]
    (twice, *_) = [c for c in firsts if firsts.count(c) > 1]
    with pytest.raises(LedgerError, match="more than one article's id begins"):
        ledger.document(twice)
    for unknown in ("", "zzz", whole + "0", "%", "_" * 16, "\udcff", "é"):
        with pytest.raises(LedgerError, match="there is no article"):
            ledger.document(unknown)
        with pytest.raises(LedgerError, match="there is no article"):
            ledger.delete(unknown)
    with pytest.raises(LedgerError, match="there is no version"):
        ledger.reading("zzz")
    with pytest.raises(LedgerError, match="there is no version"):
        ledger.raw("zzz")
    with pytest.raises(LedgerError, match="there is no reading"):
        ledger.reading(added[0].version, added[1].reading)


def test_a_prefix_is_enough(ledger: Ledger) -> None:
    added = ledger.add(*story())
    assert ledger.document(added.document[:3]).id == added.document


# Statements inside statements


def hearsay(number: int = 1, *, sure: tuple[float | None, ...] = (0.9, 0.9, 0.9)) -> tuple[Loaded, Reading]:
    """An agency on an envoy on a mayor: the innermost first, the outermost last, and one beside them."""
    text = "The agency said the envoy said the mayor said the bridge would hold. Oren Vash said it rained."
    article = Article(text, url=f"https://hearsay.example/{number}", published="2031-03-02")
    told = (
        statement(text, "the mayor", "the bridge would hold", name="s1", parent="s2", confidence=sure[0]),
        statement(
            text, "the envoy", "the mayor said the bridge would hold", name="s2", parent="s3", confidence=sure[1]
        ),
        statement(
            text, "The agency", "the envoy said the mayor said the bridge would hold", name="s3", confidence=sure[2]
        ),
        statement(text, "Oren Vash", "it rained", name="s4", confidence=0.9),
    )
    return Loaded(article, "hearsay.txt"), Reading(article, OLD, told)


def told_by(ledger: Ledger, **wanted: Any) -> dict[str, list[str]]:
    """For each source that passes a filter, on whose word, the nearest first."""

    def name(statement: Statement) -> str:
        return statement.source.text if statement.source else "-"

    rows = ledger.statements(StatementFilter(**wanted))
    return {name(row.statement): [name(outer) for outer in row.within] for row in rows}


def test_each_row_says_on_whose_word(ledger: Ledger) -> None:
    loaded, reading = hearsay()
    ledger.add(loaded, reading)
    mayor = ["the envoy", "The agency"]
    whole = {"the mayor": mayor, "the envoy": ["The agency"], "The agency": [], "Oren Vash": []}
    assert told_by(ledger) == whole
    assert told_by(ledger, by="mayor") == {"the mayor": mayor}
    assert told_by(ledger, by="mayor", about="bridge", kind="indirect", limit=1) == {"the mayor": mayor}
    (row,) = ledger.statements(StatementFilter(by="mayor"))
    assert row.within == (reading.statements[1], reading.statements[2])
    nameless = replace(reading.statements[1], source=None)
    unnamed = replace(reading, reader=NEW, statements=(reading.statements[0], nameless, *reading.statements[2:]))
    ledger.add(loaded, unnamed)
    assert told_by(ledger, by="mayor") == {"the mayor": ["-", "The agency"]}


@pytest.mark.parametrize(
    ("sure", "left"),
    [
        ((0.9, 0.9, 0.9), ["The agency", "Oren Vash", "the envoy", "the mayor"]),
        ((0.9, 0.9, 0.4), ["Oren Vash"]),
        ((0.9, 0.9, None), ["Oren Vash"]),
        ((0.9, 0.4, 0.9), ["Oren Vash", "The agency"]),
        ((0.4, 0.9, 0.9), ["Oren Vash", "The agency", "the envoy"]),
    ],
)
def test_what_stands_in_an_unsure_statement_is_no_surer(
    ledger: Ledger, sure: tuple[float | None, ...], left: list[str]
) -> None:
    ledger.add(*hearsay(sure=sure))
    assert sorted(told_by(ledger, min_confidence=0.5)) == sorted(left)
    assert sorted(told_by(ledger, min_confidence=0.5, text="said")) == sorted(
        name for name in left if name in ("The agency", "the envoy")
    )
    assert len(told_by(ledger, min_confidence=0.5, limit=1)) == 1


def test_a_chain_is_whole_in_a_long_article_too(ledger: Ledger) -> None:
    """More statements than are fetched at once, and what is nested comes late."""
    text = " ".join(f"Mira said thing{n}." for n in range(600))
    article = Article(text, url="https://long.example/")
    told = [statement(text, "Mira", f"thing{n}.", name=f"s{n}") for n in range(600)]
    told[599] = replace(told[599], parent="s1")
    told[3] = replace(told[3], parent="s598")
    ledger.add(Loaded(article, "long.txt"), Reading(article, OLD, tuple(told)))
    rows = list(ledger.statements(StatementFilter()))
    assert {row.statement.id: [o.id for o in row.within] for row in rows if row.within} == {
        "s3": ["s598"],
        "s599": ["s1"],
    }
    assert len(rows) == 600


# Reading again


def to_reread(ledger: Ledger) -> list[Loaded]:
    """What NEW has not read, nothing of it lost."""
    items = list(ledger.articles_to_reread(NEW))
    loaded = [item for item in items if isinstance(item, Loaded)]
    assert len(loaded) == len(items)
    return loaded


def test_what_is_to_be_read_again(ledger: Ledger) -> None:
    told = [story(n, page=b"<p>%d" % n if n else None) for n in range(3)]
    for loaded, reading in told:
        ledger.add(loaded, reading)
    assert list(ledger.articles_to_reread(OLD)) == []
    again = to_reread(ledger)
    assert {(x.article, x.raw) for x in again} == {(x.article, x.raw) for x, _ in told}
    assert [x.resource for x in again] == [x.article.url for x in again]


def test_adding_while_reading_again_reaches_every_article_once(ledger: Ledger) -> None:
    for number in range(5):
        ledger.add(*story(number))
    again = 0
    for loaded in ledger.articles_to_reread(NEW):
        assert isinstance(loaded, Loaded)
        ledger.add(loaded, Reading(loaded.article, NEW))
        again += 1
    assert again == 5
    assert list(ledger.articles_to_reread(NEW)) == []
    assert found(ledger) == []


def test_only_the_newest_version_is_read_again(ledger: Ledger) -> None:
    ledger.add(*story(content="one"))
    ledger.add(*story(content="two"))
    (loaded,) = to_reread(ledger)
    assert "two" in loaded.article.text


# Deleting and the log


def test_deleting_removes_all_versions_and_leaves_the_others(ledger: Ledger) -> None:
    ledger.add(*story(1, content="the bridge opens", page=b"<p>one"))
    gone = ledger.add(*story(1, content="the bridge closes", page=b"<p>two"))
    ledger.add(*story(2, content="the tunnel opens"))
    deleted = ledger.delete(gone.document)
    assert (deleted.versions, deleted.readings, deleted.statements, deleted.pages) == (2, 2, 2, 2)
    assert found(ledger) == ["the tunnel opens"]
    assert found(ledger, about="bridge") == []
    assert articles(ledger, text="bridge") == []
    with pytest.raises(LedgerError):
        ledger.document(gone.document)
    with pytest.raises(LedgerError):
        ledger.reading(gone.version)
    assert ledger.add(*story(1, content="the bridge opens", page=b"<p>one")).status == "new"


def test_a_page_that_another_article_came_from_too_stays(ledger: Ledger) -> None:
    one = ledger.add(*story(1, page=b"<p>both"))
    two = ledger.add(*story(2, page=b"<p>both"))
    assert ledger.delete(one.document).pages == 0
    assert ledger.raw(two.version) == Raw(b"<p>both", "text/html")
    assert ledger.delete(two.document).pages == 1


def test_the_log_names_every_change_and_holds_no_text(ledger: Ledger) -> None:
    loaded, reading = story(content="a secret")
    one = ledger.add(loaded, reading)
    ledger.add(loaded, reading)
    two = ledger.add(*story(content="another secret"))
    three = ledger.add(*story(content="another secret", reader=NEW))
    ledger.delete(one.document)
    assert list(ledger.log()) == [
        LogEntry("2031-03-01T00:00:00+00:00", "new", one.document, one.version, one.reading),
        LogEntry("2031-03-01T00:00:01+00:00", "new_version", one.document, two.version, two.reading),
        LogEntry("2031-03-01T00:00:02+00:00", "new_reading", one.document, two.version, three.reading),
        LogEntry("2031-03-01T00:00:03+00:00", "deleted", one.document, None, None),
    ]


def test_the_lineage_says_when(ledger: Ledger) -> None:
    one = ledger.add(*story(content="one"))
    ledger.add(*story(content="two"))
    ledger.add(*story(content="two", reader=NEW))
    first, second = ledger.document(one.document).versions
    assert (first.added, second.added) == ("2031-03-01T00:00:00+00:00", "2031-03-01T00:00:01+00:00")
    assert [r.added for r in second.readings] == ["2031-03-01T00:00:01+00:00", "2031-03-01T00:00:02+00:00"]
    assert [r.statements for r in second.readings] == [1, 1]


# Transactions


def test_a_batch_becomes_durable_together(ledger: Ledger, opener: Opener) -> None:
    with opener() as other:
        with ledger.transaction():
            for number in range(3):
                ledger.add(*story(number))
            assert articles(other) == []
        assert len(articles(other)) == 3


def test_a_batch_that_fails_leaves_nothing(ledger: Ledger) -> None:
    def half() -> None:
        with ledger.transaction():
            ledger.add(*story(1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert articles(ledger) == []
    assert ledger.add(*story(1)).status == "new"


def test_one_refused_in_a_batch_leaves_the_others(ledger: Ledger) -> None:
    loaded, reading = story(2)
    with ledger.transaction():
        ledger.add(*story(1))
        with pytest.raises(ValueError, match="no content"):
            ledger.add(loaded, ungrounded(reading)[5])
        ledger.add(*story(3))
    assert sorted(articles(ledger), key=str) == ["Story 1", "Story 3"]


def test_asking_goes_on_while_something_is_added(ledger: Ledger) -> None:
    with ledger.transaction():
        for number in range(300):  # more than are fetched at once
            ledger.add(*story(number))
    rows = ledger.statements(StatementFilter())
    first = next(rows)
    ledger.add(*story(601))
    assert len({row.id for row in [first, *rows]}) >= 300


def test_a_statement_without_source_or_confidence(ledger: Ledger) -> None:
    text = "Rain was said to be near"
    article = Article(text)
    told = Statement("s1", None, None, (Anchor.of(text, 0, 4),), "indirect", None)
    ledger.add(Loaded(article, "rain.txt"), Reading(article, OLD, (told,)))
    (row,) = ledger.statements(StatementFilter(about="rain"))
    assert row.statement == told
    assert found(ledger, by="rain") == []


def test_the_state_says_when_it_changed_and_what_read_that_which_is_shown(ledger: Ledger) -> None:
    assert ledger.state() == State(None, ())
    ledger.add(*story(1))
    assert ledger.state() == State("2031-03-01T00:00:00+00:00", (OLD,))
    ledger.add(*story(2, reader=NEW))
    assert ledger.state() == State("2031-03-01T00:00:01+00:00", (OLD, NEW))
    ledger.add(*story(1, reader=NEW))
    assert ledger.state().readers == (NEW,)
    one, _ = ledger.statements(StatementFilter())
    made = ledger.reviews.accept(one.document, one.id, by="Ann")
    assert ledger.state().changed == made.at == "2031-03-01T00:00:03+00:00"
    assert ledger.reviews.undo(made.id, by="Ann")[1].at == ledger.changed()
    judged = ledger.judgements.judge(("Ann", "person"), ("Anna", "person"), same=True, by="Bo")
    assert judged.at == ledger.changed() == "2031-03-01T00:00:05+00:00"


def test_a_setting_is_the_article_its_reader_and_the_names_of_its_actors(ledger: Ledger) -> None:
    loaded, reading = story(1)
    named = replace(reading, actors=(Actor("a1", "Mira Tolan", "person", True, (reading.statements[0].anchors[0],)),))
    added = ledger.add(loaded, named)
    assert ledger.setting(added.reading) == Setting(loaded.article, OLD, {"a1": "Mira Tolan"})
    some = replace(reading, reader=NEW, actors=(replace(named.actors[0], name="officials", named=False),))
    assert ledger.setting(ledger.add(loaded, some).reading).nameless == {"a1"}
    with pytest.raises(LedgerError, match="there is no reading x"):
        ledger.setting("x")


def test_closing_twice_is_fine(opener: Opener) -> None:
    ledger = opener()
    ledger.close()
    ledger.close()
