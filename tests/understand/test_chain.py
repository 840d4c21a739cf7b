"""The best path is the best path, and a span's chance is the share of all paths that have it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.understand.chain import FORBIDDEN, Chain
from onrecord.understand.decoding import ROLES, Span, spans_of

T = 5
"""Outside and two roles: few enough to go through all paths."""
Floats = np.ndarray


def drawn(seed: int, words: int) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    transitions = rng.normal(size=(T, T)).astype(np.float32)
    for j in (2, 4):
        for i in range(T):
            if i not in (j, j - 1):
                transitions[i, j] = FORBIDDEN
    return (3 * rng.normal(size=(words, T))).astype(np.float32), transitions


def scored(emissions: Floats, transitions: Floats) -> Iterator[tuple[tuple[int, ...], float]]:
    """All paths of one line, framed by tag 0, with their scores."""
    for path in product(range(T), repeat=len(emissions)):
        steps = sum(float(transitions[a, b]) for a, b in pairwise((0, *path, 0)))
        yield path, steps + sum(float(emissions[i, t]) for i, t in enumerate(path))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_each_line_has_its_best_path(seed: int, lengths: list[int]) -> None:
    emissions, transitions = drawn(seed, sum(lengths) + len(lengths) - 1)
    separator = np.zeros(len(emissions), np.bool_)
    separator[np.cumsum(lengths)[:-1] + np.arange(len(lengths) - 1)] = True
    path = Chain(emissions, transitions, separator).best_path()
    start = 0
    for length in lengths:
        scores = dict(scored(emissions[start : start + length], transitions))
        assert abs(scores[tuple(path[start : start + length].tolist())] - max(scores.values())) < 1e-4
        start += length + 1
    assert not path[separator].any()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_a_chance_is_the_share_of_paths(seed: int, words: int) -> None:
    emissions, transitions = drawn(seed, words)
    # another line before and after: they change nothing
    between = np.zeros((1, T), np.float32)
    text = np.concatenate([emissions[::-1], between, emissions, between, emissions[:1]])
    separator = np.zeros(len(text), np.bool_)
    separator[[words, 2 * words + 1]] = True
    chain = Chain(text, transitions, separator)
    powers = [(set(spans_of(np.asarray(p, np.int8))), np.exp(s)) for p, s in scored(emissions, transitions)]
    total = sum(p for _, p in powers)
    low = words + 1
    for role in range(2):
        chances = chain.chances(role, range(low, low + words), range(low, low + words))
        for i in range(words):
            for j in range(words):
                share = sum(p for s, p in powers if Span(ROLES[role], i, j + 1) in s) / total
                assert abs(chances[i, j] - share) < 1e-5
        if words > 2:
            part = chain.chances(role, range(low + 1, low + words), range(low, low + 2))
            assert np.allclose(part, chances[1:, :2])
        begins = chain.begins(role)[low : low + words]
        assert np.allclose(begins, chances.sum(axis=1), atol=1e-6)


def test_scores_far_apart_stay_finite() -> None:
    emissions = np.full((4, T), -5000.0, np.float32)
    emissions[:, 2] = 5000.0  # an inner tag where no span can have begun
    _, transitions = drawn(1, 1)
    chances = Chain(emissions, transitions, np.zeros(4, np.bool_)).chances(0, range(4), range(4))
    assert np.isfinite(chances).all()


def test_no_words_no_path() -> None:
    chain = Chain(np.zeros((0, T), np.float32), np.zeros((T, T), np.float32), np.zeros(0, np.bool_))
    assert len(chain.best_path()) == 0
