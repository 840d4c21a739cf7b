"""Trees written by hand, so that what reads them is tested without the model."""

from __future__ import annotations

from onrecord.domain import ActorKind, Anchor, Form, Mention
from onrecord.understand.trees import Trees, Word


def tree(rows: str) -> Trees:
    """From lines of `word head relation class`, heads counted from 1 in the sentence, 0 for the root."""
    words: list[Word] = []
    text = ""
    for number, row in enumerate(rows.strip().splitlines()):
        form, head, relation, kind = row.split()
        text += " " if text and form not in (".", ",") else ""
        start = len(text)
        text += form
        place = number if head == "0" else int(head) - 1
        words.append(Word(start, len(text), form.lower(), place, relation, kind))
    return Trees(text, words)


def mention(trees: Trees, words: str, kind: ActorKind = "person", form: Form = "name") -> Mention:
    """The first place where the words stand."""
    at = trees.text.index(words)
    return Mention(Anchor.of(trees.text, at, at + len(words)), kind, form)
