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
from onrecord.serve.web.forms import ForgedError, sent
from onrecord.serve.web.rendering import page

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from starlette.datastructures import FormData
    from starlette.requests import Request

    from onrecord.record.ledger import Ledger

Asked = Callable[["Request", "Ledger"], Response]
Sent = Callable[["Request", "Ledger", "FormData"], Response]


class NotOnRecordError(LedgerError):
    """What an address names is not on record."""


def asked(handler: Asked) -> Callable[[Request], Response]:
    """An endpoint that answers a question."""

    @wraps(handler)
    def endpoint(request: Request) -> Response:
        try:
            with open_ledger(request.app.state.site.ledger, create=False) as ledger:
                return handler(request, ledger)
        except OnrecordError as error:
            return failed(request, error)

    return endpoint


def posted(handler: Sent) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that takes a form of ours. It ends with a redirect, so that going back sends nothing again."""

    def answer(request: Request, form: FormData) -> Response:
        with open_ledger(request.app.state.site.ledger, create=False) as ledger:
            return handler(request, ledger, form)

    @wraps(handler)
    async def endpoint(request: Request) -> Response:
        try:
            form = await sent(request)
            async with request.form():  # uploaded files are closed with it
                return await run_in_threadpool(answer, request, form)
        except OnrecordError as error:
            return failed(request, error)

    return endpoint


def failed(request: Request, error: OnrecordError) -> Response:
    """The page that says what happened and what to do next."""
    status = {ForgedError: 403, NotOnRecordError: 404, UsageError: 400}.get(type(error), 500)
    return page(request, "error.html.jinja", status=status, title="Not done", what=error.what, hint=error.hint)


def on_error(request: Request, error: Exception) -> Response:
    """What the router raises, and bugs: of these nothing is shown but that there is one."""
    if isinstance(error, HTTPException) and error.status_code < 500:
        what, hint = "There is no such page", "the menu above leads to all there are"
        return page(request, "error.html.jinja", status=error.status_code, title=what, what=what, hint=hint)
    what = "Something went wrong in this program"
    hint = "the terminal that it runs in shows where; nothing on record was changed"
    return page(request, "error.html.jinja", status=500, title=what, what=what, hint=hint)
