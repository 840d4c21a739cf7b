"""Names and nouns of those who can speak or act, from GUM, Wikigold, WNUT 17 and re3d, as training examples.

How their kinds and spans map to ours: docs/decisions/mentions.md.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from data import Example, Labels
from onrecord.understand.encoding import Encoded, encode
from onrecord.understand.mentions import NAME_KINDS, NOMINAL_KINDS
from onrecord.understand.trees import CLASSES, RELATIONS

Labelled = tuple[int, int, str]
"""First code point, one past the last, kind."""

_CONLL = {"PER": "person", "ORG": "organization", "LOC": "place"}
_WNUT = {"person": "person", "group": "organization", "corporation": "organization", "location": "place"}
_RE3D = {"Person": "person", "Organisation": "organization", "Location": "place"}
_SMALL = frozenset("of for and the on in de del la van von der den bin al & ' ’ 's -".split())
"""Words that stand inside names between words with capitals."""
_TITLES = frozenset(
    (
        "mr mr. mrs mrs. ms ms. dr dr. president senator sen. rep. secretary minister governor gov. professor sir lady "
        "lord king queen pope prince princess general gen. colonel col. captain judge justice chancellor chief prime "
        "foreign former director chairman chairwoman spokesman spokeswoman spokesperson earl duke duchess baron count "
        "ambassador commander officer editor mayor"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a dependency tree; `head` counts in the sentence, -1 for the root."""

    start: int
    end: int
    form: str
    upos: str
    feats: str
    head: int
    relation: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what is labelled in it."""

    id: str
    text: str
    names: tuple[Labelled, ...]
    nominals: tuple[Labelled, ...] | None
    """None where the corpus has no nouns labelled."""
    trees: tuple[tuple[Token, ...], ...] = ()
    """A sentence each, where the corpus has them."""


def gum(folder: Path) -> Iterator[Document]:
    """The documents of one part of GUM."""
    for path in sorted(folder.glob("*.conllu")):
        yield _gum_document(path)


def _gum_document(path: Path) -> Document:
    text = ""
    names: list[Labelled] = []
    nominals: list[Labelled] = []
    trees: list[tuple[Token, ...]] = []
    paragraph = False
    for block in path.read_text(encoding="utf8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        rows = [row for row in rows if row[0].isdigit()]
        paragraph |= "# newpar" in block
        if not rows:
            continue
        text += "" if not text else "\n" if paragraph else " "
        paragraph = False
        tokens: list[Token] = []
        for row in rows:
            start = len(text)
            text += row[1]
            tokens.append(Token(start, len(text), row[1], row[3], row[5], int(row[6]) - 1, row[7]))
            if "SpaceAfter=No" not in row[9]:
                text += " "
        text = text.rstrip(" ")
        trees.append(tuple(tokens))
        for first, last, kind in _entities([row[9] for row in rows]):
            found = _mention(tokens, first, last, kind)
            if found:
                named, span = found
                (names if named else nominals).append(span)
    return Document(path.stem, text, tuple(names), tuple(nominals), tuple(trees))


def _entities(columns: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The entity spans of a sentence: first and last token, GUM's type."""
    open_: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for index, column in enumerate(columns):
        entity = next((part[7:] for part in column.split("|") if part.startswith("Entity=")), "")
        for bracket, body, close in re.findall(r"(\()?([^()]+)(\))?", entity):
            fields = body.split("-")
            # a discontinuous entity's parts say which they are: [1/2]
            name = fields[0].split("[")[0]
            if bracket:
                open_[name].append((index, fields[1]))
            if (close or not bracket) and open_[name]:
                first, kind = open_[name].pop()
                yield first, index, kind


def _mention(tokens: Sequence[Token], first: int, last: int, kind: str) -> tuple[bool, Labelled] | None:
    if kind not in ("person", "organization", "place"):
        return None
    inside = range(first, last + 1)
    head = next((i for i in inside if tokens[i].head not in inside), first)
    token = tokens[head]
    if token.upos in ("PRON", "DET", "NUM", "VERB", "ADV", "PUNCT"):
        return None
    title = kind == "person" and token.form.lower() in _TITLES
    if token.upos == "PROPN" and not title:
        a, b = _name(tokens, first, last, head, kind)
        return True, (tokens[a].start, tokens[b].end, kind)
    plural = "Number=Plur" in token.feats
    if kind == "person" and plural:
        kind = "group"
    a = head
    while a > first and not (tokens[a - 1].upos == "PUNCT" and tokens[a - 1].form not in "-’'"):
        a -= 1
    return False, (tokens[a].start, token.end, kind)


