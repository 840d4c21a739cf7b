"""`onrecord split`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("split")
@options.name
@click.argument("other", required=False, callback=options.words)
@click.option("--document", metavar="ID", callback=options.words, help="Set apart the NAME of this article alone.")
@options.ledger
@options.by
@options.why
def command(name: str, other: str | None, document: str | None, ledger: Path, by: str, why: str | None) -> None:
    """Judge that two names, or two namesakes, are not one.

    Two names: NAME and OTHER. An article's actor and the others of its name: NAME and --document. The judgement is kept
    with who, when and why, counts before whatever the program finds, outlives reading again, and can be taken back:
    `onrecord undo`.
    """
    from onrecord.serve.actor_page import judged
    from onrecord.serve.output import output

    with options.open_ledger(ledger) as opened, output() as out:
        out.write(judged(options.actors(opened).split(name, other, document=document, by=by, why=why)))
