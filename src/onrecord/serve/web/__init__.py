"""The web application: the ledger on one screen, for whoever never opens a terminal.

`application` wires it; each module of `routes` holds the pages of one part. Pages are rendered here and work without
script; scripts only make them quicker to use. Nothing is loaded from elsewhere.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from onrecord.serve.web.access import Attempts, Sessions
from onrecord.serve.web.answers import on_error
from onrecord.serve.web.guard import Door, Guard
from onrecord.serve.web.jobs import Jobs
from onrecord.serve.web.rendering import HERE
from onrecord.serve.web.routes import add, api, events, login, search, today

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from onrecord.serve.web.site import Site

__all__ = ["application"]

ROUTES: tuple[Route, ...] = (
    *today.ROUTES,
    *search.ROUTES,
    *events.ROUTES,
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
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[session, Middleware(Door, site=site)],
        exception_handlers={HTTPException: on_error, 500: on_error},
        lifespan=_lifespan,
    )
    app.state.site = site
    app.state.sessions = Sessions()
    app.state.attempts = Attempts()
    app.state.jobs = Jobs(site)
    return Guard(app, site)


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    yield
    app.state.jobs.close()
