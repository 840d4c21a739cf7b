"""How events are shown: as a table and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.contract import event_object, statement_object, time_object
from onrecord.serve.marking import named, one_line, shortened, with_names
from onrecord.serve.rows import PARTY, SPAN, STATEMENT, WHERE, Cell, Column, Shape, Type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.record.events import EventRow


def day_of(row: EventRow) -> str:
    """When it is said to happen, as the text dates it; empty where it doesn't."""
    return row.time.edtf or "" if row.time else ""


def on_whose(row: EventRow) -> str:
    """Whose word it is told on, the nearest first; empty in the outlet's own voice."""
    return " ← ".join(_tellers(row))


def _tellers(row: EventRow) -> list[str]:
    """Names, as those who do it have them; the words of the text where no name is known."""
    return [name or named(teller) for teller, name in with_names(row.according_to, row.tellers)]


def _told_by(row: EventRow) -> Cell:
    """For the table: each on a line of their own."""
    shown = [shortened(one_line(name), 40) for name in _tellers(row)]
    return tuple(f"← {name}" if place else name for place, name in enumerate(shown)) or "—"


def _cells(row: EventRow) -> Sequence[Cell]:
    event = row.event
    return (
        (row.published or "")[:10],
        row.outlet or "—",
        shortened(", ".join(row.actors) or "—", 80),
        event.type,
        shortened(", ".join(row.recipients) or "—", 80),
        shortened(one_line(event.trigger.text), 60),
        event.realis.replace("_", " "),
        _told_by(row),
        "—" if event.confidence is None else f"{event.confidence:.2f}",
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
        "tellers": list(row.tellers),
    }


_FIELDS = dict.fromkeys(
    (
        *("id", "published", "outlet", "type", "trigger", "realis", "actors", "recipients", "place", "time"),
        *("earliest", "latest", "according_to", "condition", "confidence", "title", "url", "document", "version"),
        *("reading", "trigger_span"),
    ),
    str,
) | {"confidence": float}

_TYPES: dict[str, Type] = {
    **dict.fromkeys(WHERE, str),
    "actors": [str],
    "recipients": [str],
    "place": str,
    "speaker": str,
    "according_to": [STATEMENT],
    "tellers": [str],
    "time": {"id": str, "start": int, "end": int, "text": str, "edtf": str, "earliest": str, "latest": str},
    "name": str,
    "type": str,
    "trigger": SPAN,
    "realis": str,
    "condition": SPAN,
    "confidence": float,
    "actor_ids": [str],
    "recipient_ids": [str],
    "place_party": PARTY,
}


def _typed(row: EventRow) -> dict[str, Any]:
    """The names in a row, the ids that only its reading knows beside them."""
    whole = _record(row)
    event = whole.pop("event")
    beside = {"name": event["id"], "actor_ids": event["actors"], "recipient_ids": event["recipients"]}
    own = {name: event[name] for name in ("type", "trigger", "realis", "condition", "confidence")}
    return whole | own | beside | {"place_party": event["place"]}


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
        time and time.earliest and time.earliest.isoformat(),
        time and time.latest and time.latest.isoformat(),
        on_whose(row),
        event.condition and event.condition.text,
        event.confidence,
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
        Column("sure", 4, right=True, needs=110),
        Column("when", 10, wraps=True, needs=110),
        Column("article", 8, needs=90),
    ),
    cells=_cells,
    record=_record,
    fields=_FIELDS,
    flat=_flat,
    types=_TYPES,
    typed=_typed,
    name="events",
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
        Column("sure", 4, right=True, needs=110),
        Column("published", 10, needs=110),
        Column("article", 8, needs=90),
    ),
    cells=lambda row: (
        day_of(row) or "undated",
        *_cells(row)[2:9],
        (row.published or "")[:10],
        row.document,
    ),
    record=_record,
    fields=_FIELDS,
    flat=_flat,
    types=_TYPES,
    typed=_typed,
    name="events",
)
