"""How the words of a sentence hang together: Universal Dependencies, from the model's choices.

The model may be wrong anywhere, so nothing relies on a tree being one: walks are bounded, and cycles do no harm.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain import Anchor

if TYPE_CHECKING:
    from onrecord.text.sentences import Sentences
    from onrecord.understand.encoder import Scores
    from onrecord.understand.encoding import Encoded

RELATIONS = (
    "root nsubj nsubj:pass csubj obj iobj ccomp xcomp obl obl:agent obl:unmarked nmod nmod:poss nmod:desc appos acl "
    "acl:relcl advcl advmod amod aux aux:pass cop mark case det nummod compound compound:prt conj cc punct flat fixed "
    "parataxis discourse expl dislocated vocative goeswith dep"
).split()
"""What a word can be to its head; in the order of the model's outputs."""
CLASSES = "NOUN PROPN PRON VERB AUX ADJ ADV ADP DET NUM CCONJ SCONJ PART INTJ PUNCT SYM X".split()
"""Universal parts of speech; in the order of the model's outputs."""
_LONGEST = 60
"""Words that a phrase may have."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word in its tree."""

    start: int
    """Code point in the text."""
    end: int
    lower: str
    head: int
    """The word it hangs on; its own number for a root."""
    relation: str
    kind: str
    """Its part of speech, of `CLASSES`."""


class Trees:
    """The words of a text with the trees that they form. Words are known by their number."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = words
        self._starts = [w.start for w in words]
        children: list[list[int]] = [[] for _ in words]
        for number, word in enumerate(words):
            if word.head != number:
                children[word.head].append(number)
        self.children: Sequence[Sequence[int]] = children

    @classmethod
    def of(cls, text: str, parts: Sequence[tuple[int, Encoded, Scores]], sentences: Sentences) -> Trees:
        """`parts`: where each part of the text begins, its words, what the model says of them. No word hangs on another
        sentence's."""
        words: list[Word] = []
        for offset, encoded, scores in parts:
            first = len(words)
            starts, ends = (encoded.starts + offset).tolist(), (encoded.ends + offset).tolist()
            sentence = [bisect_right(sentences.starts, start) for start in starts]
            heads, relations = _chosen(scores, sentence, encoded.separator.tolist())
            for number, kind in enumerate(scores.classes.tolist()):
                words.append(
                    Word(
                        starts[number],
                        ends[number],
                        text[starts[number] : ends[number]].lower(),
                        first + heads[number],
                        "root" if heads[number] == number else RELATIONS[relations[number]],
                        CLASSES[kind],
                    )
                )
        return cls(text, words)

    def at(self, offset: int) -> int:
        """The word that holds an offset, or the first one after it; the number of words where there is none."""
        number = bisect_right(self._starts, offset) - 1
        return number if number >= 0 and self.words[number].end > offset else number + 1

    def inside(self, start: int, end: int) -> range:
        """The words that begin in a span."""
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))

    def anchor(self, first: int, last: int) -> Anchor:
        """From one word to another, both included."""
        return Anchor.of(self.text, self.words[first].start, self.words[last].end)

    def behind(self, number: int) -> set[str]:
        """The prepositions and conjunctions that a verb stands behind, small letters; also the word right before it,
        which the model may hang elsewhere: "accused Holk of shelling Orsk"."""
        near = {self.words[number - 1].lower} if number else set()
        return near | {self.words[m].lower for m in self.having(number, "mark", "case")}

    def having(self, number: int, *relations: str) -> list[int]:
        """What hangs on a word by one of these relations, in text order."""
        return [c for c in self.children[number] if self.words[c].relation in relations]

    def below(self, number: int, without: Collection[str] = ()) -> list[int]:
        """A word and all that hangs on it, except by these relations, in text order."""
        found, waiting = {number}, [number]
        while waiting and len(found) < _LONGEST:
            for child in self.children[waiting.pop()]:
                if child not in found and self.words[child].relation not in without:
                    found.add(child)
                    waiting.append(child)
        return sorted(found)

    def top(self, numbers: Sequence[int]) -> int | None:
        """The first of these words that hangs on none of them."""
        inside = set(numbers)
        tops = (n for n in numbers if self.words[n].head == n or self.words[n].head not in inside)
        return next((n for n in tops if self.words[n].kind not in ("PUNCT", "CCONJ")), None)


def _chosen(scores: Scores, sentence: Sequence[int], separator: Sequence[bool]) -> tuple[list[int], list[int]]:
    """The head and relation of each word. A sentence has one root, the surest; other words that look like one hang on
    the word that is next likely. Nothing hangs on another sentence's words."""
    heads, others = scores.heads.T.tolist()
    relations, other_relations = scores.relations.T.tolist()
    roots = scores.roots.tolist()
    surest: dict[int, int] = {}
    for number, head in enumerate(heads):
        own = sentence[number]
        if head == number and not separator[number] and (own not in surest or roots[number] > roots[surest[own]]):
            surest[own] = number
    for number, head in enumerate(heads):
        if head == number and surest.get(sentence[number]) != number:
            heads[number], relations[number] = others[number], other_relations[number]
        if separator[number] or separator[heads[number]] or sentence[heads[number]] != sentence[number]:
            heads[number] = number
    return heads, relations
