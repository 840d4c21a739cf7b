"""The table of faults in docs/ledger.md and the tests that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import test_faults

if TYPE_CHECKING:
    from pathlib import Path


def test_each_fault_has_a_row_and_each_row_a_test(root: Path) -> None:
    table = (root / "docs" / "ledger.md").read_text("utf-8").partition("| fault |")[2].partition("\n\n")[0]
    named = re.findall(r"`(test_\w+)`", table)
    assert sorted(named) == sorted(name for name in vars(test_faults) if name.startswith("test_"))
    assert all((root / path).is_file() for path in re.findall(r"`(tests/[\w/]+\.py)`", table))
