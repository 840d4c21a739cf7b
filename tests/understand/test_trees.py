"""Words in trees; the model may be wrong anywhere."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from onrecord.domain import Article
from onrecord.text.sentences import Sentences
from onrecord.understand.encoder import Encoder, Scores
from onrecord.understand.trees import CLASSES, RELATIONS, Trees, Word
from tests.understand.made_trees import tree

HOLK = """
Holk 2 nsubj PROPN
urged 0 root VERB
Vey 2 obj PROPN
to 5 mark PART
leave 2 xcomp VERB
. 2 punct PUNCT
"""


def test_what_hangs_on_what() -> None:
    trees = tree(HOLK)
    assert trees.having(1, "nsubj", "obj") == [0, 2]
    assert trees.below(4) == [3, 4]
    assert trees.anchor(2, 4).text == "Vey to leave"
    assert trees.top([2, 3, 4]) == 2


def test_words_are_found_by_their_place() -> None:
    trees = tree(HOLK)
    assert trees.at(trees.text.index("Vey")) == 2
    assert trees.at(len(trees.text)) == len(trees.words)
    assert list(trees.inside(0, trees.text.index("to"))) == [0, 1, 2]


def test_cycles_do_no_harm() -> None:
    words = [Word(2 * i, 2 * i + 1, "x", head, "obj", "NOUN") for i, head in enumerate((1, 2, 0))]
    trees = Trees("x x x", words)
    assert trees.below(0) == [0, 1, 2]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(Path(str(files("onrecord") / "model")), threads=1)


def test_a_sentence_has_one_root(encoder: Encoder) -> None:
    text = "Holk left. Vey stayed."
    encoded = encoder.encode(text)
    count = len(encoded)
    own = np.arange(count)
    heads = np.stack((own, np.roll(own, 1)), 1)  # everything looks like a root; the next likely is the word before
    none = np.zeros((count, 3), np.float32)
    surer = np.arange(count, 0, -1, dtype=np.float32)
    scores = Scores(*(none, none, none, none, none, none, none), heads, heads * 0, surer, own * 0, none, none)
    trees = Trees.of(text, [(0, encoded, scores)], Sentences(text))
    assert [n for n, w in enumerate(trees.words) if w.head == n] == [0, 3]


def test_the_model_sees_who_does_what(encoder: Encoder) -> None:
    text = "The minister accused the council of lying."
    encoded = encoder.encode(text)
    trees = Trees.of(text, [(0, encoded, encoder.scores(encoded))], Sentences(text))
    accused = trees.at(text.index("accused"))
    assert [trees.words[n].lower for n in trees.having(accused, "nsubj")] == ["minister"]
    assert [trees.words[n].lower for n in trees.having(accused, "obj")] == ["council"]
    assert trees.words[accused].relation in RELATIONS
    assert trees.words[accused].kind in CLASSES
    assert Article(text).text == text
