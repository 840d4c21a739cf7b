"""An article's marked text as HTML, and what stands around it. Everything from the article is escaped here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from onrecord.domain import Block, Reading, Statement, Time
from onrecord.record.chains import Chains
from onrecord.serve.marking import (
    Mark,
    Told,
    act_text,
    behind,
    by_block,
    carried_on,
    content_text,
    harmless,
    layout,
    marks_of,
    named,
    names_of,
    one_line,
    segments,
    short_chain,
    shortened,
    tellings,
    told_by,
    voices,
    who_text,
)

COLOURS = 8
"""How many the style sheet has; sources take them in turn."""
DEPTHS = 3
"""How many underlines below each other the style sheet has room for, and steps to the right."""
NAME = 48
"""Characters of a name in a chain."""
GOES_ON = "goes on without naming the speaker"


@dataclass(frozen=True, slots=True)
class Links:
    """Where the parts of an article have pages of their own: addresses made by the program."""

    statements: Mapping[str, str] = field(default_factory=dict)
    """By a statement's id within the reading; so of the next."""
    actors: Mapping[str, str] = field(default_factory=dict)


NOWHERE = Links()


@dataclass(frozen=True, slots=True)
class Outer:
    """A statement around another, as the notes name it."""

    told: str
    """How the statement hangs on it: "according to", "denied by"."""
    who: str
    colour: str
    key: str | None
    """None where it isn't there."""
    number: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """A statement as the margin and the table show it."""

    key: str
    number: int
    voice: str
    colour: str
    source: str | None
    cue: str | None
    content: str
    act: str | None
    kind: str
    percent: int | None
    depth: int
    """How many statements stand around it, as far as the page sets them in."""
    around: tuple[Outer | None, ...]
    """On whose word, the nearest first; None stands for those that a long chain leaves out."""
    page: str | None
    """The statement's address, where it has one; so of the next."""
    speaker_page: str | None
    reviewed: str | None
    """Whether a person judged it: `accepted` or `changed`."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A time expression as the margin shows it."""

    words: str
    edtf: str | None
    days: str
    """The days that it admits; empty where the text does not say which time it is."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A block of the text with what stands beside it: that of which the first mark is here."""

    kind: str
    start: int
    """Its offsets in the article's text."""
    end: int
    text: Markup
    notes: tuple[Note, ...]
    told: tuple[Told, ...]
    """Its events; so of the next."""
    times: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One article, ready for the template."""

    key: str
    title: str
    heading: Shown | None
    """The title where it is part of the text and so may be marked."""
    byline: str
    language: str | None
    blocks: tuple[Shown, ...]
    notes: tuple[Note, ...]
    tellings: tuple[Told, ...]
    note: str | None
    goes_on: bool
    """Whether a sentence goes on without naming the speaker."""


def view(reading: Reading, number: int, links: Links = NOWHERE, only: Collection[str] | None = None) -> View:
    """The article as the page's `number`-th, from 1. `only`: the ids of the statements to mark; by default all."""
    article, statements = reading.article, reading.statements
    notes = _notes(reading, number, links)
    cut = layout(article)
    wanted = {n for n, s in enumerate(statements) if only is None or s.id in only}
    marks = by_block((m for m in marks_of(statements) if m.statement in wanted), cut)
    carried = {at: tuple(n for n in goers if n in wanted) for at, goers in carried_on(statements).items()}
    told = list(zip(reading.events, tellings(reading), strict=True))
    blocks = [
        _shown(
            article.text,
            block,
            own,
            notes,
            statements,
            carried,
            tuple(t for event, t in told if block.start <= event.trigger.start < block.end),
            tuple(dated(t) for t in reading.times if block.start <= t.anchor.start < block.end),
        )
        for block, own in zip(cut, marks, strict=True)
    ]
    heading = blocks.pop(0) if blocks and blocks[0].kind == "title" else None
    parts = (article.outlet, article.agency, ", ".join(article.authors), article.published and article.published[:10])
    return View(
        key=f"a{number}",
        title=one_line(article.title or article.given_id or "Untitled"),
        heading=heading,
        byline=" · ".join(one_line(part) for part in parts if part),
        language=article.language,
        blocks=tuple(blocks),
        notes=notes,
        tellings=tuple(t for _, t in told),
        note=reading.note and one_line(reading.note),
        goes_on=any(carried.values()),
    )


def dated(time: Time) -> Dated:
    """A time with the days that it admits, in words."""
    first, last = time.earliest, time.latest
    if first is None and last is None:
        days = ""
    elif first == last:
        days = str(first)
    else:
        days = f"{first or '…'} to {last or '…'}"
    return Dated(one_line(time.anchor.text), time.edtf, days)


