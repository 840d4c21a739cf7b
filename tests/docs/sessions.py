"""Terminal sessions in the documentation, run for real.

A block fenced as `console` holds commands after `$ ` and below each what it prints on standard output. A last line
of `…` stands for the rest. Only `onrecord` is run. The blocks of one page follow each other in one folder, which
begins with the examples in it. Times and days of running are shown as one and the same, and so is what the ids of
judgements take from them.

    python -m tests.docs.sessions docs/tour.md

writes into the page what the commands print now, as many lines as were shown before; look at the difference.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
WIDTH = "100"
REST = "…"
NOW = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
THEN = "2026-05-11T08:00:00+00:00"
JUDGEMENT = re.compile(r"\b(000[0-9a-f])[0-9a-f]{4}\b")
"""The beginning of a judgement's id: its number, and four digits that depend on the time."""


def printed_by(folder: Path) -> Callable[[str], list[str]]:
    """What a command prints in `folder`, as lines. Raises AssertionError where it fails."""

    def run(command: str) -> list[str]:
        program, *arguments = shlex.split(command)
        assert program == "onrecord", f"the documentation runs onrecord alone: {command}"
        environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": WIDTH, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "onrecord", *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        assert done.returncode == 0, f"{command}: exit {done.returncode}\n{done.stderr}"
        return [settled(line.rstrip()) for line in done.stdout.split("\n")[:-1]]

    return run


def settled(line: str) -> str:
    """The line without what depends on when it is printed."""
    line = NOW.sub(THEN, line).replace(datetime.now(UTC).date().isoformat(), THEN[:10])
    return JUDGEMENT.sub(r"\g<1>c0de", line)


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block with the lines below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield command, shown


def replayed(page: str, run: Callable[[str], list[str]]) -> str:
    """The page with what its commands print now."""

    def block(found: re.Match[str]) -> str:
        lines: list[str] = []
        for command, shown in commands(found[0]):
            printed = run(command)
            if shown[-1:] == [REST]:
                printed = [*printed[: len(shown) - 1], REST]
            lines += [f"$ {command}", *printed]
        return "".join(f"{line}\n" for line in lines)

    return BLOCK.sub(block, page)


def main(paths: list[str]) -> None:
    examples = Path(__file__).parents[2] / "examples"
    for path in map(Path, paths):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(examples, Path(folder) / "examples")
            path.write_text(replayed(path.read_text("utf-8"), printed_by(Path(folder))), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
