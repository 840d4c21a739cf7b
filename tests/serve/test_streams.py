"""What only a real process shows: pipes that close, disks that are full, interrupts, a terminal."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.serve.fakes import RUN

posix = pytest.mark.skipif(os.name == "nt", reason="pipes, devices and signals of POSIX")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    with path.open("w") as file:
        for number in range(200):
            text = f"Anna said it is {number}. " * 20
            file.write(json.dumps({"id": str(number), "text": text, "published": "2026-05-01"}) + "\n")
    return path


def command(*arguments: str, reader: str = "FakeReader") -> list[str]:
    return [sys.executable, "-c", RUN.format(reader=reader), *arguments]


@posix
@pytest.mark.parametrize("form", ["jsonl", "json", "terminal", "html"])
def test_a_reader_that_has_seen_enough_is_no_error(news: Path, root: Path, form: str) -> None:
    with subprocess.Popen(
        command("read", str(news), "--format", form), cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


@posix
def test_adding_that_is_cut_short_says_so(news: Path, root: Path, tmp_path: Path) -> None:
    arguments = command("add", str(news), "--ledger", str(tmp_path / "x.db"), reader="SlowReader")
    with subprocess.Popen(arguments, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("new ")
        process.stdout.close()
        assert process.stderr is not None
        said = process.stderr.read()
    assert process.returncode == 1
    assert said.startswith("onrecord: nobody takes the output any more, so the rest was not read; ")
    assert said.count("\n") == 1


@posix
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_adding_that_is_interrupted_goes_on_the_next_time(news: Path, root: Path, tmp_path: Path, workers: str) -> None:
    arguments = ["add", str(news), "--ledger", str(tmp_path / "x.db"), "--workers", workers]
    with subprocess.Popen(
        command(*arguments, reader="SlowReader"), cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.stdout.read(), process.stderr.read()
    assert (process.returncode, err) == (130, "onrecord: interrupted\n")
    done = len(out.splitlines()) + 1
    assert 1 <= done < 200
    again = subprocess.run(command(*arguments[:-2]), cwd=root, capture_output=True, text=True, check=True)
    unchanged = re.search(r"(\d+) unchanged", again.stdout)
    assert unchanged, "what was there is not read again"
    assert done <= int(unchanged[1]) <= done + 1, "one may have been recorded and not yet said"


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "arguments", [["read", "NEWS"], ["read", "NEWS", "--format", "html"], ["--help"], ["--version"]]
)
def test_a_full_disk_is_one_line(news: Path, root: Path, arguments: list[str]) -> None:
    named = [str(news) if a == "NEWS" else a for a in arguments]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command(*named), cwd=root, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("onrecord: ")
    assert "free some space" in line


@posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_stream_that_is_closed_from_the_start_is_no_error(
    news: Path, root: Path, tmp_path: Path, closed: str
) -> None:
    line = shlex.join(command("add", str(news), "--ledger", str(tmp_path / "x.db")))
    done = subprocess.run(["sh", "-c", f"{line} {closed}"], cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert ("200 new" in done.stdout) == (closed != ">&-")
    assert (tmp_path / "x.db").read_bytes()[:6] == b"SQLite"


@posix
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_is_one_line_and_what_was_found_stays(news: Path, root: Path, workers: str) -> None:
    arguments = command("read", str(news), "--workers", workers, reader="SlowReader")
    with subprocess.Popen(arguments, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        # not communicate(): it would lose what readline() has read ahead
        out, err = process.stdout.read(), process.stderr.read()
    assert process.returncode == 130
    assert err.split("\n")[-2:] == ["onrecord: interrupted", ""]
    assert "Traceback" not in err
    assert all(json.loads(line) for line in [first, *out.splitlines()])


def test_standard_input_is_a_source(root: Path, news: Path) -> None:
    done = subprocess.run(command("read", "-"), cwd=root, input=news.read_bytes(), capture_output=True, check=True)
    assert len(done.stdout.splitlines()) == 200


@posix
def test_each_article_comes_out_when_it_is_read(root: Path, news: Path) -> None:
    with subprocess.Popen(
        command("read", str(news), reader="SlowReader"), cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        began = time.monotonic()
        process.stdout.readline()
        assert time.monotonic() - began < 5, "not only when a buffer is full: 200 articles take 40 seconds"
        process.kill()


@posix
def test_a_terminal_gets_colour_by_itself_and_a_pipe_gets_lines(news: Path, root: Path, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    article = tmp_path / "a.txt"
    article.write_text("Anna said it is \x1b]0;title\x07so.")
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    for name in ("NO_COLOR", "FORCE_COLOR"):
        environment.pop(name, None)
    done = subprocess.run(
        command("read", str(article)), cwd=root, stdout=follower, stderr=subprocess.DEVNULL, env=environment
    )
    os.close(follower)
    shown = os.read(leader, 100_000).decode()
    os.close(leader)
    assert done.returncode == 0
    assert "\x1b[" in shown
    assert "Anna" in shown
    assert "\x1b]" not in shown
    assert "\x07" not in shown
    piped = subprocess.run(command("read", str(article)), cwd=root, capture_output=True, check=True)
    assert json.loads(piped.stdout)["contract"] == 1


@posix
def test_progress_is_for_those_who_watch(news: Path, root: Path) -> None:
    pty = pytest.importorskip("pty")
    leader, follower = pty.openpty()
    with subprocess.Popen(
        command("read", str(news), reader="SlowReader"),
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=follower,
        env={**os.environ, "TERM": "xterm"},
    ) as process:
        os.close(follower)
        shown = os.read(leader, 1000).decode()
        process.kill()
    os.close(leader)
    assert " done, " in shown
