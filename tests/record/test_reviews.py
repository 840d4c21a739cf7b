"""What people judge of statements: what is shown is theirs, the machine's view stays, all can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from onrecord.domain import Actor
from onrecord.errors import LedgerError, UsageError
from onrecord.identities import Actors
from onrecord.judgement import UNCHANGED, Changes, Speaker
from onrecord.record.events import EventFilter
from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter

from .judging import TEXT, at, shown, span, told
from .worlds import NEW, story

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.domain import Reading
    from onrecord.judgement import Review
    from onrecord.record.ledger import Ledger, StatementPage, StatementRow

    from .conftest import Opener


@pytest.fixture
def judged(ledger: Ledger) -> Ledger:
    """A ledger with the article."""
    ledger.add(*told())
    return ledger


def row(ledger: Ledger, cue: str) -> StatementRow:
    return shown(ledger)[cue]


def accept(ledger: Ledger, cue: str) -> Review:
    one = row(ledger, cue)
    return ledger.reviews.accept(one.document, one.id, by="Ann")


def reject(ledger: Ledger, cue: str) -> Review:
    one = row(ledger, cue)
    return ledger.reviews.reject(one.document, one.id, by="Ann")


def change(ledger: Ledger, cue: str, /, **changes: Any) -> Review:
    one = row(ledger, cue)
    return ledger.reviews.change(one.document, one.id, Changes(**changes), by="Ann", why="it says so")


def reread(ledger: Ledger, edit: Callable[[Reading], Reading] = lambda r: r, text: str = TEXT) -> None:
    """A newer model's reading of the same document."""
    loaded, reading = told(text, reader=NEW)
    ledger.add(loaded, edit(reading))


def without(*names: str) -> Callable[[Reading], Reading]:
    return lambda reading: replace(
        reading, statements=tuple(s for s in reading.statements if s.id not in names), events=()
    )


def newest(ledger: Ledger) -> str:
    (article,) = ledger.articles(ArticleFilter())
    return article.version


def page(ledger: Ledger, one: StatementRow) -> StatementPage:
    return ledger.statement(one.document, one.id)


# What judging does


def test_what_is_accepted_says_so_and_is_sure(judged: Ledger) -> None:
    assert row(judged, "said").reviewed is None
    made = accept(judged, "said")
    assert (row(judged, "said").reviewed, row(judged, "said").statement.confidence) == ("accepted", 1.0)
    assert made.changes == Changes(
        speaker=Speaker("Mira Tolan", "person", True, span("Mira Tolan")),
        act="predict",
        source=span("Mira Tolan"),
        cue=span("said"),
        content=(span("the bridge would open in May"),),
    )
    assert row(judged, "added").reviewed is None
    assert "said" in shown(judged, min_confidence=0.95)


def test_what_is_rejected_is_shown_and_counted_no_more(judged: Ledger) -> None:
    before = row(judged, "denied")
    reject(judged, "denied")
    assert set(shown(judged)) == {"said", "added", "threatened"}
    assert set(shown(judged, text="krass")) == set(shown(judged, act="deny")) == set()
    (article,) = judged.articles(ArticleFilter())
    assert article.statements == 3
    there = page(judged, before)
    assert (there.status, there.row.statement.id, there.machine) == ("rejected", "s3", there.row.statement)
    assert [r.verdict for r in there.reviews] == ["reject"]


def test_what_stood_in_a_rejected_statement_stands_in_the_one_around_it(judged: Ledger) -> None:
    assert [s.id for s in row(judged, "threatened").within] == ["s3"]
    (event,) = judged.events.matching(EventFilter())
    assert [s.id for s in event.according_to] == ["s3"]
    reject(judged, "denied")
    assert row(judged, "threatened").within == ()
    (event,) = judged.events.matching(EventFilter())
    assert event.according_to == ()


def test_a_rejected_statement_comes_back_when_it_is_accepted(judged: Ledger) -> None:
    before = row(judged, "said")
    reject(judged, "said")
    judged.reviews.accept(before.document, before.id, by="Bo")
    assert row(judged, "said").reviewed == "accepted"


