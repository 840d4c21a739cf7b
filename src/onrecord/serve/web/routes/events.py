"""Events: who did what to whom, as a list, and day by day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, get_args

from starlette.routing import Route

from onrecord.domain import EventType, Realis
from onrecord.errors import UsageError
from onrecord.identities import Actors
from onrecord.record.events import EventFilter
from onrecord.record.filters import ArticleFilter
from onrecord.record.identity import statement_id
from onrecord.record.order import newest_first
from onrecord.record.schema import day_at
from onrecord.serve.event_rows import DAYS, EVENTS
from onrecord.serve.marking import chain_text
from onrecord.serve.web.answers import asked, questioned
from onrecord.serve.web.days import bars, by_day, in_words
from onrecord.serve.web.downloads import taken_along
from onrecord.serve.web.lines import Parts, around
from onrecord.serve.web.questions import Question
from onrecord.serve.web.rendering import page
from onrecord.serve.who import whom

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from onrecord.record.events import EventRow, When
    from onrecord.record.ledger import Ledger

FIELDS = ("actor", "about", "type", "realis", "outlet", "since", "until", "confidence", "order", "after")
PAGE = 50
DATED = 3000
"""Events that are sorted by day: those published last. More would take longer than a page may."""
REALIS: dict[Realis, str] = {
    "occurred": "happened",
    "ongoing": "is going on",
    "planned": "is planned",
    "conditional": "is to happen on a condition",
    "not_occurred": "did not happen",
    "denied": "is denied",
    "alleged": "is alleged",
}
"""In words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event of the list."""

    row: EventRow
    happened: str
    words: Parts
    """The words that name it, in their line."""
    chain: str
    """On whose word; empty in the outlet's own voice."""
    statement: str | None
    """The id of the statement that it is told in."""
    when: str
    """Empty where the text does not date it."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of the events that were asked for, where they are too many to be sorted."""

    since: date | None
    """The first day of publication that is shown; None where some of the undated are."""
    is_part: bool
    """Whether not all of that day, or of the undated, is shown."""
    before: str | None
    """The address of those published before; None where there are none."""


def listed(request: Request, ledger: Ledger, question: Question) -> Response:
    show = _page(request, question, "events.html.jinja", "Events")
    try:
        wanted = wanted_of(question, ledger)
        rows = list(ledger.events.matching(replace(wanted, after=question.place(), limit=PAGE + 1)))
    except UsageError as error:
        return show(status=400, error=error)
    return show(
        lines=[line_of(row) for row in rows[:PAGE]],
        further=question.to(after=str(rows[PAGE - 1].at)) if len(rows) > PAGE else None,
        empty=not rows and _is_empty(ledger),
    )


def timeline(request: Request, ledger: Ledger, question: Question) -> Response:
    show = _page(request, question, "timeline.html.jinja", "Timeline")
    try:
        wanted = wanted_of(question, ledger)
        after = question.place()
        some, rest = _last(ledger, wanted, question)
    except UsageError as error:
        return show(status=400, error=error)
    found = by_day(some, newest=wanted.newest_first)
    begin = next((n for n, when in enumerate(found, 1) if when.at == after), 0)
    shown = found[begin : begin + PAGE]
    further = question.to(after=str(shown[-1].at)) if begin + PAGE < len(found) else None
    return show(
        days=_days(ledger, shown),
        bars=bars(found) if not begin else None,
        number=len(found),
        rest=rest,
        further=further,
        empty=not found and _is_empty(ledger),
    )


def list_download(request: Request, ledger: Ledger) -> Response:
    """All events of the list, to take along."""
    question = Question.of(request, FIELDS)
    wanted = wanted_of(question, ledger)
    return taken_along(request, ledger, question, EVENTS, lambda: ledger.events.matching(wanted))


