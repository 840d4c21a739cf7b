"""`onrecord statements`"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.serve.cli import options

if TYPE_CHECKING:
    from onrecord.domain import Kind


@click.command("statements")
@options.ledger
@click.option(
    "--by",
    metavar="WORDS",
    help="Said by: words of the speaker's name or of the source, in this order; the last may be only begun.",
)
@click.option("--about", metavar="WORDS", help="The same, in what is said.")
@click.option("--text", metavar="WORDS", help="Words of who or what, in any order; each may be only begun.")
@click.option("--kind", type=click.Choice(["direct", "indirect", "mixed"]), help="All, none or part of it in quotes.")
@options.outlet
@options.since
@options.until
@options.min_confidence
@options.limit
@options.rows
def command(
    ledger: Path,
    by: str | None,
    about: str | None,
    text: str | None,
    kind: Kind | None,
    outlet: str | None,
    since: date | None,
    until: date | None,
    min_confidence: float | None,
    limit: int | None,
    form: str,
) -> None:
    """Ask who is on record with what.

    Every condition that is given must hold. Words are words, not expressions; case and accents don't count. By day of
    publication, the undated last.
    """
    from onrecord.record.ledger import StatementFilter
    from onrecord.serve import rows
    from onrecord.serve.output import output

    asked = StatementFilter(
        by=by,
        about=about,
        text=text,
        kind=kind,
        outlet=outlet,
        since=since,
        until=until,
        min_confidence=min_confidence,
        limit=limit,
    )
    with options.open_ledger(ledger) as opened, output() as out:
        rows.write(out, form, rows.STATEMENTS, opened.statements(asked))
