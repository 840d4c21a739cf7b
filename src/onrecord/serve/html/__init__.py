"""Articles with their statements marked, as one page that asks nothing of anybody.

Styles and script stand in the page and are named by their hashes in its content security policy; nothing else may run
or load.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onrecord.domain import Article, Reading
from onrecord.serve.html.marks import View, view
from onrecord.serve.html.policy import hashed
from onrecord.serve.marking import one_line

HERE = Path(__file__).parent
IN_MEMORY = 4 * 1024 * 1024
"""Bytes of the page that are kept before the rest goes to a temporary file: the index at the top comes last."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index."""

    key: str
    title: str
    byline: str
    statements: int


def page(readings: Iterable[Reading]) -> Iterator[str]:
    """The page in pieces. Each reading is let go once it is written."""
    jinja = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    style, script = (_source(name) for name in ("page.css", "page.js"))
    entries: list[Entry] = []
    readers: set[str] = set()
    goes_on = nested = False
    with tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", errors="replace", newline="") as body:
        for number, reading in enumerate(readings, 1):
            shown = view(reading, number)
            entries.append(Entry(shown.key, shown.title, shown.byline, len(reading.statements)))
            goes_on = goes_on or shown.goes_on
            nested = nested or any(note.around for note in shown.notes)
            readers.add(f"onrecord {reading.reader.version}, model {reading.reader.model}")
            body.write(jinja.get_template("article.html.jinja").render(view=shown, link=_link(reading.article)))
        head: dict[str, Any] = {
            "title": entries[0].title if len(entries) == 1 else f"On record: {len(entries)} articles",
            "entries": entries,
            "statements": sum(e.statements for e in entries),
            "readers": sorted(readers),
            "goes_on": goes_on,
            "nested": nested,
            "style": style,
            "script": script,
            "policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
            f"style-src {hashed(style)}; script-src {hashed(script)}",
        }
        yield jinja.get_template("head.html.jinja").render(head)
        body.seek(0)
        while part := body.read(IN_MEMORY):
            yield part
        yield jinja.get_template("foot.html.jinja").render(head)


def _source(name: str) -> str:
    return "\n" + (HERE / name).read_text("utf-8")


def _link(article: Article) -> str | None:
    """The article's address, where it is one that a browser may follow from here."""
    url = article.url or ""
    return one_line(url) if url.startswith(("http://", "https://")) else None


__all__ = ["View", "page"]
