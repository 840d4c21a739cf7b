"""Which words of a text are said of somebody who can act."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.domain import Anchor, Mention, Time
from onrecord.understand.trees import Trees


class People:
    """Which words of a text are said of somebody who can act."""

    def __init__(self, trees: Trees, mentions: Sequence[Mention], times: Sequence[Time]) -> None:
        self._trees = trees
        self._when = {n for t in times for n in trees.inside(t.anchor.start, t.anchor.end)}
        self._of: dict[int, Mention] = {}
        """By word: the longest mention that it stands in, of names the name."""
        for mention in sorted(mentions, key=lambda m: (m.form == "name", m.anchor.end - m.anchor.start)):
            for number in trees.inside(mention.anchor.start, mention.anchor.end):
                self._of[number] = mention

    def is_somebody(self, number: int) -> bool:
        """Whether a word stands in a name, a description or is a pronoun, or is the title of a name."""
        if number in self._when:
            return False
        if number in self._of:
            return True
        titled = self._trees.having(number, "flat", "nmod:desc", "appos", "compound")
        if any(self.named(t) for t in titled if t > number):
            return True
        word = self._trees.words[number]
        # a noun with a capital inside its sentence: "Iraqis"
        return word.kind in ("NOUN", "PROPN") and self._capital(number) and self._capital_is_no_start(number)

    def _capital(self, number: int) -> bool:
        return self._trees.text[self._trees.words[number].start].isupper()

    def _capital_is_no_start(self, number: int) -> bool:
        word = self._trees.words[number]
        before = self._trees.text[max(0, word.start - 2) : word.start]
        return before.endswith(" ") and not before.startswith((".", "!", "?", "\n"))

    def named(self, number: int) -> bool:
        """Whether a word stands in a name."""
        mention = self._of.get(number)
        return mention is not None and mention.form == "name"

    def told_when(self, number: int) -> bool:
        """Whether a word stands in a time expression."""
        return number in self._when

    def kind(self, number: int) -> str | None:
        """Of the mention that a word stands in."""
        mention = self._of.get(number)
        return mention.kind if mention else None

    def last(self, number: int) -> int:
        """The last word of the name or description that a word stands in, else the word."""
        anchor = self.mention(number)
        return number if anchor is None else self._trees.inside(anchor.start, anchor.end)[-1]

    def mention(self, number: int) -> Anchor | None:
        """The name or description that a word stands in."""
        mention = self._of.get(number)
        return mention.anchor if mention else None
