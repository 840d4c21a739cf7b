"""The saved pages beside the ledger."""

from __future__ import annotations

import gzip
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.domain import Loaded, Raw
from onrecord.errors import LedgerError, ReadError
from onrecord.record import open_ledger
from onrecord.record.filters import StatementFilter
from onrecord.record.pages import Pages

from .worlds import NEW, story

if TYPE_CHECKING:
    from pathlib import Path


@given(st.binary())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_page_comes_back(tmp_path: Path, data: bytes) -> None:
    pages = Pages(tmp_path / "pages")
    pages.keep(Raw(data, "text/html"))
    assert pages.read(sha256(data).hexdigest()) == data


def test_a_page_is_one_file_named_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add(*story(1, page=b"<p>one"))
        ledger.add(*story(2, page=b"<p>one"))
    name = sha256(b"<p>one").hexdigest()
    (file,) = [f for f in (tmp_path / "x.db.pages").rglob("*") if f.is_file()]
    assert file.name == f"{name}.gz"
    assert gzip.decompress(file.read_bytes()) == b"<p>one"


def test_the_same_page_gives_the_same_file(tmp_path: Path) -> None:
    files = []
    for name in ("a", "b"):
        Pages(tmp_path / name).keep(Raw(b"<p>one", "text/html"))
        files += [f.read_bytes() for f in (tmp_path / name).rglob("*.gz")]
    assert len(files) == 2
    assert files[0] == files[1]


def test_a_ledger_that_is_named_by_a_link_keeps_its_pages_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    link, path = tmp_path / "x.db", tmp_path / "store" / "y.db"
    try:
        link.symlink_to(path)
    except OSError:
        pytest.skip("may not make links here")
    with open_ledger(link, create=True) as ledger:
        added = ledger.add(*story(1, page=b"<p>one"))
    assert {f.name for f in tmp_path.iterdir()} == {"x.db", "store"}
    with open_ledger(path, create=False) as ledger:
        assert ledger.raw(added.version) == Raw(b"<p>one", "text/html")


def test_a_lost_page_keeps_no_other_article_from_being_read_again(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "x.db", create=True) as ledger:
        added = [ledger.add(*story(n, page=b"<p>%d" % n)) for n in range(3)]
        lost = ledger.document(added[1].document).versions[0].raw_sha256
        (file,) = tmp_path.rglob(f"{lost}.gz")
        file.unlink()
        again = list(ledger.articles_to_reread(NEW))
    (error,) = (item for item in again if isinstance(item, ReadError))
    assert str(error).startswith(f"{file}: this saved page is missing; ")
    kept = {item.article.url for item in again if isinstance(item, Loaded)}
    assert kept == {"https://harbour.example/0", "https://harbour.example/2"}


def test_what_a_killed_program_left_is_in_nobodys_way(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "pages")
    raw = Raw(b"<p>one", "text/html")
    folder = tmp_path / "pages" / raw.sha256[:2]
    folder.mkdir(parents=True)
    (folder / f"{raw.sha256}.part").write_bytes(b"\x1f\x8b")
    pages.keep(raw)
    assert pages.read(raw.sha256) == b"<p>one"
    assert [f.name for f in folder.iterdir()] == [f"{raw.sha256}.gz"]


def test_a_page_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as ledger:
        monkeypatch.setattr("os.fsync", full)  # SQLite has its own
        with pytest.raises(LedgerError, match="the disk is full"):
            ledger.add(*story(1, page=b"<p>one"))
        monkeypatch.undo()
        assert [f for f in (tmp_path / "x.db.pages").rglob("*") if f.is_file()] == []
        assert ledger.add(*story(1, page=b"<p>one")).status == "new"


def test_a_page_that_cannot_be_removed_leaves_the_article_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with open_ledger(tmp_path / "x.db", create=True) as ledger:
        added = [ledger.add(*story(1, content=f"number {n}", page=b"<p>%d" % n)) for n in range(3)]
        monkeypatch.setattr("os.fsync", full)  # SQLite has its own
        with pytest.raises(LedgerError, match="the disk is full"):
            ledger.delete(added[0].document)
        monkeypatch.undo()
        assert [ledger.raw(a.version) for a in added] == [Raw(b"<p>%d" % n, "text/html") for n in range(3)]
        assert ledger.delete(added[0].document).pages == 3
    assert list(tmp_path.rglob("*.gz")) == []


def test_what_a_killed_delete_set_aside_is_put_back_or_removed(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    pages = Pages.beside(path)
    named, unnamed = Raw(b"<p>one", "text/html"), Raw(b"<p>two", "text/html")
    with open_ledger(path, create=True) as ledger:
        added = ledger.add(*story(1, page=named.data))
        for raw in (named, unnamed):
            pages.keep(raw)
            assert pages.set_aside(raw.sha256)
        with ledger.transaction(), open_ledger(path, create=False) as other:
            assert len(pages.aside()) == 2, "another program is writing, perhaps that very delete"
            assert len(list(other.statements(StatementFilter()))) == 1
    with open_ledger(path, create=False) as ledger:
        assert pages.aside() == []
        assert ledger.raw(added.version) == named
    assert [file.stem for file in tmp_path.rglob("*.gz")] == [named.sha256]


@pytest.mark.parametrize(
    ("spoiled", "what"),
    [
        (None, "is missing"),
        (b"", "was changed"),
        (b"no gzip", "is damaged"),
        (gzip.compress(b"<p>one")[:-9], "is damaged"),
        (gzip.compress(b"<p>two"), "was changed"),
    ],
)
def test_a_page_that_is_lost_or_changed_is_said_to_be(tmp_path: Path, spoiled: bytes | None, what: str) -> None:
    with open_ledger(tmp_path / "x.db", create=True) as ledger:
        added = ledger.add(*story(1, page=b"<p>one"))
        (file,) = tmp_path.rglob("*.gz")
        if spoiled is None:
            file.unlink()
        else:
            file.write_bytes(spoiled)
        with pytest.raises(LedgerError, match=what) as caught:
            ledger.raw(added.version)
        assert str(caught.value).startswith(f"{file}: this saved page")
        assert ledger.delete(added.document).pages == (spoiled is not None)
