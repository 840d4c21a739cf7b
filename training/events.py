"""Fit what the model says of events: whether the words that the rules found name one, and whether it happened.

    PYTHONPATH=src python training/events.py --model src/onrecord/model --articles ../shared/data/polnear/train.jsonl \
        --coded training/triggers.jsonl --out build/model

Linear in two of the trunk's layers at a trigger's words, in what the rules say and in the type, on the events that the
rules find in the coded articles. The trunk stays as it is. `--folds` measures and writes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray

from graphs import STATES, linear_head, written
from onrecord.domain import Article, Event
from onrecord.understand.encoder import Encoder
from onrecord.understand.encoding import Encoded, inputs, sections, windows
from onrecord.understand.events.weighing import BEFORE, PARTS, REALIS, TYPES
from onrecord.understand.reader import Reader

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that the rules found, and how it was coded."""

    article: str
    state: Floats
    """[parts * layers * hidden]"""
    event: Event
    realis: str | None
    """None where it was coded as no event of this type."""


class Trunk:
    """Two of the shipped trunk's layers, window by window as the reader sees them."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        model = onnx.load(folder / "model.onnx")
        del model.graph.output[:]
        model.graph.output.append(onnx.helper.make_tensor_value_info(STATES, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model.SerializeToString(), options)
        self._encoder = encoder

    def states(self, text: str) -> Iterator[tuple[int, Encoded, Floats]]:
        """The parts of a text: where each begins, its words, [W, layers * hidden]."""
        reading = self._encoder.manifest["reading"]
        tokens = [self._encoder._tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]")]
        for start, end in sections(text):
            encoded = self._encoder.encode(text[start:end])
            whole: list[Floats] = []
            for w in windows(encoded, reading["window"], reading["context"]) if len(encoded) else ():
                arrays = inputs(encoded, w.start, w.end, *tokens)
                names = ("pieces", "case", "quote", "positions")
                feed = {n: a[None].astype(np.int64) for n, a in zip(names, arrays, strict=True)}
                found = self._session.run([STATES], feed)[0][0]
                whole.append(found[w.core_start - w.start : w.core_end - w.start])
            if whole:
                yield start, encoded, np.concatenate(whole)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--coded", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--decay", type=float, default=1e-4)
    parser.add_argument("--record-from", type=float, default=0.11)
    parser.add_argument("--folds", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(2)
    triggers = list(read(args))
    valid = np.asarray([t.realis is not None for t in triggers])
    print(f"{len(triggers)} triggers, {valid.sum()} are events of their type")
    if args.folds:
        measure(triggers, valid, args)
    if args.out:
        put_in(triggers, valid, args)


def read(args: argparse.Namespace) -> Iterator[Trigger]:
    """What the rules find of what was coded."""
    encoder = Encoder(args.model)
    encoder.manifest.pop("events", None)
    reader, trunk = Reader(encoder), Trunk(args.model, encoder)
    with args.articles.open(encoding="utf8") as lines:
        articles = {a["id"]: a for a in map(json.loads, lines)}
    for coded in map(json.loads, args.coded.open(encoding="utf8")):
        article = articles[coded["id"]]
        text = article["text"]
        assert sha256(text.encode()).hexdigest()[:16] == coded["sha256"]
        events = reader.read(Article(text, given_id=coded["id"], published=article.get("published"))).events
        parts = list(trunk.states(text))
        by_span = {(t["trigger"][0], t["trigger"][1]): t for t in coded["triggers"]}
        for event in events:
            known = by_span.get((event.trigger.start, event.trigger.end))
            if known is not None:
                realis = known["realis"] if known["type"] == event.type else None
                yield Trigger(coded["id"].rsplit("_", 1)[0], state_at(parts, event), event, realis)


def state_at(parts: list[tuple[int, Encoded, Floats]], event: Event) -> Floats:
    """The mean over the trigger's words, and that over those before it."""
    offset, encoded, states = next(p for p in reversed(parts) if p[0] <= event.trigger.start)
    first = int(np.searchsorted(encoded.starts, event.trigger.start - offset))
    last = max(first + 1, int(np.searchsorted(encoded.starts, event.trigger.end - offset)))
    before = states[max(0, first - BEFORE) : first].mean(0) if first else np.zeros(states.shape[1], np.float32)
    return np.concatenate([states[first:last].mean(0), before])