def _name(tokens: Sequence[Token], first: int, last: int, head: int, kind: str) -> tuple[int, int]:
    """The name in an entity's span: without article, title, apposition or relative clause."""
    titles = {i for i in range(first, last + 1) if tokens[i].relation == "nmod:desc" and tokens[i].head == head}

    def belongs(i: int) -> bool:
        token = tokens[i]
        if i in titles or token.form.lower() in _TITLES:
            return False
        numbered = token.form[:1].isdigit() and token.relation in ("nummod", "flat", "compound")
        return token.form[:1].isupper() or numbered

    a = b = head
    while a > first:
        step = next((i for i in (a - 1, a - 2, a - 3) if i >= first and belongs(i)), None)
        if step is None or any(tokens[i].form.lower() not in _SMALL or i in titles for i in range(step + 1, a)):
            break
        if (
            kind == "person"
            and step != a - 1
            and tokens[a - 1].form not in "-’'"
            and tokens[step].relation not in ("flat", "compound")
        ):
            break
        if tokens[step].relation == "nmod:poss" or tokens[step].upos == "DET":
            break
        a = step
    while b < last:
        step = next((i for i in (b + 1, b + 2, b + 3) if i <= last and belongs(i)), None)
        between = range(b + 1, step) if step is not None else ()
        if step is None or any(tokens[i].form.lower() not in _SMALL for i in between):
            break
        if kind == "person" and tokens[step].relation not in ("flat", "compound", "flat:name", "nummod"):
            break
        if kind != "person" and tokens[step].relation in ("appos", "parataxis", "conj") and tokens[step].head == head:
            break
        b = step
    return a, b


def conll(path: Path, kinds: dict[str, str], *, lines: int = 8) -> Iterator[Document]:
    """A file of words and BIO tags; so many sentences become one text, one a line."""
    text, names, count, number = "", [], 0, 0
    start, kind = -1, ""
    for row in [*path.read_text(encoding="utf8").splitlines(), ""]:
        fields = row.split()
        tag = fields[-1] if len(fields) > 1 else "O"
        label = kinds.get(tag[2:], "")
        if start >= 0 and (label != kind or tag.startswith("B-")):
            names.append((start, len(text), kind))
            start = -1
        if not fields:
            count += text != "" and not text.endswith("\n")
            text = text if text.endswith("\n") or not text else text + "\n"
            if count == lines or row is None:
                yield Document(f"{path.stem}-{number}", text, tuple(names), None)
                text, names, count, number = "", [], 0, number + 1
            continue
        word = fields[0]
        glued = word in {",", ".", "'s", ")", "?", "!", ":", ";", "n't", "%"} or text.endswith(("(", "$"))
        if text and not text.endswith("\n") and not glued:
            text += " "
        if label and start < 0:
            start, kind = len(text), label
        text += word
    if text:
        yield Document(f"{path.stem}-{number}", text, tuple(names), None)


def re3d(folder: Path) -> Iterator[Document]:
    """One source of re3d: of entities in each other the shortest that is a name."""
    documents = [json.loads(line) for line in (folder / "documents.json").open(encoding="utf8") if line.strip()]
    entities = defaultdict(list)
    for line in (folder / "entities.json").open(encoding="utf8"):
        if line.strip():
            e = json.loads(line)
            entities[e["documentId"]].append(e)
    for document in documents:
        text = document["text"]
        names: list[Labelled] = []
        for e in sorted(entities[document["_id"]], key=lambda e: (e["end"] - e["begin"], e["begin"])):
            kind = _RE3D.get(e["type"])
            value = text[e["begin"] : e["end"]]
            if kind is None or value != e["value"]:
                continue
            start = e["begin"]
            while (word := re.match(r"[\w.]+ ", text[start : e["end"]])) and (
                word.group().strip().lower() in _TITLES | {"the"}
            ):
                start += word.end()
            if not _is_name(text[start : e["end"]]):
                continue
            if all(end <= start or e["end"] <= begin for begin, end, _ in names):
                names.append((start, e["end"], kind))
        yield Document(document["_id"], text, tuple(sorted(names)), None)


