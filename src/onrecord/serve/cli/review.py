"""`onrecord review`"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from onrecord.domain import Act
from onrecord.serve.cli import options

if TYPE_CHECKING:
    from onrecord.domain import Kind


@click.command("review")
@options.ledger
@click.option("--by", metavar="WORDS", help="Said by the actor of this name or id, under all its names.")
@click.option("--about", metavar="WORDS", help="Words of what is said, in this order; the last may be only begun.")
@click.option("--text", metavar="WORDS", help="Words of who or what, in any order; each may be only begun.")
@click.option("--kind", type=click.Choice(["direct", "indirect", "mixed"]), help="All, none or part of it in quotes.")
@click.option("--act", type=click.Choice(get_args(Act), case_sensitive=False), help="Only what does this.")
@options.outlet
@options.since
@options.until
@click.option("--limit", type=click.IntRange(min=1), default=20, metavar="N", help="At most so many.  [default: 20]")
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