def test_the_speaker_becomes_an_actor_of_the_article(judged: Ledger) -> None:
    made = change(judged, "added", speaker=Speaker("Mira Tolan"))
    now = row(judged, "added")
    assert (now.speaker, now.statement.speaker, now.statement.speaker_confidence) == ("Mira Tolan", "a1", 1.0)
    assert (now.reviewed, made.why, made.by, made.verdict) == ("changed", "it says so", "Ann", "change")
    assert set(shown(judged, by="tolan")) == {"said", "added"}
    Actors(judged)
    people = {a.name: a.statements for a in judged.actors(ActorFilter())}
    assert people == {"Mira Tolan": 2, "Odile Krass": 1, "Verland": 1}
    there = page(judged, now)
    assert there.machine is not None
    assert (there.machine.speaker, there.machine_speaker, there.status) == (None, None, "shown")


def test_a_part_of_a_name_means_the_actor_whom_the_text_calls_so(judged: Ledger) -> None:
    made = change(judged, "said", speaker=Speaker("Verland"))
    assert made.changes.speaker == Speaker("Verland", "country", True, span("Verland"))
    assert row(judged, "said").statement.speaker == "a3"


def test_a_name_that_nobody_bears_becomes_an_actor(judged: Ledger) -> None:
    change(judged, "added", speaker=Speaker("  Lena   Orr "))
    now = row(judged, "added")
    assert (now.speaker, now.statement.speaker) == ("Lena Orr", "a4")
    reading = judged.reading(newest(judged))
    assert reading.actors[3] == Actor("a4", "Lena Orr", "person", True, ())
    Actors(judged)
    assert "Lena Orr" in {a.name for a in judged.actors(ActorFilter())}
    change(judged, "denied", speaker=Speaker("Lena Orr"))
    assert row(judged, "denied").statement.speaker == "a4"


def test_a_speaker_that_was_superseded_is_nobody(judged: Ledger) -> None:
    change(judged, "added", speaker=Speaker("Lena Orr"))
    change(judged, "added", speaker=Speaker("Mira Tolan"))
    assert [a.name for a in judged.reading(newest(judged)).actors] == ["Mira Tolan", "Odile Krass", "Verland"]


def test_a_new_actor_is_mentioned_where_the_name_stands(judged: Ledger) -> None:
    change(judged, "added", speaker=Speaker("Monday", "group"))
    assert judged.reading(newest(judged)).actors[3] == Actor("a4", "Monday", "group", True, (at("Monday"),))


def test_nobody_and_nothing_can_be_said(judged: Ledger) -> None:
    change(judged, "said", speaker=None, act=None)
    now = row(judged, "said")
    assert (now.speaker, now.statement.speaker, now.statement.speaker_confidence) == (None, None, None)
    assert now.statement.act is None
    assert set(shown(judged, act="predict")) == set()


def test_the_spans(judged: Ledger) -> None:
    before = row(judged, "said")
    content = span("the bridge would open"), span("in May")
    change(judged, "said", content=content[::-1], source=None, cue=span("said on"))
    now = row(judged, "said on")
    assert [a.text for a in now.statement.content] == ["the bridge would open", "in May"]
    assert now.statement.source is None
    assert now.id != before.id
    for id_ in (before.id, now.id):
        there = judged.statement(before.document, id_)
        assert (there.row, there.status, len(there.reviews)) == (now, "shown", 1)
        assert there.machine is not None
        assert there.machine.content[0].text == "the bridge would open in May"


def test_a_statements_kind_is_that_of_its_words(judged: Ledger) -> None:
    assert row(judged, "added").statement.kind == "direct"
    change(judged, "added", content=(span("open in May. “It is safe,”"),))
    assert row(judged, "added").statement.kind == "mixed"


def test_what_no_longer_stands_in_a_content_stands_outside_of_it(judged: Ledger) -> None:
    change(judged, "denied", content=(span("Verland"),))
    assert row(judged, "threatened").within == ()
    (event,) = judged.events.matching(EventFilter())
    assert event.according_to == ()
    change(judged, "denied", content=(span("Verland had threatened the town"),))
    assert [s.id for s in row(judged, "threatened").within] == ["s3"]


