"""`onrecord timeline`"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("timeline")
@options.ledger
@options.party
@options.about
@options.outlet
@options.since
@options.until
@options.event_confidence
@options.limit
@options.rows("events")
def command(
    ledger: Path,
    actor: str | None,
    about: str | None,
    outlet: str | None,
    since: date | None,
    until: date | None,
    min_confidence: float | None,
    limit: int | None,
    form: str | None,
    path: Path | None,
) -> None:
    """Show what is on record day by day.

    The days are those that the texts give their events: the past, the planned and the feared, each with whose
    word it is told on. What no text dates comes last, apart, by day of publication.
    """
    from onrecord.record.events import EventFilter
    from onrecord.serve.event_rows import DAYS

    with options.open_ledger(ledger) as opened:
        party = options.whom(opened, actor)
        asked = EventFilter(
            party=party,
            about=about,
            outlet=outlet,
            since=since,
            until=until,
            min_confidence=min_confidence,
            limit=limit,
        )
        options.write(form, path, DAYS, lambda: opened.events.by_day(asked), opened, "Timeline")
