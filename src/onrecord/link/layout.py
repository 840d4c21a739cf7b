"""Sentences, paragraphs and quotations of a text, as far as who is meant depends on them."""

from __future__ import annotations

import re
from bisect import bisect_right

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘(]?[A-Z])")
_ABBREVIATED = re.compile(r"(?:^|[\s(.])(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Rev|St|Prof|vs|No)\.$")
_PARAGRAPH = re.compile(r"\n+")
_MARK = re.compile(r"[\"“”«»]")


class Layout:
    """Where things stand in a text. Every look-up takes logarithmic time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._paragraphs = [0, *(m.end() for m in _PARAGRAPH.finditer(text))]
        cuts = [m for m in _SENTENCE.finditer(text) if not _ABBREVIATED.search(text, max(0, m.start() - 8), m.start())]
        self._sentences = sorted({*self._paragraphs, *(m.end() for m in cuts)})
        self._marks: list[int] = []
        self._inside: list[bool] = []
        inside, line = False, 0
        for mark in _MARK.finditer(text):
            if (now := self.paragraph(mark.start())) != line:  # marks that were never closed end with their paragraph
                inside, line = False, now
            inside = {"“": True, "«": True, "”": False, "»": False}.get(mark.group(), not inside)
            self._marks.append(mark.start())
            self._inside.append(inside)

    def sentence(self, offset: int) -> int:
        """The number of the sentence."""
        return bisect_right(self._sentences, offset) - 1

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph."""
        return bisect_right(self._paragraphs, offset) - 1

    def opens_sentence(self, offset: int) -> bool:
        """Whether little stands before it in its sentence."""
        return offset - self._sentences[self.sentence(offset)] <= 30

    def quoted(self, offset: int) -> bool:
        """Whether it stands in quotation marks."""
        index = bisect_right(self._marks, offset) - 1
        same = index >= 0 and self.paragraph(self._marks[index]) == self.paragraph(offset)
        return same and self._inside[index]
