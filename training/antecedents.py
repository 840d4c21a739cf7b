"""Fit the weights by which pronouns and descriptions are resolved, and how sure each way of resolving is.

    python training/antecedents.py --data ../shared/data --coded training/speakers.jsonl --model src/onrecord/model

Learns from the speakers coded by hand in PolNeAR's training articles, and for pronouns from GUM's coreference besides.
Writes src/onrecord/link/data/antecedents.json. Needs no torch.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentions import Document, gum
from onrecord.domain import Article, Reading
from onrecord.link.antecedents import Scene, candidates, features, learned
from onrecord.link.coreference import Resolver
from onrecord.link.entities import Entity
from onrecord.link.phrases import Head
from onrecord.understand import load

PENALTY = 0.5
"""On the square of each weight; chosen on a third of the coded articles held out."""


GUM_PRONOUNS = frozenset("he she him they them it".split())
GUM_WEIGHT = 0.3
"""A pronoun of GUM is seldom a source: it counts less."""


@dataclass(frozen=True, slots=True)
class Case:
    """A pronoun or description with those it can mean; `right` is the index of the right one, the last for nobody."""

    form: str
    options: list[dict[str, float]]
    right: int
    weight: float


def coded_cases(readings: list[Reading], coded: dict[str, Any]) -> Iterator[tuple[Case | None, Any]]:
    """The cases of articles whose speakers were coded. Whom an earlier source means is set right before the next."""
    for reading in readings:
        by_source = {tuple(s["source"]): s for s in coded[reading.article.given_id]["statements"]}
        resolver = Resolver(reading)
        for statement, head, resolution in resolver.steps():
            assert statement.source
            gold = next(
                (s for (a, b), s in by_source.items() if a < statement.source.end and statement.source.start < b), None
            )
            if gold is None or head is None:
                continue
            right = entity_of(gold, resolver, reading.article.text)
            yield case(head, resolver.scene(), right, gold), (head, resolution, right, gold)
            if right is not None:
                resolver.correct(statement, right)


def entity_of(gold: Any, resolver: Resolver, text: str) -> Entity | None:
    """The resolver's entity for a coded speaker; None where it has none."""
    if gold["speaker"] is None:
        return None
    start, end = gold["speaker"]
    overlapping = [e for e in resolver.entities if any(m.start < end and start < m.end for m in e.mentions)]
    if gold["named"]:
        words = {*gold["name"].lower().replace("’", "'").split()} - {"the"}
        alike = [e for e in resolver.entities if e.named and ({*e.name.lower().split()} - {"the"}) in (words,)]
        overlapping = alike or [e for e in overlapping if e.named]
    return overlapping[0] if overlapping else None


def case(head: Head, scene: Scene, right: Entity | None, gold: Any) -> Case | None:
    if head.form == "name":
        return None
    options = candidates(head, scene)
    index = next((i for i, e in enumerate(options) if e is right), len(options))
    if right is not None and index == len(options) and gold["named"]:
        return None  # it is there, but out of reach: nothing to learn
    return Case(head.form, [features(head, e, options, scene) for e in options], index, 1.0)


def gum_cases(documents: list[Document], readings: list[Reading]) -> Iterator[Case]:
    """The pronouns of GUM, each with what its chain says. Pronouns before count as mentions of whom they mean."""
    for document, reading in zip(documents, readings, strict=True):
        resolver = Resolver(reading)
        resolver.resolve()
        number_at = {(start, end): number for start, end, number in document.chains}
        of: dict[str, Entity] = {}
        for start, end, number in document.chains:
            inside = [e for e in resolver.entities if any(start <= m.start and m.end <= end for m in e.mentions[:200])]
            named = [e for e in inside if any(m.end == end or m.start == start for m in e.mentions)]
            if named:
                of.setdefault(number, named[-1])
        scene = resolver.scene()
        for mention in reading.mentions:
            at = mention.anchor
            number = number_at.get((at.start, at.end), "")
            if mention.form != "pronoun" or at.text.lower() not in GUM_PRONOUNS or not number:
                continue
            head = Head("pronoun", at, at.text.lower(), None)
            right = of.get(number)
            options = candidates(head, scene)
            index = next((i for i, e in enumerate(options) if e is right), len(options))
            yield Case("pronoun", [features(head, e, options, scene) for e in options], index, GUM_WEIGHT)
            if right is not None:
                resolver.mention(right, at)


