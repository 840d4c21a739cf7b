"""HTML text to a tree, and small questions asked of one."""

from __future__ import annotations

import html
import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin, urlsplit

from onrecord.errors import ReadError

if TYPE_CHECKING:
    from lxml.etree import XPath
    from lxml.html import HtmlElement

DEPTH = 256
"""Elements in elements that libxml2 takes before it stops; real pages have thirty."""
_UNSEEN = re.compile("[\ud800-\udfff\u00ad\u200b\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""Soft hyphens, zero-width spaces and control characters, which no reader of a page sees."""


LONGEST = 5000
"""Characters of a title, a name or a summary that are looked at."""
_NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
    r"|&#0*(?:[0-8]|1[124-9]|2\d|3[01]|127|65534|65535);|&#x0*(?:[0-8bcef]|1[0-9a-f]|7f|fff[ef]|d[89a-f]..);",
    re.IGNORECASE,
)
"""Characters that XML cannot hold, bare or as references; trafilatura gives up on a page with one."""


def parse(page: str) -> tuple[HtmlElement, bool]:
    """The page's tree, and whether all of it is there. Raises ReadError where there is none."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=False)
    try:
        root = document_fromstring(_NOT_XML.sub(" ", page).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as e:
        raise ReadError("no HTML that can be read", hint="open it in a browser and save it again") from e
    return root, not any("xcessive depth" in entry.message or "epth" in entry.message for entry in parser.error_log)


def clean(text: str | None) -> str:
    """One line of text as a reader sees it."""
    return " ".join(_UNSEEN.sub("", text or "").split())


def key(text: str | None) -> str:
    """What two writings of the same text share: letters and digits."""
    return re.sub(r"[\W_]+", "", text or "").lower()


@cache
def _path(expression: str) -> XPath:
    from lxml.etree import XPath

    return XPath(expression)


def elements(root: HtmlElement, expression: str) -> list[HtmlElement]:
    """The elements that an XPath finds."""
    found = _path(expression)(root)
    return list(found) if isinstance(found, list) else []


def strings(root: HtmlElement, expression: str) -> list[str]:
    """The attribute values or texts that an XPath finds, cleaned, without the empty ones."""
    found = _path(expression)(root)
    texts = (clean(str(x)) for x in found) if isinstance(found, list) else iter(())
    return [text for text in texts if text]


_EDGES = frozenset(["br", "div", "li", "p", "td"])


def text_of(element: HtmlElement, *, apart: bool = False) -> str:
    """All text in an element, scripts and styles left out; with a space where a line or a block begins or ends, or with
    `apart` where any element does."""
    parts: list[str] = []
    nodes: Any = _path("descendant::* | descendant::text()[not(parent::script or parent::style)]")(element)
    for node in islice(nodes, LONGEST):
        is_text = isinstance(node, str)
        edge = node if not is_text else node.getparent() if node.is_tail else None
        if edge is not None and (apart or edge.tag in _EDGES):
            parts.append(" ")
        if is_text:
            parts.append(node)
    return clean("".join(parts)[:LONGEST])


def metas(root: HtmlElement) -> dict[str, list[str]]:
    """The page's meta tags: lower-case name, property or itemprop → contents in order."""
    found: dict[str, list[str]] = {}
    # in the body, an itemprop belongs to whatever item it stands in: an image's author is not the article's
    for element in elements(root, "//meta[@content][@property or @name or (@itemprop and ancestor::head)]"):
        # some templates escape twice
        content = clean(html.unescape((element.get("content") or "")[:LONGEST]))
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, []).append(content)
                break
    return found


def address(value: str | None, base: str | None = None) -> str | None:
    """A web address without its fragment; None for anything else, and for a site's front page."""
    try:
        url = urldefrag(urljoin(base or "", (value or "").strip())).url
        parts = urlsplit(url)
    except ValueError:
        return None
    # templates often name the front page as every article's canonical address: that would make them all one document
    is_page = bool(parts.path.strip("/") or parts.query)
    return url if parts.scheme in ("http", "https") and parts.hostname and is_page else None
