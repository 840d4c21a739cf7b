"""Fit the head that tells the act of a statement whose cue names none, and put it into the model.

    PYTHONPATH=src python training/acts.py --model src/onrecord/model --articles ../shared/data/polnear/train.jsonl \
        --coded training/acts.jsonl --out build/model

Linear in the means of two of the trunk's layers over the words of a cue, of a content and of its beginning, so each
word's scores can be computed in the one pass and added up later. The trunk stays as it is. `--folds` measures on the
coded articles and writes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from data import Example
from graphs import linear_head, word_states, written
from mention_layers import HIDDEN, TRUNK, Trunk
from onrecord.understand.acts.cues import act_named
from onrecord.understand.acts.scores import ACTS, PARTS, places
from onrecord.understand.encoding import Encoded, encode

LAYERS = 3, 5
"""Of the trunk, counted from 0."""
MOST = 2_500
"""Characters around a statement that are read."""
Floats = NDArray[np.float32]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--coded", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--decay", type=float, default=1e-4)
    parser.add_argument("--folds", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(2)
    found = list(means(args))
    print(len(found), "statements with neutral cues", Counter(str(ACTS[act]) for _, _, act in found).most_common())
    x = np.stack([mean for _, mean, _ in found])
    y = np.asarray([act for _, _, act in found])
    if args.folds:
        fold = np.asarray([int(sha256(name.encode()).hexdigest(), 16) % args.folds for name, _, _ in found])
        right = 0
        for number in range(args.folds):
            weights, bias = fit(x[fold != number], y[fold != number], args.decay)
            right += int(((x[fold == number] @ weights + bias).argmax(1) == y[fold == number]).sum())
        print(f"{100 * right / len(y):.1f} % in {args.folds} folds over articles")
    if args.out:
        put_in(*fit(x, y, args.decay), args)


def means(args: argparse.Namespace) -> Iterator[tuple[str, Floats, int]]:
    """The article, the means [parts * layers * hidden] and the act of each coded statement whose cue names none."""
    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    ids = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    trunks = [Trunk(args.model, layer) for layer in LAYERS]
    with args.articles.open(encoding="utf8") as lines:
        texts = {a["id"]: a["text"] for a in map(json.loads, lines)}
    for article in map(json.loads, args.coded.open(encoding="utf8")):
        text = texts[article["id"]]
        for statement in article["statements"]:
            start, end = statement["cue"]
            if act_named(text[start:end], text[end : end + 40]) is None:
                own, shift = around(text, statement)
                encoded = encode(own, tokenizer)
                item = Example(article["id"], encoded, np.zeros(len(encoded), np.int32), ())
                states = []
                for trunk in trunks:
                    read, positions = trunk.read(item, 0, len(encoded), ids)
                    states.append(read[positions])
                cue = words(encoded, start - shift, end - shift)
                content = [n for a, b in statement["content"] for n in words(encoded, a - shift, b - shift)]
                state = np.concatenate(states, 1)
                mean = np.concatenate([state[list(part)].mean(0) for part in places(cue, content)])
                yield article["id"].rsplit("_", 1)[0], mean, ACTS.index(statement["act"])


def around(text: str, statement: dict[str, Any]) -> tuple[str, int]:
    """The lines that a statement stands in, and where they begin."""
    spans = [statement["cue"], *statement["content"]]
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    start = max(text.rfind("\n", 0, first) + 1, first - MOST // 4)
    end = text.find("\n", last)
    return text[start : min(len(text) if end < 0 else end, start + MOST)], start


def words(encoded: Encoded, start: int, end: int) -> range:
    first = min(int(np.searchsorted(encoded.ends, start, side="right")), len(encoded) - 1)
    return range(first, max(first + 1, int(np.searchsorted(encoded.starts, end, side="left"))))


def fit(x: Floats, y: NDArray[np.int64], decay: float, classes: int = len(ACTS)) -> tuple[Floats, Floats]:
    """[features, classes] and [classes], on standardised features, given back for plain ones."""
    centre, spread = x.mean(0), x.std(0) + 1e-6
    scaled = torch.from_numpy((x - centre) / spread / 30)
    gold = torch.from_numpy(y)
    weights = torch.zeros(x.shape[1], classes, requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=80, history_size=8, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.cross_entropy(scaled @ weights + bias, gold) + decay * weights.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    plain = weights.detach().numpy() / spread[:, None] / 30
    return plain, bias.detach().numpy() - centre @ plain


def put_in(weights: Floats, bias: Floats, args: argparse.Namespace) -> None:
    """The graph with the output `acts`: [1, W, parts * acts]."""
    model = onnx.load(args.model / "model.onnx")
    width = len(LAYERS) * HIDDEN
    # what each word adds, part by part, side by side
    table = weights.reshape(PARTS, width, len(ACTS)).transpose(1, 0, 2).reshape(width, PARTS * len(ACTS))
    word_states(model, [TRUNK.format(layer) for layer in LAYERS])
    linear_head(model, "acts", table)
    written(model, args.model, args.out, {"act_bias": [round(float(value), 4) for value in bias]})


if __name__ == "__main__":
    main()
