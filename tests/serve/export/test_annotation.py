"""Annotations: JSON-LD that the W3C's model takes, grounded in the text, never a fact, and read back whole."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld

from onrecord.domain import Anchor, Realis, Statement
from onrecord.errors import ReadError
from onrecord.record.identity import statement_id
from onrecord.record.ledger import Setting
from onrecord.serve import rows
from onrecord.serve.event_rows import EVENTS
from onrecord.serve.export import annotation
from tests.serve.export.worlds import event_rows, made, statement_rows, text_of

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

# of the W3C's context the terms that we use, so that nothing is fetched
TERMS = {
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "as": "https://www.w3.org/ns/activitystreams#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@vocab", "@id": "@type"},
    "Annotation": "oa:Annotation",
    "TextualBody": "oa:TextualBody",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "Software": "as:Application",
    "name": "foaf:name",
    **{
        name: f"oa:{name}"
        for name in ("classifying", "describing", "identifying", "tagging", "exact", "prefix", "suffix")
    },
    "start": "oa:start",
    "end": "oa:end",
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "creator": {"@type": "@id", "@id": "dcterms:creator"},
    "generator": {"@type": "@id", "@id": "as:generator"},
    "label": "rdfs:label",
    "summary": "as:summary",
    "total": "as:totalItems",
    "startIndex": "as:startIndex",
    "first": {"@type": "@id", "@id": "as:first"},
    "partOf": {"@type": "@id", "@id": "as:partOf"},
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
}


def loaded(url: str, _: object) -> dict[str, Any]:
    assert url == "http://www.w3.org/ns/anno.jsonld"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}


def back(raw: bytes) -> list[annotation.Annotated]:
    return list(annotation.read(text_of(raw)))


@few
@given(statement_rows())
def test_statements_are_read_back(some: tuple[list[Any], Setting]) -> None:
    given_, setting = some
    given_ = [
        replace(r, statement=replace(r.statement, reviewed=(None, "accepted")[n % 2])) for n, r in enumerate(given_)
    ]
    found = back(made("annotations", rows.STATEMENTS, given_, setting))
    for row, one in zip(given_, found, strict=True):
        s = row.statement
        assert (one.kind, one.id, one.version) == ("statement", row.id, row.version)
        assert (one.spans, one.source, one.cue) == (s.content, s.source, s.cue)
        assert one.within == tuple(statement_id(row.version, outer) for outer in row.within)
        assert one.said.get("speaker") == row.speaker
        assert (one.said["kind"], one.said.get("confidence")) == (s.kind, s.confidence)
        assert one.said.get("reviewed") == s.reviewed


@few
@given(event_rows())
def test_events_are_read_back(some: tuple[list[Any], Setting]) -> None:
    given_, setting = some
    (row,), (one,) = given_, back(made("annotations", EVENTS, given_, setting))
    assert (one.kind, one.id, one.spans) == ("event", row.id, (row.event.trigger,))
    assert one.said["actors"] == list(row.actors)
    assert one.said["realis"] == row.event.realis
    assert len(one.within) == len(row.according_to)


@few
@given(statement_rows())
def test_both_selectors_choose_the_same_characters(some: tuple[list[Any], Setting]) -> None:
    given_, setting = some
    text = setting.article.text
    (page,) = [json.loads(made("annotations", rows.STATEMENTS, given_, setting))["first"]]
    for one in page["items"]:
        targets = one["target"] if isinstance(one["target"], list) else [one["target"]]
        for place in [*targets, *(body for body in one["body"] if body["type"] == "SpecificResource")]:
            position, quote = place["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert (quote["prefix"] + quote["exact"] + quote["suffix"]) in text
            assert place["source"].startswith(("http://", "https://", "urn:onrecord:document:"))


@few
@given(statement_rows())
def test_it_is_json_ld_in_which_every_term_is_known(some: tuple[list[Any], Setting]) -> None:
    given_, setting = some
    value = json.loads(made("annotations", rows.STATEMENTS, given_, setting))
    assert value["total"] == len(given_)
    (whole,) = jsonld.expand(value, {"documentLoader": loaded})
    again = jsonld.compact(whole, annotation.CONTEXT, {"documentLoader": loaded})

    def names(part: object) -> set[str]:
        if isinstance(part, dict):
            return set(part) | set().union(*map(names, part.values()))
        return set().union(*map(names, part)) if isinstance(part, list) else set()

    # a name that the context doesn't know is dropped when it is expanded
    assert names({k: v for k, v in value.items() if k != "@context"}) <= names(again) | {"type"}


@few
@given(statement_rows())
def test_it_says_who_says_so_and_on_whose_word(some: tuple[list[Any], Setting]) -> None:
    given_, setting = some
    value = json.loads(made("annotations", rows.STATEMENTS, given_, setting))
    assert "does not say what is true" in value["summary"]
    for row, one in zip(given_, value["first"]["items"], strict=True):
        words = one["body"][0]["value"]
        assert words.startswith("Said by ")
        assert words.count("according to ") >= bool(row.within)
        assert one["motivation"] == "describing"
        assert one["creator"]["name"] == "onrecord 9.8.7, model model-x"


@few
@given(statement_rows())
def test_a_chain_with_a_pronoun_reads_as_english(some: tuple[list[Any], Setting]) -> None:
    given_, setting = some
    outer = replace(given_[0].statement, source=Anchor(0, 3, "She"), speaker="a1", act=None, negated=False)
    told = replace(setting, names={"a1": "Ilsa Tamrin"})
    raw = made("annotations", rows.STATEMENTS, [replace(given_[0], within=(outer,))], told)
    assert ", according to her (Ilsa Tamrin); " in json.loads(raw)["first"]["items"][0]["body"][0]["value"]


@few
@given(event_rows(), st.sampled_from(["occurred", "denied", "not_occurred"]))
def test_where_an_event_says_no_whoever_tells_it_does_not_say_it_again(
    some: tuple[list[Any], Setting], realis: Realis
) -> None:
    (row,), setting = some
    denies = Statement("s1", None, Anchor(0, 6, "denied"), (row.event.trigger,), "indirect", None, act="deny")
    row = replace(row, event=replace(row.event, realis=realis), according_to=(denies,))
    value = json.loads(made("annotations", EVENTS, [row], setting))["first"]["items"][0]["body"][0]["value"]
    how = "denied by" if realis == "occurred" else "according to"
    assert value.startswith(f"{row.event.type}, {how} somebody unnamed: {realis.replace('_', ' ')};")


def test_none_is_a_collection_too() -> None:
    raw = made("annotations", rows.STATEMENTS, [], Setting(None, None, {}))  # type: ignore[arg-type]
    assert json.loads(raw)["total"] == 0
    assert back(raw) == []
    assert back(b"") == []


@pytest.mark.parametrize(
    "text", ["x", "{}\n", '"items": [\n{}', "[1]\n", '{"id": "a:b:c:d", "target": [], "body": []}']
)
def test_what_is_no_annotation_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ReadError) as raised:
        list(annotation.read(io.StringIO(text)))
    assert "\n" not in str(raised.value)


@given(statement_rows())
@settings(max_examples=5)
def test_a_place_whose_words_do_not_fit_is_refused(some: tuple[list[Any], Setting]) -> None:
    raw = made("annotations", rows.STATEMENTS, some[0], some[1]).decode()
    anchor: Anchor = some[0][0].statement.content[0]
    moved = raw.replace(f'"end": {anchor.end}', f'"end": {anchor.end + 1}')
    with pytest.raises(ReadError, match="is not where"):
        back(moved.encode())
