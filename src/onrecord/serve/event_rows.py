"""How events are shown: as a table, for programs, and as PLOVER records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from onrecord import __version__
from onrecord.contract import event_object, statement_object, time_object
from onrecord.serve.marking import named, one_line, shortened
from onrecord.serve.rows import Column, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.record.events import EventRow

_NAME = 2
"""Words of a person's name."""
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]\.?)*")


def day_of(row: EventRow) -> str:
    """When it is said to happen, as the text dates it; empty where it doesn't."""
    return row.time.edtf or "" if row.time else ""


def on_whose(row: EventRow) -> str:
    """Whose word it is told on, the nearest first; empty in the outlet's own voice."""
    if not row.according_to:
        return ""
    nearest, *others = row.according_to
    return " ← ".join([row.speaker or named(nearest), *map(named, others)])


def _cells(row: EventRow) -> Sequence[str]:
    event = row.event
    return (
        (row.published or "")[:10],
        row.outlet or "—",
        shortened(", ".join(row.actors) or "—", 80),
        event.type,
        shortened(", ".join(row.recipients) or "—", 80),
        shortened(one_line(event.trigger.text), 60),
        event.realis.replace("_", " "),
        shortened(on_whose(row) or "—", 60),
        day_of(row) or "—",
        row.document,
    )


def _record(row: EventRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "document": row.document,
        "version": row.version,
        "reading": row.reading,
        "url": row.url,
        "title": row.title,
        "outlet": row.outlet,
        "published": row.published,
        "actors": list(row.actors),
        "recipients": list(row.recipients),
        "place": row.place,
        "time": time_object(row.time) if row.time else None,
        "event": event_object(row.event),
        "speaker": row.speaker,
        "according_to": [statement_object(s) for s in row.according_to],
    }


_FIELDS = (
    *("id", "published", "outlet", "type", "trigger", "realis", "actors", "recipients", "place", "time", "earliest"),
    *("latest", "according_to", "condition", "title", "url", "document", "version", "reading", "trigger_span"),
)


def _flat(row: EventRow) -> Sequence[object]:
    event, time = row.event, row.time
    return (
        row.id,
        row.published,
        row.outlet,
        event.type,
        event.trigger.text,
        event.realis,
        "; ".join(row.actors),
        "; ".join(row.recipients),
        row.place,
        time and time.edtf,
        time and time.earliest,
        time and time.latest,
        on_whose(row),
        event.condition and event.condition.text,
        row.title,
        row.url,
        row.document,
        row.version,
        row.reading,
        f"{event.trigger.start}-{event.trigger.end}",
    )


EVENTS: Shape[EventRow] = Shape(
    columns=(
        Column("day", 10),
        Column("outlet", 12, wraps=True, needs=110),
        Column("who", share=3),
        Column("did", 9),
        Column("to whom", share=3),
        Column("in words", share=3, needs=80),
        Column("happened", 12),
        Column("told by", share=3, needs=90),
        Column("when", 10, wraps=True, needs=110),
        Column("article", 8, needs=90),
    ),
    cells=_cells,
    record=_record,
    fields=_FIELDS,
    flat=_flat,
)

DAYS: Shape[EventRow] = Shape(
    columns=(
        Column("when", 12, wraps=True),
        Column("who", share=3),
        Column("did", 9),
        Column("to whom", share=3),
        Column("in words", share=3, needs=80),
        Column("happened", 12),
        Column("told by", share=3, needs=90),
        Column("published", 10, needs=110),
        Column("article", 8, needs=90),
    ),
    cells=lambda row: (
        day_of(row) or "undated",
        *_cells(row)[2:8],
        (row.published or "")[:10],
        row.document,
    ),
    record=_record,
    fields=_FIELDS,
    flat=_flat,
)


def plover_record(row: EventRow) -> dict[str, Any]:
    """One event under the field names of the PLOVER gold standard records, with realis, condition and on whose word."""
    event = row.event
    dated = row.time.earliest if row.time and row.time.earliest == row.time.latest else None
    return {
        "id": row.id,
        "date": dated.isoformat() if dated else (row.published or "")[:10] or None,
        "source": [_party(name) for name in row.actors],
        "target": [_party(name) for name in row.recipients],
        "event": event.type,
        "eventText": event.trigger.text,
        "eventLoc": row.place,
        "text": row.around,
        "textInfo": {
            "document": row.document,
            "version": row.version,
            "start": event.trigger.start,
            "end": event.trigger.end,
        },
        "language": "en",
        "publication": row.outlet,
        "coder": f"onrecord {__version__}",
        "version": row.reading,
        "realis": event.realis,
        "condition": event.condition.text if event.condition else None,
        "accordingTo": on_whose(row) or None,
        "url": row.url,
    }


def _party(name: str) -> dict[str, str]:
    """With ISO 3166's three letters where the name is a country's or says whose it is ("Israeli soldiers"), which a
    person's does not: "German Petrov"."""
    from onrecord.link import facts

    country = facts.countries().get(name.lower().removeprefix("the ")) if name != "us" else None
    words = _WORD.findall(name)
    if country is None and not (len(words) == _NAME and name.istitle()):
        country = next((facts.adjectives()[w.lower()] for w in words if w.lower() in facts.adjectives()), None)
    return {"actorText": name} | ({"code": facts.alpha3()[country.code]} if country else {})
