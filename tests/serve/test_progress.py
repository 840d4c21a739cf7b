from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from onrecord.serve import progress


class Watched(io.StringIO):
    """A standard error that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_what_goes_wrong_has_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def items() -> Iterator[int]:
        yield from (1, 2)
        raise KeyboardInterrupt

    shown = Watched()
    monkeypatch.setattr("sys.stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "PACE", 0.0)
    with pytest.raises(KeyboardInterrupt):
        list(progress.Progress().over(items()))
    assert "2 done, " in shown.getvalue()
    assert shown.getvalue().endswith("\r\x1b[2K")
