"""A dossier: statements day by day and article by article, as one page that loads nothing, to read, print and hand on.

Each statement stands in the words around it, with who is reported to have said it, on whose word, how sure that is, and
under each article a line to cite it by. At the top: what was asked, how much was found, what is not known, the limits.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from onrecord.domain import day
from onrecord.serve.export.addresses import urn, web_address
from onrecord.serve.export.words import LIMITS, told
from onrecord.serve.html.policy import hashed
from onrecord.serve.marking import (
    UNNAMED,
    act_text,
    behind,
    content_text,
    harmless,
    marks_of,
    named,
    one_line,
    segments,
    shortened,
    told_by,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from onrecord.domain import Anchor, Statement
    from onrecord.record.identities import Known
    from onrecord.record.ledger import Setting, StatementRow
    from onrecord.serve.export import About, Settings, Who

HERE = Path(__file__).parent
IN_MEMORY = 4 * 1024 * 1024
"""Bytes of the page that are kept before the rest goes to a temporary file: the counts at the top come last."""
AROUND = 220
"""Characters before and after that are shown of a longer paragraph."""
NEAR = 400
"""Characters between a content and its source or cue, beyond which these are not shown with it."""
SPEAKERS = 12
"""Speakers that the top names."""
DAYS = 62
"""Days that the top lists."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One statement as the page shows it."""

    id: str
    who: str | None
    """None where the text names nobody."""
    speaker: str
    """`known`, `nameless` where the article only describes them, or `unknown`."""
    chain: tuple[tuple[str, str], ...]
    """How it hangs on each of those around it, and who that is."""
    words: Markup
    act: str | None
    kind: str
    beside: tuple[str, ...]
    """To whom, where and on which condition, as far as the text says so."""
    reviewed: str | None
    """`accepted` or `changed`, where a person judged it: it says more than a chance."""
    percent: int | None
    speaker_percent: int | None


@dataclass(slots=True)
class _Tally:
    """What the top says, counted while the rest is written."""

    statements: int = 0
    articles: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    speakers: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By name and id across articles: one has many names, and a name many bearers."""
    days: Counter[date] = field(default_factory=Counter)
    undated: int = 0
    nameless: int = 0
    """Statements whose speaker the article describes and doesn't name."""
    unknown: int = 0
    """Statements whose speaker is not known."""
    second_hand: int = 0
    """Statements on somebody else's word."""

    def count(self, row: StatementRow, setting: Setting, who: Known | None) -> None:
        """`who`: the speaker; None where it is not worked out who that is, or nobody is known."""
        self.statements += 1
        self.articles.add(row.document)
        if row.outlet:
            self.outlets.add(row.outlet)
        when = day(row.published)
        if when:
            self.days[when] += 1
        else:
            self.undated += 1
        match _speaker(row, setting):
            case "known":
                self.speakers[(who.name, who.id) if who else (row.speaker or "", "")] += 1
            case "nameless":
                self.nameless += 1
            case _:
                self.unknown += 1
        self.second_hand += bool(row.within)

    def most(self) -> Iterator[tuple[str, str, int]]:
        """Those who speak most: name, id where more of them have the name, and how often."""
        bearers = Counter(name for name, _ in self.speakers)
        for (name, id_), count in self.speakers.most_common(SPEAKERS):
            yield shortened(one_line(name), 80), id_ if bearers[name] > 1 else "", count


