"""The output contract: a reading as the JSON object that other programs rely on, and back.

Field names are stable from the first release; fields may be added. A field whose part is not built yet is null or
empty.
"""

from __future__ import annotations

from typing import Any

from onrecord.domain import Actor, Anchor, Article, Block, Event, Party, ReaderInfo, Reading, Statement, Time, day

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
        "times": [time_object(t) for t in reading.times],
        "actors": [actor_object(a) for a in reading.actors],
        "statements": [statement_object(s) for s in reading.statements],
        "events": [event_object(e) for e in reading.events],
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
                speaker=s["speaker"],
                speaker_confidence=s["speaker_confidence"],
                on_behalf_of=s["on_behalf_of"],
                addressee=_party(s["addressee"]),
                act=s["act"],
                negated=s["negated"],
                stance=s["stance"],
                condition=_anchor(s["condition"]),
                venue=_anchor(s["venue"]),
                time=s["time"],
                reviewed=s.get("reviewed"),
            )
            for s in value["statements"]
        ),
        actors=tuple(
            Actor(
                id=a["id"],
                name=a["name"],
                kind=a["kind"],
                named=a.get("named", True),
                mentions=tuple(Anchor(**m) for m in a["mentions"]),
                roles=tuple(Anchor(**r) for r in a["roles"]),
                part_of=a["part_of"],
                count=a["count"],
            )
            for a in value["actors"]
        ),
        times=tuple(
            Time(
                id=t["id"],
                anchor=Anchor(t["start"], t["end"], t["text"]),
                edtf=t["edtf"],
                earliest=day(t["earliest"]),
                latest=day(t["latest"]),
            )
            for t in value["times"]
        ),
        events=tuple(_event(e) for e in value["events"]),
        note=value.get("note"),
    )


def actor_object(actor: Actor) -> dict[str, Any]:
    """One actor in the contract's form."""
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "named": actor.named,
        "mentions": [_span(m) for m in actor.mentions],
        "roles": [_span(r) for r in actor.roles],
        "part_of": actor.part_of,
        "count": actor.count,
        "catalogue_id": None,
    }


def time_object(time: Time) -> dict[str, Any]:
    """One time in the contract's form."""
    return {
        "id": time.id,
        "start": time.anchor.start,
        "end": time.anchor.end,
        "text": time.anchor.text,
        "edtf": time.edtf,
        "earliest": time.earliest.isoformat() if time.earliest else None,
        "latest": time.latest.isoformat() if time.latest else None,
    }


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
        "speaker": statement.speaker,
        "speaker_confidence": statement.speaker_confidence,
        "on_behalf_of": statement.on_behalf_of,
        "addressee": _party_object(statement.addressee),
        "act": statement.act,
        "negated": statement.negated,
        "stance": statement.stance,
        "condition": _span(statement.condition),
        "venue": _span(statement.venue),
        "time": statement.time,
        "reviewed": statement.reviewed,
    }


def event_object(event: Event) -> dict[str, Any]:
    """One event in the contract's form."""
    return {
        "id": event.id,
        "type": event.type,
        "trigger": _span(event.trigger),
        "actors": list(event.actors),
        "recipients": list(event.recipients),
        "place": _party_object(event.place),
        "time": event.time,
        "realis": event.realis,
        "condition": _span(event.condition),
        "according_to": event.according_to,
        "confidence": event.confidence,
    }


def _event(value: dict[str, Any]) -> Event:
    return Event(
        id=value["id"],
        type=value["type"],
        trigger=Anchor(**value["trigger"]),
        realis=value["realis"],
        actors=tuple(value["actors"]),
        recipients=tuple(value["recipients"]),
        place=_party(value["place"]),
        time=value["time"],
        condition=_anchor(value["condition"]),
        according_to=value["according_to"],
        confidence=value["confidence"],
    )


def _party_object(party: Party | None) -> dict[str, Any] | None:
    return None if party is None else {"actor": party.actor, "span": _span(party.span)}


def _party(value: dict[str, Any] | None) -> Party | None:
    return None if value is None else Party(_anchor(value["span"]), value["actor"])


def _span(anchor: Anchor | None) -> dict[str, Any] | None:
    return None if anchor is None else {"start": anchor.start, "end": anchor.end, "text": anchor.text}


def _anchor(value: dict[str, Any] | None) -> Anchor | None:
    return None if value is None else Anchor(value["start"], value["end"], value["text"])
