"""What people judged, in the form that training/ takes: ids, offsets and labels, an article a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from onrecord.serve.marking import is_pronoun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.domain import Actor, Anchor, Reading, Statement
    from onrecord.judgement import Review
    from onrecord.record.ledger import Ledger, StatementPage

Part = Literal["attributions", "speakers", "acts"]
PARTS: tuple[Part, ...] = ("attributions", "speakers", "acts")


def lines(ledger: Ledger, part: Part) -> Iterator[dict[str, Any]]:
    """One object an article in which people judged something of this part, by the document's id."""
    for document in ledger.reviews.documents():
        version = ledger.document(document).versions[-1].id
        reading = ledger.reading(version)
        pages = [ledger.statement(document, id_) for id_ in _judged(ledger, document)]
        there = [page for page in pages if page.newest]
        found = [made for page in there if page.status == "shown" for made in _coded(part, page, reading)]
        body: dict[str, Any] = {"attributions" if part == "attributions" else "statements": found}
        if part == "attributions":
            body["rejected"] = [_attribution(page.row.statement) for page in there if page.status == "rejected"]
        if any(body.values()):
            yield {"id": _name(reading), "sha256": reading.article.sha256[:16]} | body


def _judged(ledger: Ledger, document: str) -> list[str]:
    """The ids by which what people judged goes now, in the order of the first judgements."""
    counting = (r for r in ledger.reviews.list(document) if not r.undone and r.undoes is None)
    pages = (ledger.statement(document, review.statement) for review in counting)
    whole = (page.now.id if page.now and not page.lapsed else page.row.id for page in pages)
    return list(dict.fromkeys(whole))


def _coded(part: Part, page: StatementPage, reading: Reading) -> Iterator[dict[str, Any]]:
    """The statement, where a person spoke of this part of it."""
    s = page.row.statement
    if part == "attributions":
        yield _attribution(s)
    elif part == "acts" and s.cue and _named("act", page.reviews):
        yield {"source": _pair(s.source), "cue": _pair(s.cue), "content": _pairs(*s.content), "act": s.act}
    elif part == "speakers" and s.source and _named("speaker", page.reviews):
        coded = {"source": _pair(s.source), "cue": _pair(s.cue), "form": _form(s.source, reading)}
        who = next((a for a in reading.actors if a.id == s.speaker), None)
        if who is None:
            yield coded | {"kind": None, "named": False, "speaker": None}
        elif who.mentions:  # else nothing in the text can be pointed at
            name = {"name": who.name} if who.named else {}
            yield coded | {"kind": who.kind, "named": who.named, "speaker": _pair(_fullest(who))} | name


def _named(field: str, reviews: tuple[Review, ...]) -> bool:
    counting = (r for r in reviews if not r.undone and r.undoes is None)
    return any(field in r.changes.named for r in counting)


def _attribution(statement: Statement) -> dict[str, Any]:
    """As the corpus has it: each role a list of spans."""
    return {
        "source": _pairs(statement.source),
        "cue": _pairs(statement.cue),
        "content": _pairs(*statement.content),
    }


def _fullest(actor: Actor) -> Anchor:
    return next((m for m in actor.mentions if m.text == actor.name), actor.mentions[0])


def _form(source: Anchor, reading: Reading) -> str:
    if is_pronoun(source.text):
        return "pronoun"
    inside = (
        (m, a) for a in reading.actors if a.named for m in a.mentions if source.start <= m.start and m.end <= source.end
    )
    return "name" if any({*m.text.split()} & {*a.name.split()} for m, a in inside) else "nominal"


def _name(reading: Reading) -> str:
    """The id that the article came with in JSON Lines; else the document's, for a path is nobody's business."""
    given = reading.article.given_id
    return given if given and not {"/", "\\"} & {*given} else reading.article.id


def _pairs(*anchors: Anchor | None) -> list[list[int]]:
    return [[a.start, a.end] for a in anchors if a is not None]


def _pair(anchor: Anchor | None) -> list[int] | None:
    return None if anchor is None else [anchor.start, anchor.end]
