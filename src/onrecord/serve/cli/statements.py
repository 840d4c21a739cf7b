"""`onrecord statements`"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.serve.cli import options

if TYPE_CHECKING:
    from onrecord.domain import Act, Kind
    from onrecord.record.ledger import Ledger


@click.command("statements")
@options.ledger
@options.speaker
@click.option(
    "--topic",
    metavar="TOPIC",
    callback=options.words,
    help="Said by somebody whom a catalogue has under this topic, as sanction or role.pep.",
)
@options.said
@options.who_or_what
@options.kind
@options.act
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
