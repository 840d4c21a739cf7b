"""`onrecord statements`"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from onrecord.domain import Act
from onrecord.serve.cli import options

if TYPE_CHECKING:
    from onrecord.domain import Kind
    from onrecord.record.ledger import Ledger


@click.command("statements")
@options.ledger
@click.option(
    "--by",
    metavar="WORDS",
    help="Said by the actor of this name or id, under all its names. Where no actor is called so, and for a surname: "
    "words of the speaker's name or of the source, in this order; the last may be only begun.",
)
@click.option(
    "--topic",
    metavar="TOPIC",
    callback=options.words,
    help="Said by somebody whom a catalogue has under this topic, as sanction or role.pep.",
)
@click.option("--about", metavar="WORDS", help="Words of what is said, in this order; the last may be only begun.")
@click.option("--text", metavar="WORDS", help="Words of who or what, in any order; each may be only begun.")
@click.option("--kind", type=click.Choice(["direct", "indirect", "mixed"]), help="All, none or part of it in quotes.")
@click.option(
    "--act",
    type=click.Choice(get_args(Act), case_sensitive=False),
    help="Only what does this, as demand, deny or promise.",
)
@options.outlet
@options.since
@options.until
@options.min_confidence
@options.limit
@options.rows("statements")
def command(
    ledger: Path,
    by: str | None,
    topic: str | None,
    about: str | None,
    text: str | None,
    kind: Kind | None,
    act: Act | None,
    outlet: str | None,
    since: date | None,
    until: date | None,
    min_confidence: float | None,
    limit: int | None,
    form: str | None,
    path: Path | None,
) -> None:
    """Ask who is on record with what.

    Every condition that is given must hold. Words are words, not expressions; case and accents don't count. By day of
    publication, the undated last.
    """
    from onrecord.record.filters import StatementFilter
    from onrecord.serve import rows

    asked = StatementFilter(
        about=about,
        text=text,
        kind=kind,
        act=act,
        outlet=outlet,
        since=since,
        until=until,
        min_confidence=min_confidence,
        limit=limit,
    )
    with options.open_ledger(ledger) as opened:
        asked = options.said_by(opened, ledger, asked, by, topic)
        title = f"What {_called(opened, by)} is reported to have said" if by else None
        options.write(form, path, rows.STATEMENTS, lambda: opened.statements(asked), opened, title)


def _called(ledger: Ledger, by: str) -> str:
    """The name of the one actor that is meant; where there is none, or several, as it was asked for."""
    found = options.actors(ledger).find(by)
    return found[0].name if len(found) == 1 else by
