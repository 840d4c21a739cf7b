"""A statement at its permanent address: its evidence, on whose word it stands, what people judged of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.responses import RedirectResponse
from starlette.routing import Route

from onrecord.errors import UsageError
from onrecord.serve.html.marks import view
from onrecord.serve.marking import content_text, named, names_of, one_line, shortened
from onrecord.serve.web import facts, judging, paging
from onrecord.serve.web.answers import asked, posted
from onrecord.serve.web.forms import text
from onrecord.serve.web.rendering import page
from onrecord.serve.web.routes import queue
from onrecord.serve.web.routes.articles import address, links
from onrecord.serve.web.routes.judgements import of_review

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from onrecord.domain import Statement
    from onrecord.record.ledger import Ledger, StatementPage
    from onrecord.serve.html.marks import Shown, View

HINT = "the article's own page has all of its statements"


def statement(request: Request, ledger: Ledger) -> Response:
    """The one of this id, whichever version or reading it is from, and what stands there now."""
    found = _found(request, ledger)
    row, own = found.row, found.row.statement
    asked_for = request.path_params["statement"]
    if (row.id.startswith(asked_for) and row.id != asked_for) or row.document != request.path_params["document"]:
        return RedirectResponse(f"/articles/{row.document}/statements/{row.id}", 303)
    document = ledger.document(row.document)
    place = next(n for n, v in enumerate(document.versions) if v.id == row.version)
    pages = links(ledger, document, place, found.reading)
    family = {own.id, *(s.id for s in (*row.within, *found.inside))}
    reading = found.reading
    if own not in reading.statements:  # only a judgement still knows it
        reading = replace(reading, statements=(*reading.statements, own))
    shown = view(reading, 1, pages, only=family)
    names = names_of(reading)
    waiting = queue.around(request, ledger, row)
    return page(
        request,
        "statement.html.jinja",
        title=shortened(f"{one_line(row.speaker or 'Somebody')}: {content_text(own)}", 80),
        found=found,
        row=row,
        place=place,
        versions=len(document.versions),
        evidence=evidence(
            shown, own, next(n.key for n, s in zip(shown.notes, reading.statements, strict=True) if s == own)
        ),
        language=found.reading.article.language,
        chain=facts.chain(found, pages.statements),
        facts=facts.facts(found, pages.actors.get(own.speaker or "")),
        inside=[(s, named(s, names.get(s.speaker)), pages.statements[s.id]) for s in found.inside],
        sides=facts.sides(found),
        citation=facts.citation(row, found.reading, f"{request.url.replace(query='')}"),
        steps=waiting or steps(found.reading.statements, own, row.document, row.version),
        queued=waiting is not None,
        done=queue.done(request, ledger),
        moved=row.id != asked_for,
        actors=[(a.id, facts.kind_of(a)) for a in found.reading.actors],
        acts=judging.ACTS,
        kinds=judging.KINDS,
        by=judging.who(request),
        seen=judging.seen(row),
        history=[
            of_review(r, found.reading.article.text if r.version == row.version else None)
            for r in reversed(found.reviews)
        ],
        last=_last(found),
    )


def judge(request: Request, ledger: Ledger, form: FormData) -> Response:
    """Keep a judgement, and go back to the statement, or on to the next of the queue."""
    found = _found(request, ledger)
    document, id_ = found.row.document, found.row.id
    by, why = judging.signed(request, form)
    onward = queue.following(request, ledger, found.row)
    match text(form, "do"):
        case "accept":
            judging.same(form, found.row)
            made = ledger.reviews.accept(document, id_, by=by, why=why)
        case "reject":
            judging.same(form, found.row)
            made = ledger.reviews.reject(document, id_, by=by, why=why)
        case "change":
            what = judging.changes(form, found.row, found.reading)
            made = ledger.reviews.change(document, id_, what, by=by, why=why)
        case _:
            raise UsageError("there is no such judgement", hint="accept, reject or change the statement")
    return RedirectResponse(onward(made) if onward else f"/articles/{document}/statements/{made.statement}", 303)


def evidence(shown: View, own: Statement, key: str) -> tuple[tuple[Shown, bool], ...]:
    """The paragraphs that it stands in, with the one before and the one after; whether it stands in each.

    Its own marks have `data-own`; quotation marks of the article are escaped, so no other place reads so.
    """
    blocks = (*([shown.heading] if shown.heading else []), *shown.blocks)
    anchors = own.anchors
    here = [n for n, b in enumerate(blocks) if any(a.start < b.end and a.end > b.start for a in anchors)]
    near = {m for n in here for m in (n - 1, n, n + 1) if 0 <= m < len(blocks)}
    mark = f'data-s="{key}"'
    marked = {n: Markup(str(blocks[n].text).replace(mark, f"{mark} data-own")) for n in near}
    return tuple((replace(blocks[n], text=marked[n]), n in here) for n in sorted(near))


def steps(
    statements: Sequence[Statement], own: Statement, document: str, version: str
) -> tuple[str | None, str | None, str]:
    """The addresses of the statements before and after it in the article, and which of how many it is."""
    place = next((n for n, s in enumerate(statements) if s.id == own.id), None)
    if place is None:
        return None, None, ""
    before = address(document, version, statements[place - 1]) if place else None
    after = address(document, version, statements[place + 1]) if place + 1 < len(statements) else None
    return before, after, f"statement {place + 1} of {len(statements)}"


def _found(request: Request, ledger: Ledger) -> StatementPage:
    document, id_ = request.path_params["document"], request.path_params["statement"]
    return paging.on_record(lambda: ledger.statement(document, id_), HINT)


def _last(found: StatementPage) -> str | None:
    """The id of the newest judgement that counts: what `u` takes back."""
    return next((r.id for r in reversed(found.reviews) if not r.undone and r.undoes is None), None)


ADDRESS = "/articles/{document}/statements/{statement}"
ROUTES = (
    Route(ADDRESS, asked(statement), methods=["GET"]),
    Route(ADDRESS, posted(judge), methods=["POST"]),
)
