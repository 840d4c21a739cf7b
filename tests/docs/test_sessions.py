"""What the documentation shows is what the program prints."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.docs.sessions import BLOCK, commands, printed_by, replayed, settled

CONFIDENCE = re.compile(r"\b[01]\.\d\d\b")
"""Which differs by a few hundredths from one kind of processor to another."""


FIRST = ("README.md", "docs/tour.md")
LATER = ("docs/read.md", "docs/keep.md", "docs/actors.md", "docs/catalogues.md")


def test_every_page_with_a_session_is_run(root: Path) -> None:
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    shown = {p.relative_to(root).as_posix() for p in pages if BLOCK.search(p.read_text("utf-8"))}
    assert shown - {"docs/decisions/pages.md"} == {*FIRST, *LATER}


@pytest.mark.parametrize("page", [*FIRST, *(pytest.param(page, marks=pytest.mark.slow) for page in LATER)])
def test_each_command_prints_what_the_page_shows(page: str, root: Path, examples: Path, tmp_path: Path) -> None:
    shutil.copytree(examples, tmp_path / "examples")
    text = (root / page).read_text("utf-8")
    assert BLOCK.search(text), "no session in the page"
    printed = replayed(text, printed_by(tmp_path))
    assert CONFIDENCE.sub("0.··", printed) == CONFIDENCE.sub("0.··", text), (
        f"look at it, then: python -m tests.docs.sessions {page}"
    )


def test_what_depends_on_the_time_is_settled() -> None:
    today = datetime.now(UTC).date().isoformat()
    assert settled(f"{today} {today}T10:11:12+00:00 000a1b2c 053205052de37937") == (
        "2026-05-11 2026-05-11T08:00:00+00:00 000ac0de 053205052de37937"
    )


def test_a_session_is_cut_into_commands_and_what_they_print() -> None:
    assert list(commands("$ a b\none\n\ntwo\n$ c\n")) == [("a b", ["one", "", "two"]), ("c", [])]


def test_a_changed_output_changes_the_page_and_the_rest_stays_left_out() -> None:
    page = "Text.\n```console\n$ onrecord x\nold\n…\n```\nMore.\n"
    assert replayed(page, lambda _: ["new", "hidden"]) == page.replace("old", "new")
    assert replayed(page, lambda _: ["old", "other"]) == page