def pieces(rows: Iterable[StatementRow], about: About, settings: Settings, who: Who) -> Iterator[str]:
    """The page in pieces. Rows of one article that follow each other stand together."""
    jinja = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    jinja.filters["day"] = _day
    style = "\n" + (HERE / "dossier.css").read_text("utf-8")
    tally = _Tally()
    with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", errors="replace", newline="") as body:
        shown: date | str | None = "nothing yet"
        for number, ((published, reading), group) in enumerate(groupby(rows, lambda r: (r.published, r.reading)), 1):
            found = list(group)
            when = day(published)
            setting = settings(reading)
            speakers = who.at(
                (r.speaker, r.place, r.statement.speaker) for r in found if r.speaker and r.statement.speaker
            )
            for row in found:
                tally.count(row, setting, speakers.get((row.place, row.statement.speaker or "")))
            article = setting.article
            so_far = tally.days[when] if when else tally.undated
            values = {
                "number": number,
                "heading": when != shown,
                "first": so_far == len(found),  # so that no name is given twice, in whatever order rows come
                "when": when,
                "title": one_line(article.title or "") or None,
                "authors": one_line(", ".join(article.authors)),
                "outlet": one_line(article.outlet or "") or "outlet not known",
                "agency": one_line(article.agency or ""),
                "language": one_line(article.language or ""),
                "link": web_address(article.url),
                "version": urn("version", found[0].version),
                "quotes": [_quote(row, setting) for row in found],
            }
            shown = when
            body.write(jinja.get_template("article.html.jinja").render(values))
        yield jinja.get_template("head.html.jinja").render(
            title=one_line(about.title),
            told=[(one_line(label), one_line(value)) for label, value in told(about) if label != "list"],
            limits=LIMITS,
            tally=tally,
            speakers=list(tally.most()),
            others=max(0, len(tally.speakers) - SPEAKERS),
            days=sorted(tally.days.items()) if 1 < len(tally.days) <= DAYS else [],
            first=min(tally.days, default=None),
            last=max(tally.days, default=None),
            style=style,
            policy=f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {hashed(style)}",
        )
        body.seek(0)
        while part := body.read(IN_MEMORY):
            yield part
        yield jinja.get_template("foot.html.jinja").render(tally=tally)


def _quote(row: StatementRow, setting: Setting) -> Quote:
    s = row.statement
    who = named(s, row.speaker)
    return Quote(
        id=row.id,
        who=None if who == UNNAMED else who,
        speaker=_speaker(row, setting),
        chain=tuple(
            (told_by(o, first=not n), behind(named(o, setting.names.get(o.speaker or ""))))
            for n, o in enumerate(row.within)
        ),
        words=_in_context(s, setting.article.text),
        act=act_text(s),
        kind=s.kind,
        beside=tuple(
            f"{label}: {one_line(span.text)}"
            for label, span in (
                ("to", s.addressee.span if s.addressee else None),
                ("where", s.venue),
                ("on condition", s.condition),
            )
            if span is not None
        ),
        reviewed=s.reviewed,
        percent=None if s.confidence is None else round(100 * s.confidence),
        speaker_percent=None if s.speaker_confidence is None else round(100 * s.speaker_confidence),
    )


def _speaker(row: StatementRow, setting: Setting) -> str:
    if row.speaker is None:
        return "unknown"
    return "nameless" if row.statement.speaker in setting.nameless else "known"


def _in_context(statement: Statement, text: str) -> Markup:
    """The statement's words marked in those around them, as far as its paragraph goes."""
    if not statement.content:
        return escape(content_text(statement))
    start, end = statement.content[0].start, statement.content[-1].end
    for anchor in (statement.source, statement.cue):
        if anchor is not None and _gap(anchor, start, end) <= NEAR:
            start, end = min(start, anchor.start), max(end, anchor.end)
    left, right = _cut_before(text, start), _cut_after(text, end)
    html = [] if _at_edge(text[:left][-1:]) else ["… "]
    for segment in segments(text, marks_of([statement]), left, right):
        words = escape(harmless(" ".join(segment.text.split("\n"))))
        roles = " ".join(dict.fromkeys(mark.role for mark in segment.marks))
        # the roles are words of ours
        html.append(f'<span class="{roles}">{words}</span>' if roles else words)
    html += [] if _at_edge(text[right : right + 1]) else [" …"]
    return Markup("".join(html))


def _gap(anchor: Anchor, start: int, end: int) -> int:
    return max(start - anchor.end, anchor.start - end, 0)


def _at_edge(character: str) -> bool:
    return character in ("", "\n")


def _cut_before(text: str, at: int) -> int:
    line = text.rfind("\n", 0, at) + 1
    if at - line <= AROUND:
        return line
    word = text.find(" ", at - AROUND, at)
    return at - AROUND if word < 0 else word + 1


def _cut_after(text: str, at: int) -> int:
    line = text.find("\n", at)
    line = len(text) if line < 0 else line
    if line - at <= AROUND:
        return line
    word = text.rfind(" ", at, at + AROUND)
    return at + AROUND if word < 0 else word


def _day(when: date | None) -> str:
    return f"{when.day} {when:%B} {when.year}" if when else "Date not known"
