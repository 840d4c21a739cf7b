"""When statements were said."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.domain import Statement, Time
from onrecord.text.sentences import Sentences
from onrecord.understand.times import time_of


def with_times(
    text: str, statements: Sequence[Statement], times: Sequence[Time], sentences: Sentences
) -> Iterator[Statement]:
    """The statements, each with the time at which it was said, where the text says so."""
    starts = [s.cue.start if s.cue else -1 for s in statements]
    order = sorted(range(len(statements)), key=starts.__getitem__)
    places = [starts[i] for i in order]
    for statement in statements:
        cue = statement.cue
        if cue is None:
            yield statement
            continue
        sentence = sentences.around(cue.start)
        near = order[bisect_left(places, sentence[0]) : bisect_right(places, sentence[1])]
        others = (c for i in near for c in statements[i].content if not c.start <= cue.start < c.end)
        apart = [*([statement.source] if statement.source else []), *statement.content, *others]
        index = time_of(text, cue, times, sentence=sentence, apart_from=apart)
        yield statement if index is None else replace(statement, time=times[index].id)
