"""The web application: the ledger on one screen, for whoever never opens a terminal.

`application` wires it; each module of `routes` holds the pages of one part. Pages are rendered here and work without
script; scripts only make them quicker to use. Nothing is loaded from elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from onrecord.serve.web.answers import on_error
from onrecord.serve.web.guard import Door, Guard
from onrecord.serve.web.rendering import HERE
from onrecord.serve.web.routes import today

if TYPE_CHECKING:
    from onrecord.serve.web.site import Site

__all__ = ["application"]

ROUTES: tuple[Route, ...] = (*today.ROUTES,)


def application(site: Site) -> Starlette:
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
        middleware=[Middleware(Guard, site=site), session, Middleware(Door, site=site)],
        exception_handlers={404: on_error, 405: on_error, 500: on_error},
    )
    app.state.site = site
    return app
