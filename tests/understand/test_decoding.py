"""The best path is the best path, and spans are what the path says."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.understand.decoding import TAGS, Span, spans_of, viterbi

T = len(TAGS)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_viterbi_is_the_best_of_all_paths(seed: int, words: int) -> None:
    rng = np.random.default_rng(seed)
    emissions = rng.normal(size=(words, T)).astype(np.float32)
    transitions = rng.normal(size=(T, T)).astype(np.float32)

    def score(path: tuple[int, ...]) -> float:
        steps = sum(float(transitions[a, b]) for a, b in pairwise(path))
        return steps + sum(float(emissions[i, t]) for i, t in enumerate(path))

    best = max(product(range(T), repeat=words), key=score)
    assert abs(score(tuple(map(int, viterbi(emissions, transitions)))) - score(best)) < 1e-4


def test_spans_of_a_path() -> None:
    path = np.asarray([1, 2, 3, 0, 5, 6, 5, 6, 6, 0, 4], dtype=np.int8)
    assert spans_of(path) == [
        Span("source", 0, 2),
        Span("cue", 2, 3),
        Span("content", 4, 6),
        Span("content", 6, 9),
        Span("cue", 10, 11),
    ]


def test_no_words_no_path() -> None:
    assert len(viterbi(np.zeros((0, T), np.float32), np.zeros((T, T), np.float32))) == 0
    assert spans_of(np.zeros(0, np.int8)) == []


@given(st.lists(st.integers(0, T - 1), max_size=40))
def test_spans_cover_exactly_the_tagged_words(tags: list[int]) -> None:
    spans = spans_of(np.asarray(tags, dtype=np.int8))
    assert {i for s in spans for i in range(s.start, s.end)} == {i for i, t in enumerate(tags) if t}
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all((tags[i] + 1) // 2 == (tags[s.start] + 1) // 2 for s in spans for i in range(s.start, s.end))
