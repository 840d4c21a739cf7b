"""The notebooks of the documentation run, and show what their cells print."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.docs.notebooks import plain, replayed, written

NOTEBOOKS = ("week",)
SURE = re.compile(r"\b[01]\.\d\d\b|\b\d{1,3} %")
"""Which differs by a few hundredths from one kind of processor to another."""


def stored(root: Path, name: str) -> tuple[Path, str, dict[str, Any]]:
    path = root / "docs" / "notebooks" / f"{name}.ipynb"
    text = path.read_text("utf-8")
    return path, text, json.loads(text)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_cell_shows_what_it_prints(name: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for needed in ("ipykernel", "nbclient", "pandas"):
        pytest.importorskip(needed, reason=f"{needed} is not installed, so that no notebook can be run")
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    path, text, _ = stored(root, name)
    now = written(replayed(path, tmp_path))
    assert SURE.sub("·", now) == SURE.sub("·", text), (
        f"look at it, then: python -m tests.docs.notebooks {path.relative_to(root)}"
    )


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_is_stored_whole_and_plain(name: str, root: Path) -> None:
    _, text, notebook = stored(root, name)
    assert text == written(plain(notebook))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(output["output_type"] != "error" for cell in code for output in cell["outputs"])
    assert sum(bool(cell["outputs"]) for cell in code) >= len(code) - 2
    assert "<script" not in text


def test_every_notebook_is_run(root: Path) -> None:
    assert sorted(p.stem for p in (root / "docs").rglob("*.ipynb")) == sorted(NOTEBOOKS)
