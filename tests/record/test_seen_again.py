"""A file that goes back to what it said, from the file to the ledger: the two agree on where an article came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.pipeline import Recorded, add
from onrecord.read import Options
from onrecord.record import open_ledger
from onrecord.record.filters import StatementFilter
from tests.serve.fakes import FakeReader

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.record.ledger import Ledger


def added(ledger: Ledger, *sources: Path) -> list[str]:
    """What adding the files changed."""
    outcomes = add([str(source) for source in sources], Options(), ledger, FakeReader())
    return [one.added.status if isinstance(one, Recorded) else type(one).__name__ for one in outcomes]


def page(path: Path, month: str) -> Path:
    address = '<link rel="canonical" href="https://harbour.example/1">'
    told = f"Tolan said the bridge would open in {month}. " + "Nothing else was said about it that day. " * 9
    path.write_text(f"<html><head>{address}<title>Bridge</title></head><body><p>{told}</p></body></html>")
    return path


def shown(ledger: Ledger) -> list[str]:
    return [row.statement.content[0].text.split()[-1] for row in ledger.statements(StatementFilter())]


def test_a_file_that_is_overwritten_with_what_it_said_before(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    with open_ledger(tmp_path / "x.db", create=True) as ledger:
        for month, status in (
            ("May", "new"),
            ("June", "new_version"),
            ("May", "new_version"),
            ("May", "Known"),
            ("June", "new_version"),
        ):
            assert added(ledger, page(file, month)) == [status]
            assert shown(ledger) == [month]


def test_two_saved_copies_added_again_and_again(tmp_path: Path) -> None:
    monday, tuesday = page(tmp_path / "monday.html", "May"), page(tmp_path / "tuesday.html", "June")
    with open_ledger(tmp_path / "x.db", create=True) as ledger:
        assert added(ledger, monday, tuesday) == ["new", "new_version"]
        for _ in range(2):
            assert added(ledger, monday, tuesday) == ["Known", "Known"]
            assert shown(ledger) == ["June"]
        assert len(list(ledger.log())) == 2
