"""The output contract: a reading as the JSON object that other programs rely on, and back.

Field names are stable from the first release; fields may be added. A field whose part is not built yet is null or
empty.
"""

from __future__ import annotations

from typing import Any

from onrecord.domain import Anchor, Article, Block, ReaderInfo, Reading, Statement

CONTRACT = 1


def to_contract(reading: Reading) -> dict[str, Any]:
    """The object that `onrecord read --format json` prints for one article."""
    article = reading.article
    return {
        "contract": CONTRACT,
        "article": {
            "id": article.id,
            "given_id": article.given_id,
            "url": article.url,
            "title": article.title,
            "outlet": article.outlet,
            "agency": article.agency,
            "authors": list(article.authors),
            "published": article.published,
            "language": article.language,
            "text": article.text,
            "sha256": article.sha256,
            "blocks": [{"kind": b.kind, "start": b.start, "end": b.end} for b in article.blocks],
        },
        "reader": {"version": reading.reader.version, "model": reading.reader.model},
        "note": reading.note,
        "times": [],
        "actors": [],
        "statements": [statement_object(s) for s in reading.statements],
        "events": [],
    }


def from_contract(value: dict[str, Any]) -> Reading:
    """The reading that an object in the contract's form describes. Raises KeyError where a field is missing."""
    a = value["article"]
    return Reading(
        article=Article(
            text=a["text"],
            given_id=a["given_id"],
            url=a["url"],
            title=a["title"],
            outlet=a["outlet"],
            agency=a.get("agency"),
            authors=tuple(a["authors"]),
            published=a["published"],
            language=a["language"],
            blocks=tuple(Block(b["kind"], b["start"], b["end"]) for b in a["blocks"]),
        ),
        reader=ReaderInfo(value["reader"]["version"], value["reader"]["model"]),
        statements=tuple(
            Statement(
                id=s["id"],
                source=_anchor(s["source"]),
                cue=_anchor(s["cue"]),
                content=tuple(Anchor(**c) for c in s["content"]),
                kind=s["kind"],
                confidence=s["confidence"],
                parent=s["parent"],
                carried=tuple(s["carried"]),
                inserted=tuple(Anchor(**i) for i in s["inserted"]),
            )
            for s in value["statements"]
        ),
        note=value.get("note"),
    )


def statement_object(statement: Statement) -> dict[str, Any]:
    """One statement in the contract's form."""
    return {
        "id": statement.id,
        "source": _span(statement.source),
        "cue": _span(statement.cue),
        "content": [_span(c) for c in statement.content],
        "carried": list(statement.carried),
        "inserted": [_span(i) for i in statement.inserted],
        "kind": statement.kind,
        "parent": statement.parent,
        "confidence": statement.confidence,
        "speaker": None,
        "speaker_confidence": None,
        "on_behalf_of": None,
        "addressee": None,
        "act": None,
        "negated": False,
        "stance": None,
        "condition": None,
        "venue": None,
        "time": None,
    }


def _span(anchor: Anchor | None) -> dict[str, Any] | None:
    return None if anchor is None else {"start": anchor.start, "end": anchor.end, "text": anchor.text}


def _anchor(value: dict[str, Any] | None) -> Anchor | None:
    return None if value is None else Anchor(value["start"], value["end"], value["text"])
