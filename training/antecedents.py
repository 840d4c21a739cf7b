"""Fit how sure each way of resolving a source is, and with --weights those of descriptions.

    python training/antecedents.py --data DATA --coded training/speakers.jsonl --model src/onrecord/model

Learns from the speakers coded by hand in PolNeAR's training articles; writes src/onrecord/link/data/antecedents.json.
The calibration is fitted on articles that the weights it judges were not fitted on; a way that no coded source was
resolved by keeps the figure that it had. Needs no torch.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.domain import Article, Reading
from onrecord.link.antecedents import Scene, Weights, candidates, features, learned
from onrecord.link.confidence import UNNAMED
from onrecord.link.coreference import Resolution, Resolver
from onrecord.link.entities import Entity
from onrecord.link.phrases import Head
from onrecord.understand import load

Coded = dict[str, Any]

PENALTY = 2.0
"""On the square of what each weight differs from the one it starts from: of 0.5, 1, 2 and 4 the one that named most
without a wrong name in five folds over the coded articles."""
FOLDS = 5
WEIGHED = ("pronoun", "plural pronoun", "it", "description", "doubtful name")
"""Ways of resolving whose chance says something."""
BY_HAND = {
    "nobody": 1.0,
    "share": 0.9,
    "its role": 3.0,
    "shared words": 1.2,
    "other words": -0.3,
    "only one": 0.8,
    "definite": 0.3,
    "spoke last, paragraph": 1.0,
    "spoke last, next": 0.7,
    "own person": -3,
    "same noun": 1.5,
    "kindred role": 1.8,
    "of its sort": 2.5,
    "in its name": 2.5,
    "named": 0.7,
}
"""Weights for descriptions from which the fitting starts. Those of pronouns stay as they were set by hand: fitted ones
were right less often (docs/decisions/speakers.md)."""
FEW = 5
"""Coded sources of a way that led to somebody without a name: fewer say nothing."""
ENOUGH = 12
"""Coded sources of a way: from fewer it can't be told how its chances should count."""


@dataclass(frozen=True, slots=True)
class Case:
    """A pronoun or description with those it can mean; `right` is the index of the right one, the last for nobody."""

    form: str
    options: list[dict[str, float]]
    right: int


@dataclass(frozen=True, slots=True)
class Step:
    """One source whose speaker was coded, and what became of it."""

    case: Case | None
    resolution: Resolution
    right: Entity | None
    coded: Coded


def steps(reading: Reading, coded: Coded, weights: Weights | None = None, *, correct: bool) -> Iterator[Step]:
    """The coded sources of an article. With `correct`, whom a source means is set right before the next."""
    resolver = Resolver(reading, weights)
    for statement, head, resolution in resolver.steps():
        source = statement.source
        assert source
        overlapping = (s for s in coded["statements"] if s["source"][0] < source.end and source.start < s["source"][1])
        gold = next(overlapping, None)
        if gold is None or head is None:
            continue
        right = entity_of(gold, resolver)
        yield Step(case(head, resolver.scene(), right, gold), resolution, right, gold)
        if right is not None and correct:
            resolver.correct(statement, right)


def entity_of(gold: Coded, resolver: Resolver) -> Entity | None:
    """The resolver's entity for a coded speaker; None where it has none."""
    if gold["speaker"] is None:
        return None
    start, end = gold["speaker"]
    overlapping = [e for e in resolver.entities if any(m.start < end and start < m.end for m in e.mentions)]
    if gold["named"]:
        words = {*gold["name"].lower().replace("’", "'").split()} - {"the"}
        alike = [e for e in resolver.entities if e.named and {*e.name.lower().split()} - {"the"} == words]
        overlapping = alike or [e for e in overlapping if e.named]
    return overlapping[0] if overlapping else None


def is_right(entity: Entity, gold: Coded) -> bool:
    """As benchmarks/speakers.py has it."""
    if gold["speaker"] is None or entity.named != gold["named"]:
        return False
    if any(m.start < end and start < m.end for m in entity.mentions for start, end in [gold["speaker"]]):
        return True
    own, other = ({*name.lower().split()} - {"the"} for name in (entity.name, gold.get("name", "")))
    return not entity.named or own <= other or (bool(other) and other <= own)


