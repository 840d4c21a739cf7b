"""How well the time expressions of TimeBank are found and understood, counted as the referee counts them.

    python -m benchmarks.times ../shared/data/timebank [--referee ../shared/eval/score_times.py] [--errors dev]

Reads the referee's own module for what is gold and what a value's days are; finds the times of every article; prints
the referee's two figures with their precision and recall, for all articles and for two halves of them by the hash of
the file's name, the same on every machine: rules were written looking at the errors of `dev` alone. `--errors` lists
what was missed, is wrong or spurious.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.domain import Time
from onrecord.understand.times import find_times

HALVES = ("dev", "test")
_AROUND = 60
"""Characters shown on both sides of an error."""


@dataclass(slots=True)
class Count:
    """Expressions counted over articles."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    right: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, other: Count) -> None:
        """Count what another has counted."""
        self.gold += other.gold
        self.predicted += other.predicted
        self.found += other.found
        self.right += other.right
        self.errors += other.errors

    def f1(self, hits: int) -> float:
        """F1 in per cent of so many hits."""
        return _share(2 * hits, self.predicted + self.gold)

    def line(self, name: str, articles: int) -> str:
        """One row of the table."""
        return f"{name:5} {articles:8} {self.gold:6} {self.predicted:9}   " + "   ".join(
            f"{self.f1(n):5.1f} {_share(n, self.predicted):5.1f} {_share(n, self.gold):5.1f}"
            for n in (self.found, self.right)
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="TimeML files")
    parser.add_argument("--referee", type=Path, help="score_times.py; by default ../../eval beside the folder")
    parser.add_argument("--errors", choices=(*HALVES, "all"), help="list the errors of a half")
    options = parser.parse_args()
    referee = module(options.referee or options.folder.parent.parent / "eval" / "score_times.py")
    counts = {half: Count() for half in HALVES}
    articles = dict.fromkeys(HALVES, 0)
    characters, seconds = 0, 0.0
    for path in sorted(options.folder.glob("*.tml")):
        article = referee.load(path)
        begun = time.perf_counter()
        times = find_times(article["text"], date.fromisoformat(article["published"]) if article["published"] else None)
        seconds += time.perf_counter() - begun
        characters += len(article["text"])
        half = half_of(path.stem)
        articles[half] += 1
        counts[half].add(count(referee, article, times))
    if not characters:
        sys.exit(f"{options.folder}: no TimeML files; name the folder that holds the .tml files")
    whole = Count()
    print("                                      found F1, P, R      right days F1, P, R")
    print("half  articles   gold predicted")
    for half in HALVES:
        whole.add(counts[half])
        print(counts[half].line(half, articles[half]))
    print(whole.line("all", sum(articles.values())))
    print(f"{seconds:.2f} s for {characters:,} characters: {1000 * seconds / sum(articles.values()):.1f} ms an article")
    if options.errors:
        print(*(whole if options.errors == "all" else counts[options.errors]).errors, sep="\n")


def half_of(name: str) -> str:
    """The half that a file belongs to, by the last bit of its name's SHA-256."""
    return HALVES[hashlib.sha256(name.encode()).digest()[-1] % 2]


def count(referee: ModuleType, article: dict[str, Any], times: tuple[Time, ...]) -> Count:
    """One article, matched as the referee does: each gold expression takes one prediction, a right one first."""
    text = article["text"]
    predicted = [
        (t.anchor.start, t.anchor.end, (t.earliest.isoformat(), t.latest.isoformat()))
        for t in times
        if t.earliest and t.latest
    ]
    predicted = [p for p in predicted if not any(referee.overlap(p, other) for other in article["other"])]
    counted = Count(gold=len(article["gold"]), predicted=len(predicted))
    left = list(predicted)
    errors: list[tuple[int, str]] = []
    for gold in article["gold"]:
        hits = [p for p in left if referee.overlap(p, gold)]
        if not hits:
            errors.append((gold[0], f"missed   {'/'.join(gold[2])}  {_shown(text, *gold[:2])}"))
            continue
        best = next((p for p in hits if p[2] == gold[2]), hits[0])
        left.remove(best)
        counted.found += 1
        counted.right += best[2] == gold[2]
        if best[2] != gold[2]:
            errors.append(
                (gold[0], f"wrong    {'/'.join(gold[2])}, not {'/'.join(best[2])}  {_shown(text, *gold[:2])}")
            )
    errors += [(p[0], f"spurious {'/'.join(p[2])}  {_shown(text, *p[:2])}") for p in left]
    counted.errors = list(_named(article["id"], errors))
    return counted


def _named(name: str, errors: list[tuple[int, str]]) -> Iterator[str]:
    return (f"{name}: {error}" for _, error in sorted(errors))


def _shown(text: str, start: int, end: int) -> str:
    parts = text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
    before, inside, after = (" ".join(part.split()) for part in parts)
    return f"{before} [{inside}] {after}"


def _share(count: int, of: int) -> float:
    return 100 * count / of if of else 0.0


def module(path: Path) -> ModuleType:
    """The referee's script as a module."""
    spec = importlib.util.spec_from_file_location("referee", path)
    if spec is None or spec.loader is None or not path.is_file():
        sys.exit(f"{path}: no such script; name the referee's score_times.py with --referee")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
