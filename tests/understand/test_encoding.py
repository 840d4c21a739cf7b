"""Words and windows cover the text, in order, without gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.understand.encoder import Encoder
from onrecord.understand.encoding import CASES, QUOTES, sections, windows

TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=300)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(threads=1)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_words_stand_in_order_inside_the_text(encoder: Encoder, text: str) -> None:
    encoded = encoder.encode(text)
    assert (encoded.starts < encoded.ends).all()
    assert (encoded.ends[:-1] <= encoded.starts[1:]).all()
    assert not len(encoded) or encoded.ends[-1] <= len(text)
    assert encoded.first_piece[-1] == len(encoded.pieces)
    assert ((encoded.case >= 0) & (encoded.case < CASES)).all()
    assert ((encoded.quote >= 0) & (encoded.quote < QUOTES)).all()


def test_a_separator_stands_between_lines(encoder: Encoder) -> None:
    text = "One two.\n\n \nThree."
    encoded = encoder.encode(text)
    at = np.flatnonzero(encoded.separator)
    assert len(at) == 1
    assert text[encoded.starts[at[0]] : encoded.ends[at[0]]] == "\n\n \n"
    assert encoded.line.tolist() == [0, 0, 0, 0, 1, 1]


def test_quotation_marks_and_case_are_seen(encoder: Encoder) -> None:
    encoded = encoder.encode("Lee of NATO: “Go 5”")
    assert encoded.case.tolist() == [1, 0, 2, 0, 0, 1, 4, 0]
    assert encoded.quote.tolist() == [0, 0, 0, 0, 2, 1, 1, 3]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4000), st.integers(0, 2**32 - 1), st.integers(16, 256), st.integers(0, 48))
def test_windows_cover_every_word_once(encoder: Encoder, words: int, seed: int, size: int, context: int) -> None:
    rng = np.random.default_rng(seed)
    text = "".join(
        rng.choice(["peace ", "Xi ", "talks. ", "\n", "antidisestablishmentarianism "], size=words // 10 + 1)
    )
    encoded = encoder.encode(text)
    cut = windows(encoded, size, context)
    assert [w.core_start for w in cut] == [0, *(w.core_end for w in cut)][: len(cut)]
    assert not len(encoded) or cut[-1].core_end == len(encoded)
    first = encoded.first_piece
    for w in cut:
        assert w.start <= w.core_start < w.core_end <= w.end
        assert first[w.core_end] - first[w.core_start] <= size or w.core_end - w.core_start == 1
        assert first[w.end] - first[w.start] <= size + 2 * context or w.core_end - w.core_start == 1


@given(st.integers(0, 200_000), st.integers(0, 30_000))
def test_sections_join_to_the_text(length: int, line: int) -> None:
    text = ("a" * line + "\n") * (length // (line + 1))
    assert "".join(text[s:e] for s, e in sections(text)) == text
    assert all(e - s <= 40_000 for s, e in sections(text))


def test_a_very_long_word_is_one_word(encoder: Encoder) -> None:
    encoded = encoder.encode("x" * 5000)
    assert len(encoded) == 1
    assert encoded.ends[0] == 5000
