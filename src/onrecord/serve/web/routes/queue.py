"""The review: what asks to be looked at first, as a list and one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.routing import Route

from onrecord.record.filters import StatementFilter
from onrecord.serve.web import judging
from onrecord.serve.web.answers import asked
from onrecord.serve.web.questions import Question
from onrecord.serve.web.rendering import page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from onrecord.judgement import Review
    from onrecord.record.ledger import Ledger, StatementRow
    from onrecord.record.reviews import Waiting

_MOST = 50
"""Statements that wait on one page."""
_LATELY = 100
"""Judgements among which the one that was just made is looked for."""
_ASKED = ("text", "outlet", "since", "until")
QUEUED = "queue"
"""The parameter of a statement's address that says: as part of the queue."""


def review(request: Request, ledger: Ledger) -> Response:
    """What nobody judged yet, in the order of doubt and weight."""
    wanted = _wanted(request)
    waiting = ledger.reviews.queue(wanted, limit=_MOST)
    return page(
        request,
        "review.html.jinja",
        title="Review",
        waiting=[(w, _address(request, w.row), judging.seen(w.row)) for w in waiting],
        wanted=wanted,
        narrowed=any(request.query_params.get(name) for name in _ASKED),
        most=_MOST,
        by=judging.who(request),
        done=done(request, ledger),
        onward=_kept(request),
    )


def around(request: Request, ledger: Ledger, row: StatementRow) -> tuple[str | None, str | None, str] | None:
    """The addresses before and after a statement in the queue, and where it is; None where none is gone through."""
    if QUEUED not in request.query_params:
        return None
    waiting = ledger.reviews.queue(_wanted(request), limit=_MOST)
    place = _place(waiting, row)
    if place is None:  # it is judged, or came to by another way
        return None, _address(request, waiting[0].row) if waiting else None, f"{len(waiting)} wait"
    before = _address(request, waiting[place - 1].row) if place else None
    after = _address(request, waiting[place + 1].row) if place + 1 < len(waiting) else None
    return before, after, f"{place + 1} of {len(waiting)} that wait: {', '.join(waiting[place].reasons)}"


def following(request: Request, ledger: Ledger, row: StatementRow) -> Callable[[Review], str] | None:
    """Where to go once a statement is judged: the next of the queue, saying what was done."""
    if QUEUED not in request.query_params:
        return None
    waiting = ledger.reviews.queue(_wanted(request), limit=_MOST)
    place = _place(waiting, row)
    after = waiting[place + 1 :] if place is not None else waiting
    if request.query_params[QUEUED] == "list" or not after:
        return lambda made: f"/review?{_kept(request, done=made.id)}"
    return lambda made: (
        f"/articles/{after[0].row.document}/statements/{after[0].row.id}?" + _kept(request, queue="1", done=made.id)
    )


def _place(waiting: Sequence[Waiting], row: StatementRow) -> int | None:
    return next((n for n, w in enumerate(waiting) if w.row.id == row.id), None)


def _wanted(request: Request) -> StatementFilter:
    question = Question.of(request, _ASKED)
    return StatementFilter(
        text=question.words("text"),
        outlet=question.words("outlet"),
        since=question.day("since"),
        until=question.day("until"),
    )


def done(request: Request, ledger: Ledger) -> Review | None:
    """The judgement that was just made, or taken back."""
    id_ = request.query_params.get("done", "")
    lately = ledger.reviews.list(newest=_LATELY) if id_ else ()
    return next((r for r in lately if r.id == id_ and not r.undone), None)


def _kept(request: Request, **more: str) -> str:
    """The conditions, as the next address has them."""
    asked_for = {name: request.query_params[name] for name in _ASKED if request.query_params.get(name)}
    return urlencode(asked_for | more)


def _address(request: Request, row: StatementRow) -> str:
    return f"/articles/{row.document}/statements/{row.id}?{_kept(request, queue='1')}"


ROUTES = (Route("/review", asked(review)),)
