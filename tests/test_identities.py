"""Actors across the articles of a ledger: the same whatever came first, and as if all had been looked at at once."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.domain import Anchor, ReaderInfo
from onrecord.errors import LedgerError, UsageError
from onrecord.identities import Actors
from onrecord.link.actors import identities
from onrecord.record import open_ledger
from onrecord.record.filters import ActorFilter, StatementFilter
from onrecord.record.ledger import Ledger
from onrecord.record.profiles import stored
from tests.record.worlds import secret
from tests.stories import told

NAMES = [
    "Ada Quist", "Ada M. Quist", "Ada N. Quist", "Quist", "Ada Quist Jr.", "Ада Квист", "Adam Quist", "x", "<b>",
    "Sergei Lavrin", "Sergey Lavrin", "Сергей Лаврин", "Bo Li",
]  # fmt: skip
ROLES = ["", "british footballer", "american senator", "mayor", "russian general", "mayor of Tarn"]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "x.db", create=True) as opened:
        yield opened


Partition = set[tuple[str, str, frozenset[str]]]


def kept(ledger: Ledger) -> Partition:
    """The identities that the ledger keeps."""
    rows = ledger.identities._all(
        "SELECT i.id, i.name, p.id FROM profiles p JOIN bearers b ON b.key = p.bearer "
        "JOIN identities i ON i.key = b.identity"
    )
    return {(id_, name, frozenset(p for i, _, p in rows if i == id_)) for id_, name, _ in rows}


def at_once(ledger: Ledger) -> Partition:
    """The identities of all profiles, found together."""
    with ledger.transaction():
        profiles = [stored(row) for row in ledger.identities._all("SELECT * FROM profiles")]
    found = identities(profiles, ledger.judgements.standing())
    return {(i.id, i.name, frozenset(p.id for p in i.profiles)) for i in found}


def counted(ledger: Ledger) -> dict[str, tuple[int, int]]:
    """How many statements and articles each identity has, as the ledger keeps it."""
    return {row.id: (row.statements, row.articles) for row in ledger.actors(ActorFilter())}


def counted_anew(ledger: Ledger) -> dict[str, tuple[int, int]]:
    """The same, from where they appear."""
    found = ((id_, ledger.identities.counts(id_)) for id_, _, _ in kept(ledger))
    return {id_: (said, articles) for id_, (said, _, articles) in found}


VOICES = st.tuples(st.sampled_from(ROLES), st.sampled_from(NAMES), st.just("it snows"))
LABELS = st.tuples(st.sampled_from(NAMES), st.just("person"))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 9), st.lists(VOICES, min_size=1, max_size=3)),
        st.tuples(st.just("delete"), st.integers(0, 9), st.none()),
        st.tuples(st.just("judge"), st.booleans(), st.tuples(LABELS, LABELS)),
        st.tuples(st.just("undo"), st.none(), st.none()),
        st.tuples(st.just("ask"), st.none(), st.none()),
    ),
    max_size=14,
)


@pytest.mark.parametrize("crowd", [2, 60])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_is_worked_out_step_by_step_is_what_all_at_once_gives(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    crowd: int,
    steps: list[tuple[str, object, object]],
) -> None:
    monkeypatch.setattr("onrecord.identities.MOST_BEARERS", crowd)
    monkeypatch.setattr("onrecord.link.actors.MOST_BEARERS", crowd)
    monkeypatch.setattr("onrecord.identities._MOST_OF_THEM", 2)  # never all at once
    with open_ledger(tmp_path_factory.mktemp("l") / "x.db", create=True) as ledger:
        for what, which, how in steps:
            match what:
                case "add":
                    ledger.add(*told(which, *how))  # type: ignore[arg-type, misc]
                case "delete":
                    try:
                        ledger.delete(told(which)[0].article.id)  # type: ignore[arg-type]
                    except LedgerError:
                        continue
                case "judge":
                    ledger.judgements.judge(*how, same=bool(which), by="me")  # type: ignore[misc]
                case "undo":
                    standing = ledger.judgements.standing()
                    if standing:
                        ledger.judgements.undo(standing[-1].id, by="me")
                case "ask":
                    Actors(ledger)
        Actors(ledger)
        assert kept(ledger) == at_once(ledger)
        assert counted(ledger) == counted_anew(ledger)


def test_the_order_of_arrival_does_not_matter(tmp_path: Path) -> None:
    random = Random(5)
    stories = [
        told(n, *[(random.choice(ROLES), random.choice(NAMES), "it snows") for _ in range(random.randint(1, 3))])
        for n in range(40)
    ]
    found = []
    for turn in range(3):
        random.shuffle(stories)
        with open_ledger(tmp_path / f"{turn}.db", create=True) as ledger:
            for place, story in enumerate(stories):
                ledger.add(*story)
                if turn and place % 7 == 0:
                    Actors(ledger)
            Actors(ledger)
            found.append(kept(ledger))
    assert found[0] == found[1] == found[2]
    assert len(found[0]) > 5


def test_many_to_be_tied_are_looked_at_in_one_go(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.identities._MOST_OF_THEM", 0)
    ledger.add(*told(1, ("", "Sergei Lavrin", "it snows"), ("", "Ada Quist", "it rains")))
    Actors(ledger)
    ledger.add(*told(2, ("", "Sergey Lavrin", "it snows"), ("", "Bo Li", "it rains")))
    assert len(Actors(ledger).find("Sergei Lavrin")) == 1
    assert kept(ledger) == at_once(ledger)


def said_by(ledger: Ledger, name: str) -> list[str]:
    """What the one actor of that name said."""
    speakers = (Actors(ledger).one(name).id,)
    return [row.statement.content[0].text for row in ledger.statements(StatementFilter(speakers=speakers))]


def test_statements_are_the_actors_under_any_name_and_other_conditions_hold_too(ledger: Ledger) -> None:
    ledger.add(*told(1, ("", "Sergei Lavrin", "it snows"), ("", "Bo Li", "it rains")))
    ledger.add(*told(2, ("minister", "Сергей Лаврин", "it thaws"), published="2031-04-01"))
    ledger.add(*told(3, ("", "Lavrin, Sergey", "it hails"), published=None))
    assert said_by(ledger, "sergej lavrin") == ["it snows", "it thaws", "it hails"]
    speakers = (Actors(ledger).one("Sergei Lavrin").id,)

    def found(**wanted: Any) -> list[str]:
        asked = StatementFilter(speakers=speakers, **wanted)
        return [row.statement.content[0].text for row in ledger.statements(asked)]

    assert found(newest_first=True) == ["it thaws", "it snows", "it hails"]
    assert found(about="thaws") == found(since=date(2031, 3, 3)) == ["it thaws"]
    assert found(limit=1) == ["it snows"]
    assert found(min_confidence=0.95) == found(kind="direct") == found(outlet="Other") == []
    assert found(outlet="the harbour post", until=date(2031, 3, 2)) == ["it snows"]
    assert list(ledger.statements(StatementFilter(speakers=("0" * 16,)))) == []


@pytest.mark.parametrize("newest_first", [True, False])
def test_what_one_said_under_many_names_comes_in_the_order_of_the_ledger_from_anywhere_on(
    ledger: Ledger, newest_first: bool
) -> None:
    spoken = [("", "Sergei Lavrin"), ("minister", "Сергей Лаврин"), ("", "Bo Li"), ("minister", "Lavrin, Sergey")]
    for n in range(12):
        day = None if n % 4 == 3 else f"2031-03-{n % 5 + 1:02}"
        some = [(*spoken[(n + k) % 4], f"it snows {n} {k}") for k in range(n % 3 + 2)]
        ledger.add(*told(n, *some, published=day))
    speakers = tuple({Actors(ledger).one(name).id for name in ("Sergei Lavrin", "Bo Li")})
    assert len(speakers) == 2

    def rows(**wanted: Any) -> list[Any]:
        asked = StatementFilter(newest_first=newest_first, **wanted)
        return [(row.place, row.statement.content[0].text) for row in ledger.statements(asked)]

    every = rows()
    assert len(every) == sum(n % 3 + 2 for n in range(12))
    assert rows(speakers=speakers) == every, "nobody else speaks"
    theirs = rows(speakers=speakers[:1])
    assert 0 < len(theirs) < len(every)
    assert theirs == [row for row in every if row in theirs]
    for at, (place, _) in enumerate(theirs):
        assert rows(speakers=speakers[:1], after=place) == theirs[at + 1 :]
        assert rows(speakers=speakers[:1], after=place, limit=2) == theirs[at + 1 : at + 3]
    within = rows(speakers=speakers, since=date(2031, 3, 2), until=date(2031, 3, 4))
    assert within == rows(since=date(2031, 3, 2), until=date(2031, 3, 4)) != []


def test_a_name_means_whoever_bears_the_whole_of_it_and_a_surname_the_only_one(ledger: Ledger) -> None:
    ledger.add(*told(1, ("british footballer", "Ada Quist", "it snows"), ("", "Quist", "it rains")))
    ledger.add(*told(2, ("american senator", "Ada Quist", "it thaws"), ("", "Bo Li", "it hails")))
    actors = Actors(ledger)
    two = actors.find("ada quist")
    assert len(two) == 2
    with pytest.raises(UsageError, match=r"may be 2 actors: Ada Quist \(person\) [0-9a-f]{16}.*give the id"):
        actors.one("Ada Quist")
    assert actors.one(two[0].id[:8]) == actors.one(two[0].id) == two[0]
    with pytest.raises(UsageError, match="may be 3 actors"):
        actors.one("quist")
    assert actors.one("Quist").name == "Quist", "its main name, and nobody else's"
    assert actors.one("li").name == "Bo Li"
    assert actors.speakers("Ada Quist") == tuple(k.id for k in two)
    assert actors.speakers("Quist") is actors.speakers("nobody") is None


def test_a_surname_that_is_all_that_is_known_of_an_actor_can_be_judged_by_name(ledger: Ledger) -> None:
    ledger.add(*told(1, ("", "Ada Quist", "it snows"), ("", "Bo Li", "it rains")))
    ledger.add(*told(2, ("", "Quist", "it thaws"), ("", "Bo Li", "it hails")))
    actors = Actors(ledger)
    assert [known.name for known in actors.merge("Quist", "Ada Quist", by="ann").actors] == ["Ada Quist"]
    with pytest.raises(UsageError, match="both are called"):
        actors.split("Quist", "Quist", by="ann")
    assert len(actors.split("Quist", "Ada Quist", by="ann").actors) == 2


@pytest.mark.parametrize(
    "name", ["", " ", "x", "Q" * 500, "Ада Quist", "<b>Ada</b>", "\x1b[31m", "%", "_", "'", '"', "0" * 16]
)
def test_an_odd_name_is_nobody_in_one_line(ledger: Ledger, name: str) -> None:
    ledger.add(*told(1, ("", "Bo Li", "it snows")))
    with pytest.raises(UsageError) as raised:
        Actors(ledger).one(name)
    line = str(raised.value)
    assert "\n" not in line
    assert "\x1b" not in line
    assert len(line) < 200


@pytest.mark.parametrize("name", ["x", "Q" * 500, "Ада Quist", "<b>Ada</b> Li", "a\x1b[31mb", "%", "'", " Ada  Quist "])
def test_an_odd_name_on_record_is_found_by_it(ledger: Ledger, name: str) -> None:
    ledger.add(*told(1, ("", name, "it snows"), ("", "Bo Li", "it rains")))
    assert said_by(ledger, name) == ["it snows"]


# Judgements


def test_a_judgement_comes_first_and_can_be_taken_back(ledger: Ledger) -> None:
    ledger.add(*told(1, ("", "Ada Quist", "it snows"), ("", "Berta Moll", "it rains")))
    actors = Actors(ledger)
    made = actors.merge("Ada Quist", "berta moll", by="me", why="married")
    assert (len(made.actors), made.overrides, made.judgement.why) == (1, None, "married")
    assert said_by(ledger, "Berta Moll") == ["it snows", "it rains"]
    parted = actors.split("Ada Quist", "Berta Moll", by="you")
    assert (len(parted.actors), parted.overrides) == (2, made.judgement)
    assert len(actors.undo(parted.judgement.id[:6], by="me")[1]) == 1
    with pytest.raises(UsageError, match="was taken back before"):
        actors.undo(parted.judgement.id, by="me")
    undone = [j for j in ledger.judgements.list() if j.undoes]
    assert len(actors.undo(undone[0].id, by="me")[1]) == 2
    assert [j.undone for j in ledger.judgements.list()] == [False, False, True, False]
    with pytest.raises(LedgerError, match="no judgement 'zz'"):
        actors.undo("zz", by="me")


def test_a_judgement_outlives_deleting_and_reading_again(ledger: Ledger) -> None:
    story = told(1, ("", "Ada Quist", "it snows"), ("", "Berta Moll", "it rains"))
    ledger.add(*story)
    Actors(ledger).merge("Ada Quist", "Berta Moll", by="me")
    ledger.add(*told(1, ("", "Ada Quist", "it snows"), ("", "Berta Moll", "it rains"), reader=ReaderInfo("2", "m")))
    assert len({k.id for n in ("Ada Quist", "Berta Moll") for k in Actors(ledger).find(n)}) == 1
    ledger.delete(story[0].article.id)
    assert Actors(ledger).find("Ada Quist") == ()
    ledger.add(*told(2, ("", "Ada Quist", "it snows")))
    ledger.add(*told(3, ("", "Berta Moll", "it rains")))
    assert sorted(said_by(ledger, "Ada Quist")) == ["it rains", "it snows"]


def test_one_articles_actor_is_set_apart_and_comes_back(ledger: Ledger) -> None:
    for number in (1, 2, 3):
        ledger.add(*told(number, ("mayor", "Ada Quist", f"number {number}")))
    actors = Actors(ledger)
    document = told(2)[0].article.id
    made = actors.split("ada quist", document=document[:10], by="me")
    assert made.judgement.document == document
    assert len(made.actors) == 2
    others = next(k for k in made.actors if len(said_by(ledger, k.id)) == 2)
    assert said_by(ledger, others.id) == ["number 1", "number 3"] or said_by(ledger, others.id) == [
        "number 3",
        "number 1",
    ]
    ledger.add(*told(2, ("mayor", "Ada Quist", "number 2"), reader=ReaderInfo("2", "m")))  # it is apart still
    assert len(Actors(ledger).find("Ada Quist")) == 2
    assert kept(ledger) == at_once(ledger)
    assert len(actors.undo(made.judgement.id, by="me")[1]) == 1
    assert kept(ledger) == at_once(ledger)


def test_a_circle_of_merges_does_no_harm(ledger: Ledger) -> None:
    ledger.add(*told(1, *[("", name, "it snows") for name in ("Ada Quist", "Berta Moll", "Cleo Tarn")]))
    actors = Actors(ledger)
    for left, right in (("Ada Quist", "Berta Moll"), ("Berta Moll", "Cleo Tarn"), ("Cleo Tarn", "Ada Quist")):
        actors.merge(left, right, by="me")
    assert len(said_by(ledger, "Cleo Tarn")) == 3
    actors.split("Ada Quist", "Cleo Tarn", by="me")
    assert len({actors.one(n).id for n in ("Ada Quist", "Cleo Tarn")}) == 2


def test_what_cannot_be_judged_is_said_and_nothing_is_kept(ledger: Ledger) -> None:
    ledger.add(*told(1, ("", "Ada Quist", "it snows"), ("", "Bo Li", "it rains")))
    actors = Actors(ledger)
    document = told(1)[0].article.id
    wrongs: tuple[Callable[[], object], ...] = (
        lambda: actors.merge("Ada Quist", "nobody", by="me"),
        lambda: actors.split("Ada Quist", by="me"),
        lambda: actors.split("Ada Quist", "Bo Li", document=document, by="me"),
        lambda: actors.split("Ada Quist", "ada quist", by="me"),
        lambda: actors.split("Ada Quist", document="ffffffff", by="me"),
    )
    for wrong in wrongs:
        with pytest.raises((UsageError, LedgerError)):
            wrong()
    ledger.add(*told(2, ("", "Bo Li", "it rains")))
    with pytest.raises(UsageError, match="no actor of this article is called 'Ada Quist'"):
        actors.split("Ada Quist", document=told(2)[0].article.id, by="me")
    assert ledger.judgements.list() == ()


# Elsewhere


def test_a_dossier_has_names_roles_over_time_counts_and_reasons(ledger: Ledger) -> None:
    ledger.add(*told(1, ("foreign minister", "Sergei Lavrin", "it snows"), ("", "Bo Li", "Sergei is wrong")))
    ledger.add(*told(2, ("prime minister", "Sergey Lavrin", "it thaws"), published="2031-04-01"))
    ledger.add(*told(3, ("foreign minister", "Sergei Lavrin", "it hails"), published=None))
    actors = Actors(ledger)
    dossier = actors.dossier(actors.one("Sergei Lavrin"), 2)
    assert dossier.names == ("Sergey Lavrin",)
    roles = [(r.text, str(r.first), str(r.last), r.articles) for r in dossier.roles]
    assert roles == [
        ("prime minister", "2031-04-01", "2031-04-01", 1),
        ("foreign minister", "2031-03-02", "2031-03-02", 2),
    ]
    assert (dossier.said, dossier.articles) == (3, 3)
    assert [row.statement.content[0].text for row in dossier.latest] == ["it thaws", "it snows"]
    assert [d.same for d in dossier.explained.decisions] == [True]
    assert {dossier.explained.names[d.left] for d in dossier.explained.decisions} <= {"Sergei Lavrin", "Sergey Lavrin"}


def test_what_others_say_of_an_actor_is_counted_and_not_its_own_words(ledger: Ledger) -> None:
    loaded, reading = told(1, ("", "Ada Quist", "Bo Li is wrong"), ("", "Bo Li", "Bo Li is right"))
    text = reading.article.text
    spans = [m.span() for m in re.finditer("Bo Li", text)]
    assert len(spans) == 3
    everywhere = replace(reading.actors[1], mentions=tuple(Anchor.of(text, *span) for span in spans))
    ledger.add(loaded, replace(reading, actors=(reading.actors[0], everywhere)))
    actors = Actors(ledger)
    assert actors.dossier(actors.one("Bo Li"), 1).about == 1


def test_what_is_deleted_leaves_no_name_behind(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    word, office = secret(1).title(), secret(2)
    with open_ledger(path, create=True) as ledger:
        ledger.add(*told(1, (office, f"Ada {word}", "it snows")))
        ledger.add(*told(2, ("", "Ada Quist", "it rains")))
        assert Actors(ledger).one(f"Ada {word}")
        ledger.delete(told(1)[0].article.id)
        assert [row.name for row in ledger.actors(ActorFilter())] == ["Ada Quist"]
    kept_bytes = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert word.lower().encode() not in kept_bytes.lower()
    assert office.encode() not in kept_bytes


def test_where_nothing_can_be_written_it_is_worked_out_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add(*told(1, ("", "Sergei Lavrin", "it snows")))
        Actors(ledger)
        ledger.add(*told(2, ("", "Sergey Lavrin", "it rains")))
    with open_ledger(path, create=True) as other, other.transaction(), open_ledger(path, create=False) as ledger:
        before = path.read_bytes()
        assert said_by(ledger, "Sergei Lavrin") == said_by(ledger, "Sergey Lavrin")
        assert len(said_by(ledger, "Sergei Lavrin")) == 2
        assert list(counted(ledger).values()) == [(2, 2)]
        assert path.read_bytes() == before
    with open_ledger(path, create=True) as ledger:
        assert ledger.identities.stale()
        Actors(ledger)
        assert not ledger.identities.stale()
        ledger.add(*told(3, ("", "Sergej Lavrin", "it hails")))
        assert len(said_by(ledger, "Sergei Lavrin")) == 3


@pytest.mark.parametrize("log", ["-wal", "no log"])
def test_in_a_file_that_may_only_be_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: str) -> None:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add(*told(1, ("", "Sergei Lavrin", "it snows")))
        Actors(ledger)
        ledger.add(*told(2, ("", "Sergey Lavrin", "it rains")))
    monkeypatch.setattr("onrecord.record.opening.os.access", lambda _, how: how != os.W_OK)
    if log == "-wal":
        path.with_name("x.db-wal").touch()
    before = path.read_bytes()
    with open_ledger(path, create=False) as ledger:
        assert len(said_by(ledger, "Sergei Lavrin")) == 2
        assert list(counted(ledger).values()) == [(2, 2)]
    assert path.read_bytes() == before


def test_a_ledger_from_before_is_taken_in_when_somebody_asks(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add(*told(1, ("mayor", "Ada Quist", "it snows")))
    with closing(sqlite3.connect(path)) as connection:
        later = (
            "addresses",
            "corrected",
            "reviews",
            "event_search",
            "events",
            "appearances",
            "profiles",
            "blocks",
            "bearers",
            "identities",
            "pending",
            "judgements",
        )
        for table in later:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 3")
        connection.commit()
    with open_ledger(path, create=False) as ledger:
        assert said_by(ledger, "Ada Quist") == ["it snows"]
