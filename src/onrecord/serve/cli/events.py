"""`onrecord events`"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import click

from onrecord.domain import EventType, Realis
from onrecord.serve.cli import options


@click.command("events")
@options.ledger
@click.option(
    "--type", "type_", type=click.Choice(get_args(EventType), case_sensitive=False), help="Only of this PLOVER type."
)
@options.actor
@options.recipient
@options.about
@click.option(
    "--realis",
    type=click.Choice(get_args(Realis), case_sensitive=False),
    help="Only what happened, is going on, is planned, … in the eyes of whoever tells it.",
)
@options.outlet
@options.since
@options.until
@options.event_confidence
@options.limit
@options.rows("events")
def command(
    ledger: Path,
    type_: EventType | None,
    actor: str | None,
    recipient: str | None,
    about: str | None,
    realis: Realis | None,
    outlet: str | None,
    since: date | None,
    until: date | None,
    min_confidence: float | None,
    limit: int | None,
    form: str | None,
    path: Path | None,
) -> None:
    """Ask who did what to whom, on whose word.

    Every condition that is given must hold. By day of publication, the undated last. Nothing is a fact here: each event
    says whether it happened in the eyes of whoever tells it.
    """
    from onrecord.record.events import EventFilter
    from onrecord.serve.event_rows import EVENTS

    with options.open_ledger(ledger) as opened:
        asked = EventFilter(
            type=type_,
            actor=options.whom(opened, actor),
            recipient=options.whom(opened, recipient),
            about=about,
            realis=realis,
            outlet=outlet,
            since=since,
            until=until,
            min_confidence=min_confidence,
            limit=limit,
        )
        options.write(form, path, EVENTS, lambda: opened.events.matching(asked), opened)
