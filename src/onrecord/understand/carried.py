"""Speech that goes on without a cue: the sentences of a content that none names a source for, and quotations that stand
alone in the next paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.domain import Anchor, Statement
from onrecord.text.quotations import Quotation
from onrecord.text.quoted import Quoted
from onrecord.text.sentences import Sentences

_LINE = re.compile(r"[^\n]+")
_LABEL = re.compile(r"[\"“„«'‘]?[^\S\n]{0,3}(?:[^\W\d_a-z][\w.'’-]{0,30}(?: [^\W\d_a-z][\w.'’-]{0,30}){0,2}:|\()")
"""A transcript's speaker or stage direction: what follows is not who spoke before."""


def with_next_paragraphs(text: str, outer: Sequence[Statement], quotations: Sequence[Quotation]) -> list[Statement]:
    """Paragraphs that are a quotation and nothing else, and in which no statement stands, go on with the last
    statement of the paragraph before, where that one is a quotation, too, and its source is named."""
    found = list(outer)
    spans = sorted((a.start, a.end, index) for index, s in enumerate(found) for a in s.anchors)
    whole = {(q.start, q.end) for q in quotations if q.depth == 0}
    at = 0
    speaking: int | None = None
    more: dict[int, list[Anchor]] = {}
    for line in _LINE.finditer(text):
        if line.group().isspace():
            continue
        own: list[tuple[int, int, int]] = []
        while at < len(spans) and spans[at][0] < line.end():
            own.append(spans[at])
            at += 1
        start = line.start() + len(line.group()) - len(line.group().lstrip())
        end = line.start() + len(line.group().rstrip())
        if own:
            index = max(own, key=lambda span: span[1])[2]
            last = found[index]
            here = line.start() < last.content[-1].end <= line.end()
            quotes = last.kind != "indirect" and last.source is not None and here
            speaking = index if quotes else None
        elif speaking is not None and (start, end) in whole and not _LABEL.match(text, start):
            more.setdefault(speaking, []).append(Anchor.of(text, start, end))
        else:
            speaking = None
    for index, paragraphs in more.items():
        found[index] = replace(found[index], content=(*found[index].content, *paragraphs))
    return found


def carried_starts(text: str, statement: Statement, sentences: Sentences, quoted: Quoted) -> tuple[int, ...]:
    """Where sentences of the content begin after the sentence that holds the cue, outside of quotation marks that were
    opened before: these say whose words go on."""
    if statement.cue is None or not sentences.starts:
        return ()
    _, cue_end = sentences.around(statement.cue.start)
    if text[cue_end - 1 : cue_end] == ":":
        # what follows a colon is introduced by it, up to the end of its paragraph
        block = next((m for m in _LINE.finditer(text, cue_end) if not m.group().isspace()), None)
        cue_end = block.end() if block else cue_end
    found: list[int] = []
    for span in statement.content:
        for start in sentences.starting_in(max(span.start, cue_end), span.end):
            if not quoted.opened_before(start):
                found.append(start)
    return tuple(found)
