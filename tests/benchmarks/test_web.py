"""The benchmark of the web application, over a ledger that is small."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.ledger import World
from benchmarks.web import Answer, Row, main, make, measure


def test_every_page_that_there_is_is_measured(tmp_path: Path) -> None:
    world = World(seed=1)
    make(tmp_path / "x.db", world, 10)
    rows = {row.name: row for row in measure(tmp_path / "x.db", world, 3)}
    for name in ("/", "/?days=90", "/add", "/api/statements?about=", "/api/articles/…", "/api/actors"):
        assert rows[name].statuses == {200}, name
        assert 0 < rows[name].at(0.5) <= rows[name].at(0.95) <= rows[name].at(1)
    assert not any(status >= 500 for row in rows.values() for status in row.statuses)


def test_a_row_says_what_is_wrong() -> None:
    answers = tuple(Answer(200, float(n), float(n), 2048, None) for n in range(1, 101))
    assert str(Row("/x", answers)).split() == ["/x", "51.0", "96.0", "100.0", "96.0", "2"]
    late = str(Row("/x", (*answers, *(Answer(404, 500.0, 500.0, 1, None),) * 20)))
    assert late.endswith("answered 200, 404  over the goal")


def test_it_prints_a_table_and_keeps_the_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--statements", "100", "--questions", "2", "--folder", str(tmp_path)]
    for made in (True, False):
        main(arguments)
        printed = capsys.readouterr().out
        assert ("made in" in printed) == made
        assert "100 statements; milliseconds" in printed
        assert "\n/search?text=two words" in printed
