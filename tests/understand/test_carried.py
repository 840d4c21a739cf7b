"""Where speech goes on without a cue, and where it does not."""

from __future__ import annotations

from itertools import accumulate

import pytest

from onrecord.domain import Anchor, Block, BlockKind, Statement
from onrecord.text.quotations import quotations
from onrecord.text.quoted import Quoted, kind_of
from onrecord.text.sentences import Sentences
from onrecord.understand.carried import carried_starts, with_next_paragraphs


def said(text: str, source: str | None, cue: str, *content: str) -> Statement:
    def anchor(part: str) -> Anchor:
        start = text.index(part)
        return Anchor(start, start + len(part), part)

    spans = tuple(map(anchor, content))
    said_by = anchor(cue)
    within = [(a.start, a.end) for a in spans]
    kind = kind_of(text, within, (said_by.start, said_by.end), Quoted(quotations(text)))
    return Statement("s1", None if source is None else anchor(source), anchor(cue), spans, kind, 0.9)


def starts(text: str, statement: Statement) -> list[str]:
    found = carried_starts(text, statement, Sentences(text), Quoted(quotations(text)))
    return [text[start : start + 12] for start in found]


def test_a_sentence_that_goes_on_without_a_cue() -> None:
    text = "Varga said that the port stays shut. Without a truce, all of this is empty."
    content = "that the port stays shut. Without a truce, all of this is empty"
    assert starts(text, said(text, "Varga", "said", content)) == ["Without a tr"]


def test_one_start_for_a_quotation_of_several_sentences() -> None:
    text = "“We go,” Varga said. “We go now. We go soon.”"
    assert starts(text, said(text, "Varga", "said", "“We go,”", "“We go now. We go soon.”")) == ["“We go now. "]


def test_nothing_is_carried_before_the_cue_or_inside_the_first_quotation() -> None:
    text = "“We go. We go now,” Varga said."
    assert starts(text, said(text, "Varga", "said", "“We go. We go now,”")) == []


def test_what_a_colon_introduces_is_not_carried() -> None:
    text = "Varga added:\n\nThe port is shut. It stays shut.\n\nNobody leaves."
    content = "The port is shut. It stays shut.", "Nobody leaves."
    assert starts(text, said(text, "Varga", "added:", *content)) == ["Nobody leave"]


def next_paragraphs(text: str, *statements: Statement, kinds: tuple[BlockKind, ...] = ()) -> list[list[str]]:
    """`kinds`: of the text's lines, one each."""
    lines = [] if not kinds else text.split("\n")
    ends = list(accumulate(len(line) + 1 for line in lines))
    blocks = [Block(k, e - 1 - len(line), e - 1) for k, line, e in zip(kinds, lines, ends, strict=True)]
    return [[c.text for c in s.content] for s in with_next_paragraphs(text, statements, quotations(text), blocks)]


def test_a_quotation_alone_in_the_next_paragraph_goes_on() -> None:
    text = "“We go,” Varga said.\n\n“We go now.”\n\n“And soon.”\n\nThe port lay still.\n\n“Who knows?”"
    statement = said(text, "Varga", "said", "“We go,”")
    assert next_paragraphs(text, statement) == [["“We go,”", "“We go now.”", "“And soon.”"]]


def test_it_does_not_where_another_may_be_speaking() -> None:
    after_indirect = "Varga said the port is shut.\n\n“Who knows?”"
    assert next_paragraphs(after_indirect, said(after_indirect, "Varga", "said", "the port is shut")) == [
        ["the port is shut"]
    ]
    unnamed = "“We go,” it was said.\n\n“Who knows?”"
    assert next_paragraphs(unnamed, said(unnamed, None, "was said", "“We go,”")) == [["“We go,”"]]
    transcript = "“We go,” Varga said.\n\n“BRECK: Who knows?”"
    assert next_paragraphs(transcript, said(transcript, "Varga", "said", "“We go,”")) == [["“We go,”"]]


