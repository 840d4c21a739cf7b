"""The names of what is kept, derived from content alone: whoever computes them, in whatever order, gets the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from onrecord.domain import digest
from onrecord.record.anchoring import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.domain import Article, Event, ReaderInfo, Statement


def version_id(article: Article, raw_sha256: str | None) -> str:
    """What a document said: its text, the bytes that it was taken from, and how these were cut into blocks."""
    blocks = json.dumps([(b.kind, b.start, b.end) for b in article.blocks])
    return digest("version", article.id, article.sha256, raw_sha256 or "", blocks)


def reading_id(version: str, article: Article, reader: ReaderInfo) -> str:
    """One reader's reading of one version, under what was known of the article.

    Title, outlet, date and the like are part of it, so that a corrected date comes in as a reading of its own; they
    are no part of the version, so that the findings keep their names. Where an address names the document, the given
    id is no more than where a copy of the page lay: the same page from another folder is the same reading.
    """
    known = [
        None if article.url else article.given_id,
        article.url,
        article.title,
        article.outlet,
        article.agency,
        list(article.authors),
        article.published,
        article.language,
    ]
    return digest("reading", version, reader.version, reader.model, json.dumps(known, ensure_ascii=False))


def statement_id(version: str, statement: Statement) -> str:
    """The permanent name of a statement: the same in every reading that finds it at these offsets."""
    return place_id(version, Place.of(statement))


def place_id(version: str, place: Place) -> str:
    """The permanent name of a statement that stands there."""
    spans = ["" if span is None else f"{span[0]}-{span[1]}" for span in (place.source, place.cue, *place.content)]
    return digest(version, "statement", *spans)


def corrected_id(reading: str, judgements: Iterable[str]) -> str:
    """A machine's reading with judgements applied: their ids."""
    return digest("corrected", reading, *judgements)


def event_id(version: str, event: Event) -> str:
    """The permanent name of an event: the same in every reading that finds it at this trigger."""
    return digest(version, "event", event.type, f"{event.trigger.start}-{event.trigger.end}")
