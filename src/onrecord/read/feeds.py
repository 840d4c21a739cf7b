"""RSS and Atom: an article an item, as far as the feed carries it.

Read with lxml, which comes with trafilatura, with entities and the network off, so that entity bombs stay unexploded
and foreign files unread; it also reads on behind the errors that feeds are full of.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.domain import Article, Loaded
from onrecord.errors import ReadError
from onrecord.read.dates import iso_date
from onrecord.read.language import declared, language_of
from onrecord.read.options import Options
from onrecord.read.page import laid_out, parts_of_markup
from onrecord.read.page.names import agency_of, authors
from onrecord.read.page.tree import address, clean, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_MEDIA = ("{http://search.yahoo.com/mrss", "{http://www.itunes.com/dtds/podcast")
_BODIES = ("encoded", "content", "description", "summary")
"""From the fullest to the shortest."""


def read_feed(data: bytes, where: str, options: Options) -> Iterator[Loaded | ReadError]:
    """The articles of a feed, each with its place in `resource`."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        yield ReadError("a feed that can't be read", resource=where, hint="check it with an XML tool")
        return
    items = [] if root is None else [e for e in root.iter() if _name(e) in ("item", "entry")]
    if not items:
        yield ReadError("a feed without items", resource=where, hint="give a feed of articles")
        return
    channel = next((e for e in root.iter() if _name(e) == "channel"), root)
    outlet = _text(channel, "title") or None
    language = declared(_text(channel, "language") or root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    for number, item in enumerate(items, 1):
        try:
            yield _loaded(item, outlet, language, f"{where}:{number}", options)
        except ReadError as e:
            yield ReadError(e.what, resource=f"{where}:{number}", hint=e.hint)


def _loaded(item: _Element, outlet: str | None, language: str | None, resource: str, options: Options) -> Loaded:
    # titles come as text, as HTML, and escaped twice
    title = clean(html.unescape(re.sub(r"<[^<>]+>", "", _text(item, "title")))) or None
    markup = next((m for name in _BODIES if (m := _markup(item, name))), "")
    parts = parts_of_markup(markup, title)
    if title is None and not parts:
        raise ReadError("an item without title and text", hint="nothing can be read from it")
    text, blocks = laid_out(title, parts)
    link = address(_link(item)) or address(_text(item, "guid") or _text(item, "id"))
    published = next((d for n in ("pubDate", "published", "date", "updated") if (d := iso_date(_text(item, n)))), None)
    published = published or options.published
    names = authors([_text(item, "creator") or _author(item)], outlet=outlet)
    prose = next((p.text for p in parts if p.kind == "paragraph"), "")
    article = Article(
        text=text,
        given_id=_text(item, "guid") or _text(item, "id") or link or resource,
        url=link,
        title=title,
        outlet=outlet,
        agency=agency_of(prose, names),
        authors=names,
        published=published,
        language=language_of(text, language),
        blocks=blocks,
    )
    return Loaded(article, resource, warnings=() if published else ("no day of publication",))


def _name(element: _Element) -> str:
    """An element's local name; empty for comments, and for pictures and films with titles and texts of their own."""
    space, _, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
    return "" if space.startswith(_MEDIA) else name


def _child(element: _Element, name: str) -> _Element | None:
    return next((child for child in element if _name(child) == name), None)


def _text(element: _Element, name: str) -> str:
    child = _child(element, name)
    return clean("".join(child.itertext(with_tail=False))) if child is not None else ""


def _markup(item: _Element, name: str) -> str:
    child = _child(item, name)
    if child is None:
        return ""
    from lxml import etree

    inner = "".join(etree.tostring(c, encoding="unicode") for c in child if isinstance(c.tag, str))
    return inner if inner.strip() else "".join(child.itertext(with_tail=False))


def _link(item: _Element) -> str:
    links = [e for e in item if _name(e) == "link"]
    chosen = next((e for e in links if e.get("rel", "alternate") == "alternate"), None)
    return "" if chosen is None else (chosen.get("href") or "".join(chosen.itertext(with_tail=False)))


def _author(item: _Element) -> str:
    author = _child(item, "author")
    if author is None:
        return ""
    # RSS has "address (name)", Atom a name in an element of its own
    name = _text(author, "name") or text_of(author)
    found = re.fullmatch(r"\S+@\S+\s+\((.+)\)", name)
    return found[1] if found else name
