"""The views for other programs: what they show is what the ledger shows, and they come and go without a version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from onrecord.domain import Loaded
from onrecord.identities import Actors
from onrecord.judgement import Changes
from onrecord.record import open_ledger
from onrecord.record.events import EventFilter
from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter
from onrecord.record.views import VIEWS
from tests.serve.fakes import nested

from .test_events import told
from .worlds import story


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with an article before whose words stand characters beyond the first plane."""
    with open_ledger(tmp_path / "x.db", create=True) as ledger:
        ledger.add(*told())
        ledger.add(*story(1, source="😀👩🏽‍🚀 Міра Толан", content="the 🌉 would open", outlet="Пошта"))
        ledger.add(*story(2, source="Ada Quist", published=None))
        added = ledger.add(Loaded(nested().article, "nested"), nested())
        first, second, *_ = ledger.statements(StatementFilter(document=added.document))
        ledger.reviews.accept(first.document, first.id, by="Ann")
        ledger.reviews.change(second.document, second.id, Changes(act="warn"), by="Ann")
    return tmp_path / "x.db"


def asked(path: Path, sql: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]


def test_said_is_what_the_ledger_shows_in_its_order(path: Path) -> None:
    with open_ledger(path, create=False) as ledger:
        expected = list(ledger.statements(StatementFilter()))
    found = asked(path, "SELECT * FROM said")
    assert len(found) == len(expected) > 3
    for row, other in zip(found, expected, strict=True):
        s = other.statement
        assert (row["document"], row["version"], row["reading"]) == (other.document, other.version, other.reading)
        assert row["content"] == " … ".join(a.text for a in s.content)
        assert row["source"] == (s.source and s.source.text)
        assert row["cue"] == (s.cue and s.cue.text)
        assert (row["speaker"], row["depth"]) == (other.speaker, len(other.within))
        assert (row["according_to"] is None) == (not other.within)
        assert (row["kind"], row["act"], row["confidence"], bool(row["negated"])) == (
            s.kind,
            s.act,
            s.confidence,
            s.negated,
        )
        assert (row["day"], row["outlet"], row["url"], row["title"]) == (
            other.published and other.published[:10],
            other.outlet,
            other.url,
            other.title,
        )
        assert row["reviewed"] == s.reviewed
        assert row["start"] == s.content[0].start
        assert (row["named"] is None) == (other.speaker is None)
    assert {row["reviewed"] for row in found} == {None, "accepted", "changed"}
    assert {row["according_to"] for row in found} >= {None, "the envoy ← The foreign minister, Ilsa Tamrin,"}
    assert [row["content"] for row in found if row["outlet"] == "Пошта"] == ["the 🌉 would open"]


def test_done_is_what_the_ledger_shows_in_its_order(path: Path) -> None:
    with open_ledger(path, create=False) as ledger:
        expected = list(ledger.events.matching(EventFilter()))
    found = asked(path, "SELECT * FROM done")
    assert len(found) == len(expected) > 0
    for row, other in zip(found, expected, strict=True):
        assert (row["type"], row["trigger"], row["realis"]) == (
            other.event.type,
            other.event.trigger.text,
            other.event.realis,
        )
        assert row["actor"] == ("; ".join(other.actors) or None)
        assert row["recipient"] == ("; ".join(other.recipients) or None)
        assert row["place"] == other.place
        assert row["time"] == (other.time and other.time.edtf)
        assert (row["according_to"] or "").count(" ← ") == max(0, len(other.according_to) - 1)
        assert (row["according_to"] is None) == (not other.according_to)


def test_articles_and_who(path: Path) -> None:
    with open_ledger(path, create=False) as ledger:
        Actors(ledger)
        articles = list(ledger.articles(ArticleFilter()))
        actors = {row.id: row for row in ledger.actors(ActorFilter())}
    found = asked(path, "SELECT * FROM articles")
    assert [(r["document"], r["statements"], r["title"]) for r in found] == [
        (a.id, a.statements, a.title) for a in articles
    ]
    who = asked(path, "SELECT * FROM who")
    assert {row["actor"] for row in who} == set(actors)
    for row in who:
        known = actors[row["actor"]]
        assert (row["name"], row["kind"], row["articles"]) == (known.name, known.kind, known.articles)
        assert (row["statements"] or 0) == known.statements


def test_a_ledger_without_them_gets_them_and_one_with_others_the_right_ones(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP VIEW said")
        connection.execute("DROP VIEW done")
        connection.execute("CREATE VIEW done AS SELECT 1 AS old")
    with open_ledger(path, create=False):
        pass
    found = asked(path, "SELECT name, sql FROM sqlite_master WHERE type = 'view'")
    assert {row["name"]: row["sql"] for row in found} == {n: f"CREATE VIEW {n} AS{sql}" for n, sql in VIEWS.items()}


def test_opening_again_writes_nothing(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW of_ones_own AS SELECT speaker FROM said")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    with open_ledger(path, create=True):
        pass
    assert path.read_bytes() == before


def test_a_file_that_is_in_use_is_left_for_the_next_time(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("DROP VIEW said")
        other.execute("BEGIN IMMEDIATE")
        with open_ledger(path, create=False) as ledger:
            assert list(ledger.statements(StatementFilter(limit=1)))
        other.execute("ROLLBACK")
    with open_ledger(path, create=False):
        pass
    assert asked(path, "SELECT count(*) AS n FROM said")


def test_a_statement_that_stands_in_itself_ends(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE statements SET parent = name")
        connection.commit()
    assert all(row["depth"] == 100 for row in asked(path, "SELECT depth FROM said"))
