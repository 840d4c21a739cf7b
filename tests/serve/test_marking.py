from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.domain import Anchor, Article, Block, Realis, Statement
from onrecord.record.chains import LOST
from onrecord.serve.marking import (
    Mark,
    Role,
    act_text,
    behind,
    by_block,
    carried_on,
    chain_text,
    confident,
    content_text,
    harmless,
    layout,
    marks_of,
    on_whose_word,
    one_line,
    segments,
    tellings,
    told_by,
    voices,
    who_text,
)
from tests.record.test_events import told as told_reading
from tests.serve.fakes import TEXT, anchor, going_on, nested

ROLES: tuple[Role, ...] = ("source", "cue", "content", "inserted")


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(min_size=1, max_size=40))
    place = st.integers(0, len(text))
    marks = []
    for number in range(draw(st.integers(0, 6))):
        start, end = sorted((draw(place), draw(place)))
        if start < end:
            marks.append(Mark(number, draw(st.sampled_from(ROLES)), start, end, first=False))
    return text, marks


@given(marked(), st.data())
def test_segments_joined_are_the_text_and_carry_the_marks_that_cover_them(
    case: tuple[str, list[Mark]], data: st.DataObject
) -> None:
    text, marks = case
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cut = list(segments(text, marks, start, end))
    assert "".join(s.text for s in cut) == text[start:end]
    for segment in cut:
        assert segment.text == text[segment.start : segment.end] != ""
        assert set(segment.marks) == {m for m in marks if m.start <= segment.start and segment.end <= m.end}
        # no mark has an edge within a segment
        assert not any(segment.start < edge < segment.end for m in marks for edge in (m.start, m.end))