def test_the_machines_view_is_never_touched(judged: Ledger) -> None:
    before = judged.machine_reading(newest(judged))
    change(judged, "said", speaker=None)
    reject(judged, "denied")
    accept(judged, "added")
    assert judged.machine_reading(newest(judged)) == before == told()[1]
    (version,) = judged.document(row(judged, "said").document).versions
    (record,) = version.readings
    assert (judged.reading(version.id, record.id), record.statements) == (before, 4)
    now = row(judged, "said")
    assert judged.reading(version.id, now.reading) == judged.reading(version.id) != before
    assert judged.add(*told()).status == "unchanged"


# Judgements and each other


def test_the_later_one_about_a_field_counts_and_the_others_stay(judged: Ledger) -> None:
    change(judged, "added", speaker=Speaker("Odile Krass"), act="assert")
    change(judged, "added", speaker=Speaker("Mira Tolan"))
    now = row(judged, "added")
    assert (now.speaker, now.statement.act) == ("Mira Tolan", "assert")
    assert [r.changes.speaker for r in judged.reviews.list()] != [UNCHANGED, UNCHANGED]


def test_undo_and_the_undo_undone(judged: Ledger) -> None:
    first = change(judged, "added", speaker=Speaker("Odile Krass"))
    second = change(judged, "added", speaker=Speaker("Mira Tolan"))
    before, undo = judged.reviews.undo(second.id[:8], by="Bo")
    assert (before.id, before.undone, undo.undoes) == (second.id, True, second.id)
    assert row(judged, "added").speaker == "Odile Krass"
    judged.reviews.undo(undo.id, by="Bo")
    assert row(judged, "added").speaker == "Mira Tolan"
    for made in (second, first):
        judged.reviews.undo(made.id, by="Bo")
    assert (row(judged, "added").speaker, row(judged, "added").reviewed) == (None, None)
    assert judged.reading(newest(judged)) == judged.machine_reading(newest(judged))
    assert [r.undone for r in judged.reviews.list()] == [True, True, True, False, False, False]
    with pytest.raises(UsageError, match="was taken back before"):
        judged.reviews.undo(first.id, by="Bo")


def test_ids_are_told_from_those_of_judgements_about_actors(judged: Ledger) -> None:
    first = accept(judged, "said")
    second = judged.judgements.judge(("Mira Tolan", "person"), ("M. Tolan", "person"), same=True, by="Ann")
    third = accept(judged, "added")
    assert [one.id[:4] for one in (first, second, third)] == ["0001", "0002", "0003"]
    assert first.at <= second.at <= third.at


# A newer model


def test_a_newer_models_reading_is_corrected_too(judged: Ledger) -> None:
    change(judged, "added", speaker=Speaker("Mira Tolan"))
    reject(judged, "denied")
    reread(judged)
    assert row(judged, "added").speaker == "Mira Tolan"
    assert "denied" not in shown(judged)
    assert judged.machine_reading(newest(judged)).reader == NEW


def test_what_was_accepted_stays_whatever_a_newer_model_says(judged: Ledger) -> None:
    accept(judged, "said")
    accept(judged, "added")

    def another_speaker(reading: Reading) -> Reading:
        return replace(reading, statements=tuple(replace(s, speaker="a3", act="ask") for s in reading.statements))

    reread(judged, another_speaker)
    said, added = row(judged, "said"), row(judged, "added")
    assert (said.speaker, said.statement.act, said.reviewed) == ("Mira Tolan", "predict", "changed")
    assert (added.speaker, added.statement.act) == (None, None)
    assert row(judged, "denied").speaker == "Verland"


def test_what_people_accepted_or_changed_is_added_where_a_newer_model_has_it_not(judged: Ledger) -> None:
    accept(judged, "said")
    change(judged, "threatened", act="warn")
    before = row(judged, "threatened")
    reject(judged, "added")
    reread(judged, without("s1", "s2", "s4"))
    assert list(shown(judged)) == ["said", "denied", "threatened"]
    said, now = row(judged, "said"), row(judged, "threatened")
    assert (said.speaker, said.statement.act, said.reviewed) == ("Mira Tolan", "predict", "changed")
    assert ([s.id for s in now.within], now.statement.act, now.id) == (["s3"], "warn", before.id)
    there = page(judged, now)
    assert (there.status, there.machine, len(there.reviews)) == ("shown", None, 1)
    judged.reviews.reject(now.document, now.id, by="Bo")
    assert "threatened" not in shown(judged)
    assert page(judged, now).status == "rejected"


