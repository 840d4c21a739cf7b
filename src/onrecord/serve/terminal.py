"""Articles and tables for a terminal. Rich does the laying out; nothing from an article is read as markup."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from onrecord.domain import Article, Block, Reading, Statement
from onrecord.record.chains import Chains
from onrecord.serve.marking import (
    Mark,
    act_text,
    by_block,
    carried_on,
    content_text,
    harmless,
    layout,
    marks_of,
    names_of,
    on_whose_word,
    one_line,
    segments,
    shortened,
    tellings,
    voices,
    who_text,
)

if TYPE_CHECKING:
    from onrecord.record.difference import Difference
    from onrecord.serve.output import Output
    from onrecord.serve.rows import Cell, Column

COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "red")
"""Of the basic sixteen, so that the user's own theme decides how they look; sources take them in turn."""

MEASURE = 100
"""The widest a text is set, in columns; longer lines are hard to read."""

LEAST = 40
"""The narrowest, in columns: a terminal that is narrower, or says that it has none, breaks the lines itself."""

SHOWN = 160
"""Characters of a content in a table."""

DEPTHS = 3
"""How deep statements inside statements are set in; deeper ones stand below each other."""

PAGE = 200
"""Rows of a table that are laid out together."""

BRACKETS = {"source": ("{", "}"), "cue": ("/", "/"), "content": ("[", "]"), "inserted": ("", "")}
"""What stands for colour where there is none."""

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Terminal(Console):
    """A console that writes to an Output and leaves a closed pipe to whoever opened it."""

    def __init__(self, out: Output) -> None:
        watched = out.isatty()
        super().__init__(
            file=out,  # type: ignore[arg-type]  # it has what rich asks of a file
            force_terminal=watched or None,
            width=None if watched or "COLUMNS" in os.environ else MEASURE,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
        )
        if self.width < LEAST:
            self.width = LEAST
        self.coloured = self.color_system is not None and not self.no_color
        self.superscripts = out.encoding == "utf-8" and not self.is_dumb_terminal
        self.onward = "↪" if self.superscripts else ">>"
        """What stands before a sentence that goes on in the speaker's voice."""

    def on_broken_pipe(self) -> None:
        raise  # rich calls this where it handles BrokenPipeError, and would end the program itself

    def number(self, statement: int) -> str:
        """The mark that ties a part to its row; a statement is meant by its place from 0."""
        return str(statement + 1).translate(SUPERSCRIPT) if self.superscripts else f"^{statement + 1}"


def show_article(console: Terminal, reading: Reading) -> None:
    """One article with its statements marked, then its statements as a table."""
    article = reading.article
    statements = reading.statements
    sources = voices(statements)
    width = min(console.width, MEASURE)
    blocks = layout(article)
    marks = by_block(marks_of(statements), blocks)
    carried = carried_on(statements)
    has_title = bool(blocks) and blocks[0].kind == "title"
    if has_title:
        console.print(_marked(console, article, blocks[0], marks[0], sources, carried), width=width)
    elif article.title:
        console.print(Text(one_line(article.title), "bold"), width=width)
    _byline(console, article, width)
    for block, own in [*zip(blocks, marks, strict=True)][has_title:]:
        console.print()
        console.print(_marked(console, article, block, own, sources, carried), width=width)
    console.print()
    if reading.note:
        console.print(Text(one_line(reading.note), "italic"), width=width)
    elif not statements:
        console.print(Text("No statement found.", "italic"), width=width)
    else:
        _legend(console, width, goes_on=bool(carried), nested=any(s.parent for s in statements))
        console.print(_statements(console, reading, sources, width))
    if reading.events:
        console.print()
        console.print(Text("Done, or said to be:", "dim"), width=width)
        console.print(_events(reading, width))


def _byline(console: Terminal, article: Article, width: int) -> None:
    parts = [article.outlet, article.agency, ", ".join(article.authors), (article.published or "")[:10]]
    known = " · ".join(one_line(p) for p in parts if p)
    if known:
        console.print(Text(known, "dim"), width=width)


def _marked(
    console: Terminal,
    article: Article,
    block: Block,
    marks: Sequence[Mark],
    sources: Sequence[int | None],
    carried: Mapping[int, Sequence[int]],
) -> Text:
    text = Text(end="\n", overflow="fold")
    base = {"title": "bold", "heading": "bold", "caption": "italic", "other": "dim"}.get(block.kind, "")
    opened: tuple[Mark, ...] = ()
    for segment in segments(article.text, marks, block.start, block.end, carried):
        if not console.coloured:
            text.append("".join(BRACKETS[m.role][0] for m in segment.marks if m not in opened))
        for statement in carried.get(segment.start, ()):
            text.append(f"{console.onward} ", Style(color=_colour(sources[statement]) if console.coloured else None))
        style = Style.parse(base)
        for mark in segment.marks:
            style += _style(mark, sources[mark.statement]) if console.coloured else Style()
        text.append(harmless(segment.text), style)
        # a part that goes on in another block has its end there
        for mark in reversed(segment.marks):
            if mark in segment.ends:
                close = "" if console.coloured else BRACKETS[mark.role][1]
                number = "" if mark.role == "inserted" else console.number(mark.statement)
                text.append(close + number, Style(color=_colour(sources[mark.statement])))
        opened = segment.marks
    return text


def _colour(source: int | None) -> str:
    return "bright_black" if source is None else COLOURS[source % len(COLOURS)]


def _style(mark: Mark, source: int | None) -> Style:
    colour = _colour(source)
    match mark.role:
        case "source":
            return Style(color=colour, bold=True, reverse=True)
        case "cue":
            return Style(color=colour, bold=True, italic=True)
        case "content":
            return Style(color=colour, underline=True)
        case "inserted":
            return Style(color="default", dim=True, underline=False)


