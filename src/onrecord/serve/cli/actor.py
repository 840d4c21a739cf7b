"""`onrecord actor`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("actor")
@options.name
@options.ledger
@click.option(
    "--limit", callback=options.whole, default="10", metavar="N", help="At most so many statements.  [default: 10]"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    help="How to print it.  [default: terminal]",
)
def command(name: str, ledger: Path, limit: int, form: str) -> None:
    """Show who an actor is: names, roles over time, statements.

    And why all this is one. NAME is a name in any spelling or an id, which may be only begun. Written just so, it means
    the one whose main name it is. Where several are called so, they are listed with their ids.
    """
    from onrecord.catalogues import known_as
    from onrecord.serve import actor_page
    from onrecord.serve.output import output

    with options.open_ledger(ledger) as opened, output() as out:
        actors = options.actors(opened)
        actor = actors.one(name)
        dossier = actors.dossier(actor, limit)
        candidates = known_as(ledger, actors.identity(actor))
        if form == "json":
            from onrecord.serve.json_lines import dumps

            out.write(dumps(actor_page.record(dossier, candidates)) + "\n")
        else:
            actor_page.show(out, dossier, candidates)
