"""What is read once more, and where it stands in the article."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from onrecord.domain import Anchor
from onrecord.understand.attribution import Attribution
from onrecord.understand.chain import FORBIDDEN
from onrecord.understand.decoding import TAGS, Span
from onrecord.understand.encoder import Encoder, Scores
from onrecord.understand.nested import Excerpts, SecondLayer

TEXT = "Varga said: \u201cBreck told us\nthat he stays.\u201d Nobody knew. She added that it rains."


def anchor(part: str) -> Anchor:
    start = TEXT.index(part)
    return Anchor(start, start + len(part), part)


def test_excerpts_keep_to_the_characters_of_the_article() -> None:
    first = anchor("\u201cBreck told us\nthat he stays.\u201d")
    excerpts = Excerpts.of([[first], [anchor("that it rains"), anchor("Nobody")]])
    assert excerpts.text.split("\n") == ["Breck told us that he stays.", "that it rains", "Nobody"]
    assert excerpts.owners.tolist() == [0, 1, 1]
    for offset, character in enumerate(excerpts.text):
        there = TEXT[offset + int(excerpts.shifts[excerpts.line_at(offset)])]
        assert there == character or (there == "\n" and character == " ") or character == "\n"


def test_nothing_is_left_of_a_content_of_quotation_marks() -> None:
    assert Excerpts.of([[Anchor(0, 2, "\u201c\u201d")]]).text == ""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(Path(str(files("onrecord") / "model")), threads=1)


def _scores(inner: NDArray[np.float32]) -> Scores:
    nothing = np.zeros((0, 2), np.int64)
    return Scores(
        *(inner, inner, inner, inner, inner, inner, inner),
        *(nothing, nothing, inner, nothing, inner, inner),
    )


def test_the_second_layer_sees_only_contents(encoder: Encoder) -> None:
    encoded = encoder.encode("Varga said Breck told us lies and left")
    inner = np.zeros((len(encoded), len(TAGS)), np.float32)
    inner[:, 0] = 2.0
    cue = TAGS.index("B-cue")
    inner[[1, 3], cue] = 9.0  # "said" stands outside of the content, "told" in it
    transitions = np.zeros((len(TAGS), len(TAGS)), np.float32)
    for j in range(2, len(TAGS), 2):
        transitions[[i for i in range(len(TAGS)) if i not in (j, j - 1)], j] = FORBIDDEN
    outer = [Attribution(Span("source", 0, 1), Span("cue", 1, 2), (Span("content", 2, 6),), 1.0, 1.0)]
    layer = SecondLayer(encoded, _scores(inner), transitions, outer)
    assert layer.cues(outer[0]) > 0.9
    assert layer.support("cue", 17, 21) > 0.9
    assert layer.support("cue", 6, 10) == 0.0
    assert layer.support("source", 11, 16) < 0.2
