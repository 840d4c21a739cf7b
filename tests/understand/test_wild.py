"""Whatever the model says of a text, a reading comes of it: no score makes the program stumble or lose its ground."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
import pytest

from onrecord.contract import to_contract
from onrecord.domain import Article
from onrecord.link import resolved
from onrecord.understand.acts.scores import ACTS, PARTS
from onrecord.understand.encoder import Encoder, Scores
from onrecord.understand.encoding import Encoded
from onrecord.understand.events import weighing
from onrecord.understand.mentions import NAME_KINDS, NOMINAL_KINDS
from onrecord.understand.reader import Reader
from onrecord.understand.trees import CLASSES, RELATIONS

PIECES = (
    "Ada Quist|the minister|he|She|said|told AFP|that|would|not|if|“|”|\"|'|’s|,|.|?|—|-|\n|\n\n|Monday|on Friday|the"
    "|of|Orsk|U.S.|Mr.|May 5, 2016|2014|attack|attacked|sanctions|agreed to|to meet|according to|(|)|…|@x|I|we|Its"
    "|Holk's|a|who|Jr.|  |“Yes,”|threatened|the European Union|Delegates|’|s|A.B.|é|中|\u00a0|😀|e.g."
).split("|")


class Wild(Encoder):
    """Scores drawn by lot."""

    lots = np.random.default_rng(0)

    def scores(self, encoded: Encoded, *, unrelated: bool = False) -> Scores:
        n = len(encoded)
        tags, links = len(self.manifest["tags"]), self.manifest["link"]["outputs"]

        def some(words: int, *width: int) -> Any:
            return self.lots.normal(0, 3, (words, *width)).astype(np.float32)

        def choice(of: int, *size: int) -> Any:
            return self.lots.integers(0, max(1, of), size)

        return Scores(
            tags=some(n, tags),
            links=some(n, links),
            inner=some(n, tags),
            inside=some(n, tags),
            inside_links=some(n, links),
            names=some(n, 2 * len(NAME_KINDS) + 1),
            nominals=some(n, 2 * len(NOMINAL_KINDS) + 1),
            heads=choice(n, n, 2),
            relations=choice(len(RELATIONS), n, 2),
            roots=some(n),
            classes=choice(len(CLASSES), n),
            acts=some(n, PARTS * len(ACTS)),
            events=some(n, weighing.PARTS * weighing.SCORES),
        )


@pytest.fixture(scope="module")
def wild() -> Wild:
    return Wild(threads=1)


@pytest.mark.parametrize("seed", range(8))
def test_wild_scores_make_a_reading_that_is_grounded(wild: Wild, seed: int) -> None:
    reader, rng, found = Reader(wild), Random(seed), 0
    wild.lots = np.random.default_rng(seed)
    for _ in range(25):
        text = "".join(piece + rng.choice(["  ", " ", ""]) for piece in rng.choices(PIECES, k=rng.randint(0, 60)))
        reading = resolved(reader.read(Article(text, published=rng.choice([None, "2016-05-09"]))))
        found += len(reading.statements)
        for span in spans(to_contract(reading)):
            assert text[span["start"] : span["end"]] == span["text"]
    assert found > 20


def spans(record: Any) -> Iterator[dict[str, Any]]:
    if isinstance(record, dict):
        if {"start", "end", "text"} <= record.keys():
            yield record
        record = list(record.values())
    for item in record if isinstance(record, list) else ():
        yield from spans(item)
