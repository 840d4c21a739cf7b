"""Fit how much the words' own say about an act counts beside the model's scores, and put it into the model's manifest.

    PYTHONPATH=src python training/weigh_acts.py --model build/model --articles ../shared/data/polnear/train.jsonl \
        --coded training/acts.jsonl

Through the reader, on the tenth of the coded articles that mention_layers.py has not learnt from: the weights that
make the coded acts likeliest. Prints how many acts are right, of the model alone, of the rules before the model, and
with the weights.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

sys.path.append(str(Path(__file__).parent.parent))
from benchmarks.acts import found
from data import apart
from onrecord.contract import to_contract
from onrecord.domain import Act, Article
from onrecord.understand import load
from onrecord.understand.acts.scores import ACTS, VOTES, ActWeights, Votes

Seen = tuple[NDArray[np.float32], Votes]


@dataclass(frozen=True)
class Recorder(ActWeights):
    """Keeps what was weighed, statement by statement."""

    seen: list[Seen] = field(default_factory=list)

    def likeliest(
        self, scores: NDArray[np.float32], cue: Sequence[int], content: Sequence[int], votes: Votes
    ) -> Act | None:
        self.seen.append((self.weighed(scores, cue, content), votes))
        return ActWeights.likeliest(self, scores, cue, content, votes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--coded", type=Path, required=True)
    parser.add_argument("--dry", action="store_true", help="leave the manifest as it is")
    args = parser.parse_args()
    known = list(read(args))
    scores = torch.from_numpy(np.stack([scores for _, scores, _ in known]))
    votes = torch.from_numpy(np.stack([matrix(v) for _, _, v in known]))
    right = [{ACTS.index(c["act"]), ACTS.index(c["also"] if c.get("also") else c["act"])} for c, _, _ in known]
    gold = torch.tensor([ACTS.index(c["act"]) for c, _, _ in known])
    weights = fit(scores, votes, gold)
    rules = scores + votes @ torch.tensor([300.0, 200.0])
    for name, given in (
        ("the model alone", scores.argmax(1).tolist()),
        ("rules before the model", rules.argmax(1).tolist()),
        ("weighed", (scores + votes @ weights).argmax(1).tolist()),
    ):
        for part, named in (("all", (True, False)), ("words name an act", (True,)), ("none do", (False,))):
            those = [votes.named is not None for _, _, votes in known]
            shares = [g in r for g, r, one in zip(given, right, those, strict=True) if one in named]
            print(f"{name}, {part}: {100 * np.mean(shares):.1f} % of {len(shares)} right")
    found_weights = {name: round(float(w), 3) for name, w in zip(VOTES, weights, strict=True)}
    print(found_weights)
    if not args.dry:
        path = args.model / "manifest.json"
        manifest = json.loads(path.read_text()) | {"act_votes": found_weights}
        path.write_text(json.dumps(manifest, indent=1) + "\n")


def read(args: argparse.Namespace) -> Iterator[tuple[dict[str, Any], NDArray[np.float32], Votes]]:
    """The coded statements that the reading has: the coding, the model's scores, the votes."""
    reader = load(args.model)
    recorder = Recorder(reader.act_weights.bias, reader.act_weights.votes)
    reader.act_weights = recorder
    with args.articles.open(encoding="utf8") as lines:
        articles = {a["id"]: a for a in map(json.loads, lines)}
    for coded in map(json.loads, args.coded.open(encoding="utf8")):
        if not apart(coded["id"]):
            continue
        text = articles[coded["id"]]["text"]
        assert sha256(text.encode()).hexdigest()[:16] == coded["sha256"]
        recorder.seen.clear()
        reading = reader.read(Article(text, given_id=coded["id"]))
        seen = iter(recorder.seen)
        by_id = {s.id: next(seen) for s in reading.statements if s.cue is not None}
        for _, statement, given in found([coded], {coded["id"]: to_contract(reading)}):
            yield statement, *by_id[given["id"]]


def matrix(votes: Votes) -> NDArray[np.float32]:
    """[acts, votes]"""
    named = np.zeros((len(ACTS), len(VOTES)), np.float32)
    for number, name in enumerate(VOTES):
        act = getattr(votes, name)
        if act is not None:
            named[ACTS.index(act), number] = 1
    return named


def fit(scores: torch.Tensor, votes: torch.Tensor, gold: torch.Tensor) -> torch.Tensor:
    """[votes] the weights under which the gold acts are likeliest, with a temperature of their own for the scores."""
    raw = torch.ones(len(VOTES) + 1, requires_grad=True)
    optimizer = torch.optim.LBFGS([raw], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.cross_entropy(raw[-1] * scores + votes @ raw[:-1], gold)
        value.backward()
        return value

    optimizer.step(loss)
    return (raw[:-1] / raw[-1]).detach()


if __name__ == "__main__":
    main()
