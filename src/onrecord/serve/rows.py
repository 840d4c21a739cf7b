"""What a question to the ledger gives, as a table, JSON, JSON Lines or CSV. One way for every command."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from onrecord.serve import json_lines
from onrecord.serve.marking import content_text, harmless

if TYPE_CHECKING:
    from onrecord.domain import Anchor
    from onrecord.record.ledger import ArticleRow, LogEntry, StatementRow
    from onrecord.serve.output import Output

R = TypeVar("R")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula, and runs it (OWASP, CSV injection)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table that people see."""

    name: str
    layout: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape(Generic[R]):
    """How one kind of row is shown."""

    columns: tuple[Column, ...]
    cells: Callable[[R], Sequence[str]]
    """For the table: short, for eyes."""
    record: Callable[[R], dict[str, Any]]
    """For JSON: whole, for programs."""
    fields: tuple[str, ...]
    flat: Callable[[R], Sequence[object]]
    """For CSV, a value for each of `fields`."""


def write(out: Output, form: str, shape: Shape[R], rows: Iterable[R]) -> None:
    """The rows in the format. All but the table are written as they come."""
    match form:
        case "json":
            for part in json_lines.array(map(shape.record, rows)):
                out.write(part)
        case "jsonl":
            for part in json_lines.lines(map(shape.record, rows)):
                out.write(part)
        case "csv":
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(shape.fields)
            for row in rows:
                writer.writerow([guarded(value) for value in shape.flat(row)])
        case _:
            from onrecord.serve.terminal import Terminal, show_rows

            console = Terminal(out)
            count = show_rows(console, [(c.name, c.layout) for c in shape.columns], map(shape.cells, rows))
            if not count:
                out.write("nothing found\n")


def guarded(value: object) -> object:
    """A cell that no spreadsheet runs: an apostrophe goes before what it would take for a formula."""
    if isinstance(value, str):
        value = harmless(value)
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value


def _offsets(*anchors: Anchor | None) -> str:
    return " ".join(f"{a.start}-{a.end}" for a in anchors if a is not None)


def _statement_cells(row: StatementRow) -> Sequence[str]:
    from onrecord.serve.terminal import cue_text, shortened, source_text, sureness

    statement = row.statement
    day = (row.published or "")[:10]
    return (
        day,
        row.outlet or "—",
        source_text(statement),
        cue_text(statement),
        shortened(content_text(statement), 120),
        statement.kind,
        sureness(statement),
        row.document,
    )


def _statement_record(row: StatementRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "document": row.document,
        "version": row.version,
        "reading": row.reading,
        "url": row.url,
        "title": row.title,
        "outlet": row.outlet,
        "published": row.published,
        "statement": json_lines.statement_object(row.statement),
    }


def _statement_flat(row: StatementRow) -> Sequence[object]:
    s = row.statement
    return (
        row.id,
        row.published,
        row.outlet,
        s.source and s.source.text,
        s.cue and s.cue.text,
        " … ".join(a.text for a in s.content),
        s.kind,
        s.confidence,
        row.title,
        row.url,
        row.document,
        row.version,
        row.reading,
        _offsets(s.source),
        _offsets(s.cue),
        _offsets(*s.content),
    )


_NARROW: dict[str, Any] = {"no_wrap": True}

STATEMENTS: Shape[StatementRow] = Shape(
    columns=(
        Column("day", _NARROW),
        Column("outlet", {"ratio": 2, "overflow": "fold", "max_width": 14}),
        Column("who", {"ratio": 4, "overflow": "fold"}),
        Column("said how", {"ratio": 3, "overflow": "fold"}),
        Column("what", {"ratio": 9, "overflow": "fold"}),
        Column("kind", _NARROW),
        Column("sure", {"justify": "right", **_NARROW}),
        Column("article", {"max_width": 8, "overflow": "crop", **_NARROW}),
    ),
    cells=_statement_cells,
    record=_statement_record,
    fields=(
        *("id", "published", "outlet", "source", "cue", "content", "kind", "confidence", "title", "url", "document"),
        *("version", "reading", "source_span", "cue_span", "content_spans"),
    ),
    flat=_statement_flat,
)


def _article_record(row: ArticleRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _ARTICLE} | {"authors": list(row.authors)}


_ARTICLE = (
    *("id", "version", "reading", "given_id", "url", "title", "outlet", "agency", "authors", "published", "language"),
    *("note", "statements", "versions"),
)

ARTICLES: Shape[ArticleRow] = Shape(
    columns=(
        Column("day", _NARROW),
        Column("outlet", {"ratio": 2, "overflow": "fold"}),
        Column("title", {"ratio": 6, "overflow": "fold"}),
        Column("statements", {"justify": "right", **_NARROW}),
        Column("versions", {"justify": "right", **_NARROW}),
        Column("article", _NARROW),
    ),
    cells=lambda row: (
        (row.published or "")[:10],
        row.outlet or "—",
        (row.title or row.given_id or row.url or "—") + (f" ({row.note})" if row.note else ""),
        str(row.statements),
        str(row.versions),
        row.id,
    ),
    record=_article_record,
    fields=_ARTICLE,
    flat=lambda row: [
        "; ".join(row.authors) if name == "authors" else getattr(row, name) for name in _ARTICLE
    ],
)

_LOG = ("at", "event", "document", "version", "reading")

LOG: Shape[LogEntry] = Shape(
    columns=tuple(Column(name, _NARROW) for name in _LOG),
    cells=lambda entry: (
        entry.at,
        entry.event.replace("_", " "),
        entry.document,
        entry.version or "—",
        entry.reading or "—",
    ),
    record=lambda entry: {name: getattr(entry, name) for name in _LOG},
    fields=_LOG,
    flat=lambda entry: [getattr(entry, name) for name in _LOG],
)
