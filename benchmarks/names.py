"""How well names alone tell whether one actor is meant, on the 200 hand-made pairs.

python -m benchmarks.names [--errors tune]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.link.names import THRESHOLD, compare, keys

GOLDEN = Path(__file__).parent.parent / "tests" / "golden" / "names.tsv"
HALVES = ("tune", "final")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, and whether one actor is meant."""

    half: str
    """`tune`: odd lines; `final`: even ones."""
    same: bool
    kind: str
    left: str
    right: str

    @property
    def found(self) -> bool:
        """Whether the names are called the same and meet under a key."""
        meet = set(keys(self.left, self.kind)) & set(keys(self.right, self.kind))
        return bool(meet) and compare(self.left, self.right, self.kind).score >= THRESHOLD


def pairs() -> Iterator[Pair]:
    """All pairs, in the order of the file."""
    for number, line in enumerate(GOLDEN.read_text("utf8").splitlines()):
        label, kind, left, right = line.split("\t")
        yield Pair(HALVES[number % 2], label == "same", kind, left, right)


def figures(half: str) -> tuple[float, float]:
    """Precision and recall of "same" on a half."""
    own = [pair for pair in pairs() if pair.half == half]
    right = sum(pair.found and pair.same for pair in own)
    return right / sum(pair.found for pair in own), right / sum(pair.same for pair in own)


def main() -> None:
    """Print the figures, and the errors of one half where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", choices=HALVES)
    asked = parser.parse_args().errors
    for half in HALVES:
        precision, recall = figures(half)
        print(f"{half}: precision {precision:.3f}, recall {recall:.3f}")
    for pair in pairs():
        if pair.half == asked and pair.found != pair.same:
            print(
                pair, compare(pair.left, pair.right, pair.kind), keys(pair.left, pair.kind), keys(pair.right, pair.kind)
            )


if __name__ == "__main__":
    main()
