"""Pages from templates. Everything that comes from an article is escaped, and stays text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from onrecord.serve.html import source_of
from onrecord.serve.marking import act_text, chain_text, content_text, counted, named, one_line, shortened, who_text
from onrecord.serve.web.downloads import choices
from onrecord.serve.web.questions import LABELS

if TYPE_CHECKING:
    from datetime import date

    from starlette.requests import Request

    from onrecord.domain import Statement

HERE = Path(__file__).parent
MENU = (
    ("/", "Today"),
    ("/search", "Search"),
    ("/articles", "Articles"),
    ("/actors", "Actors"),
    ("/timeline", "Timeline"),
    ("/review", "Review"),
    ("/add", "Add"),
)
"""The navigation. What is to come joins it with its pages, never before."""


def long_day(day: date) -> str:
    """`4 May 2026`."""
    return f"{day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    """`4 May`."""
    return f"{day.day} {day:%b}"


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
    jinja.filters["pair"] = lambda value: (value, value)
    jinja.globals |= {
        "asked_as": LABELS,
        "counted": counted,
        "formats": choices,
        "shortened": shortened,
        "named": named,
        "chain": chain_text,
        "act": act_text,
        "content": content_text,
        "who": lambda row: who_text(row.statement, row.speaker),
        "sure": sureness,
    }
    jinja.filters["web_address"] = source_of
    jinja.filters["long_day"] = long_day
    jinja.filters["short_day"] = short_day
    return jinja


def sureness(statement: Statement) -> str:
    """How sure it is, in a word or two."""
    if statement.reviewed:
        return statement.reviewed
    return (
        "how sure is unknown"
        if statement.confidence is None
        else f"{round(100 * statement.confidence)}\N{NO-BREAK SPACE}%"
    )


JINJA = _environment()
"""Compiled templates are kept in it; it holds nothing of any request."""


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in the frame that all have: `title` is what stands in the browser's tab."""
    from onrecord.serve.web.access import known
    from onrecord.serve.web.forms import token

    has_session = "session" in request.scope  # a bug may show before there is one
    frame = {
        "menu": MENU,
        "here": "/" + request.url.path.strip("/").partition("/")[0],
        "token": token(request) if has_session else "",
        "logged_in": known(request) if has_session else None,
        "tying": request.app.state.tying.running,
        "locked": request.app.state.site.password is not None,
        "query": request.query_params,
    }
    return HTMLResponse(JINJA.get_template(template).render(frame | context), status)
