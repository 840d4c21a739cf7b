"""Between the domain's values and the tables' rows, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.domain import Actor, Anchor, Article, Block, Event, Party, ReaderInfo, Statement, Time, day, digest
from onrecord.record.identity import statement_id
from onrecord.record.ledger import StatementRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import RowMapping

    from onrecord.domain import Raw, Reading

Values = dict[str, Any]
AROUND = 120
"""Characters on each side of an event's trigger that are searched: changing it changes the tables."""


def version_row(id: str, document: int, article: Article, raw: Raw | None) -> Values:  # noqa: A002
    return {
        "id": id,
        "document": document,
        "text": article.text,
        "sha256": article.sha256,
        "blocks": [[b.kind, b.start, b.end] for b in article.blocks],
        "raw_sha256": raw.sha256 if raw else None,
        "raw_media_type": raw.media_type if raw else None,
    }


def reading_row(id: str, version: int, reading: Reading) -> Values:  # noqa: A002
    article = reading.article
    return {
        "id": id,
        "version": version,
        "reader_version": reading.reader.version,
        "model": reading.reader.model,
        "note": reading.note,
        "given_id": article.given_id,
        "url": article.url,
        "title": article.title,
        "outlet": article.outlet,
        "agency": article.agency,
        "authors": list(article.authors),
        "published": article.published,
        "language": article.language,
    }


def statement_rows(reading: int, statements: Iterable[Statement]) -> list[Values]:
    return [
        {
            "reading": reading,
            "ordinal": ordinal,
            "name": s.id,
            "kind": s.kind,
            **_span("source", s.source),
            **_span("cue", s.cue),
            "content": [[a.start, a.end] for a in s.content],
            "carried": list(s.carried) or None,
            "inserted": [[a.start, a.end] for a in s.inserted] or None,
            "parent": s.parent,
            "confidence": s.confidence,
            "speaker": s.speaker,
            "speaker_confidence": s.speaker_confidence,
            "on_behalf_of": s.on_behalf_of,
            "time": s.time,
            "act": s.act,
            "negated": s.negated,
            "stance": s.stance,
            "addressee": s.addressee.actor if s.addressee else None,
            **_span("addressee", s.addressee.span if s.addressee else None),
            **_span("venue", s.venue),
            **_span("condition", s.condition),
            "reviewed": s.reviewed,
        }
        for ordinal, s in enumerate(statements)
    ]


def event_rows(reading: int, events: Iterable[Event]) -> list[Values]:
    return [
        {
            "reading": reading,
            "ordinal": ordinal,
            "name": e.id,
            "type": e.type,
            "start": e.trigger.start,
            "end": e.trigger.end,
            "realis": e.realis,
            "actors": list(e.actors),
            "recipients": list(e.recipients),
            "place": e.place.actor if e.place else None,
            **_span("place", e.place.span if e.place else None),
            "time": e.time,
            **_span("condition", e.condition),
            "according_to": e.according_to,
            "confidence": e.confidence,
        }
        for ordinal, e in enumerate(events)
    ]


def _span(name: str, anchor: Anchor | None) -> Values:
    return {f"{name}_start": anchor.start if anchor else None, f"{name}_end": anchor.end if anchor else None}


def actor_rows(reading: int, actors: Iterable[Actor]) -> list[Values]:
    return [
        {
            "reading": reading,
            "ordinal": ordinal,
            "id": a.id,
            "name": a.name,
            "kind": a.kind,
            "named": a.named,
            "mentions": [[m.start, m.end] for m in a.mentions],
            "roles": [[r.start, r.end] for r in a.roles] or None,
            "part_of": a.part_of,
            "count": a.count,
        }
        for ordinal, a in enumerate(actors)
    ]


def time_rows(reading: int, times: Iterable[Time]) -> list[Values]:
    return [
        {
            "reading": reading,
            "ordinal": ordinal,
            "id": t.id,
            "start": t.anchor.start,
            "end": t.anchor.end,
            "edtf": t.edtf,
            "earliest": t.earliest.isoformat() if t.earliest else None,
            "latest": t.latest.isoformat() if t.latest else None,
        }
        for ordinal, t in enumerate(times)
    ]


def actor(row: RowMapping, text: str) -> Actor:
    """The actor with the characters that stand at its offsets in `text`."""
    return Actor(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        named=row["named"],
        mentions=tuple(Anchor.of(text, *span) for span in row["mentions"]),
        roles=tuple(Anchor.of(text, *span) for span in row["roles"] or ()),
        part_of=row["part_of"],
        count=row["count"],
    )


def time(row: RowMapping, text: str) -> Time:
    """The time with the characters that stand at its offsets in `text`."""
    anchor = Anchor.of(text, row["start"], row["end"])
    return Time(row["id"], anchor, row["edtf"], day(row["earliest"]), day(row["latest"]))


def article(version: RowMapping, reading: RowMapping) -> Article:
    return Article(
        text=version["text"],
        given_id=reading["given_id"],
        url=reading["url"],
        title=reading["title"],
        outlet=reading["outlet"],
        agency=reading["agency"],
        authors=tuple(reading["authors"]),
        published=reading["published"],
        language=reading["language"],
        blocks=tuple(Block(*block) for block in version["blocks"]),
    )


def reader_info(row: RowMapping) -> ReaderInfo:
    return ReaderInfo(row["reader_version"], row["model"])


