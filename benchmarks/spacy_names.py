"""A small spaCy entity recogniser, trained on what onrecord's names and descriptions are trained on, measured as
`training/evaluate_mentions.py` measures these: exact spans with their kinds on GUM's dev part.

    PYTHONPATH=src:training build/peers/bin/python -m benchmarks.spacy_names --data ../shared/data

spaCy's own small setup (four convolutions of 96, no vectors), in two: one for names from all corpora, one that learns
names and descriptions from GUM, the only one that has both; of two spans in each other it learns the longer. It stops
where the last tenth of the texts, which it does not learn from, is read best. Takes half an hour.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.training import Example
from spacy.util import compounding, filter_spans, fix_random_seed, minibatch

from evaluate_mentions import table
from mentions import Document, Labelled, gum, training

SEED = 1
EPOCHS, PATIENCE = 40, 6


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds gum and ner")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    args = parser.parse_args()
    documents = training(args.data)
    dev = list(gum(args.data / "gum" / "dev"))
    names = trained(documents, args.epochs, nouns=False)
    report("names", names, dev, nouns=False)
    both = trained([d for d in documents if d.nominals is not None], args.epochs, nouns=True)
    report("names and descriptions", both, dev, nouns=True)


def labelled(document: Document, *, nouns: bool) -> list[Labelled]:
    """Its names, and where asked for its descriptions under labels of their own."""
    described = [(start, end, f"nominal {kind}") for start, end, kind in document.nominals or ()] if nouns else []
    return [(start, end, f"name {kind}") for start, end, kind in document.names] + described


def examples(nlp: Any, documents: Sequence[Document], *, nouns: bool) -> list[Example]:
    found = []
    for document in documents:
        doc = nlp.make_doc(document.text)
        spans = [
            doc.char_span(*span[:2], label=span[2], alignment_mode="expand") for span in labelled(document, nouns=nouns)
        ]
        reference = doc.copy()
        reference.set_ents(filter_spans([s for s in spans if s is not None]))
        found.append(Example(doc, reference))
    return found


def trained(documents: Sequence[Document], epochs: int, *, nouns: bool) -> Any:
    """The pipeline as it was after its best epoch."""
    fix_random_seed(SEED)
    rng = random.Random(SEED)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    shuffled = rng.sample(list(documents), len(documents))
    apart = len(shuffled) // 10
    unseen, seen = (examples(nlp, part, nouns=nouns) for part in (shuffled[:apart], shuffled[apart:]))
    optimizer = nlp.initialize(lambda: seen)
    best, state, since = 0.0, nlp.to_bytes(), 0
    for epoch in range(epochs):
        rng.shuffle(seen)
        for batch in minibatch(seen, compounding(2.0, 16.0, 1.002)):
            nlp.update(batch, sgd=optimizer, drop=0.2)
        with nlp.use_params(optimizer.averages):
            f1 = nlp.evaluate(unseen)["ents_f"] or 0.0
            print(f"epoch {epoch + 1}: F1 of the tenth that is kept apart {100 * f1:.1f}", flush=True)
            since += 1
            if f1 > best:
                best, state, since = f1, nlp.to_bytes(), 0
        if since == PATIENCE:
            break
    return nlp.from_bytes(state)


def report(title: str, nlp: Any, dev: Sequence[Document], *, nouns: bool) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for document in dev:
        got = {(e.start_char, e.end_char, e.label_) for e in nlp(document.text).ents}
        coded = set(labelled(document, nouns=nouns))
        for what, spans in (("right", got & coded), ("given", got), ("coded", coded)):
            for _, _, label in spans:
                counts[label, what] += 1
                counts[label.split()[0] + " all", what] += 1
                counts["all", what] += 1
    print(f"{title}\n{table(counts)}", flush=True)


if __name__ == "__main__":
    main()
