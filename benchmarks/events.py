"""Events against those coded by hand.

    onrecord read ../shared/data/polnear/dev.jsonl --format jsonl > build/dev.jsonl
    python -m benchmarks.events tests/golden/events.jsonl build/dev.jsonl --half tune

An event is found where one of its type is given whose trigger overlaps. `actors` and `recipients`: of the found ones
that have coded parties, those where every coded one overlaps a mention of a given one. `realis` and `according to`: of
the found ones, those that are right; the latter where the coded cue overlaps that of the given statement or of one
around it, or both have none: the coders had the corpus's statements before them, which stand in no other. `time`: of
the found ones that have a coded day or that there is none, those with just these days. Only the coded passages are
looked at.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Coded = dict[str, Any]


def pairs(article: Coded, reading: Coded) -> Iterator[tuple[Coded | None, Coded | None]]:
    """Coded events with the given ones that they are; each once, None where there is none."""
    given = [e for e in reading["events"] if e["trigger"]["start"] < article["end"]]
    for coded in article["events"]:
        fitting = [e for e in given if e["type"] == coded["type"] and overlap(e["trigger"], coded["trigger"])]
        best = max(fitting, key=lambda e: e["realis"] == coded["realis"], default=None)
        if best is not None:
            given.remove(best)
        yield coded, best
    yield from ((None, event) for event in given)


def overlap(span: Coded, other: list[int]) -> bool:
    """Whether a span of the contract and a coded one share characters."""
    return bool(span["start"] < other[1] and other[0] < span["end"])


def cues_around(statement: str | None, said: dict[str, Coded]) -> Iterator[Coded]:
    """The cues of a given statement and of those that it stands in, innermost first; one without a cue has none."""
    while statement:
        if said[statement]["cue"]:
            yield said[statement]["cue"]
        statement = said[statement]["parent"]


def counted(golden: list[Coded], readings: dict[str, Coded]) -> Counter[str]:
    """How many were coded, given, found, and of the found ones right in this and that; by type under its name."""
    counts: Counter[str] = Counter()
    for article in golden:
        reading = readings[article["id"]]
        actors = {a["id"]: a["mentions"] for a in reading["actors"]}
        said = {s["id"]: s for s in reading["statements"]}
        days = {t["id"]: [t["earliest"], t["latest"]] for t in reading["times"]}
        for coded, given in pairs(article, reading):
            both = "found" if coded and given else None
            for event, what in ((coded, "coded"), (given, "given"), (coded, both)):
                if event and what:
                    counts[what] += 1
                    counts[f"{event['type']} {what}"] += 1
            if not coded or not given:
                continue
            counts["realis"] += coded["realis"] == given["realis"]
            told = coded["according_to"]
            cues = cues_around(given["according_to"], said)
            counts["according to"] += any(overlap(c, told) for c in cues) if told else not given["according_to"]
            if "time" in coded:
                counts["time coded"] += 1
                counts["time"] += coded["time"] == days.get(given["time"])
            for role in ("actors", "recipients"):
                if coded[role]:
                    mentions = [m for a in given[role] for m in actors[a]]
                    counts[f"{role} coded"] += 1
                    counts[role] += all(any(overlap(m, span) for m in mentions) for span in coded[role])
    return counts


def figures(counts: Counter[str]) -> Iterator[str]:
    """Lines to print."""
    found, given, coded = counts["found"], counts["given"], counts["coded"]
    yield f"coded {coded}  given {given}  found {found}"
    yield f"precision {share(found, given)}  recall {share(found, coded)}  F1 {share(2 * found, given + coded)}"
    yield f"realis {share(counts['realis'], found)}  according to {share(counts['according to'], found)}"
    yield "  ".join(
        f"{role} {share(counts[role], counts[f'{role} coded'])}" for role in ("actors", "recipients", "time")
    )
    for type_ in sorted({name.split()[0] for name in counts if name.split()[0].isupper()}):
        yield f"  {type_:10}" + "".join(f"{counts[f'{type_} {what}']:5}" for what in ("coded", "given", "found"))


def share(part: int, whole: int) -> str:
    """In per cent."""
    return f"{100 * part / max(1, whole):.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("golden", type=Path)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--half", choices=["tune", "final"])
    parser.add_argument("--show", action="store_true", help="each that is missed or not coded")
    args = parser.parse_args()
    golden = [json.loads(line) for line in args.golden.open(encoding="utf8")]
    golden = [a for a in golden if args.half in (None, a.get("half"))]
    readings = {r["article"]["given_id"]: r for r in map(json.loads, args.readings.open(encoding="utf8"))}
    for line in figures(counted(golden, readings)):
        print(line)
    for article in golden if args.show else ():
        text = readings[article["id"]]["article"]["text"]
        for coded, given in pairs(article, readings[article["id"]]):
            if coded and not given:
                print(f"missed {coded['type']:9} {coded['realis']:11} {around(text, *coded['trigger'])}")
            elif given and not coded:
                start, end = given["trigger"]["start"], given["trigger"]["end"]
                print(f"extra  {given['type']:9} {given['realis']:11} {around(text, start, end)}")
            elif coded and given and coded["realis"] != given["realis"]:
                print(f"realis {coded['realis']} not {given['realis']}: {around(text, *coded['trigger'])}")


def around(text: str, start: int, end: int) -> str:
    """A span in its context, on one line."""
    return f"{text[max(0, start - 50) : start]}[[{text[start:end]}]]{text[end : end + 50]}".replace("\n", " / ")


if __name__ == "__main__":
    main()
