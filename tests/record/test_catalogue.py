from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.domain import CatalogueMatch, Entry
from onrecord.errors import LedgerError, ReadError, UsageError
from onrecord.record.catalogue import MOST, Catalogues
from onrecord.record.links import Link, opened

TAMRIN = Entry(
    "e1", "Ilsa Tamrin", "person", ("Tamrin I",), ("ua",), "Q1", ("sanction", "role.pep"), ("Mayor",), "1970"
)


def keys(name: str, kind: object) -> tuple[str, ...]:
    return tuple(name.lower().split())


@pytest.fixture
def catalogues(tmp_path: Path) -> Catalogues:
    return Catalogues.beside(tmp_path / "x.db")


def found(catalogues: Catalogues, *words: str) -> list[Entry]:
    with catalogues.opened() as catalogue:
        return catalogue.candidates(words)


def test_without_a_catalogue_nothing_is_found_and_nothing_made(catalogues: Catalogues) -> None:
    assert found(catalogues, "tamrin") == []
    assert catalogues.list() == ()
    assert not catalogues.folder.exists()


def test_what_is_loaded_is_found_by_any_name_and_by_id(catalogues: Catalogues) -> None:
    info = catalogues.load("a", "a.csv", [TAMRIN], keys, clock=lambda: "now")
    assert catalogues.list() == (info,)
    assert (info.entries, info.loaded) == (1, "now")
    assert found(catalogues, "i") == found(catalogues, "ilsa", "no") == [TAMRIN]
    with catalogues.opened() as catalogue:
        assert catalogue.entry("e1") == TAMRIN
        assert catalogue.entry("e2") is None
        assert catalogue.origins("e1") == ("a",)


def test_loading_again_replaces_and_other_catalogues_stay(catalogues: Catalogues) -> None:
    catalogues.load("a", "a.csv", [TAMRIN], keys)
    catalogues.load("b", "b.csv", [Entry("e9", "Bo Li", "person")], keys)
    catalogues.load("a", "a.csv", [Entry("e2", "Odile Krass", "person")], keys)
    assert found(catalogues, "tamrin") == []
    assert [e.id for e in found(catalogues, "krass", "bo")] == ["e2", "e9"]
    catalogues.remove("a")
    assert [i.name for i in catalogues.list()] == ["b"]


def test_a_load_that_fails_leaves_the_old_one_and_nothing_beside_it(catalogues: Catalogues) -> None:
    def broken() -> Iterator[Entry]:
        yield Entry("e2", "Bo Li", "person")
        raise ReadError("broken gzip")

    catalogues.load("a", "a.csv", [TAMRIN], keys)
    with pytest.raises(ReadError):
        catalogues.load("a", "a.csv", broken(), keys)
    with pytest.raises(LedgerError, match="no entry"):
        catalogues.load("a", "a.csv", [], keys)
    assert found(catalogues, "tamrin") == [TAMRIN]
    assert [p.name for p in catalogues.folder.iterdir()] == ["a.catalogue"]


def test_one_id_in_two_catalogues_is_one_entry(catalogues: Catalogues) -> None:
    catalogues.load("a", "a.csv", [TAMRIN], keys)
    catalogues.load("b", "b.csv", [Entry("e1", "I Tamrin", "person", topics=("debarment",))], keys)
    (entry,) = found(catalogues, "tamrin")
    assert entry.topics == ("sanction", "role.pep", "debarment")
    assert entry.aliases == ("Tamrin I", "I Tamrin")


def test_candidates_are_bounded_and_those_that_share_most_come_first(catalogues: Catalogues) -> None:
    many = [Entry(f"e{n}", f"Li No{n}", "person") for n in range(MOST * 2)]
    catalogues.load("a", "a.csv", [*many, Entry("z", "Li Bo", "person")], keys)
    assert len(found(catalogues, "li", "bo")) == MOST
    assert found(catalogues, "li", "bo")[0].id == "z"


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".x", "x" * 65, "a\0b", "ü"])
def test_a_name_that_is_no_file_name_is_refused(catalogues: Catalogues, name: str) -> None:
    with pytest.raises(UsageError):
        catalogues.load(name, "a.csv", [TAMRIN], keys)


def test_removing_what_is_not_there_says_what_is(catalogues: Catalogues) -> None:
    catalogues.load("a", "a.csv", [TAMRIN], keys)
    with pytest.raises(LedgerError, match="no catalogue b") as caught:
        catalogues.remove("b")
    assert "a" in str(caught.value.hint)


def test_a_file_that_is_none_of_ours_is_said(catalogues: Catalogues) -> None:
    catalogues.folder.mkdir()
    (catalogues.folder / "a.catalogue").write_bytes(b"not a database, surely not" * 100)
    with pytest.raises(LedgerError):
        found(catalogues, "x")


LINK = Link.of(CatalogueMatch(TAMRIN, 0.92, ("name",)))


def test_links_are_kept_until_actor_or_catalogues_change(tmp_path: Path) -> None:
    with opened(tmp_path, "one") as links:
        assert links.seen() == 0
        links.keep([("i", "s", LINK), ("j", "s", None)])
        links.mark(7)
    with opened(tmp_path, "one") as links:
        assert links.of("i") == LINK
        assert links.of("j") is None
        assert [links.fresh(i, s) for i, s in (("i", "s"), ("j", "s"), ("j", "t"))] == [True, True, False]
        assert links.seen() == 7
        assert links.with_topic("role") == links.with_topic("sanction") == ("i",)
        assert links.with_topic("sanc") == ()
        links.keep([("i", "t", None)])
        assert links.with_topic("sanction") == ()
    with opened(tmp_path, "two") as links:
        assert (links.seen(), links.of("i"), links.fresh("j", "s")) == (0, None, False)


def test_where_nothing_can_be_written_links_are_kept_in_memory(tmp_path: Path) -> None:
    with opened(tmp_path / "missing", "one") as links:
        links.keep([("i", "s", LINK)])
        assert links.of("i") == LINK
