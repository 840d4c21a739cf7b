"""Where speech goes on without a cue, and where it does not."""

from __future__ import annotations

from onrecord.domain import Anchor, Statement
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


def next_paragraphs(text: str, *statements: Statement) -> list[list[str]]:
    return [[c.text for c in s.content] for s in with_next_paragraphs(text, statements, quotations(text))]


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
