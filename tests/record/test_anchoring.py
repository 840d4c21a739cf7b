"""Where a judgement belongs in a text."""

from __future__ import annotations

from onrecord.domain import Span
from onrecord.record.anchoring import Place, wording

TEXT = "“He asked me, ‘Is it so?’ and I said no,” she said."


def span(part: str) -> Span:
    start = TEXT.index(part)
    return start, start + len(part)


def test_a_corrected_statement_is_in_the_wording_that_the_reader_would_see() -> None:
    assert wording(TEXT, Place(None, span("asked"), (span("‘Is it so?’"),))) == "direct"
    assert (
        wording(TEXT, Place(None, span("she said"), (span("“He asked me, ‘Is it so?’ and I said no,”"),))) == "direct"
    )
    assert wording(TEXT, Place(None, span("said no"), (span("no,"),))) == "indirect"
