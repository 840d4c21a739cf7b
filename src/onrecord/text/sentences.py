"""Where sentences begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

_LINE = re.compile(r"[^\n]+")
_LONGEST = 20_000
"""Characters of a line that are split into sentences in one go."""
_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")
"""White space of more than a byte: the splitter dies of it behind an initial."""
_NO_END = re.compile(
    r"\b(?:Mr|Mrs|Ms|Messrs|Dr|Rep|Reps|Sen|Sens|Gov|Gen|Lt|Col|Sgt|Capt|Cmdr|Maj|Adm|St|Prof|Rev|Hon|Pres|No|vs)\.$"
)
"""Short forms that the splitter takes for a sentence's end, before a name."""


class Sentences:
    """The sentences of a text, in order; none runs over a line's end."""

    def __init__(self, text: str) -> None:
        spans = list(_split(text))
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    def around(self, offset: int) -> tuple[int, int]:
        """The sentence that holds an offset, or the last one before it. Raises IndexError where there is none."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0:
            raise IndexError(f"no sentence begins at {offset} or before")
        return self.starts[index], self.ends[index]

    def starting_in(self, start: int, end: int) -> list[int]:
        """Where sentences begin from `start` on and before `end`."""
        return self.starts[bisect_right(self.starts, start - 1) : bisect_right(self.starts, end - 1)]


def _split(text: str) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text):
        before: tuple[int, int] | None = None
        for start, end in _parts(text, line.start(), line.end()):
            if before and _NO_END.search(text, before[0], before[1]):
                before = before[0], end
                continue
            if before:
                yield before
            before = start, end
        if before:
            yield before


def _parts(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """What the splitter makes of a line, without the white space around it."""
    from sentencex import get_sentence_boundaries

    while first < last:
        cut = last
        if last - first > _LONGEST:
            cut = text.rfind(" ", first + _LONGEST // 2, first + _LONGEST) + 1 or first + _LONGEST
        for boundary in get_sentence_boundaries("en", _WIDE_SPACE.sub(" ", text[first:cut])):
            start, end = first + boundary["start_index"], first + boundary["end_index"]
            part = text[start:end]
            if part.strip():
                yield end - len(part.lstrip()), start + len(part.rstrip())
        first = cut