def fit(cases: list[Case], penalty: float = PENALTY, steps: int = 3000) -> dict[str, float]:
    """Weights of a conditional logit: the chance of each option is its share of the powers of the scores."""
    names = sorted({n for c in cases for o in c.options for n in o})
    index = {n: i for i, n in enumerate(names)}
    rows: list[NDArray[np.float64]] = []
    for c in cases:
        x = np.zeros((len(c.options) + 1, len(names) + 1))
        for i, o in enumerate(c.options):
            for n, v in o.items():
                x[i, index[n]] = v
        x[-1, -1] = 1.0
        rows.append(x)
    w = np.zeros(len(names) + 1)
    first, second = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        gradient = penalty * w
        for x, c in zip(rows, cases, strict=True):
            s = x @ w
            p = np.exp(s - s.max())
            p /= p.sum()
            p[c.right] -= 1
            gradient += c.weight * (p @ x)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        w -= 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {"nobody": round(float(w[-1]), 3)} | {n: round(float(w[i]), 3) for n, i in index.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds polnear and gum")
    parser.add_argument("--coded", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/link/data/antecedents.json"))
    args = parser.parse_args()
    reader = load(args.model)
    coded = {a["id"]: a for a in map(json.loads, args.coded.open(encoding="utf8"))} if args.coded.exists() else {}
    with (args.data / "polnear" / "train.jsonl").open(encoding="utf8") as lines:
        articles = [a for a in map(json.loads, lines) if a["id"] in coded]
    readings = [reader.read(Article(a["text"], given_id=a["id"])) for a in articles]
    documents = [d for part in ("train", "dev") for d in gum(args.data / "gum" / part)]
    told = [reader.read(Article(d.text)) for d in documents]
    seen = list(coded_cases(readings, coded))
    cases = [c for c, _ in seen if c is not None]
    weights = {
        "pronoun": fit([c for c in cases if c.form == "pronoun"] + list(gum_cases(documents, told))),
        "nominal": fit([c for c in cases if c.form == "nominal"]),
    }
    old = json.loads(args.out.read_text())
    args.out.write_text(json.dumps(old | weights, indent=1) + "\n")
    weights["calibration"] = calibrated(readings, coded)
    args.out.write_text(json.dumps(weights, indent=1) + "\n")
    print({form: sum(c.form == form for c in cases) for form in ("pronoun", "nominal")}, "coded cases")


def calibrated(readings: list[Reading], coded: dict[str, Any]) -> dict[str, float]:
    """For each way of resolving, the logarithm of the odds that it is right, and where it was weighed how they grow
    with those of the weighing."""
    learned.cache_clear()
    found: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for _, (_, resolution, right, gold) in coded_cases(readings, coded):
        entity = resolution.entity
        if entity is None or not gold.get("sure", True):
            continue
        same = entity is right or (not gold["named"] and not entity.named)
        chance = min(max(resolution.certainty.chance, 0.001), 0.999)
        found[resolution.certainty.way].append((float(np.log(chance / (1 - chance))), same))
    weights: dict[str, float] = {}
    for way, pairs in found.items():
        x, y = np.asarray([p[0] for p in pairs]), np.asarray([p[1] for p in pairs], float)
        if way in ("pronoun", "description"):
            base, slope = logistic(x, y)
            weights |= {way: round(base, 3), f"{way}, slope": round(slope, 3)}
        else:
            right = (y.sum() + 1) / (len(y) + 2)
            weights[way] = round(float(np.log(right / (1 - right))), 3)
        print(f"{way:24} {int(y.sum())} of {len(y)}")
    return weights


def logistic(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    design = np.stack([np.ones_like(x), x], axis=1)
    w = np.asarray([0.0, 1.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ w))
        hessian = design.T @ (design * (p * (1 - p))[:, None]) + np.eye(2) * 0.1
        w = w - np.linalg.solve(hessian, design.T @ (p - y) + 0.1 * (w - [0.0, 1.0]))
    return float(w[0]), float(w[1])


if __name__ == "__main__":
    main()
