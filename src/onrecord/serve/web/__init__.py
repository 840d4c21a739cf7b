"""The web application: the ledger on one screen, for whoever never opens a terminal.

`application` wires it; each module of `routes` holds the pages of one part. Pages are rendered here and work without
script; scripts only make them quicker to use. Nothing is loaded from elsewhere.
"""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from onrecord.errors import OnrecordError
from onrecord.record import open_ledger
from onrecord.serve.web.access import Attempts, Sessions
from onrecord.serve.web.answers import on_error
from onrecord.serve.web.guard import Door, Guard
from onrecord.serve.web.jobs import Jobs
from onrecord.serve.web.rendering import HERE
from onrecord.serve.web.routes import (
    actors,
    add,
    api,
    articles,
    events,
    judgements,
    login,
    queue,
    search,
    statements,
    today,
)
from onrecord.serve.web.tying import Tying

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from onrecord.serve.web.site import Site

__all__ = ["application"]

ROUTES: tuple[Route, ...] = (
    *today.ROUTES,
    *search.ROUTES,
    *events.ROUTES,
    *articles.ROUTES,
    *statements.ROUTES,
    *actors.ROUTES,
    *queue.ROUTES,
    *judgements.ROUTES,
    *add.ROUTES,
    *login.ROUTES,
    *api.ROUTES,
)


def application(site: Site) -> Guard:
    """The application over one ledger, as ASGI."""
    session = Middleware(
        SessionMiddleware,
        secret_key=site.secret,
        session_cookie=site.cookie,
        same_site="lax",
        max_age=None,  # it ends with the browser
    )
    app = Starlette(
        routes=[
            *ROUTES,
            Route("/static/page.css", lambda _: FileResponse(HERE.parent / "html" / "page.css")),
            Route("/static/page.js", lambda _: FileResponse(HERE.parent / "html" / "page.js")),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[session, Middleware(Door, site=site)],
        exception_handlers={HTTPException: on_error, 500: on_error},
        lifespan=_lifespan,
    )
    app.state.site = site
    app.state.sessions = Sessions()
    app.state.attempts = Attempts()
    app.state.tying = Tying(site.ledger)
    app.state.jobs = Jobs(site, app.state.tying)
    return Guard(app, site)


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    with suppress(OnrecordError):  # whoever asks is told
        await run_in_threadpool(_look, app)
    yield
    app.state.tying.close()
    app.state.jobs.close()


def _look(app: Starlette) -> None:
    """Begin to work out who is who, where much of it waits."""
    with open_ledger(app.state.site.ledger, create=False) as ledger:
        app.state.tying.spare(ledger)
