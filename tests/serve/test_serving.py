"""`onrecord serve` and `onrecord password`: who may be answered, and the one line where nobody may."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onrecord.serve import password
from onrecord.serve.cli import main
from onrecord.serve.cli.serve import _is_loopback
from onrecord.serve.web.site import Site
from tests.serve.fakes import RUN, FakeReader
from tests.serve.web.browser import fill

PASSWORD = "a password that is long"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    return tmp_path


def run(*arguments: str, given: str = "") -> Result:
    result = CliRunner().invoke(main, [*arguments], obj=FakeReader, input=given)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The applications that would have been served, each with what uvicorn was told."""
    found: list[Any] = []
    monkeypatch.setattr("uvicorn.Server.run", lambda self, sockets: found.append(self.config))
    return found


def free_port() -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1])


def site_of(config: Any) -> Site:
    found: Site = config.app.app.state.site
    return found


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "news.example", "127.0.0.1.example"])
def test_any_other_address_is_refused_until_a_password_is_set(host: str) -> None:
    result = run("serve", "--host", host)
    assert result.exit_code == 2
    assert result.stderr == (
        f"onrecord: {host}: others could reach it, and no password is set; onrecord password sets one\n"
    )
    assert not Path("onrecord.db").exists()


def test_a_name_behind_a_proxy_needs_a_password_too() -> None:
    assert "no password is set" in run("serve", "--allow-host", "news.example").stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost", "LOCALHOST"])
def test_this_machine_s_own_addresses_need_none(host: str) -> None:
    assert _is_loopback(host)


def test_on_this_machine_nothing_is_asked(served: list[Any]) -> None:
    port = free_port()
    result = run("serve", "--port", port, "--by", "Mira")
    assert result.exit_code == 0
    assert result.stderr == f"onrecord: open http://127.0.0.1:{port}/ in a browser; Ctrl-C stops it\n"
    site = site_of(served[0])
    assert (site.who, site.password, site.port) == ("Mira", None, int(port))
    assert not served[0].proxy_headers
    assert Path("onrecord.db").exists()


def test_it_says_where_who_is_who_takes_longer(served: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.serve.web.tying.MANY", 2)
    fill(Path("onrecord.db"), 3)
    assert "who is who is worked out meanwhile" in run("serve", "--port", free_port()).stderr


def test_with_a_password_it_may_listen_elsewhere(served: list[Any]) -> None:
    run("password", given=f"{PASSWORD}\n{PASSWORD}\n")
    port = free_port()
    assert run("serve", "--host", "0.0.0.0", "--port", port, "--allow-host", "News.Example").exit_code == 0
    site = site_of(served[0])
    assert site.password is not None
    assert password.matches(site.password, PASSWORD)
    assert site.any_address
    assert {"news.example", "localhost", "[::1]"} <= site.hosts
    assert served[0].proxy_headers


def test_an_ipv6_address_stands_in_brackets(served: list[Any]) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    port = free_port()
    assert f"http://[::1]:{port}/" in run("serve", "--host", "::1", "--port", port).stderr
    assert "[::1]" in site_of(served[0]).hosts


def test_an_address_that_is_taken_or_is_none_is_one_line(served: list[Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run("serve", "--port", port)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert f"127.0.0.1:{port}: can't listen there: address already in use" in result.stderr
    run("password", given=f"{PASSWORD}\n{PASSWORD}\n")
    assert "can't listen there" in run("serve", "--host", "192.0.2.7").stderr
    assert served == []


def test_the_password_is_asked_for_twice_and_never_shown() -> None:
    result = run("password", given=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert result.stdout == "password set in onrecord.db.password; start onrecord serve again\n"
    assert PASSWORD not in result.output
    assert password.stored(Path("onrecord.db")) is not None
    assert run("password", "--remove").stdout == "no password is asked for any more\n"
    assert run("password", "--remove").stdout == "no password was set\n"
    assert password.stored(Path("onrecord.db")) is None


def test_a_password_that_is_too_short_changes_nothing() -> None:
    run("password", given=f"{PASSWORD}\n{PASSWORD}\n")
    result = run("password", given="short\nshort\n")
    assert result.exit_code == 2
    assert "not between 10 and 1000 characters; choose another password" in result.stderr
    hashed = password.stored(Path("onrecord.db"))
    assert hashed is not None
    assert password.matches(hashed, PASSWORD)


def test_a_file_that_holds_no_password_is_one_line() -> None:
    path = Path("onrecord.db.password")
    path.write_text("hunter2")
    path.chmod(0o600)
    assert "onrecord.db.password: holds no password; set it anew" in run("serve").stderr


def test_there_is_no_folder_for_the_password() -> None:
    result = run("password", "--ledger", "nowhere/x.db", given=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 1
    assert result.stderr.count("onrecord: ") == 1


@pytest.mark.usefixtures("interruptible")
def test_it_answers_until_it_is_stopped(root: Path) -> None:
    port = free_port()
    code = RUN.format(reader="FakeReader")
    serving = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--port", port, "--ledger", str(Path.cwd() / "x.db")],
        cwd=root, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert serving.stderr is not None
        assert "Ctrl-C stops it" in serving.stderr.readline()
        until = time.monotonic() + 30
        while True:
            try:
                page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read().decode()
                break
            except OSError:
                assert time.monotonic() < until
        assert "Nothing is on record yet" in page
        head = urllib.request.Request(f"http://127.0.0.1:{port}/add", method="HEAD")
        with urllib.request.urlopen(head, timeout=10) as answer:
            assert (answer.status, answer.read()) == (200, b"")
            assert "server" not in {name.lower() for name in answer.headers}
        serving.send_signal(signal.SIGINT)
        assert serving.wait(15) == 0
        assert serving.stderr.read() == ""
    finally:
        serving.kill()
        serving.wait()
