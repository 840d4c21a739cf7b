"""`onrecord merge`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("merge")
@options.name
@click.argument("other", callback=options.words)
@options.ledger
@options.by
@options.why
def command(name: str, other: str, ledger: Path, by: str, why: str | None) -> None:
    """Judge that two actors are one.

    NAME and OTHER are names or ids. The judgement is kept with who, when and why, counts before whatever the program
    finds, outlives reading again, and can be taken back: `onrecord undo`.
    """
    from onrecord.serve.actor_page import judged
    from onrecord.serve.output import output

    with options.open_ledger(ledger) as opened, output() as out:
        out.write(judged(options.actors(opened).merge(name, other, by=by, why=why)))
