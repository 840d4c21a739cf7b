"""Pages from templates. Everything that comes from an article is escaped, and stays text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from onrecord.serve.marking import counted, one_line

if TYPE_CHECKING:
    from starlette.requests import Request

HERE = Path(__file__).parent
MENU = (
    ("/", "Today"),
    ("/search", "Search"),
    ("/actors", "Actors"),
    ("/timeline", "Timeline"),
    ("/review", "Review"),
    ("/add", "Add"),
)
"""The navigation. What is to come joins it with its pages, never before."""


def _environment() -> Environment:
    jinja = Environment(
        loader=FileSystemLoader([HERE / "templates", HERE.parent / "html"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters["line"] = one_line
    jinja.filters["upper_first"] = lambda text: text[:1].upper() + text[1:]
    jinja.globals["counted"] = counted
    return jinja


JINJA = _environment()
"""Compiled templates are kept in it; it holds nothing of any request."""


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in the frame that all have: `title` is what stands in the browser's tab."""
    from onrecord.serve.web.forms import token

    frame = {
        "menu": MENU,
        "here": "/" + request.url.path.strip("/").partition("/")[0],
        "token": token(request),
        "locked": request.app.state.site.password is not None,
        "query": request.query_params,
    }
    return HTMLResponse(JINJA.get_template(template).render(frame | context), status)