def _is_name(value: str) -> bool:
    words = [w for w in re.findall(r"[\w.'’&-]+", value) if w.lower() not in _SMALL]
    return bool(words) and all(w[:1].isupper() or w[:1].isdigit() for w in words) and words[0].lower() not in _TITLES


def training(data: Path) -> list[Document]:
    """All that the reader's names and nouns are trained on: `data` holds the folders gum and ner."""
    found = list(gum(data / "gum" / "train"))
    found += conll(next((data / "ner" / "wikigold" / "CONLL-format" / "data").iterdir()), _CONLL)
    for part in ("train/wnut17train.conll", "dev/emerging.dev.conll"):
        found += conll(data / "ner" / "WNUT17" / "CONLL-format" / "data" / part, _WNUT)
    for folder in sorted((data / "ner" / "re3d").iterdir()):
        found += re3d(folder)
    return found


def example(document: Document, tokenizer: Tokenizer) -> Example:
    encoded = encode(document.text, tokenizer)
    names = tagged(encoded, document.names, NAME_KINDS)
    nominals = None if document.nominals is None else tagged(encoded, document.nominals, NOMINAL_KINDS)
    trees = words_of_trees(encoded, document.trees) if document.trees else None
    return Example(document.id, encoded, np.zeros(len(encoded), np.int32), (), labels=Labels(names, nominals, trees))


def words_of_trees(encoded: Encoded, trees: Sequence[Sequence[Token]]) -> NDArray[np.int32]:
    """[W, 3] head, relation and class of each word of ours; -1 where no tree says. A root is its own head. The corpus's
    tokens are cut otherwise: the first of our words in one stands for it, the others hang on that."""
    found = np.full((len(encoded), 3), -1, dtype=np.int32)
    starts = encoded.starts.tolist()
    for tree in trees:
        # ours is where it ends: "don" of "don't" holds "do" and a letter of "n't"
        word_of: list[int] = []
        taken: dict[int, int] = {}
        for number, token in enumerate(tree):
            word = max(bisect_right(starts, token.start) - 1, 0)
            later = word + 1
            if word in taken and later < len(starts) and starts[later] < token.end:
                word = later
            taken.setdefault(word, number)
            word_of.append(word)
        for word, number in taken.items():
            token = tree[number]
            head = word if token.head < 0 else word_of[token.head]
            relation = relation_of(token.relation)
            if head == word and relation != "root":
                # both in one word of ours: what that hangs on
                outer = tree[token.head]
                head, relation = (word if outer.head < 0 else word_of[outer.head]), relation_of(outer.relation)
            found[word] = head, RELATIONS.index(relation), CLASSES.index(token.upos)
        first, last = bisect_right(starts, tree[0].start) - 1, bisect_left(starts, tree[-1].end)
        for word in range(max(first, 0), last):
            if found[word, 0] < 0 and not encoded.separator[word]:
                owner = next((w for w in range(word - 1, first - 1, -1) if w in taken), None)
                if owner is not None:
                    found[word] = owner, RELATIONS.index("goeswith"), found[owner, 2]
    return found


def relation_of(relation: str) -> str:
    """A relation of the corpus among those that we tell apart."""
    return relation if relation in RELATIONS else base if (base := relation.split(":")[0]) in RELATIONS else "dep"


def tagged(encoded: Encoded, spans: Sequence[Labelled], kinds: Sequence[str]) -> NDArray[np.int32]:
    """[W] 0, or for the n-th kind 2n + 1 at a span's first word and 2n + 2 at the others. Of spans in each other the
    longer one counts."""
    tags = np.zeros(len(encoded), dtype=np.int32)
    for start, end, kind in sorted(spans, key=lambda s: (s[1] - s[0], s[0])):
        first = int(np.searchsorted(encoded.ends, start, side="right"))
        last = int(np.searchsorted(encoded.starts, end, side="left"))
        if first < last:
            if last < len(tags) and tags[last] and tags[last] % 2 == 0:
                tags[last] -= 1
            tags[first:last] = 2 * kinds.index(kind) + 2
            tags[first] = 2 * kinds.index(kind) + 1
    return tags
