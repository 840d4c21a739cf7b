"""Fit the confidences on the held-out training articles and write them into the model's manifest.

    python training/calibrate.py --model src/onrecord/model --data ../shared/data/polnear

A statement counts as right where the referee's relation rule says so: its content shares at least half of its tokens
with a gold content, and the sources overlap or are both absent. Dev is only measured: expected calibration error over
ten bins of what is recorded, and the threshold at which the held-out articles reach 90 % precision.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
from data import apart, held_out
from nested import WORD, matches
from onrecord.contract import to_contract
from onrecord.domain import Article, Statement
from onrecord.understand import load
from onrecord.understand.confidence import FEATURES, NESTED_FEATURES, Calibration
from onrecord.understand.reader import Finding, Layout, Reader

NESTED_DECAY = 1e-2
"""They are fewer than the others."""
NESTED_FROM = 0.3
"""Of statements inside statements."""
RECORD_FROM = 0.2
"""What is less sure is not recorded. Chosen on the held-out articles: docs/decisions/reader.md."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--referee", type=Path, default=Path("../shared/eval"))
    parser.add_argument("--nested", type=Path, default=Path("training/nested.jsonl"), help="what was coded inside")
    parser.add_argument(
        "--nested-only", action="store_true", help="leave the confidences of outer statements as they are"
    )
    args = parser.parse_args()
    sys.path.insert(0, str(args.referee))
    # in a copy: what is stopped half-way leaves the model as it was
    with tempfile.TemporaryDirectory() as scratch:
        model = Path(shutil.copytree(args.model, scratch, dirs_exist_ok=True))
        calibrate(model, args)
        shutil.copy(model / "manifest.json", args.model)


def calibrate(model: Path, args: argparse.Namespace) -> None:
    """Fit what is asked for and write it into the manifest of `model`."""
    path = model / "manifest.json"
    manifest = json.loads(path.read_text())

    def write() -> None:
        path.write_text(json.dumps(manifest, indent=1) + "\n")

    for name in ("nested_calibration",) if args.nested_only else ("calibration", "nested_calibration"):
        manifest.pop(name, None)  # of other evidence, perhaps: the reader would not load it
    write()
    reader = load(model)
    articles = [json.loads(line) for line in (args.data / "train.jsonl").open(encoding="utf8")]
    if args.nested_only:
        manifest["nested_calibration"] = nested_calibration(reader, articles, args.nested)
        write()
        return
    held = [collect(reader, a) for a in articles if held_out(a["id"])]
    dev = [collect(reader, json.loads(line)) for line in (args.data / "dev.jsonl").open(encoding="utf8")]
    x, y, gold = (np.concatenate([part[i] for part in held]) for i in range(3))
    calibration = fit(x, y)
    manifest["calibration"] = {
        "weights": {name: round(w, 5) for name, w in zip(FEATURES, calibration.weights, strict=True)},
        "bias": round(calibration.bias, 5),
        "record_from": RECORD_FROM,
    }
    calibration = Calibration.of(manifest, "calibration", FEATURES)
    chances = confidences(calibration, x)
    threshold = float(next((t for t in np.arange(0.0, 1.0, 0.01) if precision(chances, y, t) >= 0.9), 1.0))
    manifest["calibration"]["threshold_90"] = round(threshold, 2)
    manifest["data"] = f"PolNeAR v1.0.0, training part, less {len(held)} of {len(articles)} articles for calibration"
    write()
    manifest["nested_calibration"] = nested_calibration(load(model), articles, args.nested)
    write()
    manifest["figures"] = {"PolNeAR dev": figures(load(model), args.data / "dev.jsonl")}
    write()
    dev_x, dev_y, dev_gold = (np.concatenate([part[i] for part in dev]) for i in range(3))
    for name, (a, b, c) in {"held out": (x, y, gold), "dev": (dev_x, dev_y, dev_gold)}.items():
        p = confidences(calibration, a)
        recorded = p >= RECORD_FROM
        p, b = p[recorded], b[recorded]
        kept = p >= threshold - 1e-9
        print(f"{name:9} statements {len(b)}  right {100 * b.mean():.1f} %  ECE {error(p, b):.3f}", end="  ")
        print(f"at {threshold:.2f}: precision {100 * precision(p, b, threshold):.1f} %", end="  ")
        print(f"recall {100 * b[kept].sum() / c.sum():.1f} % of {100 * b.sum() / c.sum():.1f} %")


def figures(reader: Reader, gold: Path) -> dict[str, float]:
    """F1 in per cent by the referee."""
    from score_attribution import score

    with tempfile.TemporaryDirectory() as scratch, gold.open(encoding="utf8") as lines:
        predicted = Path(scratch) / "predicted.jsonl"
        with predicted.open("w", encoding="utf8") as out:
            for article in map(json.loads, lines):
                reading = reader.read(Article(article["text"], given_id=article["id"]))
                out.write(json.dumps(to_contract(reading)) + "\n")
        return {name: round(f1, 1) for name, (_, _, f1) in score(str(gold), str(predicted)).items()}


