"""The page on Python says what Python does, and the reference has every public name."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.serve.event_rows import DAYS, EVENTS
from onrecord.serve.rows import ACTORS, ARTICLES, STATEMENTS, Shape


def test_each_example_gives_what_the_page_shows(
    root: Path, examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed: pip install 'onrecord[pandas]'")
    shutil.copytree(examples, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(doctest, "ELLIPSIS_MARKER", "…")
    path = root / "docs" / "python.md"
    failed, tried = doctest.testfile(str(path), module_relative=False)
    assert tried > 20
    assert failed == 0

    # the README's example asks the ledger that its sessions make; it is the same
    (tmp_path / "week.db").rename(tmp_path / "onrecord.db")
    (code,) = re.findall(r"^```python\n(.*?)^```", (root / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    made: dict[str, Any] = {}
    exec(code, made)
    assert len(made["table"]) == 1


def test_every_public_name_is_in_the_reference(root: Path) -> None:
    page = (root / "docs" / "api.md").read_text("utf-8")
    named = re.findall(r"^::: onrecord\.([\w.]+)\.(\w+)$", page, re.MULTILINE)
    homes = {(home, name) for home, names in onrecord._FROM.items() for name in names}
    assert sorted(named) == sorted(homes)


@pytest.mark.parametrize(("column", "shapes"), [(1, [STATEMENTS]), (2, [EVENTS, DAYS]), (3, [ARTICLES]), (4, [ACTORS])])
def test_every_column_of_a_table_is_on_the_page(root: Path, column: int, shapes: list[Shape[Any]]) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed: pip install 'onrecord[pandas]'")
    page = (root / "docs" / "python.md").read_text("utf-8")
    rows = [line.split("|")[1:-1] for line in page.splitlines() if re.match(r"\| [a-z ]+ \(`", line)]
    said = {
        name: kind[1]
        for row in rows
        if (kind := re.search(r"\(`(.+)`\)", row[0]))
        for name in re.findall(r"`(\w+)`", row[column])
    }
    for shape in shapes:
        table = onrecord.Rows[Any]([], shape).to_pandas()
        assert said == {str(name): str(kind) for name, kind in table.dtypes.items()}
