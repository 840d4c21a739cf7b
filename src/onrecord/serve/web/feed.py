"""A search as an Atom feed (RFC 4287): what was found comes to whoever asked."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from starlette.responses import Response

from onrecord.domain import digest
from onrecord.serve.marking import content_text, harmless, on_whose_word, one_line, shortened, who_text
from onrecord.serve.web.downloads import in_names
from onrecord.serve.web.questions import LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from starlette.requests import Request

    from onrecord.record.ledger import Ledger, StatementRow
    from onrecord.serve.web.questions import Question

MOST = 50
"""Entries of a feed."""
MEDIA_TYPE = "application/atom+xml"
_SPACE = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01T00:00:00Z"
_TITLE = 120


def response(request: Request, ledger: Ledger, question: Question, rows: Sequence[StatementRow]) -> Response:
    """The feed, or 304 where the asker has it already."""
    changed = ledger.changed()
    conditions = in_names(question, ledger)
    base, arrived = str(request.base_url).rstrip("/"), _arrivals(ledger, rows)
    body = atom(base, question, conditions, rows, arrived, changed or _NEVER)
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if changed:
        headers["last-modified"] = format_datetime(datetime.fromisoformat(changed).astimezone(UTC), usegmt=True)
    if _has(request, tag, changed):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=MEDIA_TYPE)


def atom(
    base: str,
    question: Question,
    conditions: Sequence[tuple[str, str]],
    rows: Sequence[StatementRow],
    arrived: dict[str, str],
    changed: str,
) -> bytes:
    """The feed as XML. `base`: the program's own address; `conditions`: the question's, for a person to read;
    `arrived`: by version, when it came in."""
    from lxml import etree

    feed = etree.Element("feed", nsmap={None: _SPACE})
    asked = " · ".join(f"{LABELS[name]}: {value}" for name, value in conditions)
    _put(feed, "title", f"On record: {asked}" if asked else "On record")
    _put(feed, "id", f"urn:onrecord:search:{digest(*(part for pair in question.conditions() for part in pair))}")
    _put(feed, "updated", max((_updated(row, arrived) for row in rows), default=changed))
    _put(feed, "link", rel="self", href=base + question.to("/search.atom"), type=MEDIA_TYPE)
    _put(feed, "link", rel="alternate", href=base + question.to("/search"), type="text/html")
    _put(_put(feed, "author"), "name", "onrecord")
    for row in rows:
        entry = _put(feed, "entry")
        who = (who_text(row.statement, row.speaker) or "Nobody named") + on_whose_word(row.within, row.tellers)
        said = content_text(row.statement)
        cue = one_line(row.statement.cue.text) if row.statement.cue else ""
        told = f"{who} {cue}" if cue.strip(" ,;:—–-") else who  # "denied" turns what follows into its contrary
        _put(entry, "title", shortened(f"{told}: {said}", _TITLE))
        _put(entry, "id", f"urn:onrecord:statement:{row.id}")
        _put(entry, "updated", _updated(row, arrived))
        address = f"{base}/articles/{row.document}/statements/{row.id}"
        _put(entry, "link", rel="alternate", href=address, type="text/html")
        _put(_put(entry, "author"), "name", one_line(row.outlet or "outlet unknown"))
        where = " · ".join(one_line(p) for p in (row.outlet, row.title, (row.published or "undated")[:10]) if p)
        _put(entry, "content", " ".join(p for p in (who, cue, said, f"({where})") if p), type="text")
    written: bytes = etree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _put(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    from lxml import etree

    child = etree.SubElement(parent, name, attrib=attributes)
    if text is not None:
        # what XML does not take, and `harmless` lets through
        child.text = harmless(text).translate({0xFFFE: "�", 0xFFFF: "�"})
    return child


def _updated(row: StatementRow, arrived: dict[str, str]) -> str:
    """The day of publication; of what is undated, when it came in."""
    if row.published is None:
        return arrived.get(row.version, _NEVER)
    return f"{row.published[:10]}T00:00:00Z"


def _arrivals(ledger: Ledger, rows: Sequence[StatementRow]) -> dict[str, str]:
    undated = {row.document for row in rows if row.published is None}
    return {v.id: v.added for document in undated for v in ledger.document(document).versions}


def _has(request: Request, tag: str, changed: str | None) -> bool:
    """Whether the asker has it (RFC 9110, 13.2.2: the tag decides where there is one)."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in known.split(",")}
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except (ValueError, OverflowError):  # a year, or a time zone, of twenty digits
        return False
    # it counts whole seconds: what changed within this one may be seen a second time, and is never missed
    return changed is not None and since.tzinfo is not None and datetime.fromisoformat(changed) <= since
