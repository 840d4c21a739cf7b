"""What a question to the ledger gives, as a table or in a format that one takes along. One way for every command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from onrecord.contract import statement_object
from onrecord.serve.marking import act_text, content_text, named, on_whose_word, shortened, who_text, with_names

if TYPE_CHECKING:
    from onrecord.domain import Anchor
    from onrecord.record.ledger import ActorRow, ArticleRow, LogEntry, StatementRow
    from onrecord.serve.export import About, Lookup
    from onrecord.serve.output import Output

R = TypeVar("R")

Type = type | list[Any] | dict[str, Any]
"""Of a value in a row: `str`, `int`, `float`, `bool`; a list of a type; an object with the types of its fields.
Each may be null."""

Cell = str | tuple[str, ...]
"""What stands in a cell of a table; a tuple begins a line with each."""

SPAN: Type = {"start": int, "end": int, "text": str}


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
    cells: Callable[[R], Sequence[Cell]]
    """For the table: short, for eyes."""
    record: Callable[[R], dict[str, Any]]
    """For JSON: whole, for programs."""
    fields: Mapping[str, type]
    """Of a sheet: one value a cell."""
    flat: Callable[[R], Sequence[object]]
    """For CSV and XLSX, a value for each of `fields`."""
    types: Mapping[str, Type]
    """Of `typed`."""
    typed: Callable[[R], dict[str, Any]]
    """For Parquet: whole, a value for each of `types`."""
    name: str
    """What the rows are: `statements`."""


def write(
    out: Output,
    form: str,
    shape: Shape[R],
    rows: Iterable[R],
    about: About | None = None,
    lookup: Lookup | None = None,
) -> None:
    """The rows as a table, or in one of the formats of `serve.export`.

    Raises UsageError where a terminal can't show it.
    """
    from onrecord.errors import UsageError
    from onrecord.serve import export

    if form == "table":
        from onrecord.serve.terminal import Terminal, show_rows

        count = show_rows(Terminal(out), shape.columns, map(shape.cells, rows))
        if not count:
            out.write("nothing found\n")
        return
    if export.FORMATS[form].binary and out.isatty():
        raise UsageError(f"a terminal can't show {form}", hint="write it to a file with --output FILE")
    for piece in export.pieces(form, shape, rows, about, lookup):
        out.write_bytes(piece)


def _offsets(*anchors: Anchor | None) -> str:
    return " ".join(f"{a.start}-{a.end}" for a in anchors if a is not None)


WHERE = ("id", "document", "version", "reading", "url", "title", "outlet", "published")
"""What the rows of statements and of events begin with: which it is, and where it stands."""

PARTY: Type = {"actor": str, "span": SPAN}

STATEMENT: dict[str, Type] = {
    "id": str,
    "source": SPAN,
    "cue": SPAN,
    "content": [SPAN],
    "carried": [int],
    "inserted": [SPAN],
    "kind": str,
    "parent": str,
    "confidence": float,
    "speaker": str,
    "speaker_confidence": float,
    "on_behalf_of": str,
    "addressee": PARTY,
    "act": str,
    "negated": bool,
    "stance": str,
    "condition": SPAN,
    "venue": SPAN,
    "time": str,
    "reviewed": str,
}
"""As the output contract has it."""

_STATEMENT_IN_ROW = {"id": "name", "speaker": "actor"}
"""What is called otherwise where a statement is spread over a row: `id` and `speaker` are the row's there."""


def _renamed(value: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): part for name, part in value.items()}


def _statement_typed(row: StatementRow) -> dict[str, Any]:
    whole = _statement_record(row)
    return whole | _renamed(whole.pop("statement"), _STATEMENT_IN_ROW)


def _statement_cells(row: StatementRow) -> Sequence[Cell]:
    from onrecord.serve.terminal import cue_text, sureness

    statement = row.statement
    day = (row.published or "")[:10]
    return (
        day,
        row.outlet or "—",
        (who_text(statement, row.speaker) or "—", *filter(None, [on_whose_word(row.within, row.tellers).strip()])),
        cue_text(statement),
        shortened(content_text(statement), 120),
        act_text(statement) or "—",
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
        "tellers": list(row.tellers),
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
        "; ".join(named(outer, name) for outer, name in with_names(row.within, row.tellers)),
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
        Column("outlet", 9, wraps=True, needs=90),
        Column("who", share=2),
        Column("said how", 9, wraps=True),  # "threatens" in one piece
        Column("what", share=3),
        Column("act", 9, needs=80, wraps=True),  # "not promise" in two lines
        Column("kind", 8, needs=110),
        Column("sure", 4, right=True, needs=90),
        Column("id", 13),
    ),
    cells=_statement_cells,
    record=_statement_record,
    fields=dict.fromkeys(
        (
            *("id", "published", "outlet", "source", "speaker", "speaker_confidence", "according_to", "cue", "content"),
            *("act", "negated", "addressee", "venue", "condition", "kind", "confidence", "title"),
            *("url", "document", "version", "reading", "source_span", "cue_span", "content_spans"),
            "reviewed",
        ),
        str,
    )
    | {"speaker_confidence": float, "negated": bool, "confidence": float},
    flat=_statement_flat,
    types=dict.fromkeys(WHERE, str)
    | {"speaker": str, **_renamed(STATEMENT, _STATEMENT_IN_ROW), "within": [STATEMENT], "tellers": [str]},
    typed=_statement_typed,
    name="statements",
)


def _article_record(row: ArticleRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _ARTICLE} | {"authors": list(row.authors)}


_ARTICLE = (
    *("id", "version", "reading", "given_id", "url", "title", "outlet", "agency", "authors", "published", "language"),
    *("note", "statements", "versions"),
)
_ARTICLE_FIELDS = dict.fromkeys(_ARTICLE, str) | {"statements": int, "versions": int}

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
    fields=_ARTICLE_FIELDS,
    flat=lambda row: ["; ".join(row.authors) if name == "authors" else getattr(row, name) for name in _ARTICLE],
    types={**_ARTICLE_FIELDS, "authors": [str]},
    typed=_article_record,
    name="articles",
)

_ACTOR = ("id", "name", "kind", "names", "statements", "articles")
_ACTOR_FIELDS = dict.fromkeys(_ACTOR, str) | {"statements": int, "articles": int}


def _actor_record(row: ActorRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _ACTOR} | {"names": list(row.names)}


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
    record=_actor_record,
    fields=_ACTOR_FIELDS,
    flat=lambda row: ["; ".join(row.names) if name == "names" else getattr(row, name) for name in _ACTOR],
    types={**_ACTOR_FIELDS, "names": [str]},
    typed=_actor_record,
    name="actors",
)

_LOG = ("at", "event", "document", "version", "reading")


def _log_record(entry: LogEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _LOG}


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
    record=_log_record,
    fields=dict.fromkeys(_LOG, str),
    flat=lambda entry: [getattr(entry, name) for name in _LOG],
    types=dict.fromkeys(_LOG, str),
    typed=_log_record,
    name="log",
)
