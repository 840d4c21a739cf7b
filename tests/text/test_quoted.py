"""Direct, mixed or indirect: by the quotation marks."""

from __future__ import annotations

import pytest

from onrecord.text.quotations import quotations
from onrecord.text.quoted import Quoted, Span, kind_of


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return start, start + len(part)


@pytest.mark.parametrize(
    ("text", "content", "cue", "kind"),
    [
        ("“We go,” he said.", ["“We go,”"], "said", "direct"),
        ("“We go,” he said, “and soon.”", ["“We go,”", "“and soon.”"], "said", "direct"),
        ("He said that they go.", ["that they go"], "said", "indirect"),
        ("He said it was “a shame” to go.", ["it was “a shame” to go"], "said", "mixed"),
        ("“We go,” he said, adding that it is late", ["“We go,”", "that it is late"], "said", "mixed"),
        ("Smith: 'We go.'", ["'We go.'"], ":", "direct"),
        ("Il dit : «Oui».", ["«Oui»"], "dit", "direct"),
        ("— The ``end,'' he said.", ["The ``end,''"], "said", "mixed"),
        ("In the ‘90s, he said, “we were free.”", ["“we were free.”"], "said", "direct"),
        ('He said,"We go."', ['"We go."'], "said", "direct"),
        ('"We go, he said.', ['"We go,'], "said", "direct"),
        # a quotation in a quotation is the inner speaker's
        ("“He asked me, ‘Is it so?’ and I said no,” she said.", ["‘Is it so?’"], "asked", "direct"),
        # the marks are another's who quotes him: his own words are not in marks
        ("“He said that they go,” she told reporters.", ["that they go"], "said", "indirect"),
    ],
)
def test_kind(text: str, content: list[str], cue: str, kind: str) -> None:
    assert kind_of(text, [span(text, c) for c in content], span(text, cue), Quoted(quotations(text))) == kind
