"""The model's word on events beside the rules'."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import numpy as np
import pytest

from onrecord.domain import Event, Realis
from onrecord.understand.events.weighing import BEFORE, PARTS, RARE, REALIS, SCORES, TYPES, Weighing
from onrecord.understand.trees import Trees
from tests.understand.made_trees import tree

SENTENCE = "Holk 2 nsubj PROPN\nfailed 0 root VERB\nto 4 mark PART\nmeet 2 xcomp VERB\nVey 4 obj PROPN"


def weighing(**changed: Any) -> Weighing:
    nothing = np.zeros(SCORES, np.float32), np.zeros((len(REALIS), SCORES), np.float32)
    plain = Weighing(nothing[0], nothing[1], np.zeros((len(TYPES), SCORES), np.float32), 0.1)
    return replace(plain, **changed)


def found(trees: Trees, realis: Realis = "occurred") -> Event:
    return Event(id="", type="CONSULT", trigger=trees.anchor(3, 3), realis=realis)


def scores(trees: Trees, word: int, part: int, name: int, value: float) -> Any:
    whole = np.zeros((len(trees.words), PARTS * SCORES), np.float32)
    whole[word, part * SCORES + name] = value
    return whole


def test_what_the_words_before_say_counts_as_such() -> None:
    trees = tree(SENTENCE)
    planned = REALIS.index("not_occurred")
    for word, part, expected in (
        (1, 1, "not_occurred"),
        (1, 0, "occurred"),
        (3, 0, "not_occurred"),
        (4, 1, "occurred"),
    ):
        event = weighing().weighed(trees, scores(trees, word, part, planned, 5 * BEFORE), found(trees))
        assert event is not None
        assert event.realis == expected, (word, part)


def test_what_is_not_sure_enough_is_no_event() -> None:
    trees = tree(SENTENCE)
    sure, unsure = scores(trees, 3, 0, SCORES - 1, 3.0), scores(trees, 3, 0, SCORES - 1, -3.0)
    event = weighing().weighed(trees, sure, found(trees))
    assert event is not None
    assert event.confidence == 0.95
    assert weighing().weighed(trees, unsure, found(trees)) is None


def test_the_rules_and_the_type_have_a_say() -> None:
    trees = tree(SENTENCE)
    rules = np.zeros((len(REALIS), SCORES), np.float32)
    rules[REALIS.index("planned"), REALIS.index("planned")] = 2.0
    types = np.zeros((len(TYPES), SCORES), np.float32)
    types[TYPES.index("CONSULT"), -1] = -9.0
    none = np.zeros((len(trees.words), PARTS * SCORES), np.float32)
    event = weighing(rules=rules).weighed(trees, none, found(trees, "planned"))
    assert event is not None
    assert event.realis == "planned"
    assert weighing(types=types).weighed(trees, none, found(trees)) is None


@pytest.mark.parametrize("realis", sorted(RARE))
def test_what_is_rare_stays_as_the_rules_have_it(realis: Realis) -> None:
    trees = tree(SENTENCE)
    event = weighing().weighed(trees, scores(trees, 3, 0, 0, 99.0), found(trees, realis))
    assert event is not None
    assert event.realis == realis


def test_the_first_word_of_a_text_has_none_before_it() -> None:
    trees = tree("Resign 0 root VERB")
    event = Event(id="", type="CONCEDE", trigger=trees.anchor(0, 0), realis="planned")
    assert weighing().weighed(trees, np.zeros((1, PARTS * SCORES), np.float32), event) is not None


def test_the_package_carries_what_it_needs() -> None:
    manifest = json.loads((files("onrecord") / "model" / "manifest.json").read_text("utf8"))
    of = Weighing.of(manifest)
    assert of is not None
    assert (of.bias.shape, of.rules.shape, of.types.shape) == (
        (SCORES,),
        (len(REALIS), SCORES),
        (len(TYPES), SCORES),
    )
    assert Weighing.of({}) is None