def statement(row: RowMapping, text: str) -> Statement:
    """The statement with the characters that stand at its offsets in `text`."""
    return Statement(
        id=row["name"],
        source=_anchor(text, row, "source"),
        cue=_anchor(text, row, "cue"),
        content=tuple(Anchor.of(text, *span) for span in row["content"]),
        kind=row["kind"],
        confidence=row["confidence"],
        parent=row["parent"],
        carried=tuple(row["carried"] or ()),
        inserted=tuple(Anchor.of(text, *span) for span in row["inserted"] or ()),
        speaker=row["speaker"],
        speaker_confidence=row["speaker_confidence"],
        on_behalf_of=row["on_behalf_of"],
        addressee=_party(text, row, "addressee"),
        act=row["act"],
        negated=row["negated"],
        stance=row["stance"],
        condition=_anchor(text, row, "condition"),
        venue=_anchor(text, row, "venue"),
        time=row["time"],
        reviewed=row["reviewed"],
    )


def event(row: RowMapping, text: str) -> Event:
    """The event with the characters that stand at its offsets in `text`."""
    return Event(
        id=row["name"],
        type=row["type"],
        trigger=Anchor.of(text, row["start"], row["end"]),
        realis=row["realis"],
        actors=tuple(row["actors"]),
        recipients=tuple(row["recipients"]),
        place=_party(text, row, "place"),
        time=row["time"],
        condition=_anchor(text, row, "condition"),
        according_to=row["according_to"],
        confidence=row["confidence"],
    )


def statement_row(
    row: RowMapping, statement: Statement, within: tuple[Statement, ...], tellers: tuple[str | None, ...]
) -> StatementRow:
    """The statement with where it stands."""
    return StatementRow(
        id=statement_id(row["version"], statement),
        document=row["document"],
        version=row["version"],
        reading=row["reading"],
        url=row["url"],
        title=row["title"],
        outlet=row["outlet"],
        published=row["published"],
        statement=statement,
        within=within,
        tellers=tellers,
        speaker=row["speaker_name"],
        place=row["place"],
    )


def _anchor(text: str, row: RowMapping, name: str) -> Anchor | None:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return None if start is None or end is None else Anchor.of(text, start, end)


def _party(text: str, row: RowMapping, name: str) -> Party | None:
    span = _anchor(text, row, name)
    return None if span is None else Party(span, row[name])


# What is searched: rows of the search index. They are computed again to take them out of it, so they depend on nothing
# but the reading, and to change what they give is to change the tables (`schema.VERSION`).


def statement_search(position: int, reading: Reading) -> Iterator[Values]:
    """One row for each statement, at its place in the order of the ledger."""
    outlet = outlet_facet(reading.article.outlet)
    names = {a.id: a.name for a in reading.actors}
    for ordinal, s in enumerate(reading.statements):
        facets = [kind_facet(s.kind), outlet]
        if s.act is not None:
            facets.append(act_facet(s.act))
        if s.confidence is not None:
            facets.extend(confidence_facets(s.confidence))
        yield {
            "rowid": position + ordinal,
            "source": _who(s, names.get(s.speaker or "")),
            "content": " ".join(a.text for a in s.content),
            "facets": " ".join(facets),
        }


def event_search(position: int, reading: Reading) -> Iterator[Values]:
    """One row for each event, at its place in the order of the ledger."""
    outlet = outlet_facet(reading.article.outlet)
    names = {a.id: a.name for a in reading.actors}
    text = reading.article.text
    for ordinal, e in enumerate(reading.events):
        yield {
            "rowid": position + ordinal,
            "actors": " · ".join(names[a] for a in e.actors),
            "recipients": " · ".join(names[r] for r in e.recipients),
            "told": text[max(0, e.trigger.start - AROUND) : e.trigger.end + AROUND],
            "facets": f"{type_facet(e.type)} {realis_facet(e.realis)} {outlet}",
        }


def _who(statement: Statement, speaker: str | None) -> str:
    """The source, and the speaker's name where the source does not hold it: so "he" is found by his name."""
    source = statement.source.text if statement.source else ""
    return f"{source} · {speaker}" if speaker and speaker not in source else source


def article_search(position: int, article: Article) -> Values:
    """The article's row."""
    facets = outlet_facet(article.outlet), language_facet(article.language)
    return {"rowid": position, "title": article.title or "", "text": article.text, "facets": " ".join(facets)}


# Facets are words of one letter and a value, so that the search index intersects them with what is searched for.


def act_facet(act: str) -> str:
    return f"a{act}"


def type_facet(type_: str) -> str:
    return f"t{type_.lower()}"


def realis_facet(realis: str) -> str:
    return f"r{realis.replace('_', '')}"


def kind_facet(kind: str) -> str:
    return f"k{kind}"


def outlet_facet(outlet: str | None) -> str:
    return f"o{_name(outlet)}" if outlet is not None else "o"


def language_facet(language: str | None) -> str:
    return f"l{_name(language)}" if language is not None else "l"


def _name(value: str) -> str:
    # what is typed in another charset than the machine's comes as lone surrogates, and stands for no name
    return digest(value.casefold().encode(errors="surrogatepass"))


def confidence_facets(confidence: float) -> tuple[str, str]:
    """Of its hundredth and of its tenth."""
    hundredth = _hundredth(confidence)
    return f"c{hundredth}", f"d{hundredth // 10}"


def confidence_facets_from(least: float) -> list[str]:
    """Those of which one is there where the confidence is `least` or more, or less by a part of a hundredth.

    Tenths where whole ones are meant, because each facet that is looked for costs.
    """
    first = _hundredth(least)
    tenth = -(-first // 10)
    return [*(f"c{n}" for n in range(first, tenth * 10)), *(f"d{n}" for n in range(tenth, 11))]


def _hundredth(confidence: float) -> int:
    """The hundredth that it is in: no greater for a smaller confidence."""
    return int(confidence * 100)
