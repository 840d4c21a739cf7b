"""Where things stand in a text, as far as who is meant depends on it."""

from __future__ import annotations

import re
from bisect import bisect_right

from onrecord.text.quotations import quotations
from onrecord.text.sentences import Sentences

_PARAGRAPH = re.compile(r"\n+")
_FEW = 30
"""Characters: a title and an adverb."""


class Layout:
    """Sentences, paragraphs and quotations by number. Every look-up takes logarithmic time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._paragraphs = [0, *(m.end() for m in _PARAGRAPH.finditer(text))]
        self._sentences = Sentences(text).starts or [0]
        outer = [q for q in quotations(text) if q.depth == 0]
        self._opened = [q.start for q in outer]
        self._closed = [q.end for q in outer]

    def sentence(self, offset: int) -> int:
        """The number of the sentence."""
        return max(bisect_right(self._sentences, offset) - 1, 0)

    def sentence_start(self, offset: int) -> int:
        """Where the sentence begins."""
        return self._sentences[self.sentence(offset)]

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph."""
        return bisect_right(self._paragraphs, offset) - 1

    def opens_sentence(self, offset: int) -> bool:
        """Whether little stands before it in its sentence."""
        return offset - self.sentence_start(offset) <= _FEW

    def quoted(self, offset: int) -> bool:
        """Whether it stands in quotation marks."""
        index = bisect_right(self._opened, offset) - 1
        return index >= 0 and offset < self._closed[index]
