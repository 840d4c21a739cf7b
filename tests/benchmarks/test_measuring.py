"""The ruler itself: what is measured is what the processes did."""

from __future__ import annotations

import sys

import pytest

from benchmarks.measuring import MEGABYTE, peak_memory, run, timing

HOLD = "import time; held = bytearray(b'x') * 100_000_000; time.sleep(0.5)"
BOTH = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {HOLD!r}]); {HOLD}; child.wait()"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_the_first_output_is_timed_apart_from_the_end() -> None:
    done = run(python("import time; print('one', flush=True); time.sleep(0.6); print('two')"))
    assert done.output.split() == [b"one", b"two"]
    assert 0 < done.first <= done.seconds - 0.5


def test_start_up_counts() -> None:
    assert timing(python("import time; time.sleep(0.3)"), 1).seconds >= 0.3


def test_memory_is_that_of_the_process_not_of_the_one_that_measures() -> None:
    held = bytearray(b"x") * 300 * MEGABYTE
    assert 100 <= peak_memory(python(HOLD)) / MEGABYTE < 150
    assert held


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what several processes share")
def test_memory_is_that_of_all_processes_together() -> None:
    assert 200 <= peak_memory(python(BOTH)) / MEGABYTE < 280


def test_a_process_that_fails_is_no_measurement() -> None:
    failing = python("import sys; print('much'); sys.exit('no such file')")
    for measure in (run, peak_memory, lambda command: timing(command, 1)):
        with pytest.raises(RuntimeError, match=r"exit 1: no such file$"):
            measure(failing)
