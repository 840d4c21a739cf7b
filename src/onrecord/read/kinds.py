"""What kind of thing some bytes are."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from onrecord.errors import ReadError

Kind = Literal["html", "lines", "json", "feed", "text"]
HEAD = 8192
"""Bytes that are looked at."""

READABLE = frozenset(
    {".txt", ".text", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson", ".xml", ".rss", ".atom"}
)
"""Endings of the files that are read in a folder, with or without `.gz` behind."""

_KNOWN = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a sound, an image or a film"),
    (b"\x7fELF", "a program"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (b"SQLite format 3", "a database"),
    (b"WARC/", "a web archive"),
)
_HTML = re.compile(
    r"""(?>(?:<!--.*?-->|<\?xml[^>]*>)\s*)*+  # atomic: comments could be cut up in countless ways
        <(?:!doctype\s+html | (?:html|head|body|title|meta|script|style|link|div|p|h[1-6]|article|main|section|header
            |table|span|a|b|i|img|br|ul)\b)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_FEED = re.compile(r"<(?:\?xml|!--|!doctype|\?|!entity|rss|feed|rdf:rdf)", re.IGNORECASE)
_FEED_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)


def kind_of(head: bytes, name: str = "") -> Kind:
    """The kind, from a thing's first bytes and its name. Raises ReadError for what is surely none of the kinds."""
    for magic, what in _KNOWN:
        if head.startswith(magic):
            raise ReadError(f"{what}, not an article", hint="give text, HTML or JSON Lines")
    start = _opening(head)
    ending = PurePath(name.removesuffix(".gz")).suffix.lower()
    if _FEED.match(start) and _FEED_ROOT.search(start) and not re.search(r"<html[\s>]", start, re.IGNORECASE):
        return "feed"
    if _HTML.match(start) or (ending in (".html", ".htm", ".xhtml") and "<" in start):
        return "html"
    if start.startswith("<?xml"):
        raise ReadError("XML that is neither a page nor a feed", hint="give text, HTML or JSON Lines")
    if ending in (".jsonl", ".ndjson"):
        return "lines"
    if re.match(r'\{\s*["}]', start):
        first, broken, _ = start.partition("\n")
        # an object that goes on over lines is one document
        return "json" if broken and re.search(r"(?<!\})[{\[,]\s*$", first) else "lines"
    if ending == ".json" or re.match(r'\[\s*(?:\{\s*"|\])', start):
        return "json"
    return "text"


def is_readable(name: str) -> bool:
    """Whether a file in a folder is one that is read, going by its name."""
    return not name.startswith(".") and PurePath(name.lower().removesuffix(".gz")).suffix in READABLE


def _opening(head: bytes) -> str:
    """The first characters, in whatever charset, good enough to know markup by."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\0" in head[:64] and b"\0\0" not in head[:64]):
        head = head.replace(b"\0", b"")
    return head.decode("latin-1").lstrip("\xff\xfe\xef\xbb\xbf \t\r\n")
