"""The actors: a list of them, and each with its names, roles, words and why all this is one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse
from starlette.routing import Route

from onrecord.catalogues import known_as
from onrecord.errors import UsageError
from onrecord.identities import Actors
from onrecord.record.filters import ActorFilter, StatementFilter
from onrecord.serve.marking import one_line
from onrecord.serve.rows import ACTORS
from onrecord.serve.web import judging, paging
from onrecord.serve.web.answers import NotOnRecordError, asked, posted
from onrecord.serve.web.axis import axis
from onrecord.serve.web.downloads import taken_along
from onrecord.serve.web.forms import text
from onrecord.serve.web.questions import Question
from onrecord.serve.web.rendering import page
from onrecord.serve.web.routes.judgements import of_actors

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from onrecord.record.identities import Known
    from onrecord.record.ledger import Ledger

FIELDS = ("text", "kind")
_AT_ONCE = 20
"""Statements on one page of an actor's."""


def actors(request: Request, ledger: Ledger) -> Response:
    """Those who speak most first."""
    skip = paging.before(request)
    question = Question.of(request, FIELDS)
    wanted = replace(_wanted(question), limit=paging.AT_ONCE + 1, skip=skip)
    Actors(ledger)  # works out what came since
    found = paging.paged(request, ledger.actors(wanted), skipped=skip)
    return page(
        request,
        "actors.html.jinja",
        title="Actors",
        found=found,
        wanted=wanted,
        kinds=judging.KINDS,
        question=question,
    )


def download(request: Request, ledger: Ledger) -> Response:
    """All of the list, to take along."""
    Actors(ledger)
    question = Question.of(request, FIELDS)
    wanted = _wanted(question)
    return taken_along(request, ledger, question, ACTORS, lambda: ledger.actors(wanted))


def _wanted(question: Question) -> ActorFilter:
    return ActorFilter(text=question.words("text"), kind=question.choice("kind", judging.KINDS))


def actor(request: Request, ledger: Ledger) -> Response:
    """One of them, by id or by name; several of one name are listed."""
    asked_for = one_line(request.path_params["actor"])
    people = Actors(ledger)
    known = _one(people, asked_for)
    if known is None:
        alike = people.find(asked_for) or people.alike(asked_for)
        if not alike:
            raise NotOnRecordError("there is no such actor on record", hint="the list of actors has all there are")
        return page(request, "actor_choice.html.jinja", title=asked_for, asked=asked_for, alike=alike)
    if known.id != asked_for:
        return RedirectResponse(f"/actors/{known.id}", 303)
    dossier = people.dossier(known, 1)
    about = request.query_params.get("show") == "about"
    wanted = StatementFilter(
        speakers=None if about else (known.id,),
        concerning=(known.id,) if about else None,
        newest_first=True,
        limit=paging.bound(request, _AT_ONCE),
    )
    return page(
        request,
        "actor.html.jinja",
        title=one_line(known.name),
        dossier=dossier,
        actor=known,
        about=about,
        said=Question("/search", (("by", known.id),)),
        found=paging.paged(request, ledger.statements(wanted), _AT_ONCE),
        axis=axis(ledger.identities.days(known.id)),
        candidates=known_as(request.app.state.site.ledger, people.identity(known)),
        judgements=[of_actors(j) for j in reversed(dossier.judgements)],
        by=judging.who(request),
    )


def judge(request: Request, ledger: Ledger, form: FormData) -> Response:
    """Hold the actor and another to be one, or not; or set one article's actor of the name apart."""
    people = Actors(ledger)
    known = _one(people, request.path_params["actor"])
    if known is None:
        raise NotOnRecordError("there is no such actor on record", hint="the list of actors has all there are")
    by, why = judging.signed(request, form)
    name, other = _unless(text(form, "name") or known.name, known), text(form, "other")
    match text(form, "do"):
        case "merge" if other:
            made = people.merge(name, other, by=by, why=why)
        case "split" if other:
            made = people.split(name, _unless(other, known), by=by, why=why)
        case "apart" if text(form, "document"):
            made = people.split(name, document=text(form, "document"), by=by, why=why)
        case _:
            raise UsageError("nobody else was named", hint="write a name or an id beside it")
    return RedirectResponse(f"/actors/{made.actors[0].id}" if made.actors else "/actors", 303)


def _unless(name: str, known: Known) -> str:
    """The id, where it is the actor's own name: there may be namesakes."""
    return known.id if name == known.name else name


def _one(people: Actors, asked_for: str) -> Known | None:
    """Whom an id or a whole name means; None where it is nobody, or several."""
    found = people.find(asked_for)
    return found[0] if len(found) == 1 else None


ROUTES = (
    Route("/actors", asked(actors)),
    Route("/actors/download", asked(download)),
    Route("/actors/{actor}", asked(actor), methods=["GET"]),
    Route("/actors/{actor}", posted(judge), methods=["POST"]),
)
