"""The table of misbehaving input and the tests are the same list."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_each_row_names_a_test_and_each_test_has_a_row(root: Path) -> None:
    rows = re.findall(r"^\|.*\| `(test_\w+)` \|$", (root / "docs" / "input.md").read_text("utf-8"), re.MULTILINE)
    tests = {
        f.name: re.findall(r"^def (test_\w+)", f.read_text("utf-8"), re.MULTILINE) for f in HERE.rglob("test_*.py")
    }
    assert len(rows) == len(set(rows))
    assert set(rows) <= {name for names in tests.values() for name in names}
    # the quick form of the test of 1 GB has no row of its own
    assert set(tests["test_misbehaving.py"]) - set(rows) == {
        "test_a_large_file_of_lines_takes_no_more_memory_than_a_small_one"
    }
