"""The API: what the pages show, for programs, in the forms that the command line prints. It changes nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from onrecord.contract import to_contract
from onrecord.domain import Act, ActorKind, EventType, Kind, Realis
from onrecord.errors import UsageError
from onrecord.record.events import EventFilter
from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter
from onrecord.serve import rows
from onrecord.serve.event_rows import EVENTS
from onrecord.serve.json_lines import dumps
from onrecord.serve.web.answers import NotOnRecordError, asked
from onrecord.serve.web.openapi import ROWS, Operation, Param, described
from onrecord.serve.web.paging import on_record
from onrecord.serve.web.problems import API
from onrecord.serve.who import said_by, whom, with_topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request

    from onrecord.record.events import Whom
    from onrecord.record.identities import Known
    from onrecord.record.ledger import Ledger
    from onrecord.serve.rows import R, Shape
    from onrecord.serve.web.openapi import Asked

_CURSOR = re.compile(r"[0-9a-f]{1,16}")

_DAYS = (
    Param("outlet", "Published by this outlet; upper or lower case doesn't matter."),
    Param("since", "Published on this day or later.", "day"),
    Param("until", "Published on this day or earlier.", "day"),
)
_ID = {"type": "string"}
_TEXT = {"type": ["string", "null"]}
_NUMBER = {"type": "integer"}
_NAMES = {"type": "array", "items": {"type": "string"}}
_WHERE = {
    **dict.fromkeys(("id", "document", "version", "reading"), _ID),
    **dict.fromkeys(("url", "title", "outlet", "published"), _TEXT),
}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


_ANY = {"type": "object"}
_ARTICLE = _object(
    **dict.fromkeys(("id", "version", "reading"), _ID),
    **dict.fromkeys(("given_id", "url", "title", "outlet", "agency", "published", "language", "note"), _TEXT),
    authors=_NAMES,
    statements=_NUMBER,
    versions=_NUMBER,
)
_TELLERS = {"type": "array", "items": _TEXT}
_SAID = {
    **_WHERE,
    "speaker": _TEXT,
    "statement": _ANY,
    "within": {"type": "array", "items": _ANY},
    "tellers": _TELLERS,
}
_STATEMENT = _object(**_SAID)
_PAGE = _object(**_SAID, status={"type": "string", "enum": ["shown", "rejected", "gone"]})
_EVENT = _object(
    **_WHERE,
    actors=_NAMES,
    recipients=_NAMES,
    place=_TEXT,
    time={"type": ["object", "null"]},
    event=_ANY,
    speaker=_TEXT,
    according_to={"type": "array", "items": _ANY},
    tellers=_TELLERS,
)
_ACTOR = _object(id=_ID, name=_ID, kind=_ID, names=_NAMES, statements=_NUMBER, articles=_NUMBER)
_WHOLE = _object(
    contract=_NUMBER, article=_ANY, reader=_ANY, note=_TEXT,
    **{name: {"type": "array", "items": _ANY} for name in ("times", "actors", "statements", "events")},
)  # fmt: skip


def articles(ledger: Ledger, given: Asked) -> dict[str, Any]:
    wanted = {name: given[name] for name in ("text", "outlet", "language", "since", "until")}
    found = ledger.articles(ArticleFilter(**wanted, limit=_more(given), after=_after(given)))
    return _listed(rows.ARTICLES, found, given, lambda row: row.place)


def article(ledger: Ledger, given: Asked) -> dict[str, Any]:
    versions = on_record(lambda: ledger.document(given["article"])).versions
    return to_contract(ledger.reading(versions[-1].id))


def statements(ledger: Ledger, given: Asked) -> dict[str, Any]:
    from onrecord.identities import Actors

    by, whose, document, topic = given["by"], given["actor"], given["article"], given["topic"]
    names = ("about", "text", "kind", "act", "outlet", "since", "until", "min_confidence")
    wanted = StatementFilter(
        **{name: given[name] for name in names},
        document=on_record(lambda: ledger.document(document)).id if document is not None else None,
        limit=_more(given),
        after=_after(given),
    )
    if by is not None:
        wanted = said_by(wanted, Actors(ledger), by)
    if whose is not None:
        own = _known(ledger, whose).id
        wanted = replace(wanted, speakers=(own,) if wanted.speakers is None else tuple({own} & {*wanted.speakers}))
    if topic is not None:
        wanted = with_topic(wanted, Actors(ledger), given["ledger"], topic)
    return _listed(rows.STATEMENTS, ledger.statements(wanted), given, lambda row: row.place)


def statement(ledger: Ledger, given: Asked) -> dict[str, Any]:
    page = on_record(lambda: ledger.statement(given["article"], given["statement"]))
    return rows.STATEMENTS.record(page.row) | {"status": page.status}


def events(ledger: Ledger, given: Asked) -> dict[str, Any]:
    wanted = EventFilter(
        **{name: given[name] for name in ("type", "about", "realis", "outlet", "since", "until", "min_confidence")},
        actor=_whom(ledger, given["actor"]),
        recipient=_whom(ledger, given["recipient"]),
        limit=_more(given),
        after=_after(given),
    )
    return _listed(EVENTS, ledger.events.matching(wanted), given, lambda row: row.at)


def _whom(ledger: Ledger, name: str | None) -> Whom | None:
    from onrecord.identities import Actors

    return None if name is None else whom(ledger, Actors(ledger), name)


def actors(ledger: Ledger, given: Asked) -> dict[str, Any]:
    from onrecord.identities import Actors

    Actors(ledger)  # who is who, for what came since
    skip = _after(given) or 0  # they come in the order of how much they say, which has no place to go on from
    wanted = ActorFilter(text=given["text"], kind=given["kind"], limit=_more(given), skip=skip)
    at = iter(range(skip + 1, skip + 1 + _more(given)))
    return _listed(rows.ACTORS, ledger.actors(wanted), given, lambda _: next(at))


def actor(ledger: Ledger, given: Asked) -> dict[str, Any]:
    from onrecord.catalogues import known_as
    from onrecord.identities import Actors
    from onrecord.serve.actor_page import record

    known, found = _known(ledger, given["actor"]), Actors(ledger)
    return record(found.dossier(known, ROWS), known_as(given["ledger"], found.identity(known)))


def _known(ledger: Ledger, id_: str) -> Known:
    """The one actor whose id, or what was its id before it grew, begins so. Raises NotOnRecordError."""
    from onrecord.identities import Actors

    Actors(ledger)  # who is who, for what came since
    known = ledger.identities.beginning(id_)
    if len(known) != 1:
        what = "more than one actor's id begins so" if known else "there is no such actor"
        raise NotOnRecordError(what, hint="look for the name with /api/actors?text=LETTERS")
    return known[0]


OPERATIONS = (
    Operation(
        "articles",
        "/articles",
        "Articles, by day of publication, the undated last.",
        articles,
        _ARTICLE,
        (
            Param("text", "Words of title or text, in any order; each may be only begun."),
            Param("language", "In this language, as en or uk."),
            *_DAYS,
        ),
    ),
    Operation(
        "article",
        "/articles/{article}",
        "One article with all that its newest reading found: the output contract's object.",
        article,
        _WHOLE,
        is_list=False,
    ),
    Operation(
        "statement",
        "/articles/{article}/statements/{statement}",
        "One statement, at its permanent address: also one that was shown before. `status`: whether it still is.",
        statement,
        _PAGE,
        is_list=False,
    ),
    Operation(
        "statements",
        "/statements",
        "Statements, by day of publication, the undated last. Every condition that is given must hold.",
        statements,
        _STATEMENT,
        (
            Param("by", "Said by the actor of this name or id, under all its names; else words of a name."),
            Param("actor", "Said by the actor of this id, which may be only begun.", "id"),
            Param("about", "Words of the content, in this order; the last may be only begun."),
            Param("text", "Words of source or content, in any order; each may be only begun."),
            Param("kind", "Only of this kind.", "choice", get_args(Kind)),
            Param("act", "Only with this act.", "choice", get_args(Act)),
            Param("topic", "Said by somebody whom a loaded catalogue has under this topic, as sanction."),
            Param("min_confidence", "At least so sure, as is what they stand in.", "share"),
            Param("article", "Only of the article of this id.", "id"),
            *_DAYS,
        ),
    ),
    Operation(
        "events",
        "/events",
        "Events, by day of publication, the undated last.",
        events,
        _EVENT,
        (
            Param("type", "Only of this PLOVER type.", "choice", get_args(EventType)),
            Param("actor", "Done by the actor of this name or id, under all its names; else words of a name."),
            Param("recipient", "Done to or with them, in the same way."),
            Param("about", "Words in the text around it, in any order; each may be only begun."),
            Param("realis", "Only what happened, is planned, … so the teller.", "choice", get_args(Realis)),
            Param("min_confidence", "At least so sure.", "share"),
            *_DAYS,
        ),
    ),
    Operation(
        "actors",
        "/actors",
        "Actors across articles, those who speak most first.",
        actors,
        _ACTOR,
        (
            Param("text", "Who has these letters in a name."),
            Param("kind", "Only of this kind.", "choice", get_args(ActorKind)),
        ),
    ),
    Operation("actor", "/actors/{actor}", "Who an actor is, and why.", actor, _ANY, is_list=False),
)  # fmt: skip


def _listed(shape: Shape[R], found: Iterable[R], given: Asked, place: Callable[[R], int]) -> dict[str, Any]:
    """As many rows as are wanted, and where to go on if there is more."""
    limit, some = given["limit"] or ROWS, list(found)
    places = [place(row) for row in some[:limit]]
    return {
        "rows": [shape.record(row) for row in some[:limit]],
        "next": _cursor(places[-1]) if len(some) > limit else None,
    }


def _more(given: Asked) -> int:
    """One row more than is wanted says whether there are more."""
    return (given["limit"] or ROWS) + 1


def _cursor(place: int) -> str:
    return f"{place:x}"


def _after(given: Asked) -> int | None:
    if given["cursor"] is None:
        return None
    if _CURSOR.fullmatch(given["cursor"]) and (place := int(given["cursor"], 16)) < 2**63:
        return place
    raise UsageError("this is no cursor", hint="give `next` of the answer before")


def _route(operation: Operation) -> Route:
    def endpoint(request: Request, ledger: Ledger) -> Response:
        given = operation.asked(request.query_params.multi_items(), request.path_params)
        made = operation.answer(ledger, given | {"ledger": request.app.state.site.ledger})
        return Response(dumps(made), media_type="application/json")

    endpoint.__name__ = operation.name
    return Route(API + operation.path, asked(endpoint))


def _description(request: Request) -> Response:
    site = request.app.state.site
    return JSONResponse(described(OPERATIONS, cookie=site.cookie if site.password is not None else None))


ROUTES = (
    *map(_route, OPERATIONS),
    Route(f"{API}/openapi.json", _description),
)
