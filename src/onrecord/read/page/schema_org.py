"""What a page says of its article in schema.org terms (JSON-LD), however it is put."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.read.page.tree import LONGEST, clean, elements, key, text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Node = dict[str, Any]

_ARTICLE = re.compile(r"(?:article|posting|report|review)$", re.IGNORECASE)
_PAGE = re.compile(r"(?:web|item)page$", re.IGNORECASE)
_OTHERS = frozenset(
    [
        "itemlistelement",
        "liveblogupdate",
        "mentions",
        "relatedlink",
        "haspart",
        "citation",
        "comment",
        "review",
        "isbasedon",
        "isrelatedto",
        "video",
    ]
)
"""Where other articles than the page's own stand."""
_TAG = re.compile(r"</?(?:a|b|br|em|i|p|span|strong)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MOST_NODES = 5000
_MOST_CHARACTERS = 8_000_000


class Schema:
    """The page's article node, with references resolved. Every answer may be empty."""

    def __init__(self, root: HtmlElement) -> None:
        self._by_id: dict[str, Node] = {}
        self._articles: list[Node] = []
        self._pages: list[Node] = []
        for element in elements(root, "//script[contains(@type, 'ld+json')]"):
            for value in _values(element.text or ""):
                self._collect(value)
        shown = " ".join(key(text_of(e)) for e in elements(root, "//h1 | //head/title")[:5])
        # some templates say day and author of the page and not of the article on it
        self._articles = [*_same_article(self._articles, shown), *self._pages[:1]]

    def text(self, *fields: str) -> str:
        """The first of the fields that has a text, cleaned, character references resolved."""
        for field in fields:
            for node in self._articles:
                found = self._text(node.get(field))
                if found:
                    return found
        return ""

    def names(self, field: str) -> list[tuple[str, bool]]:
        """The names under a field such as `author`, in order, each with whether it is an organisation's."""
        for node in self._articles:
            found = [n for value in _each(node.get(field)) if (n := self._name(value))[0]]
            if found:
                return found
        return []

    def body(self) -> str:
        """The article's text, where the page carries it, markup and all."""
        texts = (node.get("articleBody") for node in self._articles)
        return max((html.unescape(t) for t in texts if isinstance(t, str)), key=len, default="")

    def _collect(self, value: Any) -> None:
        waiting: deque[tuple[Any, bool]] = deque([(value, True)])
        for _ in range(_MOST_NODES):
            if not waiting:
                return
            current, own = waiting.popleft()
            if isinstance(current, list):
                waiting.extend((v, own) for v in current[:500])
            elif isinstance(current, dict):
                self._note(current, own)
                waiting.extend(
                    (v, own and k.lower() not in _OTHERS) for k, v in current.items() if isinstance(v, dict | list)
                )

    def _note(self, node: Node, own: bool) -> None:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 1:
            known = self._by_id.get(name, {})
            self._by_id[name] = {**node, **{k: v for k, v in known.items() if v}}
        types = [t for t in _each(node.get("@type")) if isinstance(t, str)]
        if own and any(_ARTICLE.search(t) for t in types):
            self._articles.append(node)
        elif own and any(_PAGE.search(t) for t in types) and node.get("datePublished"):
            self._pages.append(node)

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
            return {**self._by_id.get(value["@id"], {}), **value}
        return value

    def _text(self, value: Any) -> str:
        value = self._resolved(next(iter(_each(value)), None))
        if isinstance(value, dict):
            value = next((value[k] for k in ("name", "@id", "url", "@value") if isinstance(value.get(k), str)), "")
        if not isinstance(value, str):
            return ""
        return clean(_TAG.sub("", html.unescape(html.unescape(value[:LONGEST]))))

    def _name(self, value: Any) -> tuple[str, bool]:
        value = self._resolved(value)
        if isinstance(value, str):
            return self._text(value), False
        if not isinstance(value, dict):
            return "", False
        types = "".join(t for t in _each(value.get("@type")) if isinstance(t, str)).lower()
        names = ("; ".join(filter(None, map(self._text, _each(value.get(f))))) for f in ("name", "byline"))
        name = next(filter(None, names), "")
        return name, "organization" in types or "newsmedia" in types


def _each(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def _same_article(nodes: list[Node], shown: str) -> list[Node]:
    """The nodes that are about the page's own article: the first that says most, rather one whose headline is shown on
    the page, and those with its headline."""
    if not nodes:
        return []

    def headline(node: Node) -> str:
        return key(html.unescape(str(node.get("headline") or ""))[:LONGEST])

    def says(node: Node) -> tuple[bool, bool, int]:
        own = headline(node)
        fields = sum(bool(node.get(f)) for f in ("datePublished", "author"))
        return bool(own) and own in shown, bool(own), fields

    best = max(nodes, key=says)
    return [best, *(n for n in nodes if n is not best and headline(n) in ("", headline(best)))]


def _values(script: str) -> Iterator[Any]:
    """The JSON values in a script: whole, or what can be saved of it."""
    text = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", script[:_MOST_CHARACTERS]
    )
    for attempt in (text, re.sub(r",(\s*[}\]])", r"\1", text)):
        try:
            yield json.loads(attempt, strict=False)
            return
        except (ValueError, RecursionError):
            continue
    # several values in a row, or good ones followed by rubbish
    decoder = json.JSONDecoder(strict=False)
    at = 0
    while (found := re.compile(r"[{\[]").search(text, at)) is not None:
        try:
            value, at = decoder.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            return
        yield value
