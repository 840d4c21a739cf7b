"""What only the SQLite ledger promises: what its file holds, and no longer holds."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from onrecord.domain import Article, Loaded, Reading
from onrecord.errors import LedgerError
from onrecord.record import open_ledger, schema
from onrecord.record.filters import ArticleFilter, StatementFilter

from .test_faults import dump, files, sound
from .worlds import NEW, OLD, secret, statement, story, trace

if TYPE_CHECKING:
    from pathlib import Path


def test_adding_twice_leaves_the_file_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    told = [story(n, page=b"<p>%d" % n) for n in range(5)]
    for _ in range(2):
        before = path.read_bytes() if path.exists() else None
        with open_ledger(path, create=True) as ledger:
            for loaded, reading in told:
                ledger.add(loaded, reading)
    assert path.read_bytes() == before
    assert sound(path)


def test_what_is_searched_follows_from_what_is_kept(tmp_path: Path) -> None:
    """A ledger that came to be by detours finds what one without them finds, and holds no more of it."""
    with open_ledger(tmp_path / "straight.db", create=True) as straight:
        straight.add(*story(1, content="it snowed", published="2031-04-01", reader=NEW))
    with open_ledger(tmp_path / "detours.db", create=True) as detours:
        detours.add(*story(1, content="it rained"))
        detours.add(*story(2))
        detours.add(*story(1, content="it snowed", published="2031-04-01"))
        detours.add(*story(1, content="it snowed", published="2031-04-01", reader=NEW))
        detours.delete(story(2)[0].article.id)
    assert sound(tmp_path / "detours.db")
    one, other = dump(tmp_path / "straight.db"), dump(tmp_path / "detours.db")
    assert [row[0] for row in one["shown"]] == [row[0] for row in other["shown"]]  # type: ignore[index]
    for index in ("statement_search", "article_search"):
        terms = [terms_of(tmp_path / name, index) for name in ("straight.db", "detours.db")]
        assert terms[0] == terms[1] != []


def terms_of(path: Path, index: str) -> list[tuple[object, ...]]:
    """Every word of a search index, with its places."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', '{index}', 'instance')")
        return connection.execute("SELECT term, doc, col, offset FROM terms ORDER BY 1, 2, 3, 4").fetchall()


def test_what_is_deleted_is_in_no_file_any_more(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    secret = "quuxleberry"
    with open_ledger(path, create=True) as ledger:
        for number in range(30):
            ledger.add(*story(number, content=f"number {number}", page=b"<p>%d" % number))
        gone = ledger.add(*story(30, source="Quuxle Berry", content=f"{secret} would come", page=secret.encode()))
        ledger.add(*story(30, content=f"{secret} would not come"))
        assert secret.encode() in b"".join(f.read_bytes() for f in files(tmp_path))
        ledger.delete(gone.document)
        for moment in ("at once", "after closing"):
            left = b"".join(f.read_bytes() for f in files(tmp_path))
            # the search index keeps the ends of words: their beginnings may be those of the word before
            for trace in (secret.encode(), b"uxleberry", b"berry", b"harbour.example/30"):
                assert trace not in left, (moment, trace)
            ledger.close()
    assert len(files(tmp_path)) == 1 + 30
    assert sound(path)


def test_what_is_deleted_is_gone_however_often_it_was_merged(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    chance = random.Random(7)
    alive: dict[str, list[str]] = {}
    with open_ledger(path, create=True) as ledger:
        for first in (0, 60, 120):
            for number in range(first, first + 60):
                words = [secret(100 * number + n) for n in range(chance.randrange(1, 60))]
                published = f"2031-{chance.randrange(1, 13):02}-02"  # in the middle of what is there
                added = ledger.add(*story(number, content=" ".join(words), published=published))
                alive[added.document] = words
            assert 1 < pieces(path) < 60
            for document in chance.sample(sorted(alive), 4):
                gone = alive.pop(document)
                ledger.delete(document)
                left = b"".join(f.read_bytes() for f in files(tmp_path))
                assert [word for word in gone if trace(word) in left] == []
        assert all(trace(word) in left for words in alive.values() for word in words)
    assert sound(path)


def pieces(path: Path) -> int:
    """Of how many pieces the larger search index is."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(DISTINCT segid) FROM statement_search_idx").fetchone()[0])


def test_documents_that_want_the_same_place_stand_beside_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "SLOTS", 4)
    told = [story(number, content=f"number {number}") for number in range(4)]
    with open_ledger(tmp_path / "x.db", create=True) as ledger:
        for loaded, reading in told:
            ledger.add(loaded, reading)
        assert {row.statement.content[0].text for row in ledger.statements(StatementFilter(by="mira"))} == {
            f"number {number}" for number in range(4)
        }
        for loaded, _ in told:
            (row,) = ledger.statements(StatementFilter(document=loaded.article.id, by="mira"))
            assert row.document == loaded.article.id
            ledger.delete(loaded.article.id)
        assert list(ledger.articles(ArticleFilter())) == []
    assert sound(tmp_path / "x.db")


def test_places_keep_days_apart_and_fit_into_an_integer() -> None:
    last = schema.position("f" * 16, None)
    assert last + schema.PLACES - 1 < 2**63
    assert schema.position("f" * 16, "2031-03-02") + schema.PLACES <= schema.position("0" * 16, "2031-03-03")
    assert schema.position("f" * 16, "9999-12-31") + schema.PLACES <= schema.position("0" * 16, None)
    assert schema.position("f" * 16, "2031-03-02", attempt=1) == schema.position("0" * 16, "2031-03-02")


def test_more_statements_than_there_are_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.record.showing.PLACES", 1)
    text = "A said x and B said y"
    told = tuple(statement(text, who, what, name=who) for who, what in (("A", "x"), ("B", "y")))
    article = Article(text, given_id="a.txt")
    with open_ledger(tmp_path / "x.db", create=True) as ledger:
        with pytest.raises(LedgerError, match="more than 1 statements") as caught:
            ledger.add(Loaded(article, "a.txt"), Reading(article, OLD, told))
        assert "a.txt" in str(caught.value)
        assert list(ledger.articles(ArticleFilter())) == []


@pytest.mark.slow
def test_a_day_with_more_documents_than_chance_keeps_apart(tmp_path: Path) -> None:
    chance = random.Random(5)
    with open_ledger(tmp_path / "x.db", create=True) as ledger:
        with ledger.transaction():
            for number in range(5000):
                ledger.add(*story(number, published=None, source=f"Mira {chance.randrange(10)}"))
        assert len(list(ledger.articles(ArticleFilter()))) == 5000
    assert sound(tmp_path / "x.db")


def test_the_ledgers_types_load_without_a_database() -> None:
    modules = "onrecord.record, onrecord.record.ledger, onrecord.record.difference"
    code = f"import sys, {modules}; print('sqlalchemy' in sys.modules, 'sqlite3' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False False\n"
