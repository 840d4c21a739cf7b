"""`onrecord undo`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("undo")
@click.argument("judgement", metavar="ID", callback=options.words)
@options.ledger
@options.by
@options.why
def command(judgement: str, ledger: Path, by: str, why: str | None) -> None:
    """Take a judgement back.

    ID may be only begun. What it had overridden counts again. Both stay in `onrecord judgements`; to take back an undo,
    give its id.
    """
    from onrecord.serve.actor_page import taken_back
    from onrecord.serve.output import output

    with options.open_ledger(ledger) as opened, output() as out:
        out.write(taken_back(*options.actors(opened).undo(judgement, by=by, why=why)))
