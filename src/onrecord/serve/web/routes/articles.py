"""The articles: a list of them, and each as it was, with what was found in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse
from starlette.routing import Route

from onrecord.record.chains import Chains
from onrecord.record.difference import difference
from onrecord.record.filters import ArticleFilter
from onrecord.record.identity import statement_id
from onrecord.serve.html.marks import Links, view
from onrecord.serve.marking import content_text, named, on_whose_word, one_line
from onrecord.serve.rows import ARTICLES
from onrecord.serve.web import paging
from onrecord.serve.web.answers import NotOnRecordError, asked
from onrecord.serve.web.downloads import taken_along
from onrecord.serve.web.people import known_in
from onrecord.serve.web.questions import Question
from onrecord.serve.web.rendering import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from onrecord.domain import Reading, Statement
    from onrecord.record.ledger import Document, Ledger

FIELDS = ("text", "outlet", "since", "until")
LIST = "the list of articles has all there are"


@dataclass(frozen=True, slots=True)
class Line:
    """A statement of one of two versions, in a line."""

    who: str
    what: str
    page: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the statements since the version before."""

    came: tuple[Line, ...]
    went: tuple[Line, ...]
    changed: tuple[tuple[Line, Line], ...]
    kept: int


def articles(request: Request, ledger: Ledger) -> Response:
    """The newest first."""
    question = Question.of(request, FIELDS)
    wanted = _wanted(question)
    found = paging.paged(request, ledger.articles(replace(wanted, limit=paging.bound(request))))
    return page(request, "articles.html.jinja", title="Articles", found=found, wanted=wanted, question=question)


def download(request: Request, ledger: Ledger) -> Response:
    """All of the list, to take along."""
    question = Question.of(request, FIELDS)
    wanted = _wanted(question)
    return taken_along(request, ledger, question, ARTICLES, lambda: ledger.articles(wanted))


def _wanted(question: Question) -> ArticleFilter:
    return ArticleFilter(
        text=question.words("text"),
        outlet=question.words("outlet"),
        since=question.day("since"),
        until=question.day("until"),
        newest_first=True,
    )


def article(request: Request, ledger: Ledger) -> Response:
    """One version of it, by default the newest, with what changed since the one before."""
    asked_for = request.path_params["document"]
    document = paging.on_record(lambda: ledger.document(asked_for), LIST)
    if document.id != asked_for:  # it was only begun
        return RedirectResponse(f"/articles/{document.id}", 303)
    place = version_place(document, request.query_params.get("version"))
    version = document.versions[place]
    reading = ledger.reading(version.id)
    shown = view(reading, 1, links(ledger, document, place, reading))
    return page(
        request,
        "article_page.html.jinja",
        title=shown.title,
        article=reading.article,
        document=document,
        place=place,
        view=shown,
        changes=_changes(ledger, document, place, reading) if place else None,
        judged=len([r for r in ledger.reviews.list(document.id) if not r.undone and r.undoes is None]),
    )


def version_place(document: Document, wanted: str | None) -> int:
    """Which of the versions, from 0: the first, second …, by default the last. Raises NotOnRecordError."""
    count = len(document.versions)
    if wanted is None:
        return count - 1
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 10 and 1 <= int(wanted) <= count:
        return int(wanted) - 1
    versions = "1 version" if count == 1 else f"{count} versions"
    raise NotOnRecordError(f"there is no such version: this article has {versions}", hint="leave the number out")


def address(document: str, version: str, statement: Statement) -> str:
    """Where a statement has its page, for good."""
    return f"/articles/{document}/statements/{statement_id(version, statement)}"


def links(ledger: Ledger, document: Document, place: int, reading: Reading) -> Links:
    """Where the parts of a version have their pages. Who its actors are elsewhere is known of the newest one only."""
    version = document.versions[place].id
    known = known_in(ledger, reading) if place == len(document.versions) - 1 else {}
    return Links(
        {s.id: address(document.id, version, s) for s in reading.statements},
        {actor: f"/actors/{who.id}" for actor, who in known.items()},
    )


def _changes(ledger: Ledger, document: Document, place: int, now: Reading) -> Changes:
    older, newer = document.versions[place - 1].id, document.versions[place].id
    before = ledger.reading(older)
    found = difference(before, now)
    chains = {older: Chains(before.statements), newer: Chains(now.statements)}

    names = {older: found.old_names, newer: found.new_names}

    def line(version: str, s: Statement) -> Line:
        around = chains[version].around(s)
        name, *tellers = (names[version].get(one.speaker or "") for one in (s, *around))
        cue = f" {one_line(s.cue.text)}" if s.cue else ""
        who = named(s, name) + cue + on_whose_word(around, tellers)
        return Line(who, content_text(s), address(document.id, version, s))

    return Changes(
        tuple(line(newer, s) for s in found.added),
        tuple(line(older, s) for s in found.removed),
        tuple((line(older, a), line(newer, b)) for a, b in found.changed),
        len(found.kept),
    )


ROUTES = (
    Route("/articles", asked(articles)),
    Route("/articles/download", asked(download)),
    Route("/articles/{document}", asked(article)),
)
