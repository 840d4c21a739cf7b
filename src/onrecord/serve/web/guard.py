"""What every request passes on its way in, and what every answer is told on its way out.

In: is it for a host that is ours, is it small enough, may its sender see this ledger. Out: headers that let a page load
nothing but what this program serves, whatever stands in an article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import URL, Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from onrecord.serve.web.site import Site

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
LARGEST = 64 * 1024 * 1024
"""Bytes of one request: what `onrecord read` takes of one page."""
OPEN = ("/static/", "/login")
"""What may be seen before the password is given."""


class Guard:
    """Pure ASGI, so that nothing else has to be right for it to hold."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(Headers(scope=scope))
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        await self._app(scope, self._limited(receive), guarded)

    def _refusal(self, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "").lower()
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        if name not in self._site.hosts:
            return PlainTextResponse("This address is not this program's. Use the one that it printed.\n", 421)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST:
            return PlainTextResponse(f"More than {LARGEST // 1024**2} MiB at once. Send less.\n", 413)
        return None

    def _limited(self, receive: Receive) -> Receive:
        """The body, as far as it is not too large; one without a length is counted."""
        seen = 0

        async def limited() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            return {"type": "http.disconnect"} if seen > LARGEST else message

        return limited


class Door:
    """Lets in whoever has given the password, where one is set; stands behind the session."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._site.password is not None and not scope["path"].startswith(OPEN):
            asked = HTTPConnection(scope)
            if not asked.session.get("known"):
                back = URL(scope=scope).replace(scheme="", netloc="")
                login = URL("/login").include_query_params(next=str(back))
                response = (
                    PlainTextResponse("Give the password first: /login\n", 401)
                    if scope["path"].startswith("/api") or scope["method"] != "GET"
                    else RedirectResponse(str(login), 303)
                )
                await response(scope, receive, send)
                return
        await self._app(scope, receive, send)
