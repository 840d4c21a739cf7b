"""What people judged, of statements and of actors, the newest first; each can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse
from starlette.routing import Route

from onrecord.identities import Actors
from onrecord.judgement import UNCHANGED, Review
from onrecord.serve.actor_page import verdict
from onrecord.serve.marking import one_line, shortened
from onrecord.serve.review_rows import JUDGEMENTS
from onrecord.serve.web import judging, paging
from onrecord.serve.web.answers import asked, posted
from onrecord.serve.web.downloads import taken_along
from onrecord.serve.web.questions import Question
from onrecord.serve.web.rendering import page
from onrecord.serve.web.routes.queue import QUEUED

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from onrecord.judgement import Judgement
    from onrecord.record.ledger import Ledger

FIELDS = ("document",)
HINT = "the list of judgements has all there are"
_SPANS = {"source": "source", "cue": "the words that say so", "content": "content"}


@dataclass(frozen=True, slots=True)
class Line:
    """A judgement in a line."""

    id: str
    at: str
    by: str
    why: str | None
    what: str
    about: str | None
    """The address of what it is about."""
    undone: bool
    undoes: str | None
    undo: str
    """Where to send that it is taken back."""


def judgements(request: Request, ledger: Ledger) -> Response:
    """All, or those about one article."""
    question = Question.of(request, FIELDS)
    document = question.words("document")
    most = paging.bound(request)
    lines = [of_review(r) for r in ledger.reviews.list(document, newest=most)]
    lines += [of_actors(j) for j in ledger.judgements.list(document, newest=most)]
    lines.sort(key=lambda line: (line.at, line.id), reverse=True)  # both grow
    found = paging.paged(request, lines)
    return page(
        request,
        "judgements.html.jinja",
        title="Judgements",
        found=found,
        document=document,
        by=judging.who(request),
        question=question,
    )


def download(request: Request, ledger: Ledger) -> Response:
    """All, or those about one article, to take along: the oldest first."""
    question = Question.of(request, FIELDS)
    document = question.words("document")
    found: list[Judgement | Review] = [*ledger.judgements.list(document), *ledger.reviews.list(document)]
    found.sort(key=lambda one: (one.at, one.id))
    return taken_along(request, ledger, question, JUDGEMENTS, lambda: found)


def undo_review(request: Request, ledger: Ledger, form: FormData) -> Response:
    """Take one about a statement back, and go to the statement: in the queue, as it was narrowed, or to its list."""
    by, why = judging.signed(request, form)
    id_ = request.path_params["id"]
    before, made = paging.on_record(lambda: ledger.reviews.undo(id_, by=by, why=why), HINT)
    back, asked = f"/articles/{before.document}/statements/{before.statement}", request.query_params.multi_items()
    if (QUEUED, "list") in asked:
        narrowed = [(name, value) for name, value in asked if name != QUEUED]
        back, asked = "/review", [*narrowed, ("done", made.id)]
    return RedirectResponse(f"{back}?{urlencode(asked)}" if asked else back, 303)


def undo_actors(request: Request, ledger: Ledger, form: FormData) -> Response:
    """Take one about two actors back, and go to whom it was about."""
    by, why = judging.signed(request, form)
    actors = Actors(ledger)
    id_ = request.path_params["id"]
    _, now = paging.on_record(lambda: actors.undo(id_, by=by, why=why), HINT)
    return RedirectResponse(f"/actors/{now[0].id}" if now else "/judgements", 303)


def of_review(review: Review, text: str | None = None) -> Line:
    """A judgement about a statement. `text`: that of its version, where it is at hand, so that words can be shown."""
    return Line(
        review.id,
        review.at,
        one_line(review.by),
        review.why and one_line(review.why),
        f"took back {review.undoes[:8]}" if review.undoes else said(review, text),
        f"/articles/{review.document}/statements/{review.statement}",
        review.undone,
        review.undoes,
        f"/judgements/statements/{review.id}/undo",
    )


def of_actors(judgement: Judgement) -> Line:
    """A judgement about two actors."""
    return Line(
        judgement.id,
        judgement.at,
        one_line(judgement.by),
        judgement.why and one_line(judgement.why),
        one_line(f"took back {judgement.undoes[:8]}: {verdict(judgement)}" if judgement.undoes else verdict(judgement)),
        None,
        judgement.undone,
        judgement.undoes,
        f"/judgements/actors/{judgement.id}/undo",
    )


def said(review: Review, text: str | None = None) -> str:
    """What a review says, in words; `text` as for `of_review`."""
    if review.verdict != "change":
        return {"accept": "accepted the statement", "reject": "rejected: there is no such statement"}[review.verdict]
    made, parts = review.changes, []
    if made.speaker is not UNCHANGED:
        parts.append(f"speaker: {shortened(one_line(made.speaker.name), 80)}" if made.speaker else "speaker: unknown")
    if made.act is not UNCHANGED:
        parts.append(f"act: {made.act or 'none'}")
    for name, label in _SPANS.items():
        spans = getattr(made, name)
        if spans is not UNCHANGED:
            parts.append(f"{label}: {_places(spans, text)}")
    return "; ".join(parts) or "changed nothing"


def _places(spans: object, text: str | None) -> str:
    """Spans as the words that stand there, else as offsets."""
    if not isinstance(spans, tuple):
        return "none"
    some = [spans] if isinstance(spans[0], int) else spans
    if text is not None:
        return " … ".join(f"“{shortened(one_line(text[start:end]), 80)}”" for start, end in some)
    return "characters " + ", ".join(f"{start}–{end}" for start, end in some)


ROUTES = (
    Route("/judgements", asked(judgements)),
    Route("/judgements/download", asked(download)),
    Route("/judgements/statements/{id}/undo", posted(undo_review), methods=["POST"]),
    Route("/judgements/actors/{id}/undo", posted(undo_actors), methods=["POST"]),
)
