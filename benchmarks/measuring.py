"""Whole processes, measured from outside: wall time, time to the first output, memory with all children."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

MEGABYTE = 1_000_000
_SAMPLE = 0.05
"""Seconds between two looks at the memory: a look takes about a millisecond a process."""

Command = Sequence[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class Run:
    """One process from its start to its end."""

    seconds: float
    """Wall time, start-up included."""
    first: float
    """Seconds to the first byte on standard output; the whole time where there was none."""
    output: bytes


def run(command: Command, env: Mapping[str, str] | None = None) -> Run:
    """Run to the end. Raises RuntimeError, with the last line of standard error, where the process fails."""
    with TemporaryFile() as errors:
        start = time.perf_counter()
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, bufsize=0, env=env
        ) as process:
            assert process.stdout is not None
            parts = [process.stdout.read(1)]
            first = time.perf_counter() - start
            while part := process.stdout.read(1 << 20):
                parts.append(part)
            code = process.wait()
        seconds = time.perf_counter() - start
        _check(code, command, errors)
    return Run(seconds, first if parts[0] else seconds, b"".join(parts))


@dataclass(frozen=True, slots=True)
class Timing:
    """Several runs of one command, output thrown away."""

    seconds: float
    """The median wall time, start-up included."""
    others: float
    """Processors that others kept busy meanwhile, on average; 0 where the system does not tell."""


def timing(command: Command, runs: int, env: Mapping[str, str] | None = None) -> Timing:
    """Run so many times. Raises RuntimeError where a run fails."""
    before, own, start = _ticks(), _children(), time.perf_counter()
    took = [_thrown_away(command, env) for _ in range(runs)]
    busy = (_ticks() - before) / os.sysconf("SC_CLK_TCK") - (_children() - own)
    return Timing(statistics.median(took), max(busy, 0.0) / (time.perf_counter() - start))


def peak_memory(command: Command, env: Mapping[str, str] | None = None) -> int:
    """Bytes: what the process and its children take at most together.

    On Linux looked at every 50 ms: the sum over the processes of their proportional set size (what several share counts
    once), but not less than the kernel's high-water mark of the largest. Elsewhere the kernel's figure for the largest,
    which is not less than what this process takes itself.
    """
    most = 0
    with TemporaryFile() as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=env)
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            family = _family(process.pid)
            most = max(most, sum(_kilobytes(p, "smaps_rollup", "Pss") for p in family))
            most = max(most, *(_kilobytes(p, "status", "VmHWM") for p in family))
            time.sleep(_SAMPLE)
        process.returncode = os.waitstatus_to_exitcode(status)
        _check(process.returncode, command, errors)
    return most * 1024 or usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def busy(seconds: float = 3.0) -> float:
    """How many processors others keep busy just now; 0 where the system does not tell."""
    before = _ticks()
    time.sleep(seconds)
    return (_ticks() - before) / os.sysconf("SC_CLK_TCK") / seconds


def machine() -> str:
    """The machine in a line: cores, processor, the vector instructions that matter to 8-bit models."""
    try:
        told = {
            name.strip(): value.strip()
            for name, _, value in (line.partition(":") for line in Path("/proc/cpuinfo").read_text().splitlines())
        }
    except OSError:
        return f"{os.cpu_count()} cores, {platform.processor() or platform.machine()}, {platform.system()}"
    flags = told.get("flags", "").split()
    vector = [
        name
        for flag, name in (("avx2", "AVX2"), ("avx512_vnni", "AVX-512 VNNI"), ("avx_vnni", "VNNI"))
        if flag in flags
    ]
    name = told.get("model name", platform.machine())
    return f"{os.cpu_count()} cores, {name}, {', '.join(vector) or 'no AVX2'}, Python {platform.python_version()}"


def _thrown_away(command: Command, env: Mapping[str, str] | None) -> float:
    with TemporaryFile() as errors:
        start = time.perf_counter()
        code = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, env=env, check=False
        ).returncode
        took = time.perf_counter() - start
        _check(code, command, errors)
    return took


def _children() -> float:
    """Seconds of processor time that processes started from here have used, those that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _check(code: int, command: Command, errors: IO[bytes]) -> None:
    if code:
        errors.seek(0)
        last = errors.read().decode(errors="replace").strip().rpartition("\n")[2]
        raise RuntimeError(f"{' '.join(map(str, command))}: exit {code}: {last}")


def _family(root: int) -> list[int]:
    """A process and what it started, as far as /proc tells."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            try:
                waiting += map(int, children.read_text().split())
            except OSError:
                continue  # it ended meanwhile
    return found


def _kilobytes(pid: int, file: str, name: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0  # it ended meanwhile
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)


def _ticks() -> int:
    """Of all processors, spent on anything but idling and waiting."""
    try:
        user, nice, system, _idle, _wait, *more = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    except OSError:
        return 0
    return user + nice + system + sum(more[:3])
