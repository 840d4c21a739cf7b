"""`onrecord judgements`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("judgements")
@click.argument("what", type=click.Choice(["list"]), default="list")
@options.ledger
@options.rows("judgements")
def command(what: str, ledger: Path, form: str | None, path: Path | None) -> None:
    """List what people judged of actors, the oldest first.

    Also what was taken back. The id in the first column is what `onrecord undo` takes; its beginning is enough.
    """
    from onrecord.serve.actor_page import JUDGEMENTS

    with options.open_ledger(ledger) as opened:
        options.write(form, path, JUDGEMENTS, opened.judgements.list, opened)
