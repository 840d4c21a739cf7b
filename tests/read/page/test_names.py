from __future__ import annotations

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


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("A port opens | Courier", "A port opens"),
        ("A port opens | World | Courier", "A port opens | World"),
        ("Courier - A port opens", "A port opens"),
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
