"""The act of a statement: the model's scores, added up, and what the words say by themselves."""

from __future__ import annotations

import numpy as np

from onrecord.understand.acts.scores import ACTS, PARTS, ActWeights, Votes

NOTHING = Votes(named=None, shown=None)


def weights(**votes: float) -> ActWeights:
    return ActWeights(np.zeros(len(ACTS), np.float32), {"named": 0.0, "shown": 0.0} | votes)


def scores(words: int, **said: float) -> np.ndarray:
    """[words, parts * acts] where every word says the same of a content."""
    found = np.zeros((words, PARTS, len(ACTS)), np.float32)
    for act, score in said.items():
        found[:, 1, [str(a) for a in ACTS].index(act)] = score
    return found.reshape(words, -1)


def test_the_likeliest_act_of_the_words_of_a_content() -> None:
    given = scores(6, demand=2, warn=1)
    assert weights().likeliest(given, [0], [2, 3, 4], NOTHING) == "demand"


def test_words_outside_of_cue_and_content_say_nothing() -> None:
    given = scores(6, demand=2)
    given[2:] = scores(4, warn=1)
    assert weights().likeliest(given, [5], [2, 3], NOTHING) == "warn"


def test_a_vote_adds_its_weight_and_can_be_outweighed() -> None:
    given = scores(4, demand=2)
    votes = Votes(named="promise", shown=None)
    assert weights(named=3).likeliest(given, [0], [1, 2], votes) == "promise"
    assert weights(named=1).likeliest(given, [0], [1, 2], votes) == "demand"


def test_votes_for_one_act_add_up() -> None:
    given = scores(4, demand=2)
    votes = Votes(named="report", shown="report")
    assert weights(named=1.5, shown=1).likeliest(given, [0], [1], votes) == "report"


def test_a_statement_without_a_content_is_told_by_its_cue() -> None:
    given = scores(4, accuse=1)
    assert weights().likeliest(given, [0, 1], [], NOTHING) == "accuse"
