"""Judgements about statements into their table and out of it. Offsets, but for a speaker's name and the reason."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from onrecord.judgement import Changes, Review, Speaker
from onrecord.record.anchoring import Judged, Place
from onrecord.record.identity import place_id
from onrecord.record.judgements import taken_back
from onrecord.record.schema import addresses, reviews, versions

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

    from onrecord.domain import Reading, Span


def stored(connection: Connection, document: str | None = None, newest: int | None = None) -> tuple[Judged, ...]:
    """All judgements, or those about the statements of a document, or the newest so many of them; the oldest first."""
    asked = select(reviews).order_by(reviews.c.key.desc()).limit(newest)
    if document is not None:
        some = connection.exec_driver_sql("SELECT 1 FROM reviews WHERE document = ? LIMIT 1", (document,)).all()
        if not some:  # of nearly all
            return ()
        asked = asked.where(reviews.c.document == document)
    rows = connection.execute(asked).mappings().all()[::-1]
    back = taken_back(rows)
    return tuple(_judged(row, row["id"] in back) for row in rows)


def keep(connection: Connection, judged: Judged) -> None:
    """One more."""
    review = judged.review
    row = {name: getattr(review, name) for name in ("id", "at", "by", "why", "verdict", "document", "version")}
    row |= {"statement": review.statement, "undoes": review.undoes}
    row |= {"found": asdict(judged.found), "shown": asdict(judged.shown), "changes": _written(review.changes)}
    connection.execute(insert(reviews), row)


def remember(connection: Connection, version: int, version_id: str, reading: Reading) -> None:
    """The ids by which the judged statements of a corrected reading are shown, so that they lead there for good."""
    places = [Place.of(s) for s in reading.statements if s.reviewed]
    new = [{"id": place_id(version_id, p), "version": version, "place": asdict(p)} for p in places]
    if new:
        connection.execute(insert(addresses).prefix_with("OR IGNORE"), new)


def remembered(connection: Connection, version_id: str) -> list[tuple[str, Place]]:
    """Those of a version, by id."""
    asked = select(addresses).join(versions, versions.c.key == addresses.c.version).where(versions.c.id == version_id)
    rows = connection.execute(asked.order_by(addresses.c.id)).mappings()
    return [(row["id"], _place(row["place"])) for row in rows]


def forget(connection: Connection, document: str) -> None:
    """Let go of what text the judgements about a document's statements hold: reasons, and speakers' names."""
    for one in stored(connection, document):
        changes = one.review.changes
        if isinstance(changes.speaker, Speaker):
            changes = replace(changes, speaker=replace(changes.speaker, name=""))
        without = {"why": None, "changes": _written(changes)}
        connection.execute(update(reviews).where(reviews.c.id == one.review.id).values(without))


def _written(changes: Changes) -> dict[str, Any]:
    return {name: asdict(value) if isinstance(value, Speaker) else value for name, value in changes.named.items()}


def _judged(row: RowMapping, undone: bool) -> Judged:
    named = {name: row[name] for name in ("id", "at", "by", "why", "verdict", "document", "version", "statement")}
    review = Review(**named, changes=_changes(row["changes"]), undone=undone, undoes=row["undoes"])
    return Judged(review, _place(row["found"]), _place(row["shown"]))


def _changes(written: dict[str, Any]) -> Changes:
    made = dict(written)
    if made.get("speaker") is not None:
        made["speaker"] = Speaker(**{**made["speaker"], "mention": _span(made["speaker"]["mention"])})
    for name in ("source", "cue"):
        if name in made:
            made[name] = _span(made[name])
    if "content" in made:
        made["content"] = _spans(made["content"])
    return Changes(**made)


def _place(written: dict[str, Any]) -> Place:
    return Place(
        _span(written["source"]),
        _span(written["cue"]),
        _spans(written["content"]),
        written["kind"],
        written["negated"],
    )


def _spans(written: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in written)


def _span(written: list[int] | None) -> Span | None:
    return None if written is None else (written[0], written[1])
