"""The door: give the password and a name, and leave again."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse
from starlette.routing import Route

from onrecord.serve import password
from onrecord.serve.marking import one_line
from onrecord.serve.web.access import known, log_in, log_out, way_back
from onrecord.serve.web.answers import taken
from onrecord.serve.web.forms import text
from onrecord.serve.web.rendering import page

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

LONGEST_NAME = 200
"""Characters of a name that are kept with a judgement, as on the command line."""
_ONE_BY_ONE = Lock()
"""Checking a password takes 64 MiB and much time, by design: never several at once."""


def show(request: Request) -> Response:
    back = way_back(request.query_params.get("next", "/"))
    if request.app.state.site.password is None or known(request):
        return RedirectResponse(back, 303)
    return _page(request, back)


def log_in_(request: Request, form: FormData) -> Response:
    site, attempts = request.app.state.site, request.app.state.attempts
    back, who = way_back(text(form, "next")), one_line(text(form, "who", longest=LONGEST_NAME))
    if site.password is None:
        return RedirectResponse(back, 303)
    if not who:
        return _page(request, back, wrong="Say who you are: it is kept with what you judge.", status=400)
    client = request.client.host if request.client else ""
    wait = attempts.wait(client)
    if wait:
        answer = _page(request, back, who, f"Too many attempts. Try again in {wait} seconds.", 429)
        answer.headers["retry-after"] = str(wait)
        return answer
    given = form.get("password")
    with _ONE_BY_ONE:
        right = password.matches(site.password, given if isinstance(given, str) else "")
    if not right:
        return _page(request, back, who, "That is not the password.", 403)
    attempts.forget(client)
    log_in(request, who)
    return RedirectResponse(back, 303)


def stale(request: Request, form: FormData) -> Response:
    """The page is from before the program was started again: nothing is checked, the name stays in the form."""
    who = one_line(text(form, "who", longest=LONGEST_NAME))
    wrong = "The program was started again meanwhile. Give the password once more."
    return _page(request, way_back(text(form, "next")), who, wrong, 403)


def leave(request: Request, form: FormData) -> Response:
    log_out(request)
    return RedirectResponse("/", 303)


def _page(request: Request, back: str, who: str = "", wrong: str = "", status: int = 200) -> Response:
    return page(request, "login.html.jinja", status=status, title="Log in", back=back, who=who, wrong=wrong)


ROUTES = (
    Route("/login", show),
    Route("/login", taken(log_in_, stale=stale), methods=["POST"]),
    Route("/logout", taken(leave), methods=["POST"]),
)
