"""Statements inside statements, and carried-over speech, against what people coded.

    onrecord read ../shared/data/polnear/dev.jsonl --format jsonl > dev.jsonl
    python benchmarks/nested.py tests/golden/nested.jsonl dev.jsonl --half tune

A nested statement counts where its content shares at least half of its words with a coded one's and the sources overlap
or are both absent: the referee's relation rule, among nested statements only. `with its parent`: where, besides, the
cue of its parent overlaps with that of the coded parent. A carried start counts where it is the coded one, to the
quotation mark, and the cue of its statement overlaps with the coded one.

Only two columns of the coded file are needed to measure how well two coders agree:

    python benchmarks/nested.py tests/golden/nested.jsonl tests/golden/nested-second.jsonl
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Range = tuple[int, int]
Coded = dict[str, Any]
TEXTS = Path(__file__).parent.parent.parent / "shared" / "data" / "polnear" / "dev.jsonl"
WORD = re.compile(r"\w+(?:[-.]\w+)*|[^\w\s]")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path, help="what `onrecord read` printed, or a second coder's file")
    parser.add_argument("--half", choices=("tune", "final"))
    parser.add_argument("--texts", type=Path, default=TEXTS)
    args = parser.parse_args()
    for name, (right, found, coded) in measured(args.gold, args.predicted, args.texts, args.half).items():
        precision, recall = right / max(1, found), right / max(1, coded)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{name:18}{100 * precision:7.1f}{100 * recall:7.1f}{100 * f1:7.1f}   {right} of {found}, {coded} coded")


def measured(gold: Path, predicted: Path, texts: Path, half: str | None = None) -> dict[str, tuple[int, int, int]]:
    """Right, found and coded, of the articles that both files have. Raises ValueError where there is none."""
    words = {a["id"]: [m.span() for m in WORD.finditer(a["text"])] for a in lines(texts)}
    other = {a["id"]: a for a in map(plain, lines(predicted))}
    counts = {name: [0, 0, 0] for name in ("nested", "with its parent", "carried")}
    articles = [a for a in lines(gold) if a["id"] in other and half in (None, a["half"])]
    if not articles:
        raise ValueError(f"{predicted} has none of the articles of {gold}")
    for article in articles:
        mine = other[article["id"]]
        pairs = matches(article["nested"], mine["nested"], words[article["id"]])
        parents = sum(overlap(g["parent_cue"], p["parent_cue"]) for g, p in pairs)
        carried = sum(
            any(
                abs(g["start"] - p["start"]) <= 1 and overlap(g["statement_cue"], p["statement_cue"])
                for p in mine["carried"]
            )
            for g in article["carried"]
        )
        sizes = len(mine["nested"]), len(article["nested"])
        for name, got in (
            ("nested", (len(pairs), *sizes)),
            ("with its parent", (parents, *sizes)),
            ("carried", (carried, len(mine["carried"]), len(article["carried"]))),
        ):
            counts[name] = [a + b for a, b in zip(counts[name], got, strict=True)]
    return {name: (a, b, c) for name, (a, b, c) in counts.items()}


def lines(path: Path) -> Iterable[Coded]:
    with path.open(encoding="utf8") as file:
        yield from map(json.loads, file)


def plain(item: Coded) -> Coded:
    """A reading in the form of the coded files; these are left as they are."""
    if "article" not in item:
        return item
    by_id = {s["id"]: s for s in item["statements"]}
    return {
        "id": item["article"]["given_id"],
        "nested": [
            {role: ranges(s[role]) for role in ("source", "cue", "content")}
            | {"parent_cue": ranges(by_id[s["parent"]]["cue"])}
            for s in item["statements"]
            if s["parent"]
        ],
        "carried": [
            {"start": start, "statement_cue": ranges(s["cue"])} for s in item["statements"] for start in s["carried"]
        ],
    }


def ranges(value: Any) -> list[list[int]]:
    spans = [] if value is None else value if isinstance(value, list) else [value]
    return [[s["start"], s["end"]] for s in spans]


def matches(gold: list[Coded], found: list[Coded], words: list[Range]) -> list[tuple[Coded, Coded]]:
    """One to one, the best shared content first."""
    pairs = []
    for i, g in enumerate(gold):
        for j, p in enumerate(found):
            a, b = tokens(g["content"], words), tokens(p["content"], words)
            shared = len(a & b) / len(a | b) if a | b else 0.0
            if shared >= 0.5 and (overlap(g["source"], p["source"]) or not (g["source"] or p["source"])):
                pairs.append((-shared, i, j))
    taken: set[int] = set()
    given: set[int] = set()
    kept = []
    for _, i, j in sorted(pairs):
        if i not in taken and j not in given:
            taken.add(i)
            given.add(j)
            kept.append((gold[i], found[j]))
    return kept


def tokens(spans: list[list[int]], words: list[Range]) -> set[int]:
    return {i for i, (a, b) in enumerate(words) if any(a < end and b > start for start, end in spans)}


def overlap(a: list[list[int]], b: list[list[int]]) -> bool:
    return any(x[0] < y[1] and y[0] < x[1] for x in a for y in b)


if __name__ == "__main__":
    main()
