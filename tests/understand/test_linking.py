"""Pairs are scored by what training learnt; what is out of reach is never tied."""

from __future__ import annotations

import numpy as np

from onrecord.understand.linking import PAIR_FEATURES, REACH, Weights, link, pair_features

WIDTH = 2


def spans(*pairs: tuple[int, int]) -> np.ndarray:
    return np.asarray(pairs, dtype=np.int64).reshape(-1, 2)


def nearest() -> Weights:
    """Weights that know distance alone: the nearer the better."""
    pairs = np.zeros(PAIR_FEATURES, np.float32)
    pairs[:9] = pairs[9:18] = -np.arange(9)
    return Weights(WIDTH, pairs, pairs)


def test_features_say_side_distance_and_rivals() -> None:
    features = pair_features(spans((10, 11)), spans((0, 2), (5, 9), (12, 20)))
    assert features.shape == (1, 3, PAIR_FEATURES)
    assert (features.sum(axis=2) == 3).all()
    before, after = features[0, 1], features[0, 2]
    assert before[:9].any()
    assert not before[9:18].any()
    assert after[9:18].any()
    assert not after[:9].any()
    # one rival stands between the cue and the first span, none between it and the second
    assert features[0, 0, 26 + 1] == 1
    assert before[26] == 1


def test_two_cues_share_a_source_and_none_is_said() -> None:
    vectors = np.zeros((400, 4 * WIDTH + 1), np.float32)
    vectors[:, -1] = -3  # half of what a cue scores that has no source
    vectors[50, -1] = 50
    found = link(
        spans((3, 4), (12, 13), (50, 51)), spans((1, 3)), spans((5, 10), (14, 20), (52, 60)), vectors, nearest()
    )
    assert found.source_of.tolist() == [0, 0, -1]
    assert found.cue_of.tolist() == [0, 1, 2]


def test_out_of_reach_is_not_tied() -> None:
    far = 20 + REACH + 1
    vectors = np.zeros((far + 10, 4 * WIDTH + 1), np.float32)
    found = link(spans((10, 20)), spans((far, far + 2)), spans((far, far + 9)), vectors, nearest())
    assert found.source_of.tolist() == [-1]
    assert found.cue_of.tolist() == [-1]


def test_nothing_to_tie() -> None:
    vectors = np.zeros((5, 4 * WIDTH + 1), np.float32)
    found = link(spans(), spans((0, 1)), spans((2, 3)), vectors, nearest())
    assert found.source_of.tolist() == []
    assert found.cue_of.tolist() == [-1]
    assert link(spans((0, 1)), spans(), spans(), vectors, nearest()).source_of.tolist() == [-1]


def test_more_cues_than_are_scored_at_once() -> None:
    n = 600
    cues, sources, contents = (spans(*((i * 6 + a, i * 6 + b) for i in range(n))) for a, b in ((1, 2), (0, 1), (2, 5)))
    found = link(cues, sources, contents, np.zeros((n * 6, 4 * WIDTH + 1), np.float32), nearest())
    assert found.source_of.tolist() == found.cue_of.tolist() == list(range(n))
    whole = pair_features(cues, sources)
    assert (pair_features(cues, sources, slice(250, 300)) == whole[250:300]).all()
