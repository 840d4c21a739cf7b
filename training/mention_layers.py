"""Train the layers and heads that read names and nouns, on a trunk that stays as it is, and put them into the model.

    python training/mention_layers.py --model src/onrecord/model --data ../shared/data --out build/model

The model's graph is kept to the last weight: what it says of attributions does not change. The new layers read what one
of the trunk's gives, so that the text still passes through the trunk once.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import compose
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from data import Chunk, Example, batches, chunks
from export import rounded
from graphs import PREFIX, RESULTS, behind_a_switch, merge_input, rename_outputs, without_mentions
from mentions import example, gum, training
from model import Crf, Layer
from onrecord.understand.chain import Chain
from onrecord.understand.encoding import inputs
from onrecord.understand.mentions import NAME_KINDS, NOMINAL_KINDS, tagged_spans
from onrecord.understand.trees import CLASSES, RELATIONS

LAYERS = 6
TRUNK = "/encoder/layers.{}/norm2/LayerNormalization_output_0"
HIDDEN, HEADS, INNER = 384, 12, 1536
ARC, RELATION = 192, 128
"""Widths of the vectors that words are compared by."""


class MentionLayers(nn.Module):
    """[B, P, hidden] of the trunk, [B, W] positions -> [B, W, 2 * kinds + 1] for names and for nouns."""

    def __init__(self, layers: int, dropout: float, head_dropout: float) -> None:
        super().__init__()
        self.dropout, self.head_dropout = dropout, head_dropout
        self.layers = nn.ModuleList(Layer(HIDDEN, HEADS, INNER, dropout) for _ in range(layers))
        self.names = nn.Linear(HIDDEN, 2 * len(NAME_KINDS) + 1)
        self.names_crf = Crf(2 * len(NAME_KINDS) + 1)
        self.nominals = nn.Linear(HIDDEN, 2 * len(NOMINAL_KINDS) + 1)
        self.nominals_crf = Crf(2 * len(NOMINAL_KINDS) + 1)
        self.trees = Trees(head_dropout)

    def words(self, x: Tensor, positions: Tensor, mask: Tensor | None = None) -> Tensor:
        """[B, W, hidden]"""
        x = F.dropout(x, self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, None if mask is None else mask[:, None, None, :])
        x = torch.gather(x, 1, positions[..., None].expand(-1, -1, x.shape[2]))
        return F.dropout(x, self.head_dropout, self.training)

    def forward(self, x: Tensor, positions: Tensor) -> tuple[Tensor, ...]:
        """Scores of names and nouns; head, relation and class of each word, chosen."""
        x = self.words(x, positions)
        choices = *self.trees.choices(x), self.trees.classes(x).argmax(-1)
        return self.names(x), self.nominals(x), *choices


class Trees(nn.Module):
    """How words hang together (Dozat and Manning 2017), [B, W, hidden] -> choices. A root is its own head."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.dropout = dropout
        self.as_word, self.as_head = nn.Linear(HIDDEN, ARC), nn.Linear(HIDDEN, ARC)
        self.pair = nn.Linear(ARC, ARC, bias=False)
        self.any = nn.Linear(ARC, 1, bias=False)
        self.word_relation, self.head_relation = nn.Linear(HIDDEN, RELATION), nn.Linear(HIDDEN, RELATION)
        self.relation = nn.Linear(3 * RELATION, len(RELATIONS))
        self.classes = nn.Linear(HIDDEN, len(CLASSES))

    def _small(self, layer: nn.Linear, x: Tensor) -> Tensor:
        return F.dropout(F.relu(layer(x)), self.dropout, self.training)

    def arcs(self, x: Tensor) -> Tensor:
        """[B, W, W] of word and head"""
        head = self._small(self.as_head, x)
        return self.pair(self._small(self.as_word, x)) @ head.transpose(1, 2) + self.any(head).transpose(1, 2)

    def relations(self, x: Tensor, heads: Tensor) -> Tensor:
        """[B, W, relations] of words to these heads"""
        word, head = self._small(self.word_relation, x), self._small(self.head_relation, x)
        head = torch.gather(head, 1, heads[..., None].expand(-1, -1, RELATION))
        return self.relation(torch.cat((word, head, word * head), -1))

    def choices(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """[B, W, 2] the likeliest head, and the likeliest that is another word; [B, W, 2] the relations to them; [B, W]
        how much likelier a root it is than to hang on that other word, in logits."""
        arcs = self.arcs(x)
        itself = torch.eye(arcs.shape[1], dtype=arcs.dtype, device=arcs.device)
        others = arcs - 1e4 * itself
        heads = torch.stack((arcs.argmax(-1), others.argmax(-1)), -1)
        relations = torch.stack([self.relations(x, heads[..., i]).argmax(-1) for i in (0, 1)], -1)
        return heads, relations, (arcs * itself).sum(-1) - others.max(-1).values

    def loss(self, x: Tensor, gold: Tensor, words: Tensor) -> Tensor:
        """Of trees [B, W, 3] where they are known."""
        known = gold[..., 0] >= 0
        if not known.any():
            return torch.zeros(())
        heads = gold[..., 0].clamp(min=0)
        arcs = self.arcs(x).masked_fill(~words[:, None, :], -1e4)
        parts = arcs, self.relations(x, heads), self.classes(x)
        return sum((F.cross_entropy(p[known], gold[..., i][known]) for i, p in enumerate(parts)), torch.zeros(()))


class Trunk:
    """The shipped graph up to one of its layers."""

    def __init__(self, model: Path, layer: int) -> None:
        graph = without_mentions(onnx.load(model / "model.onnx"))
        self.output = TRUNK.format(layer)
        del graph.graph.output[:]
        graph.graph.output.append(onnx.helper.make_tensor_value_info(self.output, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(graph.SerializeToString(), options)

    def read(self, item: Example, start: int, end: int, ids: tuple[int, int]) -> tuple[NDArray[np.float32], ...]:
        """[P, hidden] of a run of words, and their positions."""
        arrays = inputs(item.encoded, start, end, *ids)
        names = ("pieces", "case", "quote", "positions")
        feed = {name: array[None].astype(np.int64) for name, array in zip(names, arrays, strict=True)}
        return self._session.run([self.output], feed)[0][0], arrays[3]


Read = tuple[Chunk, NDArray[np.float32], NDArray[np.int32]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds gum and ner")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a checkpoint of train.py: its last layers are where these start")
    parser.add_argument("--layer", type=int, default=2, help="of the trunk, counted from 0")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--trees", type=float, default=0.5, help="weight of the trees beside names and nouns")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[256, 64], help="pieces of the runs that texts are cut into"
    )
    parser.add_argument("--go-on", type=Path, help="layers that this program has saved, to train further")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    ids = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    trunk = Trunk(args.model, args.layer)
    rng = random.Random(args.seed)
    read = lambda documents, *sizes: [  # noqa: E731
        (c, *trunk.read(c.example, c.start, c.end, ids))
        for size in sizes
        for c in chunks([example(d, tokenizer) for d in documents], size, rng)
    ]
    known, dev = read(training(args.data), *args.sizes), read(gum(args.data / "gum" / "dev"), 256)
    model = MentionLayers(LAYERS - 1 - args.layer, args.dropout, 0.2)
    if args.start:
        state = torch.load(args.start, weights_only=True)["model"]
        for i, layer in enumerate(model.layers, args.layer + 1):
            prefix = f"encoder.layers.{i}."
            layer.load_state_dict({k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)})
        if args.layer + 1 < LAYERS:
            for name, value in model.state_dict().items():
                if name.startswith(("names", "nominals")) and name in state and state[name].shape == value.shape:
                    value.copy_(state[name])
    if args.go_on:
        model.load_state_dict(torch.load(args.go_on, weights_only=True))
    learn(model, known, dev, args)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), args.out / "mention_layers.pt")
    put_in(model.eval(), args)