def test_contents_stay_in_the_order_of_the_text() -> None:
    text = "“One,” Lee said.\n“Two.”\n“Three.”"
    assert next_paragraphs(text, said(text, "Lee", "said", "“One,”", "“Three.”")) == [["“One,”", "“Three.”"]]
    assert next_paragraphs(text, said(text, "Lee", "said", "“One,”")) == [["“One,”", "“Two.”", "“Three.”"]]


@pytest.mark.parametrize("kind", ["title", "heading", "caption", "other"])
def test_what_is_no_paragraph_is_nobodys_and_ends_the_run(kind: BlockKind) -> None:
    text = "“We go,” Varga said.\n‘A failure.’\n“Who knows.”"
    statement = said(text, "Varga", "said", "“We go,”")
    assert next_paragraphs(text, statement, kinds=("paragraph", kind, "paragraph")) == [["“We go,”"]]
    assert next_paragraphs(text, statement, kinds=("paragraph", "paragraph", kind)) == [["“We go,”", "‘A failure.’"]]


def test_who_speaks_in_a_caption_does_not_go_on_below_it() -> None:
    text = "“We go,” Varga said.\n“Who knows.”"
    statement = said(text, "Varga", "said", "“We go,”")
    assert next_paragraphs(text, statement, kinds=("caption", "paragraph")) == [["“We go,”"]]


def test_a_crosshead_in_quotation_marks_is_nobodys_in_a_text_without_layout() -> None:
    text = "“We go,” Varga said.\n\n‘Disgraceful failure’\n\n“Who knows.”"
    assert next_paragraphs(text, said(text, "Varga", "said", "“We go,”")) == [["“We go,”"]]


@pytest.mark.parametrize("question", ["“And when?”", '"And when?"', "``And when?''"])
def test_a_question_is_the_interviewers_and_so_is_what_follows(question: str) -> None:
    text = f"“We go,” Varga said.\n\n“We go now.”\n\n{question}\n\n“Soon.”"
    assert next_paragraphs(text, said(text, "Varga", "said", "“We go,”")) == [["“We go,”", "“We go now.”"]]


def test_a_question_of_a_speech_that_goes_on_or_that_is_quoted_in_it_is_the_speakers() -> None:
    text = "“We go,” Varga said.\n\n“Who will stop us?\n\n“They ask me, ‘Why?’”"
    assert next_paragraphs(text, said(text, "Varga", "said", "“We go,”")) == [
        ["“We go,”", "“Who will stop us?", "“They ask me, ‘Why?’”"]
    ]


def test_what_the_model_takes_for_speech_in_a_heading_is_nobodys() -> None:
    text = "“We go,” Varga said.\nAll will be well\nThe port lay still."
    statement = said(text, "Varga", "said", "“We go,”", "All will be well")
    assert statement.kind == "mixed"
    blocks = [Block("heading", 21, 37)]
    (rid,) = with_next_paragraphs(text, [statement], quotations(text), blocks)
    assert ([c.text for c in rid.content], rid.kind) == (["“We go,”"], "direct")
    assert with_next_paragraphs(text, [statement], quotations(text)) == [statement]


def test_a_crosshead_that_the_model_takes_for_speech_is_nobodys() -> None:
    text = "“We go,” Varga said.\n\n‘Disgraceful failure’\n\nThe port lay still."
    statement = said(text, "Varga", "said", "“We go,”", "‘Disgraceful failure’")
    assert next_paragraphs(text, statement) == [["“We go,”"]]


def test_what_is_said_in_a_heading_or_behind_a_colon_or_alone_stays() -> None:
    heading = "Varga said: “We go”\n“So be it.”"
    statement = said(heading, "Varga", "said", "“We go”")
    assert next_paragraphs(heading, statement, kinds=("heading", "paragraph")) == [["“We go”"]]
    colon = "Varga wrote:\n\n“We go”\n\n“So be it.”"
    assert next_paragraphs(colon, said(colon, "Varga", "wrote", "“We go”", "“So be it.”")) == [
        ["“We go”", "“So be it.”"]
    ]
    alone = "So said Varga.\n\n“We go”"
    assert next_paragraphs(alone, said(alone, "Varga", "said", "“We go”")) == [["“We go”"]]
