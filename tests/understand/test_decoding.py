"""Spans are what the path says, and their edges move to where they are likeliest."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.understand.chain import FORBIDDEN
from onrecord.understand.decoding import TAGS, Span, decode, spans_of

T = len(TAGS)


def test_spans_of_a_path() -> None:
    path = np.asarray([1, 2, 3, 0, 5, 6, 5, 6, 6, 0, 4], dtype=np.int8)
    assert spans_of(path) == [
        Span("source", 0, 2),
        Span("cue", 2, 3),
        Span("content", 4, 6),
        Span("content", 6, 9),
        Span("cue", 10, 11),
    ]
    assert spans_of(np.zeros(0, np.int8)) == []


@given(st.lists(st.integers(0, T - 1), max_size=40))
def test_spans_cover_exactly_the_tagged_words(tags: list[int]) -> None:
    spans = spans_of(np.asarray(tags, dtype=np.int8))
    assert {i for s in spans for i in range(s.start, s.end)} == {i for i, t in enumerate(tags) if t}
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all((tags[i] + 1) // 2 == (tags[s.start] + 1) // 2 for s in spans for i in range(s.start, s.end))


def transitions() -> np.ndarray:
    found = np.zeros((T, T), np.float32)
    for j in range(2, T, 2):
        found[[i for i in range(T) if i not in (j, j - 1)], j] = FORBIDDEN
    return found


def test_leaning_finds_the_unlikely_too_and_leaves_chances_as_they_are() -> None:
    scores = np.zeros((5, T), np.float32)
    scores[:, 0] = 3.0
    scores[1, TAGS.index("B-cue")], scores[3, TAGS.index("B-cue")] = 6.0, 2.8  # likely, and nearly
    separator = np.zeros(5, np.bool_)
    plain, leant = (decode(scores, transitions(), separator, lean) for lean in (0.0, 0.3))
    assert [(s.start, s.end) for s in plain] == [(1, 2)]
    assert [(s.start, s.end) for s in leant] == [(1, 2), (3, 4)]
    assert leant[0] == plain[0]
    assert leant[1].chance < 0.5


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 60))
def test_decoded_spans_keep_apart_and_to_their_lines(seed: int, words: int) -> None:
    rng = np.random.default_rng(seed)
    separator = rng.random(words) < 0.15
    spans = decode((2 * rng.normal(size=(words, T))).astype(np.float32), transitions(), separator)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert not any(separator[s.start : s.end].any() for s in spans)
    assert all(0 <= s.chance <= s.near + 1e-9 <= 1 + 1e-6 for s in spans)


def test_an_edge_moves_to_where_most_paths_have_it() -> None:
    """One path is the likeliest by a little, but those that begin the content at the second word are more together."""
    emissions = np.full((4, T), -8.0, np.float32)
    emissions[0, 5], emissions[0, 0], emissions[0, 1], emissions[0, 3] = 0.2, 0.0, 0.0, 0.0
    emissions[1, 6], emissions[1, 5] = 0.05, 0.0
    emissions[2, 6] = emissions[3, 6] = 4.0
    (found,) = [s for s in decode(emissions, transitions(), np.zeros(4, np.bool_)) if s.role == "content"]
    assert found[:3] == ("content", 1, 4)
    assert 0.5 < found.chance < 0.8
    assert found.near > 0.95
