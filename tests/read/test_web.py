from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from onrecord import __version__
from onrecord.domain import Loaded
from onrecord.errors import ReadError
from onrecord.read import Options, load
from onrecord.read.web import is_public
from tests.read.pages import PARAGRAPHS, TITLE, page

RUSSIAN = "Министр сообщил во вторник, что порт останется открытым всю зиму, и совет с ним согласился."
SEEN: list[dict[str, str]] = []


class Courier(BaseHTTPRequestHandler):
    """A small news site with everything that sites do."""

    def do_GET(self) -> None:
        SEEN.append({k.lower(): v for k, v in self.headers.items()})
        answer = getattr(self, "page" + self.path.split("?")[0].strip("/").replace("-", "_").join(["_", ""]), None)
        if answer is None:
            self.answer(b"", status=404)
        else:
            answer()

    def answer(self, body: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page_port(self) -> None:
        self.answer(page().encode())

    def page_packed(self) -> None:
        self.answer(gzip.compress(page().encode()), Content_Encoding="gzip")

    def page_bomb(self) -> None:
        self.answer(gzip.compress(b"<p>" + b"a" * 3_000_000), Content_Encoding="gzip")

    def page_broken(self) -> None:
        self.answer(gzip.compress(page().encode())[:-40] + b"x" * 40, Content_Encoding="gzip")

    def page_russian(self) -> None:
        self.answer(page((RUSSIAN, RUSSIAN[::-1], RUSSIAN.upper())).encode("cp1251"), "text/html; charset=windows-1251")

    def page_bare(self) -> None:
        self.answer(page().encode(), "")

    def page_text(self) -> None:
        self.answer("\n".join([TITLE, *PARAGRAPHS]).encode(), "text/plain")

    def page_lines(self) -> None:
        self.answer(b'{"id": 1, "text": "One."}\n{"id": 2, "text": "Two."}\n', "application/x-ndjson")

    def page_pdf(self) -> None:
        self.answer(b"%PDF-1.7", "application/pdf")

    def page_disguised(self) -> None:
        self.answer(b"%PDF-1.7")

    def page_empty(self) -> None:
        self.answer(b"")

    def page_moved(self) -> None:
        self.answer(b"", status=302, Location="/port")

    def page_nowhere(self) -> None:
        self.answer(b"", status=302)

    def page_round(self) -> None:
        self.answer(b"", status=301, Location="/round")

    def page_elsewhere(self) -> None:
        self.answer(b"", status=302, Location="file:///etc/passwd")

    def page_slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b"<p>")
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing of clients that hang up, as they do here."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = Quiet(("127.0.0.1", 0), Courier)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


LOCAL = Options(allow_private=True, timeout=5, max_fetch_bytes=1024 * 1024)


def one(address: str, options: Options = LOCAL) -> Loaded:
    (item,) = load([address], options)
    assert isinstance(item, Loaded), item
    return item


def error(address: str, options: Options = LOCAL) -> str:
    (item,) = load([address], options)
    assert isinstance(item, ReadError), item
    assert item.resource == address
    assert item.hint
    return item.what


def test_a_page(site: str) -> None:
    item = one(f"{site}/port?id=1#top")
    assert item.article.title == TITLE
    assert item.article.given_id == f"{site}/port?id=1#top"
    assert item.article.url == f"{site}/port?id=1"
    assert item.raw is not None
    assert item.raw.data == page().encode()


def test_it_says_who_it_is_and_whom_it_asks(site: str) -> None:
    one(f"{site}/port")
    assert SEEN[-1]["user-agent"].startswith(f"onrecord/{__version__} (+http")
    assert "keeps a public record" in SEEN[-1]["user-agent"]
    assert SEEN[-1]["host"] == site.removeprefix("http://")


@pytest.mark.parametrize("path", ["packed", "bare", "text", "moved"])
def test_other_ways_to_answer(site: str, path: str) -> None:
    article = one(f"{site}/{path}").article
    assert article.title == TITLE
    assert PARAGRAPHS[0] in article.text


def test_the_charset_that_the_server_names(site: str) -> None:
    assert RUSSIAN in one(f"{site}/russian").article.text


def test_where_it_was_in_the_end_is_its_address(site: str) -> None:
    item = one(f"{site}/moved")
    assert item.article.url == f"{site}/port"
    assert item.article.given_id == f"{site}/moved"


def test_json_lines(site: str) -> None:
    items = list(load([f"{site}/lines"], LOCAL))
    assert [i.article.given_id for i in items if isinstance(i, Loaded)] == ["1", "2"]


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("none", "the server answered 404 Not Found"),
        ("pdf", "application/pdf, not a page"),
        ("disguised", "a PDF, not an article"),
        ("empty", "an empty page"),
        ("bomb", "larger than 1 MiB once unpacked"),
        ("broken", "broken gzip"),
        ("nowhere", "a redirect to nowhere"),
        ("round", "more than 5 redirects"),
        ("elsewhere", "not a web address: file"),
    ],
)
def test_what_is_refused(site: str, path: str, what: str) -> None:
    assert error(f"{site}/{path}") == what


def test_a_page_that_drips(site: str) -> None:
    begun = time.monotonic()
    assert "within 1 seconds" in error(f"{site}/slow", Options(allow_private=True, timeout=1))
    assert time.monotonic() - begun < 3


def test_nobody_there(site: str) -> None:
    assert "can't be fetched" in error("http://127.0.0.1:9/")


def test_this_machine_and_its_network_are_refused(site: str) -> None:
    before = len(SEEN)
    for address in [
        f"{site}/port",
        site.replace("localhost", "127.0.0.1"),
        "http://[::1]/",
        "http://169.254.169.254/latest",
    ]:
        assert "of this machine or its own network" in error(address, Options())
    assert len(SEEN) == before


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("http://u:p@courier.example/", "an address with a password in it"),
        ("http://", "not a web address: no host"),
        ("http://[", "no such host: "),
        ("https://x y/", "no such host: "),
        ("http://a.invalid/", "no such host: a.invalid"),
    ],
)
def test_addresses_that_are_none(address: str, what: str) -> None:
    assert error(address).startswith(what)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        *(
            (a, False)
            for a in ("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.1.1", "0.0.0.0", "100.64.0.1")
        ),
        *(
            (a, False)
            for a in (
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fe80::1%eth0",
                "fc00::1",
                "fec0::1",
                "ff02::1",
            )
        ),
        *((a, False) for a in ("::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "not an address")),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) == public