def case(head: Head, scene: Scene, right: Entity | None, gold: Coded) -> Case | None:
    if head.form == "name":
        return None
    options = candidates(head, scene)
    index = next((i for i, e in enumerate(options) if e is right), len(options))
    if right is not None and index == len(options) and gold["named"]:
        return None  # it is there, but out of reach: nothing to learn
    return Case(head.form, [features(head, e, options, scene) for e in options], index)


def fit(
    cases: list[Case], penalty: float = PENALTY, rounds: int = 300, prior: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Weights of a conditional logit: the chance of each option is its share of the powers of the scores. They stay
    near those of `prior`."""
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
    expected = np.asarray([(prior or {}).get(n, 0.0) for n in (*names, "nobody")])
    w = expected.copy()
    first, second = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, rounds + 1):
        gradient = penalty * (w - expected)
        for x, c in zip(rows, cases, strict=True):
            s = x @ w
            p = np.exp(s - s.max())
            p /= p.sum()
            p[c.right] -= 1
            gradient += p @ x
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        w -= 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {"nobody": round(float(w[-1]), 3)} | {n: round(float(w[i]), 3) for n, i in index.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds PolNeAR's train.jsonl")
    parser.add_argument("--coded", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/link/data/antecedents.json"))
    parser.add_argument("--weights", action="store_true", help="fit the weights, too, not only how sure they are")
    args = parser.parse_args()
    reader = load(args.model)
    coded = {a["id"]: a for a in map(json.loads, args.coded.open(encoding="utf8"))}
    with (args.data / "train.jsonl").open(encoding="utf8") as lines:
        articles = sorted((a for a in map(json.loads, lines) if a["id"] in coded), key=lambda a: a["id"])
    pairs = [(reader.read(Article(a["text"], given_id=a["id"])), coded[a["id"]]) for a in articles]
    old, kept = learned(), dict(learned()["calibration"])
    found = {form: dict(old[form]) for form in ("pronoun", "nominal")}
    if args.weights:
        cases = [[s.case for s in steps(*pair, correct=True) if s.case] for pair in pairs]
        found |= fitted([c for own in cases for c in own])
        judged: list[Step] = []
        for fold in range(FOLDS):
            weights = old | fitted([c for i, own in enumerate(cases) if i % FOLDS != fold for c in own])
            judged += [s for pair in pairs[fold::FOLDS] for s in steps(*pair, weights, correct=False)]
    else:
        judged = [s for pair in pairs for s in steps(*pair, correct=False)]
    args.out.write_text(json.dumps(found | {"calibration": calibrated(judged, kept)}, indent=1) + "\n")


def fitted(cases: list[Case]) -> dict[str, dict[str, float]]:
    return {"nominal": fit([c for c in cases if c.form == "nominal"], prior=BY_HAND)}


def calibrated(judged: list[Step], kept: dict[str, float]) -> dict[str, float]:
    """`kept`, brought up to date: for each way of resolving the logarithm of the odds that it is right, and where
    enough were weighed how they grow with those of the weighing."""
    found: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for step in judged:
        entity = step.resolution.entity
        if entity is None or not step.coded.get("sure", True):
            continue
        same = is_right(entity, step.coded)
        chance = min(max(step.resolution.certainty.chance, 0.001), 0.999)
        found[step.resolution.certainty.key].append((float(np.log(chance / (1 - chance))), same))
    weights: dict[str, float] = kept
    for way, pairs in sorted(found.items()):
        if way.endswith(UNNAMED) and way.removesuffix(UNNAMED) in kept and len(pairs) < FEW:
            continue  # then it is as sure as with a name
        x, y = np.asarray([p[0] for p in pairs]), np.asarray([p[1] for p in pairs], float)
        kept.pop(f"{way}, slope", None)
        if way.removesuffix(UNNAMED) in WEIGHED and len(pairs) >= ENOUGH:
            base, slope = logistic(x, y)
            weights |= {way: round(base, 3), f"{way}, slope": round(slope, 3)}
        else:
            right = (y.sum() + 1) / (len(y) + 2)
            weights[way] = round(float(np.log(right / (1 - right))), 3)
        print(f"{way:24} {int(y.sum())} of {len(y)} right")
    return weights


def logistic(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    design = np.stack([np.ones_like(x), x], axis=1)
    w = np.asarray([0.0, 1.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ w))
        hessian = design.T @ (design * (p * (1 - p))[:, None]) + np.eye(2)
        w = w - np.linalg.solve(hessian, design.T @ (p - y) + (w - [0.0, 1.0]))
    return float(w[0]), float(w[1])


if __name__ == "__main__":
    main()
