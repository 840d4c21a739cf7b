"""What is sent from a page of ours, and only from one of ours."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from python_multipart.multipart import parse_options_header

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

FIELD = "token"
"""The hidden field that each form has."""
MOST_FIELDS, MOST_FILES = 200, 200
LARGEST_FIELD = 16 * 1024 * 1024
"""Bytes: a pasted text."""


class ForgedError(UsageError):
    """A form that did not come from a page of this program."""


class StaleError(ForgedError):
    """A form from before the program was started again, or from before a login."""


def token(request: Request) -> str:
    """What this session's forms carry, so that no other site's page can send them (CSRF)."""
    known = request.session.get(FIELD)
    if not isinstance(known, str):
        known = request.session[FIELD] = secrets.token_urlsafe(24)
    return known


async def sent(request: Request) -> FormData:
    """The form. Raises ForgedError where it is none of ours."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    foreign = origin is not None and not _is_of(origin, request.headers.get("host"))
    if foreign or site not in ("same-origin", "none"):
        raise ForgedError("this form came from another site", hint="open the page here and send it again")
    _, options = parse_options_header(request.headers.get("content-type"))
    if options.get(b"charset", b"utf-8").lower() != b"utf-8":
        # any of Python's codecs would be taken, also those that take long, or give what is no text
        raise UsageError("this form is not in UTF-8", hint="open the page here and send it again")
    form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD)
    given = form.get(FIELD)
    if not isinstance(given, str) or not secrets.compare_digest(given.encode(), token(request).encode()):
        raise StaleError(
            "this page is from before the program was started again", hint="open it anew and send it again"
        )
    return form


def _is_of(origin: str, host: str | None) -> bool:
    """Whether that is where our pages come from. What is no address is nobody's."""
    try:
        return urlsplit(origin).netloc == host
    except ValueError:
        return False


def text(form: FormData, name: str, *, longest: int = 1000) -> str:
    """A field as one piece of text, without the white space around it; empty where it is missing."""
    value = form.get(name)
    return value.strip()[:longest] if isinstance(value, str) else ""
