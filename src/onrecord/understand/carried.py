"""Speech that goes on without a cue: the sentences of a content that none names a source for, and quotations that stand
alone in the next paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

from onrecord.domain import Anchor, Block, Span, Statement
from onrecord.text.quotations import Quotation
from onrecord.text.quoted import Quoted, kind_of
from onrecord.text.sentences import Sentences

_LINE = re.compile(r"[^\n]+")
_LABEL = re.compile(r"[\"“„«'‘]?[^\S\n]{0,3}(?:[^\W\d_a-z][\w.'’-]{0,30}(?: [^\W\d_a-z][\w.'’-]{0,30}){0,2}:|\()")
"""A transcript's speaker or stage direction: what follows is not who spoke before."""
_ASKS = re.compile(r"\?(?:''|[\"“”’'»])\Z")
"""How a closed quotation ends that is a question, and may be an interviewer's. A speech that goes on in the next
paragraph is not closed, and one that ends with a question quoted in it tells of it."""
_NO_STOP = re.compile(r"\w(?:''|[\"“”’'»])\Z")
"""How a crosshead in quotation marks ends. Of 274 paragraphs of PolNeAR that are a quotation, three end so: two
crossheads, and one behind a colon."""


def with_next_paragraphs(
    text: str, outer: Sequence[Statement], quotations: Sequence[Quotation], blocks: Sequence[Block] = ()
) -> list[Statement]:
    """Paragraphs that are a quotation and nothing else, and in which no statement stands, go on with the last
    statement of the paragraph before, where that one is a quotation, too, and its source is named.

    What `blocks`, the layout, say is no paragraph is nobody's beyond it and ends such a run, as does a crosshead in
    quotation marks; the model takes both for speech. So does a question, which may be an interviewer's.
    """
    lines = list(_lines(text))
    nobodys = _Nobodys(text, lines, quotations, blocks)
    quoted = Quoted(quotations)
    found = [nobodys.without(text, statement, quoted) for statement in outer]
    spans = sorted((a.start, a.end, index) for index, s in enumerate(found) for a in s.anchors)
    speech = {(q.start, q.end) for q in quotations if q.depth == 0 and not (q.closed and _ends(text, q, _ASKS))}
    at = 0
    speaking: int | None = None
    more: dict[int, list[Anchor]] = {}
    for start, end in lines:
        own: list[tuple[int, int, int]] = []
        while at < len(spans) and spans[at][0] < end:
            own.append(spans[at])
            at += 1
        if nobodys.block(start) or (start, end) in nobodys.crossheads:
            speaking = None
        elif own:
            index = max(own, key=lambda span: span[1])[2]
            last = found[index]
            here = start < last.content[-1].end <= end
            quotes = last.kind != "indirect" and last.source is not None and here
            speaking = index if quotes else None
        elif speaking is not None and (start, end) in speech and not _LABEL.match(text, start):
            more.setdefault(speaking, []).append(Anchor.of(text, start, end))
        else:
            speaking = None
    for index, paragraphs in more.items():
        found[index] = replace(found[index], content=(*found[index].content, *paragraphs))
    return found


class _Nobodys:
    """What stands in no paragraph of a text, and so is nobody's words elsewhere."""

    def __init__(
        self, text: str, lines: Sequence[Span], quotations: Sequence[Quotation], blocks: Sequence[Block]
    ) -> None:
        self._blocks = [block for block in blocks if block.kind != "paragraph"]
        quoted = {(q.start, q.end) for q in quotations if q.depth == 0 and q.closed and _ends(text, q, _NO_STOP)}
        self.crossheads = {line for before, line in pairwise(lines) if line in quoted and text[before[1] - 1] != ":"}

    def block(self, at: int) -> Block | None:
        """The title, heading, caption or the like that holds an offset."""
        under = bisect_right(self._blocks, at, key=attrgetter("start"))
        return self._blocks[under - 1] if under and at < self._blocks[under - 1].end else None

    def without(self, text: str, statement: Statement, quoted: Quoted) -> Statement:
        """The statement without contents that are nobody's, where others are left to it."""
        cue = statement.cue
        if cue is None:
            return statement
        within = self.block(cue.start)
        content = tuple(
            c
            for c in statement.content
            if (c.start, c.end) not in self.crossheads and self.block(c.start) in (None, within)
        )
        if not content or content == statement.content:
            return statement
        kind = kind_of(text, [(c.start, c.end) for c in content], (cue.start, cue.end), quoted)
        return replace(statement, content=content, kind=kind)


def _lines(text: str) -> Iterator[Span]:
    """Where lines begin and end, without the white space around them and without those that are empty."""
    for line in _LINE.finditer(text):
        words = line.group().strip()
        if words:
            start = line.start() + line.group().index(words)
            yield start, start + len(words)


def _ends(text: str, quotation: Quotation, how: re.Pattern[str]) -> bool:
    return how.search(text, quotation.end - 3, quotation.end) is not None


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
