"""The difference of two readings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from onrecord.domain import Article, Reading
from onrecord.record.difference import Difference, difference

from .worlds import OLD, statement, stories


def reading(*told: tuple[str | None, str]) -> Reading:
    """A text of sentences `SOURCE said CONTENT.`, with a statement for each."""
    text = " ".join(f"{source or ''} said {content}." for source, content in told)
    found = [statement(text, source, content, name=f"s{n + 1}") for n, (source, content) in enumerate(told)]
    return Reading(Article(text), OLD, tuple(found))


def shape(found: Difference) -> dict[str, list[object]]:
    """By names, which are the places in the text."""
    return {
        "added": [s.id for s in found.added],
        "removed": [s.id for s in found.removed],
        "changed": [(a.id, b.id) for a, b in found.changed],
        "kept": [(a.id, b.id) for a, b in found.kept],
    }


RAIN = ("Mira", "it would rain until the end of the week")
SNOW = ("Oren", "snow had closed the northern road")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([RAIN], [RAIN], {"kept": [("s1", "s1")]}),
        ([RAIN, SNOW], [SNOW, RAIN], {"kept": [("s2", "s1"), ("s1", "s2")]}),
        ([RAIN], [RAIN, SNOW], {"kept": [("s1", "s1")], "added": ["s2"]}),
        ([RAIN, SNOW], [SNOW], {"kept": [("s2", "s1")], "removed": ["s1"]}),
        ([RAIN], [("Oren", RAIN[1])], {"changed": [("s1", "s1")]}),
        ([RAIN], [(None, RAIN[1])], {"changed": [("s1", "s1")]}),
        ([RAIN], [("Mira", "it would rain until the middle of the week")], {"changed": [("s1", "s1")]}),
        ([RAIN], [("Mira", "harvests were good")], {"added": ["s1"], "removed": ["s1"]}),
        ([RAIN], [("Oren", "it would rain until the middle of the week")], {"added": ["s1"], "removed": ["s1"]}),
        ([RAIN], [("Mira", "it would  rain until\nthe end of the week")], {"kept": [("s1", "s1")]}),
        ([RAIN, RAIN], [RAIN], {"kept": [("s1", "s1")], "removed": ["s2"]}),
        ([], [], {}),
    ],
)
def test_what_is_kept_changed_added_removed(
    old: list[tuple[str | None, str]], new: list[tuple[str | None, str]], expected: dict[str, list[object]]
) -> None:
    empty: dict[str, list[object]] = {"added": [], "removed": [], "changed": [], "kept": []}
    assert shape(difference(reading(*old), reading(*new))) == empty | expected


def test_the_closest_rewording_is_the_one_that_changed() -> None:
    old = reading(
        ("Mira", "the new bridge would open in late May"), ("Mira", "the old bridge would close in early May")
    )
    new = reading(("Mira", "the old bridge would close in early June"))
    assert shape(difference(old, new))["changed"] == [("s2", "s1")]


def test_the_same_words_on_another_s_word_have_changed() -> None:
    old = reading(("Mira", "that Oren said it would rain"), ("Oren", "it would rain"))
    first, second = old.statements
    inside = replace(old, statements=(first, replace(second, parent="s1")))
    assert shape(difference(old, inside)) == {
        "added": [],
        "removed": [],
        "changed": [("s2", "s2")],
        "kept": [("s1", "s1")],
    }
    assert shape(difference(inside, inside))["kept"] == [("s1", "s1"), ("s2", "s2")]


@given(stories(), stories())
def test_every_statement_is_in_it_once(one: tuple[object, Reading], other: tuple[object, Reading]) -> None:
    old, new = one[1], other[1]
    new = replace(new, statements=new.statements + old.statements)
    found = difference(old, new)
    before = [*found.removed, *(a for a, _ in found.kept + found.changed)]
    after = [*found.added, *(b for _, b in found.kept + found.changed)]
    assert sorted(map(repr, before)) == sorted(map(repr, old.statements))
    assert sorted(map(repr, after)) == sorted(map(repr, new.statements))


def test_a_reading_does_not_differ_from_itself() -> None:
    found = difference(reading(RAIN, SNOW), reading(RAIN, SNOW))
    assert (found.added, found.removed, found.changed) == ((), (), ())
