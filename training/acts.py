"""Acts coded by hand, as training examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from data import Example, Labels
from onrecord.understand.acts.scores import ACTS
from onrecord.understand.encoding import Encoded, encode


def coded_acts(coded: Path, articles: Path, tokenizer: Tokenizer) -> list[Example]:
    """An example for the lines of each coded statement and the line before. Statements of the same lines share one."""
    with articles.open(encoding="utf8") as lines:
        texts = {a["id"]: a["text"] for a in map(json.loads, lines)}
    with coded.open(encoding="utf8") as lines:
        return [item for a in map(json.loads, lines) for item in _examples(a, texts[a["id"]], tokenizer)]


def _examples(article: dict[str, Any], text: str, tokenizer: Tokenizer) -> Iterator[Example]:
    around: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for statement in article["statements"]:
        spans = [statement["cue"], *statement["content"]]
        first = text.rfind("\n", 0, min(a for a, _ in spans)) + 1
        first = text.rfind("\n", 0, max(0, len(text[:first].rstrip()))) + 1
        last = text.find("\n", max(b for _, b in spans))
        around.setdefault((first, len(text) if last < 0 else last), []).append(statement)
    for (first, last), statements in around.items():
        encoded = encode(text[first:last], tokenizer)
        acts = tuple(
            (
                _words(encoded, *(at - first for at in s["cue"])),
                tuple(_words(encoded, a - first, b - first) for a, b in s["content"]),
                ACTS.index(s["act"]),
            )
            for s in statements
        )
        nothing = np.full(len(encoded), -1, np.int32)
        yield Example(article["id"], encoded, np.zeros_like(nothing), (), labels=Labels(nothing, None, None, acts))


def _words(encoded: Encoded, start: int, end: int) -> tuple[int, int]:
    first = int(np.searchsorted(encoded.ends, start, side="right"))
    return first, max(first + 1, int(np.searchsorted(encoded.starts, end, side="left")))
