"""What a statement's page says of it in words."""

from __future__ import annotations

from dataclasses import replace

from onrecord.domain import Actor, Anchor
from onrecord.record.ledger import StatementPage
from onrecord.serve.web.facts import chain, citation
from tests.serve.export.test_dossier import said
from tests.serve.fakes import anchor, nested


def test_whose_word_it_is_reads_as_english_where_the_text_has_a_pronoun() -> None:
    row = next(r for r in said() if len(r.within) == 1)
    outer = replace(row.within[0], source=Anchor(0, 3, "She"))
    reading = replace(nested(), actors=(Actor("a1", "Ilsa Tamrin", "person", True, (anchor("Ilsa Tamrin"),)),))
    assert ", according to her (Ilsa Tamrin). " in citation(replace(row, within=(outer,)), reading, "here")

    page = StatementPage(
        row=replace(row, within=(replace(outer, act="deny", cue=Anchor(0, 6, "denied"), speaker=None),)),
        status="shown",
        newest=True,
        now=None,
        machine=None,
        machine_speaker=None,
        inside=(),
        time=None,
        reading=reading,
        reviews=(),
        lapsed=(),
    )
    assert [(v.what, v.name) for v in chain(page, {})][-2:] == [("denied by", "her"), ("speaker", "the envoy")]
