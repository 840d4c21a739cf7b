"""Permanent names as IRIs, and what of an article's address may stand for it."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://[^\s\"<>\\^`{|}\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


def urn(kind: str, id: str) -> str:  # noqa: A002
    """The permanent name of something on record: `urn:onrecord:statement:…`."""
    return f"urn:onrecord:{kind}:{id}"


def web_address(url: str | None) -> str | None:
    """The address, where it is one of the web that stands whole; else None: it came with the article."""
    return url if url is not None and _ADDRESS.fullmatch(url) else None
