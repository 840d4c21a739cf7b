"""Who is who worked out beside the application, where it takes longer than a page may."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import onrecord
from onrecord.record import open_ledger
from onrecord.serve.web import tying
from onrecord.serve.web.tying import Tying
from tests.serve.web.browser import Browser, fill, site

NOTICE = "Who is who is being worked out"


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger in which more waits than a page works out itself."""
    monkeypatch.setattr(tying, "MANY", 2)
    return fill(tmp_path / "x.db")


def known(path: Path) -> int:
    with sqlite3.connect(path) as file:
        return int(file.execute("SELECT count(*) FROM identities").fetchone()[0])


def test_pages_are_shown_meanwhile_and_say_so_until_it_is_done(ledger: Path) -> None:
    with open_ledger(ledger, create=True) as writing, Browser(site(ledger)) as browser:
        with writing.transaction():  # so that it can't be done yet
            assert browser.state.tying.running
            for page in ("/", "/search", "/search?by=Ada+Quist", "/actors", "/api/actors"):
                assert browser.get(page).status_code == 200
            assert NOTICE in browser.get("/search").text
            assert known(ledger) == 0
        browser.state.tying.wait()
        assert known(ledger) > 0
        assert NOTICE not in browser.get("/search").text


def test_what_is_not_much_is_worked_out_by_whoever_asks(tmp_path: Path) -> None:
    path = fill(tmp_path / "x.db")
    with Browser(site(path)) as browser:
        assert NOTICE not in browser.get("/actors").text
    assert known(path) > 0


def test_it_ends_with_the_application_and_is_begun_no_more(ledger: Path) -> None:
    beside = Tying(ledger)
    with open_ledger(ledger, create=False) as opened:
        beside.spare(opened)
        assert beside.running
        beside.close()
        assert not beside.running
        beside.spare(opened)
        assert not beside.running


def test_where_it_failed_whoever_asks_works_it_out(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    beside = Tying(ledger)
    with open_ledger(ledger, create=False) as opened:
        beside.spare(opened)
        beside.wait()
        assert opened.identities.stale() is False, "this one takes it as it stands"
    with open_ledger(ledger, create=False) as opened:
        beside.spare(opened)
        assert not beside.running
        assert opened.identities.stale()


def test_nothing_of_the_folder_that_it_is_begun_in_is_run(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "it ran"
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name in ("onrecord", "click", "sqlalchemy"):
        (folder / f"{name}.py").write_text(f"open({str(mark)!r}, 'w')", "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PYTHONPATH", str(Path(onrecord.__file__).parents[1]))
    beside = Tying(ledger)
    with open_ledger(ledger, create=False) as opened:
        beside.spare(opened)
        beside.wait()
    assert not mark.exists()
    assert known(ledger) > 0
