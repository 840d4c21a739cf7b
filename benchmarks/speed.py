"""How fast onrecord reads, as whole processes: `make bench`, or

    python -m benchmarks.speed ../shared/data/polnear/dev.jsonl

A word is what stands between white space in the articles' text.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import MEGABYTE, Timing, busy, machine, peak_memory, run, timing

EXAMPLES = Path(__file__).parent.parent / "examples" / "world"
QUIET = 0.2
"""Processors that others may keep busy before the figures are in doubt."""


def chosen(source: str) -> str:
    """The corpus where it is there, else the examples, and that is said."""
    if Path(source).exists():
        return source
    print(f"there is no {source}: measured on {EXAMPLES}, which is too short to say much")
    return str(EXAMPLES)


def texts_of(output: bytes) -> list[str]:
    """The articles' texts in what `onrecord read --format jsonl` printed."""
    return [json.loads(line)["article"]["text"] for line in output.splitlines()]


def words_in(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)


def doubt(taken: Timing) -> str:
    """What to say where others were busy meanwhile."""
    return f"  others: {taken.others:.1f} cores" if taken.others > QUIET else ""


def header() -> None:
    """Where this is measured, and whether the machine is quiet."""
    others = busy()
    print(machine())
    if others > QUIET:
        print(f"others keep {others:.1f} processors busy: the figures below are too low")


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("source", nargs="?", default="../shared/data/polnear/dev.jsonl")
    parser.add_argument("--onrecord", type=Path, default=Path(sys.executable).parent / "onrecord")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts")
    given = parser.parse_args()
    source = chosen(given.source)
    header()
    read = [given.onrecord, "read", source, "--format", "jsonl"]
    texts = texts_of(run(read).output)
    words = words_in(texts)
    print(f"{len(texts)} articles, {words:,} words; medians of {given.runs} runs, start-up included\n")
    print(f"{'':34}{'words a second':>16}{'aim':>8}{'peak memory':>14}{'aim':>9}")
    for workers in (1, 2):
        command = [*read, "--workers", str(workers)]
        taken = timing(command, given.runs)
        memory = peak_memory(command) / MEGABYTE
        name, rate = f"onrecord read --workers {workers}", words / taken.seconds
        print(f"{name:34}{rate:16,.0f}{5000:8,}{memory:11.0f} MB{600:6} MB{doubt(taken)}", flush=True)
    print(f"\n{'':34}{'seconds':>16}{'aim':>8}")
    with TemporaryDirectory() as folder:
        one = Path(folder) / "article.txt"
        one.write_text(sorted(texts, key=len)[len(texts) // 2], "utf-8", newline="")
        alone = [given.onrecord, "read", one, "--format", "jsonl"]
        first = statistics.median(run(alone).first for _ in range(2 * given.runs + 1))
    print(f"{'start to the first statement':34}{first:16.2f}{1.5:8}")
    asked = timing([given.onrecord, "--help"], 2 * given.runs + 1).seconds
    print(f"{'onrecord --help':34}{asked:16.2f}{0.2:8}\n", flush=True)
    print(run([sys.executable, "-m", "benchmarks.shares", source]).output.decode())


if __name__ == "__main__":
    main()
