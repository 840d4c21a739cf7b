"""The security table of docs/web.md, a row a test."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

import anyio
import pytest

from onrecord.errors import UsageError
from onrecord.serve import password
from onrecord.serve.web import application, guard
from onrecord.serve.web.access import OF_ALL, OF_ONE, SPAN, Attempts, Sessions, network_of, way_back
from onrecord.serve.web.guard import HEADERS, LARGEST, LARGEST_FORM
from onrecord.serve.web.site import LOOPBACK
from tests.serve.web.browser import HASHED, PASSWORD, Browser, fill, locked, log_in, site, status_of

EVERYWHERE = ("/", "/add", "/nowhere", "/static/style.css", "/static/nothing.css", "/api/articles", "/api/nothing")


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:8000", "127.0.0.1.nip.io", ""]
)
def test_another_host_name_is_refused(browser: Browser, host: str) -> None:
    for path in EVERYWHERE:
        assert browser.get(path, headers={"host": host}).status_code == 421
    assert browser.get("/api/articles", headers={"host": host}).headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
def test_this_machine_s_names_are_ours(browser: Browser, host: str) -> None:
    assert browser.get("/", headers={"host": host}).status_code == 200


def test_where_it_listens_at_all_addresses_any_address_is_ours_but_no_name(ledger: Path) -> None:
    browser = Browser(locked(ledger, any_address=True, hosts=LOOPBACK | {"news.example"}))
    for host in ("192.0.2.7:8000", "[2001:db8::7]:8000", "news.example"):
        assert browser.get("/login", headers={"host": host}).status_code == 200
    assert browser.get("/login", headers={"host": "evil.example"}).status_code == 421


def test_a_form_without_the_token_is_refused(browser: Browser) -> None:
    for data in ({}, {"token": ""}, {"token": "wrong"}):
        sent = browser.post("/add", data={"text": "Anna said so.", **data}, headers={"origin": str(browser.base_url)})
        assert sent.status_code == 403
    assert browser.state.jobs.get("") is None
    assert len(browser.state.jobs) == 0


def test_another_session_s_token_is_refused(browser: Browser, ledger: Path) -> None:
    theirs = Browser(site(ledger)).token()
    browser.token()
    sent = browser.post("/add", data={"text": "Anna said so.", "token": theirs})
    assert sent.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:9000"},
        {"origin": "null"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_the_token(browser: Browser, headers: dict[str, str]) -> None:
    sent = browser.submit("/add", {"text": "Anna said so."}, headers=headers)
    assert sent.status_code == 403
    assert "another site" in sent.text


@pytest.mark.parametrize("encoding", ["unicode_escape", "punycode", "utf-7", "undefined", "latin-1"])
def test_a_form_in_another_encoding_than_ours_is_not_read(browser: Browser, encoding: str) -> None:
    kind = {"content-type": f"multipart/form-data; boundary=B; charset={encoding}"}
    body = b'--B\r\ncontent-disposition: form-data; name="token"\r\n\r\n\\ud800\r\n--B--\r\n'
    assert browser.post("/add", content=body, headers=kind).status_code == 400


@pytest.mark.parametrize("site_", ["cross-site", "same-site"])
def test_what_another_site_s_page_loads_or_asks_for_is_refused(browser: Browser, site_: str) -> None:
    for path in EVERYWHERE:
        for mode, into in (("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")):
            sent = {"sec-fetch-site": site_, "sec-fetch-mode": mode, "sec-fetch-dest": into}
            assert browser.get(path, headers=sent).status_code == 403, (path, sent)
    link = {"sec-fetch-site": site_, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert browser.get("/", headers=link).status_code == 200


def test_every_answer_has_the_headers(browser: Browser, stranger: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("a secret of the program")

    answers = [browser.request(method, path) for path in EVERYWHERE for method in ("GET", "HEAD", "POST")]
    answers += [browser.get("/", headers={"host": "evil.example"}), stranger.get("/"), stranger.get("/login")]
    monkeypatch.setattr("onrecord.serve.web.answers.open_ledger", broken)
    bug = browser.get("/")
    assert (bug.status_code, "a secret" in bug.text) == (500, False)
    for answer in [*answers, bug]:
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, (answer.url, answer.status_code)


def test_no_page_may_load_or_run_anything_of_others(browser: Browser) -> None:
    policy = HEADERS["content-security-policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|https?:|\*|data:", policy)
    for path in ("/", "/add", "/nowhere"):
        page = browser.get(path).text
        assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", page)
        assert all(
            address.startswith("/")
            for address in re.findall(r'(?:src|href|action)="([^"]*)"', page)
            if address[0] != "#"
        )


def test_no_other_site_may_read_an_answer(browser: Browser) -> None:
    for path in EVERYWHERE:
        answer = browser.get(path, headers={"origin": "http://evil.example"})
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_pages_are_kept_by_no_cache(browser: Browser) -> None:
    assert browser.get("/").headers["cache-control"] == "no-store"
    assert browser.get("/api/articles").headers["cache-control"] == "no-store"
    assert "cache-control" not in browser.get("/static/style.css").headers


SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def test_scripts_in_titles_outlets_authors_and_names_stay_text(tmp_path: Path) -> None:
    fields = {"title": SCRIPT, "outlet": SCRIPT, "authors": (SCRIPT,)}
    browser = Browser(site(fill(tmp_path / "x.db", 1, **fields)))
    page = browser.get("/").text
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    pasted = {"text": "Anna said <script>alert(3)</script> so.", "title": SCRIPT, "outlet": SCRIPT, "authors": SCRIPT}
    with browser:
        page = browser.added(pasted)
        assert "<script>" not in page.replace('<script src="/static/', "")
        assert "<img" not in page
        page = browser.added({}, files={"files": (f"{SCRIPT}.html", b"<p>")})
        assert "<img" not in page


FEED = f"""<rss version="2.0"><channel><title>x</title><item><title><![CDATA[{SCRIPT}]]></title>
<link>javascript:alert(1)</link><author><![CDATA[{SCRIPT}]]></author>
<description><![CDATA[Anna said the sluice is shut. {SCRIPT}]]></description></item></channel></rss>"""


def test_a_hostile_feed_stays_text(browser: Browser) -> None:
    page = browser.added({}, files={"files": ("feed.xml", FEED.encode())})
    assert "1 article" in page
    for shown in (page, browser.get("/").text):
        assert "<img" not in shown
        assert 'href="javascript:' not in shown


def test_a_script_as_an_address_is_no_link_and_not_fetched(browser: Browser) -> None:
    for address in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "/etc/passwd",
        "-",
        "data:text/html,x",
        "ftp://x.example/",
    ):
        sent = browser.submit("/add", {"addresses": address})
        assert (sent.status_code, "is no web address" in sent.text) == (400, True), address
        sent = browser.submit("/add", {"text": "Anna said so.", "url": address})
        assert sent.status_code == 400, address
    page = browser.added({}, files={"files": ("a.jsonl", b'{"text": "Anna said so.", "url": "javascript:alert(1)"}')})
    assert 'href="javascript' not in page


def test_addresses_of_this_machine_and_its_network_are_not_fetched(browser: Browser) -> None:
    page = browser.added({"addresses": "http://127.0.0.1:8000/\nhttp://[::1]/\nhttp://169.254.169.254/latest/"})
    assert page.count("is an address of this machine or its own network") == 3


@pytest.mark.parametrize(
    "path",
    [
        "/static/../guard.py",
        "/static/..%2fguard.py",
        "/static/%2e%2e/guard.py",
        "/static/..%5cguard.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/style.css/../../guard.py",
    ],
)
def test_nothing_outside_of_the_static_files_is_served(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code in (400, 404, 405)
    assert "class Guard" not in answer.text


def test_what_an_uploaded_file_is_called_names_no_file_here(browser: Browser, tmp_path: Path) -> None:
    for name in ("../../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "..", "a" * 2000 + ".txt"):
        page = browser.added({}, files={"files": (name, b"Anna said the sluice is shut.")})
        assert "1 article, 1 statement" in page, name
    assert not [*tmp_path.rglob("evil*"), *tmp_path.parent.glob("evil*")]


def test_a_body_that_is_too_large_is_refused(browser: Browser, ledger: Path) -> None:
    assert browser.post("/add", headers={"content-length": str(LARGEST + 1)}).status_code == 413
    assert browser.post("/login", headers={"content-length": str(LARGEST_FORM + 1)}).status_code == 413
    assert browser.post("/login", headers={"content-length": "9" * 5000}).status_code == 413

    async def endless() -> Any:
        return {"type": "http.request", "body": b"x" * 100_000, "more_body": True}

    assert status_of(application(site(ledger)), "/login", endless) == 413


def test_a_body_that_drips_is_given_up(ledger: Path) -> None:
    async def never() -> Any:
        await anyio.sleep(30)

    slow = guard.Guard(application(site(ledger)).app, site(ledger), patience=0.05)
    assert status_of(slow, "/add", never) == 408


@pytest.mark.parametrize(
    "given",
    [
        *("//evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"),
        *(
            "/\n/evil.example",
            "/\t/evil.example",
            "evil",
            "",
            "http:evil",
            "///evil.example",
            "//[",
            "/x\r\nset-cookie: a=b",
        ),
    ],
)
def test_the_way_back_from_the_login_is_one_of_ours(given: str) -> None:
    assert way_back(given) == "/"


def test_the_way_back_is_kept(stranger: Browser) -> None:
    asked = stranger.get("/search?text=a%26b&since=2031-03-01")
    assert asked.status_code == 303
    assert asked.headers["location"].startswith("/login?next=%2Fsearch")
    sent = stranger.submit(
        "/login", {"who": "Bo", "password": PASSWORD, "next": "/search?text=a%26b"}, page=asked.headers["location"]
    )
    assert (sent.status_code, sent.headers["location"]) == (303, "/search?text=a%26b")
    assert stranger.get("/login?next=//evil.example").headers["location"] == "/"


def test_what_the_login_gives_back_stays_text(stranger: Browser) -> None:
    for page in (stranger.get('/login?next=/"><script>x</script>'), log_in(stranger, who='"><script>x', password="no")):
        assert "<script" not in page.text


def test_nothing_is_shown_before_the_password_is_given(stranger: Browser) -> None:
    for path in ("/", "/add", "/nowhere", "/loginx", "/login/x", "/static"):
        answer = stranger.get(path)
        assert answer.status_code == 303, path
        assert "Story" not in answer.text
    assert stranger.head("/").status_code == 303
    assert stranger.post("/add", data={"text": "x"}).status_code == 401
    answer = stranger.get("/api/articles")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert log_in(stranger).status_code == 303
    assert "Story 3" in stranger.get("/").text
    assert stranger.get("/api/articles").status_code == 200


def test_a_wrong_password_is_refused(stranger: Browser) -> None:
    for wrong in ("", "wrong", PASSWORD.upper(), PASSWORD + " ", PASSWORD + "x" * 100_000):
        stranger.state.attempts.forget("203.0.113.7")
        assert log_in(stranger, password=wrong).status_code == 403
    assert stranger.get("/").status_code == 303


def test_too_many_attempts_have_to_wait(stranger: Browser) -> None:
    for _ in range(OF_ONE):
        assert log_in(stranger, password="wrong").status_code == 403
    answer = log_in(stranger)  # the right one no longer helps
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= SPAN


def test_attempts_are_counted_of_each_client_and_of_all() -> None:
    now = 0.0
    attempts = Attempts(clock=lambda: now)
    assert [attempts.wait("2001:db8::1") for _ in range(OF_ONE)] == [0] * OF_ONE
    assert attempts.wait("2001:db8::2") > 0  # the same household
    assert attempts.wait("192.0.2.1") == 0
    assert sum(attempts.wait(f"198.51.100.{n}") == 0 for n in range(200)) == OF_ALL - OF_ONE - 1
    assert len(attempts._of) <= OF_ALL, "of whom nothing is counted, nothing is kept"
    now = SPAN
    assert attempts.wait("2001:db8::1") == 0
    assert network_of("no address") == "no address"


def test_a_session_ends_at_logout_even_for_whoever_copied_the_cookie(ledger: Path) -> None:
    mine = locked(ledger)
    browser = Browser(mine)
    log_in(browser)
    copied = dict(browser.cookies)
    assert browser.get("/").status_code == 200
    assert browser.submit("/logout", {}, page="/add").status_code == 303
    assert browser.get("/").status_code == 303
    browser.cookies.clear()
    browser.cookies.update(copied)
    assert browser.get("/").status_code == 303


def test_a_session_ends_when_nobody_comes_and_when_the_program_ends(ledger: Path) -> None:
    now = 0.0
    sessions = Sessions(clock=lambda: now)
    key = sessions.begin("Bo")
    now = 11 * 3600
    assert sessions.who(key) == "Bo"
    now += 13 * 3600
    assert sessions.who(key) is None
    browser = Browser(locked(ledger))
    log_in(browser)
    again = Browser(locked(ledger))
    again.cookies.update(dict(browser.cookies))
    assert again.get("/").status_code == 303


def test_a_login_starts_a_new_session(stranger: Browser) -> None:
    before = stranger.token("/login")
    log_in(stranger)
    assert stranger.token() != before


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_cookie_is_for_this_program_alone(ledger: Path, scheme: str) -> None:
    browser = Browser(locked(ledger), base=f"{scheme}://localhost:8000")
    cookie = log_in(browser).headers["set-cookie"].lower()
    assert cookie.startswith("onrecord-8000=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert ("secure" in cookie) == (scheme == "https")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_the_password_is_kept_as_a_hash_that_nobody_else_may_read(tmp_path: Path) -> None:
    path = password.keep(tmp_path / "x.db", PASSWORD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in path.read_text()
    hashed = password.stored(tmp_path / "x.db")
    assert hashed is not None
    assert hashed.startswith("$argon2id$")
    assert password.matches(hashed, PASSWORD)
    assert not password.matches(hashed, PASSWORD + "x")
    path.chmod(0o640)
    with pytest.raises(UsageError, match="others may read this file"):
        password.stored(tmp_path / "x.db")


def test_the_password_is_nowhere_in_what_is_shown(ledger: Path) -> None:
    mine = locked(ledger)
    assert HASHED not in repr(mine)
    assert mine.secret not in repr(mine)
    browser = Browser(mine)
    assert PASSWORD not in log_in(browser, password=PASSWORD + "?").text


def test_each_row_of_the_table_has_a_test_and_each_test_a_row(root: Path) -> None:
    table = (root / "docs" / "web.md").read_text("utf-8").partition("| what is tried |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(test_\w+)`", table))
    here = {name for name in globals() if name.startswith("test_")} - {
        "test_each_row_of_the_table_has_a_test_and_each_test_a_row"
    }
    assert named == here
