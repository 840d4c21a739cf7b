"""onrecord beside programs of its size, in one run on the same texts; part of `make bench`, or

    build/peers/bin/python -m benchmarks.peers ../shared/data/polnear/dev.jsonl --onrecord .venv/bin/onrecord

None of them does what onrecord does: they show what reading a text costs. It runs in an environment of its own
(`benchmarks/requirements.txt`), with the peers in it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import MEGABYTE, Command, median_seconds, peak_memory, run
from benchmarks.speed import chosen, header, texts_of, words_in

ROOT = Path(__file__).parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("source", nargs="?", default="../shared/data/polnear/dev.jsonl")
    parser.add_argument("--onrecord", type=Path, required=True, help="the program to set them against")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts; BERT runs once")
    parser.add_argument("--articles", type=int, help="only so many, to try")
    given = parser.parse_args()
    header()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        plain, quantised, texts, articles = (folder / n for n in ("32.onnx", "8.onnx", "texts.json", "texts.jsonl"))
        found = texts_of(run([given.onrecord, "read", chosen(given.source), "--format", "jsonl"]).output)
        found = found[: given.articles]
        texts.write_text(json.dumps(found), "utf-8")
        articles.write_text("".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in enumerate(found)), "utf-8")
        run([sys.executable, "-m", "benchmarks.bert", plain, quantised])
        words = words_in(found)
        print(f"{len(found)} articles, {words:,} words; whole processes, start-up included\n")
        print(f"{'':44}{'words a second':>16}{'of onrecord':>13}{'peak memory':>14}")
        read = [given.onrecord, "read", articles, "--format", "jsonl"]
        bert = [sys.executable, "-m", "benchmarks.peer_bert"]
        rows: list[tuple[str, Command, int]] = [
            ("onrecord, one process, two threads", read, given.runs),
            ("onrecord, two processes", [*read, "--workers", "2"], given.runs),
            ("spaCy en_core_web_sm, two processes", [sys.executable, "-m", "benchmarks.peer_spacy", texts], given.runs),
            ("BERT-base encoder, 8 bits, two threads", [*bert, quantised, texts], 1),
            ("BERT-base encoder, 32 bits, two threads", [*bert, plain, texts], 1),
        ]
        own = 0.0
        for name, command, runs in rows:
            environment = None if command[0] == given.onrecord else env
            rate = words / median_seconds(command, runs, environment)
            own = own or rate
            memory = peak_memory(command, environment) / MEGABYTE
            print(f"{name:44}{rate:16,.0f}{rate / own:12.2f}x{memory:11.0f} MB", flush=True)


if __name__ == "__main__":
    main()
