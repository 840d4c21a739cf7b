"""A saved or fetched page in, its article out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from onrecord.domain import Article, Block
from onrecord.errors import ReadError

if TYPE_CHECKING:
    from onrecord.read.page.body import Part

_SHORTEST = 40
"""Characters of the shortest article."""


@dataclass(frozen=True, slots=True)
class Page:
    """An article and what the user should know of how it was read."""

    article: Article
    warnings: tuple[str, ...] = ()


def read_page(html: str, *, given_id: str | None = None, url: str | None = None, published: str | None = None) -> Page:
    """The article on a page.

    `url`: where the page was fetched from. `published`: the day that holds where the page names none. The text is the
    title, then the blocks in reading order, one empty line between. Raises ReadError where there is no article.
    """
    from onrecord.read.language import language_of
    from onrecord.read.page.body import body
    from onrecord.read.page.metadata import found_day, metadata
    from onrecord.read.page.names import agency_of
    from onrecord.read.page.schema_org import Schema
    from onrecord.read.page.scripts import carried
    from onrecord.read.page.tree import parse

    root, whole = parse(html)
    schema = Schema(root)
    meta = metadata(root, schema, url)
    said = schema.body()
    parts = body(root, meta.title, meta.descriptions, said)
    if _length(parts) < _SHORTEST * 5:
        hidden = carried(root) or said
        if len(hidden) > 2 * _length(parts) + _SHORTEST:
            parts = parts_of_markup(hidden, meta.title) or parts
    if _length(parts) < _SHORTEST:
        why = "" if whole else ": its elements are nested too deep"
        raise ReadError(
            f"no article on this page{why}", hint="save an article's own page, not a list or a sign-in page"
        )
    text, blocks = laid_out(meta.title, parts)
    warnings = [] if whole else ["elements nested too deep: the rest is left out"]
    day = meta.published or published
    if day is None:
        above = takewhile(lambda part: part.kind != "paragraph" or len(part.text) < _SHORTEST, parts)
        day = found_day(root, meta.url, (part.text for part in above if part.kind == "other"))
        found = f"taken from its text or address: {day}" if day else "none was found"
        warnings.append(f"the page does not declare its day of publication; {found}")
    prose = "\n".join(part.text for part in parts if part.kind == "paragraph")
    article = Article(
        text=text,
        given_id=given_id,
        url=meta.url,
        title=meta.title,
        outlet=meta.outlet,
        agency=agency_of(next((p.text for p in parts if p.kind == "paragraph"), ""), meta.authors),
        authors=meta.authors,
        published=day,
        language=language_of(prose or text, meta.language),
        blocks=blocks,
    )
    return Page(article, tuple(warnings))


def laid_out(title: str | None, parts: list[Part]) -> tuple[str, tuple[Block, ...]]:
    """The text that the title and the parts make, with the blocks that they are in it."""
    pieces: list[str] = []
    blocks: list[Block] = []
    at = 0
    for kind, text in [*([("title", title)] if title else []), *parts]:
        pieces.append(text)
        blocks.append(Block(kind, at, at + len(text)))  # type: ignore[arg-type]
        at += len(text) + 2
    return "\n\n".join(pieces), tuple(blocks)


def parts_of_markup(markup: str, title: str | None) -> list[Part]:
    """The parts of an article that came as a piece of HTML, or as plain text."""
    from onrecord.read.page.body import Part, parts_of
    from onrecord.read.page.tree import clean, parse

    if "<" not in markup and "&" not in markup:
        return [Part("paragraph", t) for line in markup.splitlines() if (t := clean(line))]
    root, _ = parse(f"<html><body><article>{markup}</article></body></html>")
    return parts_of(root, title)


def _length(parts: list[Part]) -> int:
    return sum(len(part.text) for part in parts if part.kind == "paragraph")
