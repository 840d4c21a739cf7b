"""Articles that a page carries in its scripts and would only draw in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.read.page.tree import elements

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_CHARACTERS = 8_000_000
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)', re.DOTALL)
"""Or what begins as one and never ends, so that it is gone through once."""
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_FEWEST = 3
"""Paragraphs that make a string an article."""


def carried(root: HtmlElement) -> str:
    """The longest piece of HTML with paragraphs among the strings in the page's scripts; empty where there is none."""
    scripts = "\n".join(e.text or "" for e in elements(root, "//script[not(@src)]"))[:_MOST_CHARACTERS]
    if r"\u003cp" not in scripts.lower() and "<p" not in scripts:
        return ""
    found = (s for s in _strings(scripts, 0) if len(_PARAGRAPH.findall(s)) >= _FEWEST)
    return max(found, key=len, default="")


def _strings(text: str, depth: int) -> Iterator[str]:
    """The string literals in a script, and those in the JSON that a literal holds."""
    streamed: list[str] = []
    for found in _STRING.finditer(text):
        if found.end() - found.start() < 40:
            continue
        try:
            value = str(json.loads(found[0], strict=False))
        except ValueError:
            continue
        if depth == 0:
            streamed.append(value)
        if not value.lstrip().startswith(("{", "[")):
            yield value
    if depth == 0:
        # a page may be streamed in chunks that are cut anywhere, so they are read as one
        yield from _strings("".join(streamed), 1)
