"""When statements were said."""

from __future__ import annotations

import re
import time
from datetime import date

from onrecord.domain import Anchor, Statement
from onrecord.text.sentences import Sentences
from onrecord.understand.statements import with_times
from onrecord.understand.times import find_times

FRIDAY = date(2031, 2, 14)
SAID = re.compile(r"(\w+) (said) ([^;.]+?)(?= on \w+day|[;.])")
"""Source, cue and content; a day behind it is of the cue."""


def when(text: str, sentences: Sentences | None = None) -> list[str | None]:
    """The words for the time of each statement."""

    def anchor(found: re.Match[str], group: int) -> Anchor:
        return Anchor.of(text, found.start(group), found.end(group))

    statements = [
        Statement(f"s{i}", anchor(found, 1), anchor(found, 2), (anchor(found, 3),), "indirect", None)
        for i, found in enumerate(SAID.finditer(text), 1)
    ]
    times = find_times(text, FRIDAY)
    words = {t.id: t.anchor.text for t in times}
    dated = with_times(text, statements, times, sentences or Sentences(text))
    return [words[s.time] if s.time else None for s in dated]


def test_each_has_its_own() -> None:
    text = "Krass said no on Monday; Stein said yes on Tuesday. Varga said nothing."
    assert when(text) == ["Monday", "Tuesday", None]


def test_a_time_that_stands_in_what_another_says_is_his() -> None:
    text = "Krass said no as Stein said he would leave in May."
    content = Anchor.of(text, text.index("he would"), len(text) - 1)
    statements = [
        Statement("s1", None, Anchor.of(text, 6, 10), (Anchor.of(text, 11, 13),), "indirect", None),
        Statement("s2", None, Anchor.of(text, 23, 27), (content,), "indirect", None),
    ]
    assert [s.cue.text for s in statements if s.cue] == ["said", "said"]
    dated = with_times(text, statements, find_times(text, FRIDAY), Sentences(text))
    assert [s.time for s in dated] == [None, None]


def test_it_is_linear_in_what_is_said_in_one_sentence() -> None:
    """A thousand take half a second; cubic, as it was, a minute and more."""
    text = "he said rain on Friday; " * 1000
    sentences = Sentences("")
    sentences.starts, sentences.ends = [0], [len(text)]
    begun = time.process_time()
    assert when(text, sentences) == ["Friday"] * 1000
    assert time.process_time() - begun < 10
