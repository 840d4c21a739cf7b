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
from typing import NamedTuple

from benchmarks.measuring import MEGABYTE, Command, peak_memory, run, timing
from benchmarks.speed import chosen, doubt, header, texts_of, words_in

ROOT = Path(__file__).parent.parent
FEW = 5
"""Articles that show how much memory BERT takes: it reads window by window, so that more take no more."""


class Peer(NamedTuple):
    """A program to be measured."""

    name: str
    command: Command
    """Without the file of texts, which comes last."""
    texts: Path
    sample: Path
    """The texts that show how much memory it takes."""
    runs: int


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
        few = folder / "few.json"
        few.write_text(json.dumps(found[:FEW]), "utf-8")
        print(f"{len(found)} articles, {words:,} words; whole processes, start-up included\n")
        print(f"{'':44}{'words a second':>16}{'of onrecord':>13}{'peak memory':>14}")
        read: list[str | Path] = [given.onrecord, "read", "--format", "jsonl"]
        spacy, bert = ([sys.executable, "-m", f"benchmarks.peer_{name}"] for name in ("spacy", "bert"))
        peers = (
            Peer("onrecord, one process, two threads", read, articles, articles, given.runs),
            Peer("onrecord, two processes", [*read, "--workers", "2"], articles, articles, given.runs),
            Peer("spaCy en_core_web_sm, two processes", spacy, texts, texts, given.runs),
            Peer("BERT-base encoder, 8 bits, two threads", [*bert, quantised], texts, few, 1),
            Peer("BERT-base encoder, 32 bits, two threads", [*bert, plain], texts, few, 1),
        )
        own = 0.0
        for peer in peers:
            environment = None if peer.command[0] == given.onrecord else env
            taken = timing([*peer.command, peer.texts], peer.runs, environment)
            rate = words / taken.seconds
            own = own or rate
            memory = peak_memory([*peer.command, peer.sample], environment) / MEGABYTE
            print(f"{peer.name:44}{rate:16,.0f}{rate / own:12.2f}x{memory:11.0f} MB{doubt(taken)}", flush=True)


if __name__ == "__main__":
    main()
