"""The web application as a browser sees it, and a ledger to look at."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from onrecord.domain import Actor, Loaded
from onrecord.record import open_ledger
from onrecord.serve.web import application
from onrecord.serve.web.site import Site
from tests.record.worlds import story
from tests.serve.fakes import FakeReader

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from httpx2 import Response

    from onrecord.serve.web.guard import Guard

HOST = "http://localhost:8000"
PASSWORD = "a password that is long"
HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""Cheaply made: the tests are about what happens around it."""


class Browser(TestClient):
    """A browser on this machine. It follows redirects only where it is told to, and knows how to send a form."""

    def __init__(self, site: Site, base: str = HOST, client: tuple[str, int] = ("127.0.0.1", 50000)) -> None:
        guard = application(site)
        self.inner = guard.app
        self.state: Any = guard.app.state
        super().__init__(guard, base_url=base, follow_redirects=False, raise_server_exceptions=False, client=client)

    def token(self, page: str = "/add") -> str:
        found = re.search(r'name="token" value="([^"]+)"', self.get(page).text)
        assert found is not None, page
        return found[1]

    def submit(self, path: str, data: dict[str, str], *, page: str = "/add", **more: Any) -> Response:
        """A form, as the page has it."""
        headers = {"origin": str(self.base_url).rstrip("/"), "sec-fetch-site": "same-origin", **more.pop("headers", {})}
        return self.post(path, data={"token": self.token(page), **data}, headers=headers, **more)

    def added(self, data: dict[str, str], **more: Any) -> str:
        """What the page of the job says when it is over."""
        sent = self.submit("/add", data, **more)
        assert sent.status_code == 303, sent.text
        return self.over(sent.headers["location"])

    def over(self, job: str) -> str:
        until = time.monotonic() + 60
        while not self.get(f"{job}/progress").json()["over"]:
            assert time.monotonic() < until
            time.sleep(0.02)
        return self.get(job).text


def site(ledger: Path, **more: Any) -> Site:
    return Site(**{"ledger": ledger, "who": "Mira", "make_reader": FakeReader, **more})


def locked(ledger: Path, **more: Any) -> Site:
    """One that asks for the password."""
    return site(ledger, password=HASHED, **more)


def log_in(browser: Browser, who: str = "Bo", password: str = PASSWORD, back: str = "/") -> Response:
    return browser.submit("/login", {"who": who, "password": password, "next": back}, page="/login")


def fill(path: Path, number: int = 3, **fields: Any) -> Path:
    """A ledger of articles by the one speaker, Mira Tolan, a day after the other."""
    with open_ledger(path, create=True) as ledger:
        for n in range(1, number + 1):
            loaded, reading = story(n, published=f"2031-03-{n:02}")
            article = replace(loaded.article, **fields)
            source = reading.statements[0].source
            assert source is not None
            speaker = Actor("a1", source.text, "person", True, (source,))
            said = replace(reading.statements[0], speaker="a1")
            ledger.add(Loaded(article, "x"), replace(reading, article=article, statements=(said,), actors=(speaker,)))
    return path


def status_of(app: Guard, path: str, receive: Callable[[], Awaitable[Any]]) -> int:
    """What a form is answered whose body comes as `receive` gives it."""
    kind = b"application/x-www-form-urlencoded"
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
    }
    scope |= {"scheme": "http", "server": ("localhost", 8000), "client": ("127.0.0.1", 1), "root_path": ""}
    scope |= {"http_version": "1.1", "headers": [(b"host", b"localhost"), (b"content-type", kind)]}
    sent: list[Any] = []

    async def ask() -> None:
        async def send(message: Any) -> None:
            sent.append(message)

        await app(scope, receive, send)

    anyio.run(ask)
    return int(sent[0]["status"])
