"""`onrecord judgements`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("judgements")
@click.argument("what", type=click.Choice(["list"]), default="list")
@options.ledger
@options.rows
def command(what: str, ledger: Path, form: str) -> None:
    """List what people judged of actors, the oldest first.

    Also what was taken back. The id in the first column is what `onrecord undo` takes; its beginning is enough.
    """
    from onrecord.serve import rows
    from onrecord.serve.actor_page import JUDGEMENTS
    from onrecord.serve.output import output

    with options.open_ledger(ledger) as opened, output() as out:
        rows.write(out, form, JUDGEMENTS, opened.judgements.list())