def timeline_download(request: Request, ledger: Ledger) -> Response:
    """All events by day, to take along: the whole timeline, the first day first."""
    question = Question.of(request, FIELDS)
    wanted = wanted_of(question, ledger)
    return taken_along(request, ledger, question, DAYS, lambda: ledger.events.by_day(wanted))


def _page(request: Request, question: Question, template: str, title: str) -> Callable[..., Response]:
    nothing: dict[str, Any] = {"error": None, "lines": (), "days": (), "bars": None, "number": 0, "rest": None}
    nothing |= {"further": None, "empty": False}
    fixed = {"types": sorted(get_args(EventType)), "realis": REALIS, "dated": DATED}

    def show(*, status: int = 200, **found: Any) -> Response:
        context = nothing | fixed | found
        return page(request, template, status=status, title=title, question=question, **context)

    return show


def wanted_of(question: Question, ledger: Ledger) -> EventFilter:
    """The events that a question asks for. Raises UsageError where it can't be asked so."""
    actor = question.words("actor")
    return EventFilter(
        party=whom(ledger, Actors(ledger), actor) if actor else None,
        about=question.words("about"),
        type=question.choice("type", get_args(EventType)),
        realis=question.choice("realis", get_args(Realis)),
        outlet=question.words("outlet"),
        since=question.day("since"),
        until=question.day("until"),
        min_confidence=question.share("confidence"),
        newest_first=question.newest_first(),
    )


def line_of(row: EventRow) -> Line:
    """The event as the lists show it."""
    trigger = row.event.trigger
    words = around(row.around.replace("\t", " "), trigger.start - row.begins, trigger.end - row.begins)
    return Line(
        row,
        REALIS[row.event.realis],
        words,
        chain_text(row.according_to, row.tellers, row.event.realis),
        statement_id(row.version, row.according_to[0]) if row.according_to else None,
        in_words(row.time.edtf) if row.time and row.time.edtf else "",
    )


def _days(ledger: Ledger, some: list[When]) -> list[tuple[str, list[Line]]]:
    """The events under the days that the texts give them, as exact as these are."""
    rows = {row.at: row for row in ledger.events.at([when.at for when in some])}
    return [
        (in_words(edtf) if edtf else "", [line_of(rows[when.at]) for when in group if when.at in rows])
        for edtf, group in groupby(some, key=lambda when: when.edtf)
    ]


def _last(ledger: Ledger, wanted: EventFilter, question: Question) -> tuple[Sequence[When], Rest | None]:
    """The events that were published last, as many as are sorted, and what is left.

    They are cut between two days, so that each event is on one page; only of a day that alone has too many, and of the
    undated, which no day leads to, a part is shown.
    """
    found = ledger.events.dated(wanted, DATED + 1).events
    if len(found) <= DATED:
        return found, None
    beyond = max(found, key=lambda when: newest_first(when.at))
    cut = day_at(beyond.at)
    whole = [when for when in found if day_at(when.at) != cut]
    if cut and whole:
        since = min(day for when in whole if (day := day_at(when.at)))
        return whole, Rest(since, is_part=False, before=question.to(until=cut.isoformat()))
    some = [when for when in found if when is not beyond]
    return some, Rest(cut, is_part=True, before=_before(ledger, wanted, question, cut))


def _before(ledger: Ledger, wanted: EventFilter, question: Question, day: date | None) -> str | None:
    """The address of what was published before a day; None where nothing was."""
    if day is None or day == date.min:
        return None
    until = day - timedelta(1)
    there = any(ledger.events.matching(replace(wanted, until=until, limit=1)))
    return question.to(until=until.isoformat()) if there else None


def _is_empty(ledger: Ledger) -> bool:
    return not any(ledger.articles(ArticleFilter(limit=1)))


ROUTES = (
    Route("/events", questioned(listed, FIELDS)),
    Route("/events/download", asked(list_download)),
    Route("/timeline", questioned(timeline, FIELDS)),
    Route("/timeline/download", asked(timeline_download)),
)
