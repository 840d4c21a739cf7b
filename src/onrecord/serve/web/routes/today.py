"""Where one begins: what came in, who spoke, on which days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from onrecord.record.ledger import ArticleFilter
from onrecord.serve.web.answers import asked
from onrecord.serve.web.rendering import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from onrecord.record.ledger import Ledger


def today(request: Request, ledger: Ledger) -> Response:
    articles = list(ledger.articles(ArticleFilter(limit=20)))
    return page(request, "today.html.jinja", title="Today", articles=articles)


ROUTES = (Route("/", asked(today)),)
