"""What was coded to train with: every act is one of the list, every span lies in the text that was coded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

from onrecord.domain import Act

ROOT = Path(__file__).parent.parent


def articles() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (ROOT / "training/acts.jsonl").read_text("utf-8").splitlines()]


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


def test_the_texts_are_those_that_were_coded(shared: Path) -> None:
    with (shared / "data/polnear/train.jsonl").open(encoding="utf8") as lines:
        texts = {article["id"]: article["text"] for article in map(json.loads, lines)}
    for article in articles():
        text = texts[article["id"]]
        assert sha256(text.encode()).hexdigest().startswith(article["sha256"])
        for statement in article["statements"]:
            assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in spans(statement))
