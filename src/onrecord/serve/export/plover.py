"""Events as PLOVER records (the political events of the Open Event Data Alliance)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from onrecord import __version__
from onrecord.serve.event_rows import on_whose

if TYPE_CHECKING:
    from onrecord.record.events import EventRow

_NAME = 2
"""Words of a person's name."""
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]\.?)*")


def record(row: EventRow) -> dict[str, Any]:
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