def test_the_same_cue_and_overlapping_content_is_the_same_statement(judged: Ledger) -> None:
    change(judged, "said", speaker=Speaker("Odile Krass"))
    reject(judged, "denied")
    before = row(judged, "said")

    def shorter(reading: Reading) -> Reading:
        s1, s2, s3, s4 = reading.statements
        s1 = replace(s1, content=(at("the bridge would open"),))
        s3 = replace(s3, source=at("Odile Krass"))
        return replace(reading, statements=(s1, s2, s3, s4))

    reread(judged, shorter)
    now = row(judged, "said")
    assert (now.speaker, now.statement.content[0].text) == ("Odile Krass", "the bridge would open")
    assert judged.statement(before.document, before.id).row == now
    assert "denied" in shown(judged)  # who rejects it with one source says nothing of it with another


def test_a_newer_model_that_finds_what_a_person_corrected_it_to(judged: Ledger) -> None:
    change(judged, "said", cue=span("said on Monday"), content=(span("the bridge would open"),))

    def so(reading: Reading) -> Reading:
        s1, *others = reading.statements
        s1 = replace(s1, cue=at("said on Monday"), content=(at("the bridge would open"),))
        return replace(reading, statements=(s1, *others))

    reread(judged, so)
    assert len(shown(judged)) == 4
    assert row(judged, "said on Monday").reviewed == "accepted"


def test_a_statement_has_the_spans_of_another_only_once(judged: Ledger) -> None:
    change(
        judged, "added", source=span("Mira Tolan"), cue=span("said"), content=(span("the bridge would open in May"),)
    )
    rows = list(judged.statements(StatementFilter()))
    assert len(rows) == len({r.id for r in rows}) == 3


# A changed article


def test_in_an_edited_article_a_judgement_follows_its_words(judged: Ledger) -> None:
    change(judged, "denied", speaker=Speaker("Mira Tolan"), content=(span("Verland had threatened the town"),))
    before = row(judged, "denied")
    reject(judged, "threatened")
    text = TEXT.replace("Bridge\n\n", "Bridge\n\nUpdated at noon.\n\n")
    reread(judged, text=text)
    now = row(judged, "denied")
    assert (now.speaker, now.version) == ("Mira Tolan", newest(judged))
    assert now.statement.content[0].text == "Verland had threatened the town"
    assert "threatened" not in shown(judged)
    old = page(judged, before)
    assert (old.newest, old.now, old.lapsed, old.row.statement) == (False, now, (), before.statement)
    assert page(judged, now).reviews[0].id == old.reviews[0].id


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("she added", "the mayor added"),
        TEXT.replace(" May", " June"),
        TEXT + "\n\n" + TEXT,
        TEXT.replace("Nothing", "Not much").replace("“It is safe,” she added.", ""),
    ],
)
def test_where_the_words_around_it_are_others_it_stays_with_its_version(judged: Ledger, text: str) -> None:
    made = change(judged, "added", speaker=Speaker("Mira Tolan"))
    before = row(judged, "added")
    reread(judged, text=text)
    assert all(r.speaker is None and r.reviewed is None for cue, r in shown(judged).items() if cue == "added")
    old = page(judged, before)
    assert (old.lapsed, old.newest, old.row.speaker) == ((made.id,), False, "Mira Tolan")
    reread(judged, text=TEXT)  # a new reading of the old version, which is not shown
    assert judged.reading(before.version).statements[1].speaker == "a1"


def test_the_page_says_what_stands_around_inside_and_when(judged: Ledger) -> None:
    there = page(judged, row(judged, "denied"))
    assert ([s.id for s in there.inside], there.time, there.newest, there.now) == (["s4"], None, True, None)
    assert page(judged, row(judged, "threatened")).row.within == (there.row.statement,)
    said = page(judged, row(judged, "said"))
    assert said.time is not None
    assert (said.time.id, said.reading, said.reviews) == ("t1", judged.reading(newest(judged)), ())


