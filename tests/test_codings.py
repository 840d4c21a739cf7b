"""What was coded to train with: every act is one of the list, every span lies in the text that was coded, what stands
inside a statement lies in its content."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import pytest

from onrecord.domain import Act

ROOT = Path(__file__).parent.parent


def articles(name: str = "acts.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROOT / "training" / name).read_text("utf-8").splitlines()]


def spans(statement: dict[str, Any]) -> Iterator[list[int]]:
    yield statement["cue"]
    yield from statement["content"]
    if statement["source"]:
        yield statement["source"]


def test_acts_are_of_the_list_and_each_statement_stands_once() -> None:
    coded = articles()
    assert len({article["id"] for article in coded}) == len(coded)
    known = {*get_args(Act), None}
    for article in coded:
        statements = article["statements"]
        assert {s["act"] for s in statements} | {s.get("also") for s in statements} <= known, article["id"]
        assert len({(*s["cue"], *s["content"][0]) for s in statements}) == len(statements), article["id"]


@pytest.fixture(scope="module")
def corpus(shared: Path) -> dict[str, dict[str, Any]]:
    with (shared / "data/polnear/train.jsonl").open(encoding="utf8") as lines:
        return {article["id"]: article for article in map(json.loads, lines)}


def test_the_texts_are_those_that_were_coded(corpus: dict[str, dict[str, Any]]) -> None:
    for article in articles():
        text = corpus[article["id"]]["text"]
        assert sha256(text.encode()).hexdigest().startswith(article["sha256"])
        for statement in article["statements"]:
            assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans(statement))


def test_what_stands_inside_a_statement_lies_in_its_content(corpus: dict[str, dict[str, Any]]) -> None:
    coded = articles("nested.jsonl")
    assert len({article["id"] for article in coded}) == len(coded)
    for article in coded:
        text, outer = corpus[article["id"]]["text"], corpus[article["id"]]["attributions"]
        assert sha256(text.encode()).hexdigest().startswith(article["sha256"])
        around = [(s["cue"], s["content"]) for s in (*outer, *article["nested"])]
        for nested in article["nested"]:
            cue, content = nested["cue"], nested["content"]
            assert all((cue, content)), article["id"]
            assert all(0 <= start < end <= len(text) for role in nested.values() for start, end in role)
            edges = [
                (min(s for s, _ in c), max(e for _, e in c)) for own, c in around if own == nested["parent_cue"] and c
            ]
            spans = [span for role in ("cue", "content") for span in nested[role]]
            assert any(all(low <= s and e <= high for s, e in spans) for low, high in edges), (article["id"], cue)
