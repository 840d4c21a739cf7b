"""Who speaks, against the speakers coded by hand.

    onrecord read ../shared/data/polnear/dev.jsonl --format jsonl > build/dev.jsonl
    python -m benchmarks.speakers tests/golden/speakers.jsonl build/dev.jsonl --half tune

Measured are the coded statements that the reading has, with a source and a cue that overlap. `named`: a speaker whom
the article names. Precision: of the speakers that were given by name, how many are right; coverage: of those whom the
article names, how many were given by their name. A description ("the candidate") in place of a name is no name: it
counts as unknown, and in place of someone unnamed it is right.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Coded = dict[str, Any]
FORMS = ("name", "nominal", "pronoun")


def outcomes(golden: list[Coded], readings: dict[str, Coded]) -> Iterator[tuple[Coded, Coded, str, str | None]]:
    """The article, the coded statement, what became of it, and the name that was given."""
    for article in golden:
        reading = readings[article["id"]]
        actors = {a["id"]: a for a in reading["actors"]}
        for coded in article["statements"]:
            statement = _same(coded, reading["statements"])
            if statement is None:
                yield article, coded, "not found", None
                continue
            actor = actors.get(statement["speaker"])
            yield article, coded, _outcome(coded, actor), actor and actor["name"]


def _same(coded: Coded, statements: list[Coded]) -> Coded | None:
    fitting = [
        s
        for s in statements
        if s["source"] and s["cue"] and _overlap(s["source"], coded["source"]) and _overlap(s["cue"], coded["cue"])
    ]
    return max(fitting, key=lambda s: -abs(s["source"]["start"] - coded["source"][0]), default=None)


def _overlap(span: Coded, other: list[int]) -> bool:
    return bool(span["start"] < other[1] and other[0] < span["end"])


def _outcome(coded: Coded, actor: Coded | None) -> str:
    if actor is None:
        return "unknown"
    if coded["speaker"] is None:
        return "wrong" if actor["named"] else "description"
    meant = [coded["speaker"], *coded.get("also", [])]
    mentioned = any(_overlap(m, span) for m in actor["mentions"] for span in meant)
    right = mentioned or (coded["named"] and _alike(actor["name"], coded["name"]))
    if not actor["named"]:
        return "right" if right and not coded["named"] else "description"
    return "right" if right else "wrong"


def _alike(one: str, other: str) -> bool:
    a, b = ({*name.lower().replace("’", "'").split()} - {"the"} for name in (one, other))
    return a <= b or b <= a


def table(golden: list[Coded], readings: dict[str, Coded]) -> Iterator[str]:
    """Lines to print: all, and by the form of the source."""
    counts: Counter[tuple[str, bool, str]] = Counter()
    for _, coded, what, _ in outcomes(golden, readings):
        counts[coded["form"], coded["named"], what] += 1
    yield f"{'':10}{'coded':>7}{'found':>7}{'named':>7}{'given':>7}{'right':>7}{'precision':>11}{'coverage':>10}"
    for name, forms in (("all", FORMS), *((f, (f,)) for f in FORMS)):
        some = {k: v for k, v in counts.items() if k[0] in forms}
        every = sum(some.values())
        found = sum(v for (_, _, what), v in some.items() if what != "not found")
        named = sum(v for (_, by_name, what), v in some.items() if by_name and what != "not found")
        right = sum(v for (_, by_name, what), v in some.items() if by_name and what == "right")
        wrong = sum(v for (_, _, what), v in some.items() if what == "wrong")
        precision, coverage = 100 * right / max(1, right + wrong), 100 * right / max(1, named)
        yield f"{name:10}{every:7}{found:7}{named:7}{right + wrong:7}{right:7}{precision:11.1f}{coverage:10.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("golden", type=Path)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--half", choices=["tune", "final"])
    parser.add_argument("--show", action="store_true", help="each that is not right")
    args = parser.parse_args()
    golden = [json.loads(line) for line in args.golden.open(encoding="utf8")]
    golden = [a for a in golden if args.half in (None, a.get("half"))]
    readings = {r["article"]["given_id"]: r for r in map(json.loads, args.readings.open(encoding="utf8"))}
    for line in table(golden, readings):
        print(line)
    if args.show:
        for article, coded, what, given in outcomes(golden, readings):
            if what in ("wrong", "unknown", "description"):
                text = readings[article["id"]]["article"]["text"]
                start, end = coded["source"]
                name = coded.get("name") or (coded["speaker"] and text[slice(*coded["speaker"])])
                print(f"{what}: {text[start:end][:60]!r} [{start}] is {name!r}, given {given!r}   {article['id'][:40]}")


if __name__ == "__main__":
    main()
