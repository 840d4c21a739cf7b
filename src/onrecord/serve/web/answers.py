"""From a question to a page: a ledger for each request, and an error page for what goes wrong.

A handler is plain code that runs in a thread of its own with a ledger of its own; SQLite lets one write while others
read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from onrecord.errors import LedgerError, OnrecordError, UsageError
from onrecord.record import open_ledger
from onrecord.record.faults import BusyError
from onrecord.serve.web.forms import ForgedError, StaleError, sent
from onrecord.serve.web.problems import is_api, problem
from onrecord.serve.web.questions import Question
from onrecord.serve.web.rendering import page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request

    from onrecord.record.ledger import Ledger

Asked = Callable[["Request", "Ledger"], Response]
Questioned = Callable[["Request", "Ledger", Question], Response]
Sent = Callable[["Request", "Ledger", "FormData"], Response]
Alone = Callable[["Request", "FormData"], Response]


class NotOnRecordError(LedgerError):
    """What an address names is not on record."""


class MeanwhileError(UsageError):
    """What a form is about is no longer what its page showed."""


def asked(handler: Asked) -> Callable[[Request], Response]:
    """An endpoint that answers a question."""

    @wraps(handler)
    def endpoint(request: Request) -> Response:
        try:
            with open_ledger(request.app.state.site.ledger, create=False) as ledger:
                request.app.state.tying.spare(ledger)
                return handler(request, ledger)
        except OnrecordError as error:
            return failed(request, error)

    return endpoint


def questioned(handler: Questioned, fields: Sequence[str]) -> Callable[[Request], Response]:
    """The same for a question in fields. An address that says more than it needs to leads to the one that doesn't."""

    @wraps(handler)
    def answer(request: Request, ledger: Ledger) -> Response:
        question = Question.of(request, fields)
        return question.canonical(request) or handler(request, ledger, question)

    return asked(answer)


def posted(handler: Sent) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that takes a form of ours. It ends with a redirect, so that going back sends nothing again."""

    def answer(request: Request, form: FormData) -> Response:
        with open_ledger(request.app.state.site.ledger, create=False) as ledger:
            tying = request.app.state.tying
            tying.spare(ledger)
            if tying.running:  # it holds the right to write, perhaps for minutes
                raise UsageError("who is who is being worked out", hint="send it again when the notice above is gone")
            return handler(request, ledger, form)

    return taken(wraps(handler)(answer))


def taken(handler: Alone, *, stale: Alone | None = None) -> Callable[[Request], Awaitable[Response]]:
    """The same without a ledger. `stale` answers a form from before a restart, so that nothing typed is lost."""

    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        try:
            try:
                form, answer = await sent(request), handler
            except StaleError:
                if stale is None:
                    raise
                form, answer = await request.form(), stale
            async with request.form():  # uploaded files are closed with it
                return await run_in_threadpool(answer, request, form)
        except OnrecordError as error:
            return failed(request, error)

    return endpoint


def failed(request: Request, error: OnrecordError) -> Response:
    """The page that says what happened and what to do next."""
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    if is_api(request.url.path):
        return problem(status, str(error))
    # on the command line the file's name stands before it
    of_file = error.resource is not None and error.what.startswith(("is ", "was ", "holds ", "can't "))
    what = f"the ledger {error.what}" if of_file else error.what
    path = request.url.path
    # what is sent there stands on the page of that address
    back = path if request.method == "POST" and path.startswith(("/articles/", "/actors/")) else None
    return page(request, "error.html.jinja", status=status, title="Not done", what=what, hint=error.hint, back=back)


_STATUS: dict[type[OnrecordError], int] = {
    ForgedError: 403,
    NotOnRecordError: 404,
    MeanwhileError: 409,
    UsageError: 400,
    BusyError: 503,
}
_WHAT = {
    400: ("This form can't be read", "go back and send it again; a long text can be uploaded as a file"),
    404: ("There is no such page", "the menu above leads to all there are"),
    405: ("Nothing can be sent here", "the menu above leads to all there is"),
    408: ("It took too long to arrive", "see to the connection and send it again"),
    413: ("That is too much at once", "send fewer or smaller files"),
}


def on_error(request: Request, error: Exception) -> Response:
    """What the router raises, and bugs: of these nothing is shown but that there is one."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    known = "the terminal that it runs in shows where; nothing on record was changed"
    what, hint = _WHAT.get(status, ("Something went wrong in this program", known))
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if is_api(request.url.path):
        return problem(status, f"{what}; {hint}", headers=headers)
    answer = page(request, "error.html.jinja", status=status, title=what, what=what, hint=hint, back=None)
    answer.headers.update(headers)
    return answer