def learn(model: MentionLayers, known: list[Read], dev: list[Read], args: argparse.Namespace) -> None:
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=0.01)
    by_chunk = {id(c): (x, p) for c, x, p in known}
    plan = [batches([c for c, _, _ in known], 2304, random.Random(args.seed * 100 + e)) for e in range(args.epochs)]
    total, step = sum(map(len, plan)), 0
    for epoch, groups in enumerate(plan):
        began, losses = time.time(), []
        for group in groups:
            step += 1
            for g in optimizer.param_groups:
                g["lr"] = args.rate * min(step / 60, (total - step + 1) / total)
            model.train()
            x, positions, pieces, words, names, nominals, trees = padded([(c, *by_chunk[id(c)]) for c in group])
            seen = model.words(x, positions, pieces)
            found = model.names(seen), model.nominals(seen)
            loss = args.trees * model.trees.loss(seen, trees, words)
            for crf, emissions, gold in zip(
                (model.names_crf, model.nominals_crf), found, (names, nominals), strict=True
            ):
                rows = (gold >= 0).any(1)
                if rows.any():
                    loss = loss + crf.loss(emissions[rows], gold[rows].clamp(min=0), words[rows]) * rows.float().mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.item())
        figures = {"epoch": epoch + 1, "loss": round(float(np.mean(losses)), 4), "s": round(time.time() - began)}
        print(json.dumps(figures | evaluate(model.eval(), dev)), flush=True)


