"""Where quotation marks open and close, in all styles of the press."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.quotations import quotations


def outer(text: str) -> list[str]:
    return [text[q.start : q.end] for q in quotations(text) if q.depth == 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“A b,” he said. “C.”", ["“A b,”", "“C.”"]),
        ('"A b," he said. "C."', ['"A b,"', '"C."']),
        ("‘A b,’ he said.", ["‘A b,’"]),
        ("'A b,' he said.", ["'A b,'"]),
        ("«Oui», dit-il.", ["«Oui»"]),
        ("„Ja“, sagte er. „Nein”", ["„Ja“", "„Nein”"]),
        ("``We go,'' he said.", ["``We go,''"]),
        ("He said “so-called ‘experts’” and left", ["“so-called ‘experts’”"]),
        ("It's the voters' choice; don't, the '90s", []),
        ("‘It’s the city’s turn,’ she said", ["‘It’s the city’s turn,’"]),
        ('a lone " mark', []),
        ("a stray ” mark", []),
        ('said—"Is it so?" All was', ['"Is it so?"']),
        ("(“Yes”)", ["“Yes”"]),
        ("In the ‘90s “we” were “free”", ["“we”", "“free”"]),
        ("Back in the '90s, 'we' were", ["'we'"]),
        ("« Oui », dit-il.", ["« Oui »"]),
        ('He said,"We go," and "soon"', ['"We go,"', '"soon"']),
        ('"We go,"he said,"and soon."', ['"We go,"', '"and soon."']),
    ],
)
def test_every_style_of_marks(text: str, expected: list[str]) -> None:
    assert outer(text) == expected


def test_a_quotation_in_a_quotation_has_its_depth() -> None:
    text = '"X went over it and asked him—"Is this correct?" All was confirmed," L said.'
    assert [(text[q.start : q.end], q.depth) for q in quotations(text)] == [
        ('"X went over it and asked him—"Is this correct?" All was confirmed,"', 0),
        ('"Is this correct?"', 1),
    ]


def test_paragraphs_that_open_each_and_close_once() -> None:
    text = "“First.\n\n“Second.\n\n“Third,” he said."
    found = quotations(text)
    assert [text[q.start : q.end] for q in found] == ["“First.", "“Second.", "“Third,”"]
    assert [q.closed for q in found] == [False, False, True]


def test_an_odd_mark_does_not_reach_past_its_paragraph() -> None:
    text = "He said “no and left.\nNothing here is quoted."
    assert outer(text) == ["“no and left."]


def test_time_is_linear_in_marks_left_open() -> None:
    begun = time.process_time()
    quotations("«" * 40_000 + ' "a" ' * 40_000)
    # a third of a second; minutes where every mark looks through all that are open
    assert time.process_time() - begun < 5


@given(st.text(alphabet="ab .,\n“”\"‘’'«»„`—(s"))
def test_whatever_the_marks_quotations_nest(text: str) -> None:
    found = quotations(text)
    for q in found:
        assert 0 <= q.start < q.end <= len(text)
        assert "\n" not in text[q.start : q.end]
    for a in found:
        for b in found:
            assert (
                a.end <= b.start
                or b.end <= a.start
                or (a.start <= b.start and b.end <= a.end)
                or (b.start <= a.start and a.end <= b.end)
            )
