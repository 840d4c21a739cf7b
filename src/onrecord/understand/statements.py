"""When statements were said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord.domain import Anchor, Statement, Time
from onrecord.text.sentences import Sentences
from onrecord.understand.times import REACH, time_of


def with_times(
    text: str, statements: Sequence[Statement], times: Sequence[Time], sentences: Sentences
) -> Iterator[Statement]:
    """The statements, each with the time at which it was said, where the text says so.

    What others say nearby is looked at and no more, so that this is linear however many say something in one sentence.
    """
    contents = _Contents(c for s in statements for c in s.content)
    for statement in statements:
        cue = statement.cue
        if cue is None:
            yield statement
            continue
        sentence = sentences.around(cue.start)
        own = [*([statement.source] if statement.source else []), *statement.content]
        near = contents.near([sentence[0], cue.start, *(c.end for c in own)])
        apart = [*own, *(c for c in near if not c.start <= cue.start < c.end)]
        index = time_of(text, cue, times, sentence=sentence, apart_from=apart)
        yield statement if index is None else replace(statement, time=times[index].id)


class _Contents:
    """The contents of a text, by the stretches of `REACH` characters that they stand in."""

    def __init__(self, contents: Iterable[Anchor]) -> None:
        self._found: defaultdict[int, list[Anchor]] = defaultdict(list)
        for content in contents:
            for stretch in range(content.start // REACH, content.end // REACH + 1):
                self._found[stretch].append(content)

    def near(self, offsets: Iterable[int]) -> set[Anchor]:
        """Those that stand within `REACH` of one of the offsets, and some that stand farther."""
        stretches = {offset // REACH + step for offset in offsets for step in (-1, 0, 1)}
        return {content for stretch in stretches for content in self._found.get(stretch, ())}
