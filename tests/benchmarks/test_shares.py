"""Where the time goes: each part for itself, and all of it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.shares import Shares

PARTS = {
    "model",
    "input",
    "words and pieces",
    "spans",
    "linking",
    "confidence",
    "else in understand",
    "output",
}


def test_what_a_part_calls_in_another_is_the_others() -> None:
    shares = Shares()
    inner = shares.timed("inner", time.sleep)

    def work() -> None:
        inner(0.1)
        time.sleep(0.02)
        inner(0.1)

    outer = shares.timed("outer", work)
    start = time.perf_counter()
    outer()
    whole = time.perf_counter() - start
    assert shares.spent["inner"] >= 0.2
    assert 0.02 <= shares.spent["outer"] <= whole - 0.2
    assert shares.spent.total() == pytest.approx(whole, abs=0.01)


def test_time_counts_also_where_a_part_fails() -> None:
    shares = Shares()

    def fail() -> None:
        time.sleep(0.02)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        shares.timed("failing", fail)()
    shares.timed("next", lambda: None)()
    assert shares.spent["failing"] >= 0.02 > shares.spent["next"]


def test_a_part_that_is_not_there_is_said() -> None:
    with pytest.raises(AttributeError):
        Shares().watch("model", time, "no_such_function")


def test_every_part_of_reading_is_counted(root: Path, tmp_path: Path) -> None:
    # in a process of its own, for it puts its stopwatch into the package
    article = tmp_path / "article.txt"
    article.write_text("The minister said on Monday that the bridge will open in May. " * 9, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.shares", article], cwd=root, check=True, capture_output=True, text=True
    )
    rows = re.findall(r"^  (\S.*?) +([\d.]+)%", done.stdout, re.MULTILINE)
    assert {part for part, _ in rows} == PARTS
    assert sum(float(share) for _, share in rows) == pytest.approx(100, abs=0.5)


@pytest.mark.slow
def test_the_bench_runs_without_the_corpus(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", "no/such/corpus.jsonl", "--runs", "1"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "there is no no/such/corpus.jsonl: measured on" in done.stdout
    for line in ("onrecord read --workers 2", "start to the first statement", "onrecord --help", "model"):
        assert re.search(rf"^ *{line} +\d", done.stdout, re.MULTILINE), line