def _notes(reading: Reading, article: int, links: Links) -> tuple[Note, ...]:
    statements, names = reading.statements, names_of(reading)
    chains = Chains(statements)
    numbers = {s.id: n for n, s in enumerate(statements, 1)}
    heard = {s.id: voice for s, voice in zip(statements, voices(statements), strict=True)}

    def outer(statement: Statement, place: int) -> Outer:
        number = numbers.get(statement.id)
        return Outer(
            told=told_by(statement, first=not place),
            who=shortened(behind(named(statement, names.get(statement.speaker))), NAME),
            colour=_colour(heard.get(statement.id)),
            key=None if number is None else f"{article}-{number}",
            number=number,
        )

    return tuple(
        Note(
            key=f"{article}-{number}",
            number=number,
            voice=f"{article}-n{number}" if voice is None else f"{article}-v{voice}",
            colour=_colour(voice),
            source=who_text(s, names.get(s.speaker)),
            cue=one_line(s.cue.text) if s.cue else None,
            content=content_text(s),
            kind=s.kind,
            act=act_text(s),
            percent=None if s.confidence is None else round(100 * s.confidence),
            depth=min(len(chains.around(s)), DEPTHS),
            around=tuple(outer(o, n) if o else None for n, o in enumerate(short_chain(chains.around(s)))),
            page=links.statements.get(s.id),
            speaker_page=links.actors.get(s.speaker or ""),
            reviewed=s.reviewed,
        )
        for number, (s, voice) in enumerate(zip(statements, voices(statements), strict=True), 1)
    )


def _colour(voice: int | None) -> str:
    return "c-none" if voice is None else f"c{voice % COLOURS}"


def _shown(
    text: str,
    block: Block,
    marks: Sequence[Mark],
    notes: Sequence[Note],
    statements: Sequence[Statement],
    carried: Mapping[int, Sequence[int]],
    told: tuple[Told, ...],
    times: tuple[Dated, ...],
) -> Shown:
    """The block's text in nested elements: a mark that crosses another's edge is closed there and opened again."""
    html: list[str] = []
    opened: list[Mark] = []
    ended: list[Note] = []
    here: list[Note] = []
    for segment in segments(text, marks, block.start, block.end, carried):
        keep = 0
        while keep < min(len(opened), len(segment.marks)) and opened[keep] == segment.marks[keep]:
            keep += 1
        html += ["</span>"] * (len(opened) - keep)
        html += map(_reference, ended)
        for depth, mark in enumerate(segment.marks[keep:], keep):
            html.append(_open(mark, notes[mark.statement], sum(m.role == "content" for m in segment.marks[:depth])))
        html += [_goes_on(notes[statement]) for statement in carried.get(segment.start, ())]
        html.append(escape(harmless(segment.text)))
        opened = list(segment.marks)
        ended = [notes[m.statement] for m in segment.ends if _is_last(m, statements[m.statement])]
        here += [notes[m.statement] for m in segment.marks if m.first and m.start == segment.start]
    html += ["</span>"] * len(opened)
    html += map(_reference, ended)
    beside = tuple(sorted(here, key=lambda n: n.number))
    return Shown(block.kind, block.start, block.end, Markup("".join(html)), beside, told, times)


def _is_last(mark: Mark, statement: Statement) -> bool:
    """Whether the statement's number stands after this mark: it does once, where its content ends."""
    last = statement.content[-1]
    return mark.role == "content" and (mark.start, mark.end) == (last.start, last.end)


# what is put into these is made here or a word of a closed list; the article's own words are escaped above


def _reference(note: Note) -> str:
    return (
        f'<a class="ref {note.colour}" id="r{note.key}" href="#n{note.key}" data-s="{note.key}" data-v="{note.voice}" '
        f'aria-label="statement {note.number}">{note.number}</a>'
    )


def _goes_on(note: Note) -> str:
    # the sign is in the style sheet, so that the text that is copied from the page is the article's
    return (
        f'<span class="onward {note.colour}" role="img" data-s="{note.key}" data-v="{note.voice}" '
        f'title="{GOES_ON}" aria-label="{GOES_ON}"></span>'
    )


def _open(mark: Mark, note: Note, depth: int) -> str:
    line = f" {escape(note.kind)} d{min(depth, DEPTHS - 1)}" if mark.role == "content" else ""
    return f'<span class="m {mark.role}{line} {note.colour}" data-s="{note.key}" data-v="{note.voice}">'
