"""What a question to the ledger gives, as a table, JSON, JSON Lines or CSV. One way for every command."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from onrecord.contract import statement_object
from onrecord.serve import json_lines
from onrecord.serve.marking import content_text, harmless, named, on_whose_word, shortened, who_text

if TYPE_CHECKING:
    from onrecord.domain import Anchor
    from onrecord.record.ledger import ActorRow, ArticleRow, LogEntry, StatementRow
    from onrecord.serve.output import Output

R = TypeVar("R")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula, and runs it (OWASP, CSV injection)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table that people see. None is as wide as its contents: all pages of a table have one layout."""

    name: str
    width: int | None = None
    """In columns of the terminal; without it, a `share` of what the others leave."""
    share: int = 1
    right: bool = False
    needs: int = 0
    """On a narrower terminal the column is left out."""
    wraps: bool = False
    """Whether what is too long goes on below; else it is cut off. A column with a share always wraps."""


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
            count = show_rows(console, shape.columns, map(shape.cells, rows))
            if not count:
                out.write("nothing found\n")


def guarded(value: object) -> object:
    """A cell that no spreadsheet runs: an apostrophe goes before what it would take for a formula."""
    if isinstance(value, str):
        return f"'{harmless(value)}" if value.startswith(_FORMULA) else harmless(value)
    return value


def _offsets(*anchors: Anchor | None) -> str:
    return " ".join(f"{a.start}-{a.end}" for a in anchors if a is not None)


def _statement_cells(row: StatementRow) -> Sequence[str]:
    from onrecord.serve.terminal import cue_text, sureness

    statement = row.statement
    day = (row.published or "")[:10]
    return (
        day,
        row.outlet or "—",
        (who_text(statement, row.speaker) or "—") + on_whose_word(row.within),
        cue_text(statement),
        shortened(content_text(statement), 120),
        statement.act or "—",
        statement.kind,
        sureness(statement),
        f"{row.document[:8]}/{row.id[:4]}",
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
        "speaker": row.speaker,
        "statement": statement_object(row.statement),
        "within": [statement_object(outer) for outer in row.within],
    }


def _statement_flat(row: StatementRow) -> Sequence[object]:
    s = row.statement
    return (
        row.id,
        row.published,
        row.outlet,
        s.source and s.source.text,
        row.speaker,
        s.speaker_confidence,
        "; ".join(map(named, row.within)),
        s.cue and s.cue.text,
        " … ".join(a.text for a in s.content),
        s.act,
        s.negated,
        s.addressee and s.addressee.span and s.addressee.span.text,
        s.venue and s.venue.text,
        s.condition and s.condition.text,
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
        s.reviewed,
    )


STATEMENTS: Shape[StatementRow] = Shape(
    columns=(
        Column("day", 10),
        Column("outlet", 12, wraps=True, needs=70),
        Column("who", share=3),
        Column("said how", share=3),
        Column("what", share=6),
        Column("act", 9, needs=80),
        Column("kind", 8, needs=110),
        Column("sure", 4, right=True, needs=90),
        Column("id", 13),
    ),
    cells=_statement_cells,
    record=_statement_record,
    fields=(
        *("id", "published", "outlet", "source", "speaker", "speaker_confidence", "according_to", "cue", "content"),
        *("act", "negated", "addressee", "venue", "condition", "kind", "confidence", "title"),
        *("url", "document", "version", "reading", "source_span", "cue_span", "content_spans"),
        "reviewed",
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
        Column("day", 10),
        Column("outlet", share=1),
        Column("title", share=3),
        Column("statements", 10, right=True, needs=70),
        Column("versions", 8, right=True, needs=80),
        Column("article", 16),
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
    flat=lambda row: ["; ".join(row.authors) if name == "authors" else getattr(row, name) for name in _ARTICLE],
)

_ACTOR = ("id", "name", "kind", "names", "statements", "articles")

ACTORS: Shape[ActorRow] = Shape(
    columns=(
        Column("name", share=3),
        Column("kind", 12),
        Column("also called", share=3, needs=80),
        Column("statements", 10, right=True),
        Column("articles", 8, right=True),
        Column("actor", 16, needs=90),
    ),
    cells=lambda row: (
        shortened(row.name, 120),
        row.kind,
        shortened(", ".join(row.names), 120),
        str(row.statements),
        str(row.articles),
        row.id,
    ),
    record=lambda row: {name: getattr(row, name) for name in _ACTOR} | {"names": list(row.names)},
    fields=_ACTOR,
    flat=lambda row: ["; ".join(row.names) if name == "names" else getattr(row, name) for name in _ACTOR],
)

_LOG = ("at", "event", "document", "version", "reading")

LOG: Shape[LogEntry] = Shape(
    columns=(
        Column("at", 25),
        Column("event", 11),
        Column("document", 16),
        Column("version", 16),
        Column("reading", 16),
    ),
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
