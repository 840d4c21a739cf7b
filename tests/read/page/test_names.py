from __future__ import annotations

import time

import pytest

from onrecord.read.page.names import authors, headline, without_site


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Edda Rask", ("Edda Rask",)),
        ("Written by: Edda Rask", ("Edda Rask",)),
        ("Edda Rask and Ivo Lund", ("Edda Rask", "Ivo Lund")),
        ("Edda Rask, Ivo Lund, and Pia van der Foto", ("Edda Rask", "Ivo Lund", "Pia van der Foto")),
        ("Edda Rask & Ivo Lund", ("Edda Rask", "Ivo Lund")),
        ("Rask, Edda", ("Rask, Edda",)),
        ("신현주 기자", ("신현주",)),
        ("Byron Marsh", ("Byron Marsh",)),
        ("Edda Rask, political editor", ("Edda Rask",)),
        ("Edda Rask in Lunde", ("Edda Rask",)),
        ("Edda Rask for courier.example", ("Edda Rask",)),
        ("Edda Rask | Ivo Lund", ("Edda Rask", "Ivo Lund")),
        ("Courier staff reporter", ("Courier staff reporter",)),
        ("Edda Rask (edda@courier.example)", ("Edda Rask",)),
        ("Edda Rask @edda", ("Edda Rask",)),
        ("Edda Rask Chief Political Correspondent", ("Edda Rask",)),
        ("By Edda Rask Published 3 February 2031 at 10:20", ("Edda Rask",)),
        ("by Edda Rask on Feb. 3, 2031", ("Edda Rask",)),
        ("BY EDDA RASK AND IVO LUND", ("EDDA RASK", "IVO LUND")),
        ("Edda Rask with Ivo Lund", ("Edda Rask", "Ivo Lund")),
        ("Edda Rask / Ivo Lund", ("Edda Rask", "Ivo Lund")),
        ("Edda Rask in Lunde, Ivo Lund in Ostrand and agencies", ("Edda Rask", "Ivo Lund")),
        ("Edda Rask, Reuters", ("Edda Rask", "Reuters")),
        ("Edda Rask, Ostrand", ("Edda Rask",)),
        ("Rask, Edda; Lund, Ivo", ("Rask, Edda", "Lund, Ivo")),
        ("Edda Rask, Jr. and Ivo Lund", ("Edda Rask Jr.", "Ivo Lund")),
        ("Par Rask", ("Par Rask",)),
        ("Par Edda Rask", ("Edda Rask",)),
        ("Von Rask", ("Von Rask",)),
        ("April Rask", ("April Rask",)),
        ("edda.rask", ()),
        ("https://courier.example/edda", ()),
        ("edda@courier.example", ()),
        ("admin", ()),
        ("(Image: Pia Foto)", ()),
        ("x" * 200, ()),
    ],
)
def test_bylines(byline: str, names: tuple[str, ...]) -> None:
    assert authors([byline]) == names


def test_each_author_once_and_the_outlet_only_alone() -> None:
    assert authors(["Edda Rask", "EDDA RASK", "The Courier"], outlet="The Courier") == ("Edda Rask",)
    assert authors(["The Courier"], outlet="The Courier") == ("The Courier",)


def test_the_outlet_behind_a_name() -> None:
    assert authors(["Edda Rask - The Courier"], outlet="The Courier") == ("Edda Rask",)


def test_a_hostile_byline_takes_no_time() -> None:
    begun = time.perf_counter()
    for text in (", ", "- ", "a", "a@", "(a@ ", "feb ", "senior ", "A | ", "x,y;", " in A"):
        authors([text * 100_000], outlet="The Courier")
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("A port opens | Courier", "A port opens"),
        ("A port opens | World | Courier", "A port opens | World"),
        ("Courier - A port opens", "A port opens"),
        ("A port opens :: Courier", "A port opens"),
        ("A port opens › World › Courier", "A port opens › World"),
        ("Courier / A port opens", "A port opens"),
        ("Courier", "Courier"),
        ("A port-courier opens", "A port-courier opens"),
        ("", ""),
    ],
)
def test_sites_in_titles(title: str, bare: str) -> None:
    assert without_site(title, ["The Courier"]) == bare


def test_a_headline_is_what_the_page_prints_before_a_mark() -> None:
    assert headline("‘A port’s open’ - World", ["'A port's open'"]) == "'A port's open'"
    assert headline("A port opens today - World", ["A port", "A port opens today"]) == "A port opens today"
    assert headline("A port opens today in Ostrand", ["A port opens today"]) == "A port opens today in Ostrand"


@pytest.mark.parametrize("mark", ["|", "-", "–", "::", "·", "»", "/"])
def test_a_headline_is_what_the_page_prints_behind_a_mark(mark: str) -> None:
    title = "A port opens today"
    assert headline(f"Courier {mark} {title}", [title]) == title
    assert headline(f"Courier {mark} “{title}”", [title]) == title


def test_a_headline_keeps_who_says_it_and_what_is_long() -> None:
    said = "Minister: A port opens today"
    assert headline(said, ["A port opens today"]) == said
    long = "Ostrand votes for a fifth ship - a port opens"
    assert headline(long, ["a port opens"]) == long
