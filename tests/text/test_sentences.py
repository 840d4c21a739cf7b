"""Sentences end where they end, and not after a title."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.text.sentences import Sentences


def parts(text: str) -> list[str]:
    found = Sentences(text)
    return [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)]


def test_quotations_stay_whole_and_titles_do_not_end_a_sentence() -> None:
    text = "“Größe 🙂. And more,” said Ms. Varga of Orsava, D.C. He left.\nSen. Breck stayed.  \n\nNobody knew."
    assert parts(text) == [
        "“Größe 🙂. And more,” said Ms. Varga of Orsava, D.C.",
        "He left.",
        "Sen. Breck stayed.",
        "Nobody knew.",
    ]


def test_the_sentence_around_an_offset() -> None:
    found = Sentences("One. Two.")
    assert found.around(0) == (0, 4)
    assert found.around(6) == (5, 9)
    assert found.starting_in(0, 5) == [0]
    assert found.starting_in(1, 6) == [5]
    with pytest.raises(IndexError):
        Sentences("").around(0)


@settings(max_examples=60, deadline=None)
@example("\xa0M\u2028”““.M\u2028. B🙂”")  # of which the splitter died
@given(st.text(alphabet=st.sampled_from("aB. \n“”'\"!?\u2028\u00a0Mrs🙂"), max_size=80))
def test_sentences_are_in_order_and_hold_all_but_white_space(text: str) -> None:
    found = Sentences(text)
    reached = 0
    for start, end in zip(found.starts, found.ends, strict=True):
        assert reached <= start < end
        assert not text[reached:start].strip()
        assert "\n" not in text[start:end]
        reached = end
    assert not text[reached:].strip()


def test_a_long_line_is_cut_between_words() -> None:
    text = ("word " * 4100)[:19_997] + "abcdefgh"
    found = Sentences(text)
    assert all(start == 0 or text[start - 1] == " " for start in found.starts)
