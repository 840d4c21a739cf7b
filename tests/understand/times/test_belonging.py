"""Which time belongs to a statement or an event."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date

import pytest

from onrecord.domain import Anchor
from onrecord.understand.times import find_times, time_of

FRIDAY = date(2031, 2, 14)


def dated(text: str, cue: str, apart_from: Sequence[str] = ()) -> str | None:
    """The words of the time that belongs to `cue` in a text that is one sentence."""
    times = find_times(text, FRIDAY)

    def anchor(part: str) -> Anchor:
        return Anchor.of(text, text.index(part), text.index(part) + len(part))

    spans = [anchor(part) for part in apart_from]
    index = time_of(text, anchor(cue), times, sentence=(0, len(text)), apart_from=spans)
    return None if index is None else times[index].anchor.text


@pytest.mark.parametrize(
    ("text", "cue", "apart_from", "expected"),
    [
        ("Krass said on Friday that he was tired.", "said", ("Krass", "that he was tired"), "Friday"),
        ("On Monday, Krass announced new duties.", "announced", ("Krass", "new duties"), "Monday"),
        ("“I was tired in May,” Krass said Friday.", "said", ("Krass", "“I was tired in May,”"), "Friday"),
        ("Krass called it “a mistake” on Friday.", "called", ("Krass", "it", "“a mistake”"), "Friday"),
        # a time of the content, or of the source, is not the cue's
        ("Krass said he had left on Monday.", "said", ("Krass", "he had left on Monday"), None),
        ("The mayor since 2014 said no.", "said", ("The mayor since 2014", "no"), None),
        # what follows behind the content belongs to another clause
        ("Krass said he was tired, a day after the dam broke on Monday.", "said", ("Krass", "he was tired"), None),
        # nor a time of another clause, nor what only stands before
        ("They freed Krass on Monday, and Stein said no.", "said", ("Stein", "no"), None),
        ("Until Thursday, Krass had said nothing.", "said", ("Krass", "nothing"), None),
        ("After Monday’s debate, Krass said no.", "said", ("Krass", "no"), None),
        ("Krass praised the 2029 treaty, he said.", "praised", ("Krass",), None),
        ("Krass, who left in 2029, when it rained, said no.", "said", ("Krass", "no"), None),
        ("In 2029, when it rained, Krass said no.", "said", ("Krass", "no"), "2029"),
        # the nearest
        ("Freed in 2029, Krass said on Friday it was over.", "said", ("Krass", "it was over"), "Friday"),
        # an event's trigger
        ("On Tuesday, Ostrand expelled two envoys.", "expelled", (), "Tuesday"),
        ("Ostrand expelled two envoys.", "expelled", (), None),
    ],
)
def test_the_time_of_a_cue(text: str, cue: str, apart_from: tuple[str, ...], expected: str | None) -> None:
    assert dated(text, cue, apart_from) == expected


def test_a_time_of_another_sentence_is_none_of_its_own() -> None:
    text = "On Monday it rained. Krass said so. On Tuesday it rained."
    cue = Anchor.of(text, 27, 31)
    assert cue.text == "said"
    assert time_of(text, cue, find_times(text, FRIDAY), sentence=(21, 35)) is None


@pytest.mark.parametrize(
    ("text", "apart_from", "expected"),
    [
        (f"On Monday, {'quite ' * 200}tired, Krass said no.", ("Krass", "no"), "Monday"),
        (f"Krass said {'it was ' * 200}over on Monday.", (f"{'it was ' * 200}over",), "Monday"),
        (f"Krass, who came back on Monday, {'quite ' * 100}tired, said no.", ("no",), None),
        (f"Krass said {'quite ' * 100}late on Monday.", (), None),
    ],
    ids=["it opens the sentence", "behind the content", "too far before", "too far behind"],
)
def test_a_time_far_from_its_cue(text: str, apart_from: tuple[str, ...], expected: str | None) -> None:
    assert dated(text, "said", apart_from) == expected


def test_it_looks_at_the_times_nearby_alone() -> None:
    """Three thousand events in one sentence take a second; with all times looked at, half a minute."""
    piece = "rain fell on Friday; "
    text = piece * 3000
    times = find_times(text, FRIDAY)
    begun = time.process_time()
    for index in range(3000):
        cue = Anchor.of(text, len(piece) * index + 5, len(piece) * index + 9)
        assert time_of(text, cue, times, sentence=(0, len(text))) == index
    assert time.process_time() - begun < 10