def collect(reader: Reader, article: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """[N, features], [N] whether each statement is right, [1] how many there are in gold."""
    from score_attribution import ROLES, Tokens, token_set

    tokens = Tokens(article["text"])
    gold = [{r: token_set(tokens.spans(a.get(r))) for r in ROLES} for a in article["attributions"]]
    gold = [g for g in gold if g["content"]]
    found = outer(reader, article["text"])
    pairs = []
    for i, s in enumerate(f.statement for f in found):
        content = token_set(tokens.spans([[c.start, c.end] for c in s.content]))
        source = token_set(tokens.spans([[s.source.start, s.source.end]])) if s.source else frozenset()
        for j, g in enumerate(gold):
            union = g["content"] | content
            overlap = len(g["content"] & content) / len(union) if union else 0.0
            if overlap >= 0.5 and bool(source) == bool(g["source"]) and (not source or source & g["source"]):
                pairs.append((-overlap, j, i))
    right = np.zeros(len(found))
    taken: set[int] = set()
    for _, j, i in sorted(pairs):
        if j not in taken and not right[i]:
            taken.add(j)
            right[i] = 1
    values = np.asarray([f.evidence for f in found]).reshape(-1, len(FEATURES))
    return values, right, np.asarray([len(gold)])


def nested_calibration(reader: Reader, articles: list[dict[str, Any]], path: Path) -> dict[str, Any]:
    """Fitted on the tenth of the coded articles that the second layer has not learnt from."""
    texts = {a["id"]: a["text"] for a in articles}
    values, right, which = [], [], []
    total = 0
    for number, gold in enumerate(map(json.loads, path.open(encoding="utf8"))):
        if not apart(gold["id"]):
            continue
        text = texts[gold["id"]]
        findings = reader.findings(text, Layout.of(text))
        recorded: set[int] = set()
        inner = []
        for i, f in enumerate(findings):
            if f.sure and f.parent is None:
                recorded.add(i)
            elif f.parent in recorded:
                recorded.add(i)
                inner.append((f, plain(f.statement)))
        words = [m.span() for m in WORD.finditer(text)]
        matched = {id(found) for _, found in matches(gold["nested"], [p for _, p in inner], words)}
        total += len(gold["nested"])
        values += [f.evidence for f, _ in inner]
        right += [float(id(p) in matched) for _, p in inner]
        which += [number] * len(inner)
    x, y = np.asarray(values), np.asarray(right)
    articles_of = np.asarray(which)
    left_out = np.zeros(len(y))
    for fold in range(10):
        test = articles_of % 10 == fold
        left_out[test] = confidences(fit(x[~test], y[~test], NESTED_DECAY), x[test])
    print(f"nested: {total} coded, {len(y)} seen, error of confidence in folds {error(left_out, y):.3f}")
    for floor in np.arange(0.0, 0.9, 0.1):
        kept = left_out >= floor
        if kept.any():
            print(f"from {floor:.1f}: precision {100 * y[kept].mean():.1f} recall {100 * y[kept].sum() / total:.1f}")
    fitted = fit(x, y, NESTED_DECAY)
    return {
        "weights": {name: round(w, 5) for name, w in zip(NESTED_FEATURES, fitted.weights, strict=True)},
        "bias": round(fitted.bias, 5),
        "record_from": NESTED_FROM,
    }


def plain(statement: Statement) -> dict[str, Any]:
    parts = {"source": [statement.source] if statement.source else [], "content": statement.content}
    return {role: [[a.start, a.end] for a in anchors] for role, anchors in parts.items()}


def outer(reader: Reader, text: str) -> list[Finding]:
    return [f for f in reader.findings(text, Layout.of(text)) if f.parent is None]


def fit(x: np.ndarray, y: np.ndarray, decay: float = 1e-3) -> Calibration:
    """Logistic regression with a little weight decay."""
    mean, deviation = x.mean(axis=0), x.std(axis=0) + 1e-6
    inputs = torch.from_numpy((x - mean) / deviation).double()
    target = torch.from_numpy(y).double()
    weights = torch.zeros(x.shape[1] + 1, dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weights[:-1] + weights[-1], target)
        loss = loss + decay * (weights[:-1] ** 2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    w = weights.detach().numpy()
    scaled = w[:-1] / deviation
    return Calibration(tuple(map(float, scaled)), float(w[-1] - (scaled * mean).sum()), RECORD_FROM)


def confidences(calibration: Calibration, x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(x @ np.asarray(calibration.weights) + calibration.bias)))


def precision(chances: np.ndarray, right: np.ndarray, threshold: float) -> float:
    kept = chances >= threshold - 1e-9
    return float(right[kept].mean()) if kept.any() else 1.0


def error(chances: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((chances * 10).astype(int), 9)
    return float(
        sum(
            abs(chances[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
            for b in range(10)
            if (bins == b).any()
        )
    )


if __name__ == "__main__":
    main()
