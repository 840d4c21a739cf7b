"""Ctrl-C while worker processes start. What else the pool promises is tried in test_pipeline.py."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.scale import Pool

WAITING = """
import sys
from onrecord.scale import Pool
from tests.test_scale import slow

if __name__ == "__main__":
    print("begun", flush=True)
    try:
        print(list(Pool(2)(slow, range(100))))
    except KeyboardInterrupt:
        sys.exit("interrupted")
"""


def slow(number: int) -> int:
    """Takes its time, so that an interrupt comes before the end."""
    time.sleep(0.2)
    return number


@pytest.mark.skipif(os.name == "nt", reason="there are no process groups to interrupt on Windows")
@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("after", [0.02, 0.1, 0.2, 0.3, 0.5, 1.0])
def test_an_interrupt_while_workers_start_is_the_parents_alone(root: Path, tmp_path: Path, after: float) -> None:
    """Seconds after the beginning, to all processes, as a terminal does it."""
    script = tmp_path / "waiting.py"
    script.write_text(WAITING)
    command = [sys.executable, str(script)]
    with subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(after)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (1, "interrupted\n")


class Closing:
    """Back from a worker, closes the map that it comes through, in the thread of the pool's that takes it."""

    running: list[Callable[[], None]] = []  # noqa: RUF012
    ended: list[BaseException | None] = []  # noqa: RUF012

    def __reduce__(self) -> tuple[Callable[[], int], tuple[()]]:
        return close, ()


def close() -> int:
    try:
        Closing.running.pop()()
    except BaseException as e:
        Closing.ended.append(e)
    else:
        Closing.ended.append(None)
    return 0


def late_closing(number: int) -> object:
    """The first comes at once, the second closes the map."""
    time.sleep(number)
    return Closing() if number else 0


def test_a_map_that_is_cleared_away_in_the_pools_own_thread_does_not_wait_for_itself() -> None:
    results = Pool(1)(late_closing, range(2))
    Closing.running.append(results.close)  # type: ignore[attr-defined]
    assert next(results) == 0
    until = time.monotonic() + 30
    while not Closing.ended and time.monotonic() < until:
        time.sleep(0.05)
    assert Closing.ended == [None]