@given(marked())
def test_each_mark_ends_once(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    ended = [m for segment in segments(text, marks) for m in segment.ends]
    assert sorted(ended, key=repr) == sorted(marks, key=repr)


@given(marked())
def test_the_outer_mark_comes_first(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    for segment in segments(text, marks):
        for outer, inner in zip(segment.marks, segment.marks[1:], strict=False):
            assert (outer.start, -outer.end) <= (inner.start, -inner.end)


blocks = st.lists(
    st.tuples(
        st.sampled_from(["title", "caption", "heading", "paragraph", "other"]), st.integers(0, 60), st.integers(0, 60)
    )
)


@given(st.text(alphabet=st.sampled_from("ab \n\t\r."), max_size=50), blocks)
def test_every_visible_character_is_shown_once_and_in_order(
    text: str, given_blocks: list[tuple[str, int, int]]
) -> None:
    article = Article(text, blocks=tuple(Block(kind, a, b) for kind, a, b in given_blocks))  # type: ignore[arg-type]
    shown = layout(article)
    at = 0
    for block in shown:
        assert block.start >= at
        assert not text[at : block.start].strip()
        assert text[block.start : block.end].strip() == text[block.start : block.end] != ""
        at = block.end
    assert not text[at:].strip()


@given(marked(), blocks)
def test_each_block_gets_the_marks_that_touch_it(
    case: tuple[str, list[Mark]], given_blocks: list[tuple[str, int, int]]
) -> None:
    text, marks = case
    shown = layout(Article(text, blocks=tuple(Block("paragraph", a, b) for _, a, b in given_blocks)))
    for block, own in zip(shown, by_block(marks, shown), strict=True):
        assert own == [m for m in marks if m.start < block.end and m.end > block.start]


def test_a_text_without_empty_lines_is_cut_at_every_line_and_one_with_them_there() -> None:
    def cut(text: str) -> list[str]:
        return [text[b.start : b.end] for b in layout(Article(text))]

    assert cut("one\ntwo\r\nthree\n") == ["one", "two", "three"]
    assert cut("one\nstill one\n \n\ntwo\r\n\r\nthree") == ["one\nstill one", "two", "three"]
    assert cut(" \n ") == []


def test_the_page_s_own_blocks_keep_their_kind() -> None:
    article = nested().article
    kinds = [b.kind for b in layout(article)]
    assert kinds == ["title", "paragraph", "paragraph", "paragraph"]


def test_one_part_of_a_statement_is_its_first() -> None:
    statements = nested().statements
    first = [m.statement for m in marks_of(statements) if m.first]
    assert sorted(first) == list(range(len(statements)))


def test_a_source_of_the_same_words_is_one_voice_and_a_pronoun_is_not() -> None:
    text = "Anna he anna he"
    sources = [(0, 4), (5, 7), (8, 12), (13, 15), (5, 7)]
    said = [
        Statement(f"s{n}", Anchor.of(text, a, b), None, (Anchor.of(text, 0, 1),), "indirect", None)
        for n, (a, b) in enumerate(sources)
    ]
    nobody = replace(said[0], source=None)
    assert voices([*said, nobody]) == [0, 1, 0, 2, 1, None]


@given(st.text())
def test_what_is_harmless_keeps_every_offset_and_obeys_nobody(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    assert not any((ord(c) < 32 and c not in "\t\n") or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
    assert "\n" not in one_line(text)


def test_letters_of_other_scripts_and_emoji_are_left_alone() -> None:
    text = "Ґанок — שלום, «да» 👩‍🚀 é\u200f"
    assert harmless(text) == text
    assert harmless("line\r\nline") == "line \nline"


def test_content_is_one_line_with_its_gaps_shown() -> None:
    statement = replace(nested().statements[0], content=(anchor("aides say"), anchor("lied\n\nThe foreign")))
    assert content_text(statement) == "aides say … lied The foreign"


def test_only_the_sure_are_left() -> None:
    reading = nested()
    kept = confident(reading, 0.9)
    assert [s.id for s in kept.statements] == ["s1", "s3"]
    assert confident(reading, None) is reading
    assert [s.id for s in confident(reading, 0).statements] == ["s1", "s2", "s3", "s4", "s5", "s7"]
    assert reading.article.text == TEXT


@pytest.mark.parametrize(
    ("unsure", "left"),
    [("s5", ["s3", "s4"]), ("s4", ["s3"]), ("s3", [])],
)
def test_what_stands_in_an_unsure_statement_goes_with_it(unsure: str, left: list[str]) -> None:
    reading = nested()
    told = tuple(replace(s, confidence=0.4 if s.id == unsure else 0.9) for s in reading.statements[2:5])
    kept = confident(replace(reading, statements=told), 0.5)
    assert [s.id for s in kept.statements] == left
    assert set(kept.statements) <= set(told), "none is changed"


def test_what_stands_in_a_statement_that_is_not_there_is_not_sure() -> None:
    reading = nested()
    assert confident(replace(reading, statements=reading.statements[3:5]), 0.1).statements == ()


def test_on_whose_word() -> None:
    outer, middle, inner = nested().statements[2:5]
    assert on_whose_word(()) == ""
    assert on_whose_word([outer]) == " (according to The foreign minister, Ilsa Tamrin)"
    assert on_whose_word([middle, replace(outer, source=None)]) == " (according to the envoy, via somebody unnamed)"
    denied = replace(outer, act="deny", cue=Anchor(0, 6, "denied"))
    assert on_whose_word([denied]).startswith(" (denied by The foreign")  # who denies it does not vouch for it
    assert on_whose_word([replace(denied, negated=True)]).startswith(" (not denied by The")
    assert on_whose_word([replace(outer, negated=True)]).startswith(" (not said by The")
    nobody = replace(outer, negated=True, source=Anchor(0, 6, "No one"))
    assert on_whose_word([nobody]) == " (said by no one)"
    assert on_whose_word([replace(denied, negated=True, source=nobody.source)]) == " (denied by no one)"
    assert on_whose_word([LOST]) == " (according to somebody unnamed)"
    deep = on_whose_word([inner, middle, *[middle] * 50, outer])
    assert deep.startswith(" (according to the mayor, via the envoy, via the envoy, …, via The foreign minister")
    assert "\n" not in on_whose_word([replace(outer, source=Anchor(0, 4, "a\n\x1b"))])
    assert len(on_whose_word([replace(outer, source=Anchor(0, 999, "name " * 999))])) < 80


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ("She", "her"),
        ("he (Mira Tolan)", "him (Mira Tolan)"),
        ("They", "them"),
        ("I", "me"),
        ("his (Edvar Holk)", "him (Edvar Holk)"),  # "his threat"
        ("who", "whom"),
        ("Others", "others"),
        ("the WHO", "the WHO"),
        ("WHO", "WHO"),
        ("He Jiankui", "He Jiankui"),
        ("Tolan (she)", "Tolan (she)"),
        ("I. Petrov", "I. Petrov"),
        ("unnamed", "somebody unnamed"),
        ("", ""),
        ("Her office", "her office"),
        ("Her Majesty", "Her Majesty"),
    ],
)
def test_a_pronoun_behind_according_to_reads_as_english(words: str, whom: str) -> None:
    assert behind(words) == whom


def test_a_chain_of_pronouns_reads_as_english() -> None:
    outer, middle, _ = nested().statements[2:5]
    she, they = (replace(s, source=Anchor(0, 4, w)) for s, w in ((middle, "She,"), (outer, "they")))
    assert on_whose_word([she, they]) == " (according to her, via them)"
    assert on_whose_word([replace(she, act="deny", cue=Anchor(0, 6, "denies"))]) == " (denied by her)"
    assert chain_text([she, they], ["Mira Tolan"]) == "according to her (Mira Tolan), via them"
    assert chain_text([she, they], [None, "the Growers"]) == "according to her, via them (the Growers)"
    assert on_whose_word([outer, she], ["Ilsa Tamrin", "Mira Tolan"]) == (
        " (according to The foreign minister, Ilsa Tamrin, via her (Mira Tolan))"
    )
    named = chain_text([she] * 9, [f"Mira {letter}" for letter in "ABCDEFGHI"])
    assert named == "according to her (Mira A), via her (Mira B), via her (Mira C), …, via her (Mira I)"


@pytest.mark.parametrize(
    ("cue", "negated", "realis", "how"),
    [
        ("denied", False, None, "denied by"),
        ("refuted", False, None, "denied by"),
        ("did not deny", True, None, "not denied by"),
        ("said", False, None, "according to"),  # "We did not," she said
        ("did not say", True, None, "not said by"),
        ("denied", False, "occurred", "denied by"),
        ("denied", False, "denied", "according to"),  # "is denied" stands before it
        ("denied", False, "not_occurred", "according to"),  # so does "did not happen"
    ],
)
def test_only_who_says_no_to_it_denies_it(cue: str, negated: bool, realis: Realis | None, how: str) -> None:
    """A denial is also an act whose content says no, and whoever says that vouches for what stands in it."""
    outer = replace(nested().statements[2], act="deny", cue=Anchor(0, len(cue), cue), negated=negated)
    assert told_by(outer, realis=realis) == how
    assert told_by(replace(outer, act="assert", negated=False), realis=realis) == "according to"
    assert told_by(replace(outer, cue=None, negated=False), realis=realis) == "according to"
    assert chain_text([outer], realis=realis).startswith(how)


def test_who_denies_that_it_was_told_is_not_spared() -> None:
    said, denied = (replace(nested().statements[2], act="deny", cue=Anchor(0, len(c), c)) for c in ("said", "denied"))
    minister = "The foreign minister, Ilsa Tamrin"
    assert chain_text([said, denied], realis="denied") == f"according to {minister}, denied by {minister}"
    assert chain_text([denied, said], realis="not_occurred") == f"according to {minister}, via {minister}"


@pytest.mark.parametrize(
    ("words", "name", "who"),
    [
        ("The chairman", "Jack Ma", "The chairman (Jack Ma)"),
        ("Ma", "Jack Ma", "Ma"),
        ("Mr Ma’s office", "Jack Ma", "Mr Ma’s office"),
        ("al-Assad", "Bashar Assad", "al-Assad"),
        ("He", "Xi He", "He (Xi He)"),
        ("she,", "Mira Tolan", "she (Mira Tolan)"),
        ("his", "Edvar Holk", "his (Edvar Holk)"),
        ("Others", "the Others", "Others (the Others)"),
        ("The WHO", "WHO", "The WHO"),
        ("WHO", "WHO", "WHO"),
        ("the mayor, Oleg Harn,", "Oleg Harn", "the mayor, Oleg Harn,"),
        ("The minister", None, "The minister"),
    ],
)
def test_the_name_is_there_unless_the_words_hold_it(words: str, name: str | None, who: str) -> None:
    statement = replace(nested().statements[2], source=Anchor(0, len(words), words))
    assert who_text(statement, name) == who


def test_a_negated_act_is_never_shown_as_its_contrary() -> None:
    said = replace(nested().statements[2], act="promise")
    assert (act_text(said), act_text(replace(said, negated=True))) == ("promise", "not promise")
    assert act_text(replace(said, act=None, negated=True)) is None


def test_a_sentence_goes_on_only_inside_its_content() -> None:
    assert carried_on(nested().statements) == {}
    assert carried_on(going_on().statements) == {
        anchor("and that nobody").start: (2,),
        anchor("[red]").start: (6,),
        anchor("to Sunday").start: (6,),
    }


@given(marked(), st.lists(st.integers(-5, 50)))
def test_more_cuts_leave_the_text_whole(case: tuple[str, list[Mark]], cuts: list[int]) -> None:
    text, marks = case
    cut = list(segments(text, marks, cuts=cuts))
    assert "".join(s.text for s in cut) == text
    assert {c for c in cuts if 0 <= c < len(text)} <= {s.start for s in cut}
    plain = list(segments(text, marks))
    assert [s for part in plain for s in part.ends] == [s for part in cut for s in part.ends]


def test_an_event_is_shown_with_whose_word_it_is_told_on_and_goes_with_its_statement() -> None:
    reading = told_reading()[1]
    first, second = tellings(reading)
    assert (first.type, first.actors, first.recipients) == ("ASSAULT", "Vey", "Orsk")
    assert (first.words, first.realis, first.by) == ("shelled", "conditional", "Edvar Holk (1)")
    assert second.by == ""
    assert [e.type for e in confident(reading, 0.95).events] == ["ACCUSE"]
    assert confident(reading, 0.5).events == reading.events
