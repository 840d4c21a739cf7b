"""Acts, and what stands beside them, against those coded by hand.

    onrecord read ../shared/data/polnear/dev.jsonl --format jsonl > build/dev.jsonl
    python -m benchmarks.acts tests/golden/acts.jsonl build/dev.jsonl --half tune

Measured are the coded statements that the reading has, with a cue and a content that overlap. Act: of those, how
many are as coded, or as coded second where two fit. The others by precision, recall and F1: negation and stance where
they are the same, spans where they overlap.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.events import around, overlap, share

Coded = dict[str, Any]
SPANS = ("addressee", "venue", "condition")


def found(golden: list[Coded], readings: dict[str, Coded]) -> Iterator[tuple[Coded, Coded, Coded]]:
    """The article, each coded statement that the reading has, and the reading's."""
    for article in golden:
        for coded in article["statements"]:
            fitting = [
                s
                for s in readings[article["id"]]["statements"]
                if s["cue"]
                and overlap(s["cue"], coded["cue"])
                and any(overlap(c, span) for c in s["content"] for span in coded["content"])
            ]
            if fitting:
                nearest = min(fitting, key=lambda s: abs(s["content"][0]["start"] - coded["content"][0][0]))
                yield article, coded, nearest


def counted(golden: list[Coded], readings: dict[str, Coded]) -> Counter[str]:
    """How many were coded, found, and of the found ones right in this and that; by act under its name."""
    counts: Counter[str] = Counter({"coded": sum(len(a["statements"]) for a in golden)})
    for _, coded, given in found(golden, readings):
        counts["found"] += 1
        counts["act"] += right(coded, given)
        counts[f"act {coded['act']} coded"] += 1
        counts[f"act {given['act']} given"] += 1
        counts[f"act {coded['act']} right"] += right(coded, given)
        for field in ("negated", "stance", *SPANS):
            one, other = coded.get(field), given[field]
            span = other and field in SPANS and (other["span"] if field == "addressee" else other)
            same = overlap(span, one) if one and span else bool(one) and one == other
            for what, there in (("coded", one), ("given", other), ("right", same)):
                counts[f"{field} {what}"] += bool(there)
    return counts


def figures(counts: Counter[str]) -> Iterator[str]:
    """Lines to print."""
    yield f"coded {counts['coded']}  found {counts['found']}  act right {share(counts['act'], counts['found'])}"
    for field in ("negated", "stance", *SPANS):
        coded, given, same = (counts[f"{field} {what}"] for what in ("coded", "given", "right"))
        shares = share(same, given), share(same, coded), share(2 * same, coded + given)
        yield f"  {field:10} coded {coded:3} given {given:3}  " + "P {} R {} F1 {}".format(*shares)
    for act in sorted({name.split()[1] for name in counts if name.startswith("act ")}):
        yield f"  {act:10}" + "".join(f"{counts[f'act {act} {what}']:5}" for what in ("coded", "given", "right"))


def right(coded: Coded, given: Coded) -> bool:
    """Whether the act is one of those coded."""
    return given["act"] in (coded["act"], coded.get("also", coded["act"]))


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
    for line in figures(counted(golden, readings)):
        print(line)
    for article, coded, given in found(golden, readings) if args.show else ():
        text = readings[article["id"]]["article"]["text"]
        if not right(coded, given):
            content = text[coded["content"][0][0] :][:90].replace("\n", " / ")
            print(f"{coded['act']} not {given['act']}: {around(text, *coded['cue'])} | {content}")
        for field in SPANS:
            span = given[field] and (given[field]["span"] if field == "addressee" else given[field])
            if bool(coded.get(field)) != bool(span):
                one = text[slice(*coded[field])] if coded.get(field) else None
                print(f"   {field}: {one!r} not {span and span['text']!r}: {around(text, *coded['cue'])}")


if __name__ == "__main__":
    main()