def features(triggers: list[Trigger]) -> Floats:
    rules = np.eye(len(REALIS), dtype=np.float32)[[REALIS.index(t.event.realis) for t in triggers]]
    types = np.eye(len(TYPES), dtype=np.float32)[[TYPES.index(t.event.type) for t in triggers]]
    return np.concatenate([np.stack([t.state for t in triggers]), rules, types], 1)


def fitted(x: Floats, triggers: list[Trigger], valid: NDArray[np.bool_], decay: float) -> tuple[Floats, Floats]:
    """[features, realis + 1] and [realis + 1]: of each realis, and of being an event."""
    told = np.asarray([REALIS.index(t.realis) if t.realis else 0 for t in triggers])
    realis = fit(x[valid], told[valid], decay, len(REALIS))
    event = fit(x, valid.astype(np.int64), decay, 2)
    weights = np.concatenate([realis[0], event[0][:, 1:] - event[0][:, :1]], 1)
    return weights, np.concatenate([realis[1], event[1][1:] - event[1][:1]])


def fit(x: Floats, y: NDArray[np.int64], decay: float, classes: int) -> tuple[Floats, Floats]:
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


def measure(triggers: list[Trigger], valid: NDArray[np.bool_], args: argparse.Namespace) -> None:
    """Prints how often it is right, over folds of articles, beside the rules alone."""
    x = features(triggers)
    fold = np.asarray([int(sha256(t.article.encode()).hexdigest(), 16) % args.folds for t in triggers])
    scores = np.zeros((len(triggers), len(REALIS) + 1), np.float32)
    for number in range(args.folds):
        rest = fold != number
        weights, bias = fitted(x[rest], [t for t, r in zip(triggers, rest, strict=True) if r], valid[rest], args.decay)
        scores[fold == number] = x[fold == number] @ weights + bias
    gold = np.asarray([REALIS.index(t.realis) if t.realis else -1 for t in triggers])
    rules = np.asarray([REALIS.index(t.event.realis) for t in triggers])
    best = np.where(rules >= REALIS.index("denied"), rules, scores[:, :-1].argmax(1))
    print(
        f"realis right: rules {100 * (rules == gold)[valid].mean():.1f}, with the model "
        f"{100 * (scores[:, :-1].argmax(1) == gold)[valid].mean():.1f}, but for what is rare "
        f"{100 * (best == gold)[valid].mean():.1f}"
    )
    chance = 1 / (1 + np.exp(-scores[:, -1]))
    for least in (0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5):
        kept = chance >= least
        print(
            f"from {least}: precision {100 * valid[kept].mean():.1f}, of the events kept {100 * kept[valid].mean():.1f}"
        )
    bins = np.minimum((chance * 10).astype(int), 9)
    error = sum(abs(chance[bins == b].sum() - valid[bins == b].sum()) for b in range(10)) / len(triggers)
    print(f"expected calibration error {error:.3f}")


def put_in(triggers: list[Trigger], valid: NDArray[np.bool_], args: argparse.Namespace) -> None:
    """The graph with the output `events`: [1, W, parts * (realis + 1)]; the rest goes into the manifest."""
    weights, bias = fitted(features(triggers), triggers, valid, args.decay)
    width = len(triggers[0].state)
    model = onnx.load(args.model / "model.onnx")
    # side by side, what each word adds as part of a trigger and before one
    linear_head(model, "events", np.concatenate(np.split(weights[:width], PARTS), 1))
    added = weights[width:]
    numbers: dict[str, Any] = {
        name: np.round(part.astype(float), 4).tolist()
        for name, part in (("bias", bias), ("rules", added[: len(REALIS)]), ("types", added[len(REALIS) :]))
    }
    written(model, args.model, args.out, {"events": numbers | {"record_from": args.record_from}})


if __name__ == "__main__":
    main()