def padded(group: list[Read]) -> tuple[Tensor, ...]:
    n, p = len(group), max(len(x) for _, x, _ in group)
    w = max(len(positions) for _, _, positions in group)
    x, positions = np.zeros((n, p, HIDDEN), np.float32), np.zeros((n, w), np.int64)
    pieces, words = np.zeros((n, p), np.bool_), np.zeros((n, w), np.bool_)
    names, nominals = np.full((n, w), -1, np.int64), np.full((n, w), -1, np.int64)
    trees = np.full((n, w, 3), -1, np.int64)
    for i, (chunk, own, places) in enumerate(group):
        labels = chunk.example.labels
        assert labels
        x[i, : len(own)], pieces[i, : len(own)] = own, True
        positions[i, : len(places)], words[i, : len(places)] = places, True
        names[i, : len(places)] = labels.names[chunk.start : chunk.end]
        if labels.nominals is not None:
            nominals[i, : len(places)] = labels.nominals[chunk.start : chunk.end]
        if labels.trees is not None:
            trees[i, : len(places)] = tree_of(chunk, labels.trees)
    return tuple(map(torch.from_numpy, (x, positions, pieces, words, names, nominals, trees)))


def tree_of(chunk: Chunk, trees: NDArray[np.int32]) -> NDArray[np.int32]:
    """[W, 3] in a run of words, heads counted from its start; -1 where the head lies outside."""
    own = trees[chunk.start : chunk.end].copy()
    outside = (own[:, 0] < chunk.start) | (own[:, 0] >= chunk.end)
    own[:, 0] -= chunk.start
    own[outside] = -1
    return own


@torch.no_grad()
def evaluate(model: MentionLayers, dev: list[Read]) -> dict[str, float]:
    """Exact F1 of names and of nouns, with their kinds; right heads, heads with relations and classes, without
    punctuation."""
    counts = {"names": np.zeros(3), "nominals": np.zeros(3)}
    right = np.zeros(4)
    for chunk, x, positions in dev:
        labels = chunk.example.labels
        assert labels
        out = model(torch.from_numpy(x)[None], torch.from_numpy(positions).long()[None])
        separator = chunk.example.encoded.separator[chunk.start : chunk.end]
        golds = labels.names, labels.nominals
        if labels.trees is not None:
            gold = tree_of(chunk, labels.trees)
            heads, relations, _, classes = (part[0].numpy() for part in out[2:6])
            got = np.stack((heads[:, 0], relations[:, 0], classes), 1)
            counted = (gold[:, 0] >= 0) & ~np.isin(gold[:, 1], (RELATIONS.index("punct"), RELATIONS.index("goeswith")))
            same = (got == gold)[counted]
            right += same[:, 0].sum(), same[:, :2].all(1).sum(), same[:, 2].sum(), len(same)
        for (name, count), crf, emissions, gold in zip(
            counts.items(), (model.names_crf, model.nominals_crf), out[:2], golds, strict=True
        ):
            path = Chain(emissions[0].numpy(), crf.scores().numpy(), separator).best_path()
            got = set(tagged_spans(path, separator))
            want = set(tagged_spans(gold[chunk.start : chunk.end], separator))
            counts[name] = count + np.asarray((len(got & want), len(got), len(want)))
    shares = dict(zip(("heads", "relations", "classes"), (100 * right[:3] / max(1, right[3])).round(1), strict=True))
    return {name: round(200 * tp / max(1, got + want), 1) for name, (tp, got, want) in counts.items()} | shares


def put_in(model: MentionLayers, args: argparse.Namespace) -> None:
    """The graph as it was with the new layer behind the trunk."""
    args.out.mkdir(parents=True, exist_ok=True)
    graph = without_mentions(onnx.load(args.model / "model.onnx"))
    trunk = TRUNK.format(args.layer)
    info = onnx.helper.make_tensor_value_info(trunk, onnx.TensorProto.FLOAT, [1, "pieces", HIDDEN])
    graph.graph.output.append(info)
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "plain.onnx", Path(scratch) / "small.onnx"
        torch.onnx.export(
            model,
            (torch.randn(1, 40, HIDDEN), torch.arange(30)[None]),
            str(plain),
            input_names=["x", "positions"],
            output_names=list(RESULTS),
            dynamic_axes={"x": {1: "pieces"}, "positions": {1: "words"}} | {name: {1: "words"} for name in RESULTS},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            plain,
            small,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
        )
        layer = compose.add_prefix(onnx.load(small), PREFIX)
    layer.ir_version = graph.ir_version
    whole = compose.merge_models(
        graph,
        layer,
        io_map=[(trunk, f"{PREFIX}x")],
        outputs=["tags", "links", "inner", *(PREFIX + name for name in RESULTS)],
    )
    merge_input(whole, f"{PREFIX}positions", "positions")
    rename_outputs(whole, {PREFIX + name: name for name in RESULTS})
    behind_a_switch(whole)
    onnx.checker.check_model(whole)
    onnx.save(whole, args.out / "model.onnx")
    if args.out != args.model:
        shutil.copy(args.model / "tokenizer.json", args.out)
    manifest = json.loads((args.model / "manifest.json").read_text())
    manifest |= {
        "sha256": sha256((args.out / "model.onnx").read_bytes()).hexdigest(),
        "name_transitions": rounded(model.names_crf.scores()),
        "nominal_transitions": rounded(model.nominals_crf.scores()),
    }
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    main()
