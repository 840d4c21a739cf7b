"""Search: what was said, by whom and about what, with how many there are; as a page and as a feed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, get_args

from starlette.responses import JSONResponse
from starlette.routing import Route

from onrecord.domain import Act, Kind
from onrecord.errors import UsageError
from onrecord.identities import Actors
from onrecord.record.catalogue import Catalogues
from onrecord.record.filters import ArticleFilter, StatementFilter
from onrecord.serve.marking import chain_text, content_text, who_text
from onrecord.serve.rows import STATEMENTS
from onrecord.serve.web import feed
from onrecord.serve.web.answers import asked, questioned
from onrecord.serve.web.downloads import taken_along
from onrecord.serve.web.lines import Parts, marked, words
from onrecord.serve.web.narrowing import narrowing
from onrecord.serve.web.questions import Question
from onrecord.serve.web.rendering import page
from onrecord.serve.who import said_by, with_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from onrecord.record.identities import Known
    from onrecord.record.ledger import Ledger, StatementRow

FIELDS = (*("text", "by", "about", "act", "kind", "outlet", "since", "until", "confidence", "topic", "order", "after"),)
PAGE = 30
COUNTED = 1000
"""Statements that are counted by act, outlet, …: more would take longer than a page may."""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of the list."""

    row: StatementRow
    who: str | None
    speaker: Known | None
    """Who the speaker is, where somebody of that name is known."""
    chain: str
    """On whose word; empty where the outlet itself reports it."""
    content: Parts


def search(request: Request, ledger: Ledger, question: Question) -> Response:
    show = partial(page, request, "search.html.jinja", title="Search", question=question, kinds=get_args(Kind))
    show = partial(show, acts=sorted(get_args(Act)), topics=_topics(request), outlets=(), names={})
    actors = Actors(ledger)
    try:
        wanted = wanted_of(question, actors, request)
        rows = list(ledger.statements(replace(wanted, after=question.place(), limit=PAGE + 1)))
        counts = ledger.counts(wanted, COUNTED)
    except UsageError as error:
        return show(status=400, error=error, lines=(), groups=(), counts=None, further=None, empty=False)
    lines = lines_of(ledger, rows[:PAGE], question)
    return show(
        error=None,
        lines=lines,
        counts=counts,
        outlets=[c.value for c in counts.outlets if c.value],
        names=_names(actors, question),
        groups=narrowing(question, counts),
        further=question.to(after=str(rows[PAGE - 1].place)) if len(rows) > PAGE else None,
        empty=not rows and not any(ledger.articles(ArticleFilter(limit=1))),
    )


def wanted_of(question: Question, actors: Actors, request: Request) -> StatementFilter:
    """The statements that a question asks for. Raises UsageError where it can't be asked so."""
    wanted = StatementFilter(
        text=question.words("text"),
        about=question.words("about"),
        act=question.choice("act", get_args(Act)),
        kind=question.choice("kind", get_args(Kind)),
        outlet=question.words("outlet"),
        since=question.day("since"),
        until=question.day("until"),
        min_confidence=question.share("confidence"),
        newest_first=question.newest_first(),
    )
    by, topic = question.words("by"), question.words("topic")
    if by is not None:
        wanted = said_by(wanted, actors, by)
    return wanted if topic is None else with_topic(wanted, actors, request.app.state.site.ledger, topic)


def lines_of(ledger: Ledger, rows: Sequence[StatementRow], question: Question) -> list[Line]:
    """The statements as the list shows them."""
    looked_for = [*words(question.get("text")), question.get("about")]
    spots = [(r.speaker, r.place, r.statement.speaker) for r in rows]
    known = ledger.identities.at((name, place, actor) for name, place, actor in spots if name and actor)
    return [
        Line(
            row,
            who_text(row.statement, row.speaker),
            known.get((row.place, row.statement.speaker or "")),
            chain_text(row.within, row.tellers),
            marked(content_text(row.statement), looked_for),
        )
        for row in rows
    ]


def _names(actors: Actors, question: Question) -> dict[str, str]:
    """What an id in the question stands for."""
    found = actors.find(by) if (by := question.words("by")) else ()
    return {"by": found[0].name} if len(found) == 1 else {}


def _topics(request: Request) -> Sequence[str] | None:
    """The topics that those on record have in a catalogue; None where none is loaded."""
    from onrecord.catalogues import linker

    ledger = request.app.state.site.ledger
    if not Catalogues.beside(ledger).names():
        return None
    with linker(ledger) as links:
        return links.links.topics() if links else None


def atom(request: Request, ledger: Ledger) -> Response:
    """The newest of what the search finds, for a feed reader."""
    question = Question.of(request, FIELDS)
    wanted = replace(wanted_of(question, Actors(ledger), request), newest_first=True, limit=feed.MOST)
    return feed.response(request, ledger, question, list(ledger.statements(wanted)))


def download(request: Request, ledger: Ledger) -> Response:
    """All of the list, to take along."""
    question = Question.of(request, FIELDS)
    wanted = wanted_of(question, Actors(ledger), request)
    return taken_along(request, ledger, question, STATEMENTS, lambda: ledger.statements(wanted))


def speakers(request: Request, ledger: Ledger) -> Response:
    """Names that have some letters in them, for whoever is typing one."""
    letters = Question.of(request, ("text",)).words("text")
    found = Actors(ledger).alike(letters) if letters else ()
    return JSONResponse([{"id": k.id, "name": k.name, "kind": k.kind} for k in found])


ROUTES = (
    Route("/search", questioned(search, FIELDS)),
    Route("/search.atom", asked(atom)),
    Route("/search/speakers", asked(speakers)),
    Route("/search/download", asked(download)),
)