def _legend(console: Terminal, width: int, *, goes_on: bool, nested: bool) -> None:
    text = Text()
    words = {"source": "who", "cue": "said how", "content": "what"}
    for role, word in words.items():
        before, after = ("", "") if console.coloured else BRACKETS[role]
        mark = Mark(0, role, 0, 1, first=True)  # type: ignore[arg-type]  # the keys above are roles
        text.append(before + word + after, _style(mark, 0) if console.coloured else "").append("  ")
    text.append("each part with the number of its row", "dim")
    if nested:
        text.append("; in 3: on the word of row 3 alone", "dim")
    if goes_on:
        text.append(f"; {console.onward} goes on without naming the speaker", "dim")
    console.print(text, width=width)


def _statements(console: Terminal, reading: Reading, sources: Sequence[int | None], width: int) -> RenderableType:
    statements, names = reading.statements, names_of(reading)
    table = _table(width)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("who", ratio=3, overflow="fold")
    table.add_column("said how", ratio=2, overflow="fold")
    table.add_column("what", ratio=7, overflow="fold")
    table.add_column("act", no_wrap=True)
    if width >= MEASURE:
        table.add_column("kind", no_wrap=True)
    table.add_column("sure", justify="right", no_wrap=True)
    places = {s.id: n for n, s in enumerate(statements, 1)}
    chains = Chains(statements)
    for number, (statement, source) in enumerate(zip(statements, sources, strict=True), 1):
        who = Text(
            who_text(statement, names.get(statement.speaker)) or "—",
            Style(color=_colour(source), bold=source is not None),
        )
        if statement.parent is not None:
            who.append(f"\n(in {places.get(statement.parent, '?')})", Style(color="default", bold=False))
        depth = min(len(chains.around(statement)), DEPTHS)
        table.add_row(
            str(number),
            Padding(who, (0, 0, 0, depth * (2 if width >= MEASURE else 1))),
            Text(cue_text(statement)),
            Text(shortened(content_text(statement), SHOWN)),
            act_text(statement) or "—",
            *([statement.kind] if width >= MEASURE else []),
            sureness(statement),
        )
    return table


def _events(reading: Reading, width: int) -> RenderableType:
    table = _table(width)
    for name, ratio in (("who", 4), ("did", None), ("to whom", 4), ("in words", 4), ("happened", None), ("told by", 4)):
        table.add_column(name, ratio=ratio, no_wrap=ratio is None, overflow="fold")
    for told in tellings(reading):
        table.add_row(
            Text(told.actors or "—"),
            told.type,
            Text(told.recipients or "—"),
            Text(told.words),
            told.realis,
            Text(told.by or "—"),
        )
    return table


def cue_text(statement: Statement) -> str:
    """How it is said; a dash where no word says so."""
    return one_line(statement.cue.text) if statement.cue else "—"


def sureness(statement: Statement) -> str:
    """The confidence as a person reads it; a sign where a person judged it."""
    if statement.reviewed is not None:
        return "✓" if statement.reviewed == "accepted" else "✎"
    return "—" if statement.confidence is None else f"{statement.confidence:.2f}"


def _table(width: int, *, show_header: bool = True) -> Table:
    return Table(
        box=box.SIMPLE_HEAD,
        show_header=show_header,
        width=width,
        pad_edge=False,
        show_edge=False,
        padding=(0, 1, 0, 0),
        header_style="bold",
    )


def show_rows(console: Terminal, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    """A table, in pages, so that a long one begins at once and needs no memory. The number of its rows."""
    count = 0
    coming = iter(rows)
    shown = [place for place, column in enumerate(columns) if column.needs <= console.width]
    while page := list(islice(coming, PAGE)):
        table = _table(console.width, show_header=count == 0)
        for place in shown:
            column = columns[place]
            table.add_column(
                column.name,
                width=column.width,
                ratio=None if column.width else column.share,
                justify="right" if column.right else "left",
                no_wrap=column.width is not None and not column.wraps,
                overflow="crop" if column.width and not column.wraps else "fold",
            )
        for row in page:
            table.add_row(*(_cell(row[place]) for place in shown))
        console.print(table)
        count += len(page)
    return count


def _cell(cell: Cell) -> Text:
    return Text("\n".join(map(one_line, (cell,) if isinstance(cell, str) else cell)))


def show_line(console: Terminal, line: str, style: str = "") -> None:
    """One line of our own and of what the record holds."""
    console.print(Text(harmless(line).replace("\n", " "), style), soft_wrap=True)


def show_changes(console: Terminal, since: Difference, before: Chains, now: Chains) -> None:
    """What the statements of a version have gained, lost and changed; with the chains of the readings compared."""
    if not (since.added or since.removed or since.changed):
        show_line(console, "the same statements")
    for statement in since.added:
        show_line(console, f"+ {_sentence(statement, now, since.new_names)}", "green")
    for statement in since.removed:
        show_line(console, f"- {_sentence(statement, before, since.old_names)}", "red")
    for old, new in since.changed:
        show_line(console, f"~ {_sentence(new, now, since.new_names)}", "yellow")
        show_line(console, f"  was: {_sentence(old, before, since.old_names)}", "dim")


def _sentence(statement: Statement, chains: Chains, names: Mapping[str, str]) -> str:
    around = chains.around(statement)
    who = who_text(statement, names.get(statement.speaker or "")) or "—"
    told = on_whose_word(around, [names.get(outer.speaker or "") for outer in around])
    return f"{who}{told} · {cue_text(statement)} · {content_text(statement)}"
