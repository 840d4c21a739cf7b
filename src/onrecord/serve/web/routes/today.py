"""Where one begins: what came in, who spoke, on which days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from starlette.routing import Route

from onrecord.serve.web.answers import asked
from onrecord.serve.web.plot import plot
from onrecord.serve.web.rendering import page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from onrecord.record.ledger import Ledger

SPANS = (30, 90)
"""Days that the plot may show."""
LATELY = 7
"""Days that count for who spoke."""
ARRIVALS, SPEAKERS = 15, 15


def today(request: Request, ledger: Ledger) -> Response:
    arrivals = ledger.overview.arrivals(ARRIVALS)
    given = request.query_params.get("days", "")
    span = int(given) if given in map(str, SPANS) else SPANS[0]
    # the days behind the newest that is on record, whenever that was; a day in the future is somebody's mistake
    until = ledger.overview.last_day(datetime.now(UTC).date() + timedelta(days=1)) or ledger.overview.last_day()
    if until is None:
        return page(request, "today.html.jinja", title="Today", arrivals=arrivals, until=None)
    since, lately = _begin(span, until), _begin(LATELY, until)
    days = ledger.overview.days(since, until)
    return page(
        request,
        "today.html.jinja",
        title="Today",
        arrivals=arrivals,
        speakers=ledger.overview.speakers(lately, until, SPEAKERS),
        lately=lately,
        days=days,
        plot=plot(days, since, until),
        since=since,
        until=until,
        span=span,
        spans=SPANS,
    )


def _begin(span: int, until: date) -> date:
    """The first of so many days; there is none before the year 1."""
    return until - min(timedelta(days=span - 1), until - date.min)


ROUTES = (Route("/", asked(today)),)
