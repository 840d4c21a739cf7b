"""`onrecord actors`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.serve.cli import options

if TYPE_CHECKING:
    from onrecord.domain import ActorKind


@click.command("actors")
@options.ledger
@click.option("--text", metavar="LETTERS", callback=options.words, help="Who has these letters in a name.")
@click.option(
    "--kind",
    type=click.Choice(["person", "organization", "country", "place", "group", "document", "other"]),
    help="Only of this kind.",
)
@options.limit
@options.rows("actors")
def command(
    ledger: Path, text: str | None, kind: ActorKind | None, limit: int | None, form: str | None, path: Path | None
) -> None:
    """List who is on record.

    Those who speak most first. A row is an actor across articles, under all its names; `onrecord actor` says why. The
    id in the last column tells namesakes apart.
    """
    from onrecord.record.filters import ActorFilter
    from onrecord.serve import rows

    with options.open_ledger(ledger) as opened:
        options.actors(opened)
        asked = ActorFilter(text=text, kind=kind, limit=limit)
        options.write(form, path, rows.ACTORS, lambda: opened.actors(asked), opened)
