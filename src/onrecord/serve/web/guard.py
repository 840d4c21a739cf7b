"""What every request passes on its way in, and what every answer is told on its way out.

In: is it for a host that is ours, did a person or a page of ours ask, is it small and quick enough, may its sender see
this ledger. Out: headers that let a page load nothing but what this program serves, whatever stands in an article.
"""

from __future__ import annotations

import asyncio
import ipaddress
from typing import TYPE_CHECKING

from starlette.datastructures import URL, Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse

from onrecord.serve.web.access import known
from onrecord.serve.web.problems import is_api, refusal

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from onrecord.serve.web.site import Site

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # not `no-referrer`: with it browsers hide where a form of ours comes from, too
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
LARGEST = 64 * 1024 * 1024
"""Bytes of the articles that are added at once: what `onrecord read` takes of one page."""
LARGEST_FORM = 1024 * 1024
"""Bytes of any other request."""
PATIENCE = 30.0
"""Seconds until the next piece of a request must have come."""
ROOMY = "/add"
OPEN = "/login"
STATIC = "/static/"


class Guard:
    """Pure ASGI and outside of all else, so that nothing else has to be right for it to hold."""

    def __init__(self, app: Starlette, site: Site, *, patience: float = PATIENCE) -> None:
        self.app = app
        """What is inside."""
        self._site = site
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith(STATIC):
                    headers.setdefault("cache-control", "no-store")
                if scope["scheme"] == "https":
                    message["headers"] = [(k, v + b"; secure" * (k == b"set-cookie")) for k, v in headers.raw]
            await send(message)

        refused = self._refusal(scope)
        if refused is not None:
            await refused(scope, receive, guarded)
            return
        await self.app(scope, self._limited(scope["path"], receive), guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers, path = Headers(scope=scope), scope["path"]
        if not self._is_ours(headers.get("host", "").lower()):
            return refusal(path, 421, "This address is not this program's. Use the one that it printed.")
        length, most = headers.get("content-length", "0"), _most(path)
        if not length.isdecimal() or len(length) > 12 or int(length) > most:
            return refusal(path, 413, f"More than {most // 1024**2} MiB at once. Send less.")
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not _is_followed(scope["method"], headers):
            return refusal(path, 403, "Another site's page asked for this. Open it here.")
        return None

    def _is_ours(self, host: str) -> bool:
        before, _, port = host.rpartition(":")
        name = before if port.isdecimal() else host
        return name in self._site.hosts or (self._site.any_address and _is_address(name))

    def _limited(self, path: str, receive: Receive) -> Receive:
        """The body, as far as it is neither too large, length or no length, nor too slow."""
        seen, whole = 0, False

        async def limited() -> Message:
            nonlocal seen, whole
            try:
                # behind the body there is only the end of the connection, and that takes as long as it takes
                message = await asyncio.wait_for(receive(), None if whole else self._patience)
            except TimeoutError as error:
                raise HTTPException(408) from error
            seen += len(message.get("body", b""))
            whole = whole or not message.get("more_body", False)
            if seen > _most(path):
                raise HTTPException(413)
            return message

        return limited


def _most(path: str) -> int:
    return LARGEST if path == ROOMY else LARGEST_FORM


def _is_followed(method: str, headers: Headers) -> bool:
    """Whether it is a link that somebody followed from elsewhere, and no part of a page there, nor asked for by its
    script: that could keep this program at work, or time its answers. Forms are seen to where they are read."""
    return method == "POST" or (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == (
        "navigate",
        "document",
    )


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name[1:-1] if name.startswith("[") and name.endswith("]") else name)
    except ValueError:
        return False
    return True


class Door:
    """Lets in whoever has given the password, where one is set; stands behind the session."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._site.password is not None and not _is_open(scope["path"]):
            asked = HTTPConnection(scope)
            if known(asked) is None:
                response = self._refusal(scope)
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response:
        if is_api(scope["path"]) or scope["method"] not in ("GET", "HEAD"):
            return refusal(scope["path"], 401, "Give the password first: /login")
        back = URL(scope=scope).replace(scheme="", netloc="")
        return RedirectResponse(str(URL(OPEN).include_query_params(next=str(back))), 303)


def _is_open(path: str) -> bool:
    return path == OPEN or path.startswith(STATIC)