def test_an_id_of_an_earlier_reading_is_found(judged: Ledger) -> None:
    before = row(judged, "added")
    reread(judged, without("s2"))
    there = page(judged, before)
    assert (there.status, there.machine, there.row.statement.content[0].text) == ("gone", None, "“It is safe,”")
    judged.reviews.accept(before.document, before.id, by="Ann")
    assert row(judged, "added").reviewed == "changed"
    assert page(judged, before).row == row(judged, "added")


def test_an_id_that_a_correction_had_for_a_while_is_found(judged: Ledger) -> None:
    made = change(judged, "said", content=(span("the bridge"),))
    between = row(judged, "said")
    judged.reviews.undo(made.id, by="Ann")
    assert page(judged, between).row == row(judged, "said") != between


def test_ids_may_be_begun(judged: Ledger) -> None:
    one = row(judged, "said")
    assert judged.statement(one.document[:6], one.id[:6]).row == one
    with pytest.raises(LedgerError, match="there is no statement 'zz' in article"):
        judged.statement(one.document, "zz")
    with pytest.raises(LedgerError, match="there is no statement ''"):
        judged.statement(one.document, "")
    with pytest.raises(LedgerError, match="there is no article 'zz'"):
        judged.statement("zz", one.id)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (Changes(), "nothing is changed"),
        (Changes(content=()), "no content is left"),
        (Changes(content=((5, 5),)), "there is no span 5:5"),
        (Changes(source=(0, len(TEXT) + 1)), f"there is no span 0:{len(TEXT) + 1}"),
        (Changes(cue=(-1, 4)), "there is no span -1:4"),
        (Changes(cue=(6, 8)), "nothing stands at 6:8 but blanks"),
        (Changes(speaker=Speaker("  ")), "the speaker has no name"),
        (Changes(speaker=Speaker("Ann", "alien")), "there is no kind 'alien'"),  # type: ignore[arg-type]
        (Changes(act="sing"), "there is no act 'sing'"),  # type: ignore[arg-type]
    ],
)
def test_what_can_not_be_is_not_kept(judged: Ledger, changes: Changes, said: str) -> None:
    one = row(judged, "said")
    with pytest.raises(UsageError, match=said):
        judged.reviews.change(one.document, one.id, changes, by="Ann")
    assert judged.reviews.list() == ()


def test_whatever_is_typed_is_kept_as_text(judged: Ledger) -> None:
    hostile = "\ud800\x00<b>'; --\x1b[31m" + "x" * 400
    one = row(judged, "said")
    made = judged.reviews.change(one.document, one.id, Changes(speaker=Speaker(hostile)), by=hostile, why=hostile)
    assert judged.reviews.list() == (made,)
    assert (row(judged, "said").speaker or "").startswith("\ufffd\ufffd<b>'; --")
    assert len(made.by) == 200
    judged.reviews.undo(made.id, by=hostile, why=hostile)


def test_a_judgement_is_somebodys(judged: Ledger) -> None:
    one = row(judged, "said")
    made = accept(judged, "said")
    judges: tuple[Callable[[str], object], ...] = (
        lambda by: judged.reviews.reject(one.document, one.id, by=by),
        lambda by: judged.reviews.undo(made.id, by=by),
        lambda by: judged.judgements.judge(("Ann", "person"), ("Anna", "person"), same=True, by=by),
    )
    for judge in judges:
        with pytest.raises(UsageError, match="nobody judges"):
            judge(" ")
        judge("\ud800\x00")
    kept = [r.by for r in judged.reviews.list()[1:]] + [j.by for j in judged.judgements.list()]
    assert kept == ["\ufffd\ufffd"] * 3


# Deleting


def test_deleting_leaves_no_text_behind(opener: Opener) -> None:
    with opener() as ledger:
        ledger.add(*told())
        one = row(ledger, "said")
        ledger.reviews.change(
            one.document, one.id, Changes(speaker=Speaker("Quuxle Berry"), act="ask"), by="Ann", why="uxlereason"
        )
        ledger.delete(one.document)
        (kept,) = ledger.reviews.list(one.document)
        assert kept.changes.speaker == Speaker("", "person")
        assert (kept.why, kept.by, kept.changes.act) == (None, "Ann", "ask")
        ledger.add(*told())
        assert (row(ledger, "said").speaker, row(ledger, "said").statement.act) == ("Mira Tolan", "ask")
        with pytest.raises(LedgerError, match="there is no judgement"):
            ledger.reviews.undo("ff", by="Ann")
        ledger.reviews.undo(kept.id, by="Ann")
        assert row(ledger, "said").statement.act == "predict"


