"""Train the layers and heads behind the trunk, which stays as it is, and put them into the model: names, descriptions,
sentence trees, acts, statements inside statements.

    python training/mention_layers.py --model src/onrecord/model --data ../shared/data --acts training/acts.jsonl \
        --out build/model

The model's graph is kept to the last weight: what it says of attributions does not change. The new layers read what one
of the trunk's gives, so that the text still passes through the trunk once.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import compose
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

import acts
import inside
from data import Chunk, apart, batches, chunks
from export import rounded
from graphs import (
    PREFIX,
    RESULTS,
    linear_head,
    merge_input,
    rename_outputs,
    without_mentions,
    word_states,
)
from layers import HIDDEN, LAST, TRUNK, MentionLayers, Trunk, padded
from mentions import Document, example, gum, training
from model import LINK
from onrecord.understand.acts.scores import VOTES
from onrecord.understand.chain import Chain
from onrecord.understand.decoding import TAGS
from onrecord.understand.events import weighing
from onrecord.understand.mentions import tagged_spans
from onrecord.understand.trees import RELATIONS

LAYERS = 6
EVENT_LAYERS = 3, 5
"""Of the trunk, counted from 0: what events are weighed by (events.py)."""

CUTS = 2
"""Ways in which articles with coded acts are cut into runs, in turn."""
PIECES = 2304
"""In a batch."""
NEW = "act", "inside"
"""What the names of weights begin with that learn faster and have no part in a mean with layers of before."""
Read = tuple[Chunk, NDArray[np.float32], NDArray[np.int32]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds gum, ner, polnear")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a checkpoint of train.py: its last layers are where these start")
    parser.add_argument("--layer", type=int, default=2, help="of the trunk, counted from 0")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--trees", type=float, default=0.5, help="weight of the trees beside names and nouns")
    parser.add_argument("--acts", type=Path, nargs="*", default=[], help="statements whose acts were coded")
    parser.add_argument("--acts-share", type=float, default=1.0, help="of the coded acts that an epoch shows")
    parser.add_argument("--nested", type=Path, help="statements inside statements, as coded")
    parser.add_argument("--inside-weight", type=float, default=5.0, help="weight of their tags")
    parser.add_argument("--share", type=float, default=1.0, help="of the names and trees that an epoch shows")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[256, 64], help="pieces of the runs that texts are cut into"
    )
    parser.add_argument("--go-on", type=Path, help="layers that this program has saved, to train further")
    parser.add_argument(
        "--keep", type=Path, help="layers whose word on names, nouns and trees is learnt from where acts are coded"
    )
    parser.add_argument("--mix", type=float, default=1.0, help="share of the new weights in a mean with those kept to")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.mix < 1 and not args.keep:
        parser.error("--mix needs --keep: a mean with what?")
    torch.manual_seed(args.seed)
    tokenizer = Tokenizer.from_file(str(args.model / "tokenizer.json"))
    ids = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    trunk = Trunk(args.model, (args.layer, LAST))
    rng = random.Random(args.seed)

    def seen(documents: Iterable[Document], *sizes: int) -> list[Read]:
        found = [c for size in sizes for c in chunks([example(d, tokenizer) for d in documents], size, rng)]
        read = ((c, trunk.read(c.example, c.start, c.end, ids)) for c in found)
        return [(c, states, positions) for c, (states, *_, positions) in read]

    known, dev = seen(training(args.data), *args.sizes), seen(gum(args.data / "gum" / "dev"), 256)
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
    inside.begin(model.inside, json.loads((args.model / "manifest.json").read_text()))
    if args.go_on:
        model.load_state_dict(torch.load(args.go_on, weights_only=True), strict=False)
    news = args.data / "polnear" / "train.jsonl"
    coded = list(acts.coded(news, args.acts, tokenizer)) if args.acts else []
    before = None
    if args.keep:
        before = copy.deepcopy(model).eval().requires_grad_(False)
        before.load_state_dict(torch.load(args.keep, weights_only=True), strict=False)
    cuts = [acts.stretches(trunk, ids, [c for c in coded if not apart(c[0].id)], 256, rng) for _ in range(CUTS)]
    unseen = acts.stretches(trunk, ids, [c for c in coded if apart(c[0].id)], 256, rng)
    contents = list(inside.coded(news, args.nested, tokenizer)) if args.nested else []
    within = [inside.stretches(trunk, ids, [e for e in contents if not apart(e.id)], rng) for _ in range(CUTS)]
    beyond = inside.stretches(trunk, ids, [e for e in contents if apart(e.id)], rng)

    def figures() -> dict[str, Any]:
        model.eval()
        return evaluate(model, dev) | acts.evaluate(model, unseen) | inside.evaluate(model, beyond)

    learn(model, before, known, cuts, within, figures, args)
    if before is not None and args.mix < 1:
        old = before.state_dict()
        for name, value in model.state_dict().items():
            if value.is_floating_point() and not name.startswith(NEW):
                value.lerp_(old[name], 1 - args.mix)
        torch.save(model.state_dict(), args.out / "mean.pt")
        print(json.dumps({"mean": args.mix} | figures()), flush=True)
    put_in(model.eval(), args)


def learn(
    model: MentionLayers,
    before: MentionLayers | None,
    known: list[Read],
    cuts: list[list[acts.Stretch]],
    within: list[list[inside.Stretch]],
    figures: Callable[[], dict[str, Any]],
    args: argparse.Namespace,
) -> None:
    heads = [p for n, p in model.named_parameters() if n.startswith(NEW)]
    rest = [p for n, p in model.named_parameters() if not n.startswith(NEW)]
    rates = args.rate, 5 * args.rate
    optimizer = torch.optim.AdamW([{"params": rest}, {"params": heads}], lr=args.rate, weight_decay=0.01)
    by_chunk = {id(c): (x, p) for c, x, p in known}
    total, step = 0, 0
    plan: list[list[Callable[[], Tensor]]] = []
    for epoch in range(args.epochs):
        rng = random.Random(args.seed * 100 + epoch)
        runs = batches([c for c, _, _ in known], PIECES, rng)
        groups = [partial(_labelled_loss, model, [(c, *by_chunk[id(c)]) for c in g], args.trees) for g in runs]
        groups = groups[: round(len(groups) * args.share)]
        said = [partial(_coded_loss, model, before, g) for g in batches(cuts[epoch % CUTS], PIECES, rng) if g]
        groups += said[: round(len(said) * args.acts_share)]
        runs_within = [g for g in batches(within[epoch % CUTS], PIECES, rng) if g]
        groups += [partial(inside.loss, model, g, args.inside_weight) for g in runs_within]
        rng.shuffle(groups)
        plan.append(groups)
        total += len(groups)
    print(json.dumps({"steps": total} | figures()), flush=True)
    for epoch, groups in enumerate(plan):
        began, losses = time.time(), []
        model.train()
        for group in groups:
            step += 1
            for g, rate in zip(optimizer.param_groups, rates, strict=True):
                g["lr"] = rate * min(step / 60, (total - step + 1) / total)
            loss = group()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.item())
        args.out.mkdir(parents=True, exist_ok=True)
        torch.save(model.state_dict(), args.out / "mention_layers.pt")
        took = {"epoch": epoch + 1, "loss": round(float(np.mean(losses)), 4), "s": round(time.time() - began)}
        print(json.dumps(took | figures()), flush=True)


def _labelled_loss(model: MentionLayers, group: list[Read], trees_weight: float) -> Tensor:
    """Of names, nouns and trees, where they are known."""
    words, names, nominals, trees = labelled(group)
    seen = model.words(*padded([(states, positions) for _, states, positions in group]))
    loss = trees_weight * model.trees.loss(seen, trees, words)
    heads = (model.names_crf, model.names(seen), names), (model.nominals_crf, model.nominals(seen), nominals)
    for crf, emissions, gold in heads:
        rows = (gold >= 0).any(1)
        if rows.any():
            loss = loss + crf.loss(emissions[rows], gold[rows].clamp(min=0), words[rows]) * rows.float().mean()
    return loss


def _coded_loss(model: MentionLayers, before: MentionLayers | None, group: list[acts.Stretch]) -> Tensor:
    """Of coded acts; and of what layers trained before say of names, nouns and trees there, which is to stay."""
    x, positions, pieces = padded([(stretch.states, stretch.positions) for stretch in group])
    seen = model.words(x, positions, pieces)
    loss = acts.loss(model, seen, group)
    if before is None:
        return loss
    there = positions > 0
    with torch.no_grad():
        old = before.words(x, positions, pieces)
        heads = before.trees.arcs(old).masked_fill(~there[:, None, :], -1e4).argmax(-1)
        was = *before.known(old), before.trees.relations(old, heads)
    now = *model.known(seen), model.trees.relations(seen, heads)
    for old_scores, new_scores in zip(was, now, strict=True):
        loss = loss + F.cross_entropy(new_scores[there], old_scores[there].softmax(-1))
    arcs = model.trees.arcs(seen).masked_fill(~there[:, None, :], -1e4)
    return loss + F.cross_entropy(arcs[there], heads[there])


def labelled(group: list[Read]) -> tuple[Tensor, ...]:
    """[B, W] which words there are; names and nouns, -1 where they are not known; [B, W, 3] trees, the same."""
    n, w = len(group), max(len(positions) for _, _, positions in group)
    words = np.zeros((n, w), np.bool_)
    names, nominals = np.full((n, w), -1, np.int64), np.full((n, w), -1, np.int64)
    trees = np.full((n, w, 3), -1, np.int64)
    for i, (chunk, _, places) in enumerate(group):
        labels = chunk.example.labels
        assert labels
        words[i, : len(places)] = True
        names[i, : len(places)] = labels.names[chunk.start : chunk.end]
        if labels.nominals is not None:
            nominals[i, : len(places)] = labels.nominals[chunk.start : chunk.end]
        if labels.trees is not None:
            trees[i, : len(places)] = tree_of(chunk, labels.trees)
    return tuple(map(torch.from_numpy, (words, names, nominals, trees)))


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
        out = model.labels(model.words(torch.from_numpy(x)[None], torch.from_numpy(positions).long()[None]))
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
    trunk, last = TRUNK.format(args.layer), TRUNK.format(LAST)
    for name in (trunk, last):
        info = onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1, "pieces", HIDDEN])
        graph.graph.output.append(info)
    heads = {"tags_before": ("tags", len(TAGS)), "links_before": ("links", 4 * LINK + 1)}
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "plain.onnx", Path(scratch) / "small.onnx"
        torch.onnx.export(
            model,
            (
                *(torch.randn(1, 40, HIDDEN) for _ in range(2)),
                *(torch.randn(1, 30, width) for _, width in heads.values()),
                torch.arange(30)[None],
            ),
            str(plain),
            input_names=["x", "last", *heads, "positions"],
            output_names=list(RESULTS),
            dynamic_axes={"x": {1: "pieces"}, "last": {1: "pieces"}}
            | {name: {1: "words"} for name in (*heads, "positions", *RESULTS)},
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
        io_map=[
            (trunk, f"{PREFIX}x"),
            (last, f"{PREFIX}last"),
            *((output, PREFIX + name) for name, (output, _) in heads.items()),
        ],
        outputs=["tags", "links", "inner", *(PREFIX + name for name in RESULTS)],
    )
    merge_input(whole, f"{PREFIX}positions", "positions")
    rename_outputs(whole, {PREFIX + name: name for name in RESULTS})
    word_states(whole, [TRUNK.format(layer) for layer in EVENT_LAYERS])
    linear_head(whole, "events", np.zeros((len(EVENT_LAYERS) * HIDDEN, weighing.PARTS * weighing.SCORES), np.float32))
    onnx.checker.check_model(whole)
    onnx.save(whole, args.out / "model.onnx")
    if args.out != args.model:
        shutil.copy(args.model / "tokenizer.json", args.out)
    manifest = json.loads((args.model / "manifest.json").read_text())
    manifest |= {
        "sha256": sha256((args.out / "model.onnx").read_bytes()).hexdigest(),
        "name_transitions": rounded(model.names_crf.scores()),
        "nominal_transitions": rounded(model.nominals_crf.scores()),
        "inside_transitions": rounded(model.inside.crf.scores()),
        "inside_link": model.inside.linker.part(),
        "act_bias": [round(float(value), 4) for value in model.act_bias],
        "events": None,
        "act_votes": dict.fromkeys(VOTES, 1.0),  # until weigh_acts.py has fitted them
    }
    (args.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    main()
