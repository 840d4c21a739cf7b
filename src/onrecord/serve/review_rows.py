"""Judgements about statements for people: the queue, what was judged, what became of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from onrecord.judgement import Judgement, Review, Speaker
from onrecord.serve import rows
from onrecord.serve.actor_page import JUDGEMENTS as OF_ACTORS
from onrecord.serve.marking import act_text, content_text, one_line, shortened, who_text
from onrecord.serve.rows import Cell, Column, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.domain import Statement
    from onrecord.judgement import Changes
    from onrecord.record.ledger import StatementPage, StatementRow
    from onrecord.record.queue import Waiting

_COLUMN = {"source": "source_span", "cue": "cue_span", "content": "content_spans"}
_DONE = {"accept": "accepted", "reject": "rejected", "change": "changed"}


def short_id(row: StatementRow) -> str:
    """What `onrecord accept` and the like take: the beginnings of the article's and the statement's ids."""
    return f"{row.document[:8]}/{row.id[:4]}"


def judged(review: Review, page: StatementPage) -> str:
    """What became of a judgement. `page`: of the statement, as it is now."""
    return f"judgement {review.id[:8]}: {_verdict(review)}\n{_now(page)}"


def taken_back(review: Review, page: StatementPage | None) -> str:
    """What an undo changed. `review`: the one that it is about in the end, as it counts now; `page` None where its
    article is gone."""
    gone = "now: its article is on record no more\n"
    return f"{'taken back' if review.undone else 'counts again'}: {_verdict(review)}\n{_now(page) if page else gone}"


def _now(page: StatementPage) -> str:
    if page.status == "rejected":
        return f"now: {short_id(page.row)} is not shown\n"
    if page.status == "gone":
        return f"now: {short_id(page.row)} is not in the newest reading\n"
    return f"now: {short_id(page.row)} {_sentence(page.row.statement, page.row.speaker)}\n"


def _sentence(statement: Statement, speaker: str | None) -> str:
    act = f" ({does})" if (does := act_text(statement)) else ""
    cue = statement.cue.text if statement.cue else "—"
    who = who_text(statement, speaker) or "—"
    return one_line(f"{who} · {cue} · {shortened(content_text(statement), 120)}{act}")


def _verdict(review: Review) -> str:
    told = f"{_DONE[review.verdict]} {review.document[:8]}/{review.statement[:4]}"
    what = "; ".join(_said(review.changes)) if review.verdict == "change" else ""
    return one_line(f"{told}: {what}" if what else told)


def _said(changes: Changes) -> Iterable[str]:
    for name, value in changes.named.items():
        yield f"{name} {_told(name, value)}"


def _told(name: str, value: Any) -> str:
    """A field of the changes, for people."""
    if name == "speaker":
        return "unknown" if value is None else shortened(one_line(value.name), 80) or "forgotten with its article"
    if name == "act":
        return value or "none"
    spans = value if name == "content" else [value] if value else []
    return " ".join(f"{start}:{end}" for start, end in spans) or "none"


def line(review: Review, *, lapsed: bool) -> str:
    """Who judged what, when and why. `lapsed`: it does not reach the newest version."""
    what = f"takes back {review.undoes[:8]}" if review.undoes else _verdict(review)
    why = f": {shortened(one_line(review.why), 200)}" if review.why else ""
    who = shortened(one_line(review.by), 80)
    state = " (of an earlier version: its words stand there no more)" if lapsed else ""
    state = " (taken back)" if review.undone else state
    return f"judgement {review.id[:8]} of {review.at} by {who}: {what}{why}{state}"


def changes_object(changes: Changes) -> dict[str, Any]:
    """The fields that are named, as JSON."""
    return {name: asdict(value) if isinstance(value, Speaker) else value for name, value in changes.named.items()}


def review_object(review: Review) -> dict[str, Any]:
    """The judgement as JSON."""
    fields = ("id", "at", "by", "why", "verdict", "document", "version", "statement", "undone", "undoes")
    return {name: getattr(review, name) for name in fields} | {"changes": changes_object(review.changes)}


# The list of all judgements

_FIELDS: dict[str, type] = dict.fromkeys(
    (
        *("id", "at", "by", "why", "about", "undone", "undoes", "same", "left", "left_kind", "right", "right_kind"),
        *("document", "verdict", "version", "statement", "speaker", "act", "source_span", "cue_span", "content_spans"),
    ),
    str,
) | {"undone": bool, "same": bool}


def _record(one: Judgement | Review) -> dict[str, Any]:
    if isinstance(one, Judgement):
        return {"about": "actors"} | OF_ACTORS.record(one)
    return {"about": "statement"} | review_object(one)


def _flat(one: Judgement | Review) -> Sequence[object]:
    whole = _record(one)
    if isinstance(one, Review):
        whole |= {_COLUMN.get(name, name): _told(name, value) for name, value in one.changes.named.items()}
    return [whole.get(name) for name in _FIELDS]


def _cells(one: Judgement | Review) -> Sequence[Cell]:
    if isinstance(one, Judgement):
        return OF_ACTORS.cells(one)
    what = f"takes back {one.undoes[:8]}" if one.undoes else _verdict(one)
    return one.id[:8], one.at[:10], one.by, what, shortened(one.why or "", 200), "yes" if one.undone else ""


JUDGEMENTS: Shape[Judgement | Review] = Shape(
    columns=OF_ACTORS.columns,
    cells=_cells,
    record=_record,
    fields=_FIELDS,
    flat=_flat,
    types=_FIELDS,
    typed=lambda one: dict(zip(_FIELDS, _flat(one), strict=True)),
    name="judgements",
)


# The queue


def _waiting_cells(one: Waiting) -> Sequence[str]:
    row = one.row
    statement = row.statement
    return (
        short_id(row),
        (row.published or "")[:10],
        who_text(statement, row.speaker) or "—",
        statement.cue.text if statement.cue else "—",
        shortened(content_text(statement), 120),
        ", ".join(one.reasons) or "—",
    )


QUEUE: Shape[Waiting] = Shape(
    columns=(
        Column("id", 13),
        Column("day", 10, needs=90),
        Column("who", share=3),
        Column("said how", share=3, needs=80),
        Column("what", share=6),
        Column("look at", share=4),
    ),
    cells=_waiting_cells,
    record=lambda one: {"score": one.score, "reasons": list(one.reasons)} | rows.STATEMENTS.record(one.row),
    fields={"score": float, "reasons": str, **rows.STATEMENTS.fields},
    flat=lambda one: [one.score, "; ".join(one.reasons), *rows.STATEMENTS.flat(one.row)],
    types={"score": float, "reasons": [str], **rows.STATEMENTS.types},
    typed=lambda one: {"score": one.score, "reasons": list(one.reasons)} | rows.STATEMENTS.typed(one.row),
    name="review",
)