def test_deleting_counts_what_machines_read(judged: Ledger) -> None:
    accept(judged, "said")
    gone = judged.delete(row(judged, "said").document)
    assert (gone.readings, gone.statements) == (1, 4)


def test_in_a_batch_that_fails_nothing_is_judged(judged: Ledger) -> None:
    def half() -> None:
        with judged.transaction():
            reject(judged, "said")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert (judged.reviews.list(), len(shown(judged))) == ((), 4)


# The queue


def test_the_queue_begins_with_what_is_doubtful_and_weighs(judged: Ledger) -> None:
    waiting = judged.reviews.queue(StatementFilter())
    assert [w.row.statement.id for w in waiting] == ["s4", "s3", "s2", "s1"]
    assert waiting == judged.reviews.queue(StatementFilter())
    assert waiting[0].reasons == ("threaten",)
    assert waiting[2].reasons == ("speaker unknown", "direct")
    assert all(0 <= w.score <= 1 for w in waiting)
    assert waiting[1].row == row(judged, "denied")


def test_the_queue_says_which_confidence_asks_for_a_look(ledger: Ledger) -> None:
    sure = {"s1": (0.63, 0.81), "s2": (None, None), "s3": (0.9, 0.55), "s4": (0.9, None)}
    loaded, reading = told()
    told_so = (replace(s, confidence=sure[s.id][0], speaker_confidence=sure[s.id][1]) for s in reading.statements)
    ledger.add(loaded, replace(reading, statements=tuple(told_so)))
    reasons = {w.row.statement.id: w.reasons for w in ledger.reviews.queue(StatementFilter())}
    assert reasons == {
        "s1": ("confidence 0.63", "predict"),
        "s2": ("confidence unknown", "speaker unknown", "direct"),
        "s3": ("speaker confidence 0.55", "deny"),
        "s4": ("speaker confidence unknown", "threaten"),
    }


def test_the_queue_is_narrowed_and_what_is_judged_leaves_it(judged: Ledger) -> None:
    made = accept(judged, "threatened")
    reject(judged, "said")
    assert [w.row.statement.id for w in judged.reviews.queue(StatementFilter())] == ["s3", "s2"]
    assert len(judged.reviews.queue(StatementFilter(), limit=1)) == 1
    assert [w.row.statement.id for w in judged.reviews.queue(StatementFilter(about="safe"))] == ["s2"]
    (krass,) = (a.id for a in _actors(judged) if a.name == "Odile Krass")
    assert [w.row.statement.id for w in judged.reviews.queue(StatementFilter(speakers=(krass,)))] == ["s3"]
    (verland,) = (a.id for a in _actors(judged) if a.name == "Verland")
    assert [w.row.statement.id for w in judged.reviews.queue(StatementFilter(concerning=(verland,)))] == ["s3"]
    judged.reviews.undo(made.id, by="Ann")
    assert [w.row.statement.id for w in judged.reviews.queue(StatementFilter())] == ["s4", "s3", "s2"]


def _actors(ledger: Ledger) -> list[Any]:
    Actors(ledger)
    return list(ledger.actors(ActorFilter()))


def test_the_queue_looks_at_the_newest(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.record.queue.LOOKED_AT", 2)
    for number, published in enumerate(["2031-03-01", None, "2031-03-03", "2031-03-02"]):
        ledger.add(*story(number, content=f"number {number}", published=published))
    assert {w.row.published for w in ledger.reviews.queue(StatementFilter())} == {"2031-03-03", "2031-03-02"}
    monkeypatch.setattr("onrecord.record.queue.LOOKED_AT", 4)
    assert None in {w.row.published for w in ledger.reviews.queue(StatementFilter())}


def test_an_article_that_nobody_judged_is_shown_as_it_is(judged: Ledger) -> None:
    one = row(judged, "said")
    assert one.reading == judged.document(one.document).versions[0].readings[0].id
    assert judged.reading(one.version) == told()[1]
