"""A browser, and the application for it to open."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from click.testing import CliRunner

from onrecord.serve.cli import main
from onrecord.serve.web import application
from onrecord.serve.web.site import Site
from tests.serve.fakes import FakeReader

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Without one, or without Playwright, these tests are skipped."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright, of the group `test`")
    if not CHROMIUM.exists():
        pytest.skip(f"needs Debian's chromium, and there is no {CHROMIUM}: apt-get install chromium")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], str]]:
    """Serves a ledger until the tests end; its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(ledger: Path) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        site = Site(ledger=ledger, who="Mira", make_reader=FakeReader, port=port)
        server = uvicorn.Server(uvicorn.Config(application(site), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        running.append((server, thread))
        while not server.started:
            time.sleep(0.01)
        return f"http://127.0.0.1:{port}"

    yield serve
    for server, thread in running:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def world(served: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory, examples: Path) -> str:
    """The address of the application over the example world; nothing is judged in it."""
    path = tmp_path_factory.mktemp("world") / "world.db"
    added = CliRunner().invoke(main, ["add", str(examples / "world"), "--ledger", str(path)])
    assert added.exit_code == 0, added.output
    return served(path)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own; what its console says in red fails the test."""
    context = browser.new_context()
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    context.close()
    assert not wrong
