"""`onrecord review`"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.serve.cli import options

if TYPE_CHECKING:
    from onrecord.domain import Act, Kind


@click.command("review")
@options.ledger
@options.speaker
@options.said
@options.who_or_what
@options.kind
@options.act
@options.outlet
@options.since
@options.until
@click.option("--limit", callback=options.whole, default="20", metavar="N", help="At most so many rows.  [default: 20]")
@options.rows("review")
def command(
    ledger: Path,
    by: str | None,
    about: str | None,
    text: str | None,
    kind: Kind | None,
    act: Act | None,
    outlet: str | None,
    since: date | None,
    until: date | None,
    limit: int,
    form: str | None,
    path: Path | None,
) -> None:
    """List statements to look at that nobody judged yet.

    What is doubtful and what weighs comes first, among the newest 2,000 that match. The id in the first column is what
    `onrecord accept`, `reject` and `correct` take.
    """
    from onrecord.record.filters import StatementFilter
    from onrecord.serve.review_rows import QUEUE

    asked = StatementFilter(about=about, text=text, kind=kind, act=act, outlet=outlet, since=since, until=until)
    with options.open_ledger(ledger) as opened:
        asked = options.said_by(opened, ledger, asked, by, None)
        options.write(form, path, QUEUE, lambda: opened.reviews.queue(asked, limit), opened)
