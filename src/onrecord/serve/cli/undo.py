"""`onrecord undo`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.serve.cli import options

if TYPE_CHECKING:
    from onrecord.record.ledger import Ledger


@click.command("undo")
@click.argument("judgement", metavar="ID", callback=options.words)
@options.ledger
@options.by
@options.why
def command(judgement: str, ledger: Path, by: str, why: str | None) -> None:
    """Take a judgement back, about actors or about a statement.

    ID is a judgement's, as `onrecord judgements` lists it; its beginning is enough. What it had overridden counts
    again. Both stay in that list; to take back an undo, give its id.
    """
    from onrecord.record.judgements import meant
    from onrecord.serve import actor_page, review_rows
    from onrecord.serve.output import output

    with options.open_ledger(ledger) as opened, output() as out:
        if _of_a_statement(judgement, opened, ledger):
            before, _ = opened.reviews.undo(judgement, by=by, why=why)
            there = before.document in opened.reviews.documents()
            page = opened.statement(before.document, before.statement) if there else None
            out.write(review_rows.taken_back(meant(before, opened.reviews.list()), page))
        else:
            of_actors, now = options.actors(opened).undo(judgement, by=by, why=why)
            out.write(actor_page.taken_back(meant(of_actors, opened.judgements.list()), now))


def _of_a_statement(begun: str, opened: Ledger, path: Path) -> bool:
    """Whether the judgement meant is about a statement. Raises LedgerError where it may be about actors as well."""
    from onrecord.errors import LedgerError

    of_statements = any(one.id.startswith(begun) for one in opened.reviews.list())
    if of_statements and any(one.id.startswith(begun) for one in opened.judgements.list()):
        raise LedgerError(
            f"more than one judgement's id begins with {begun}", resource=str(path), hint="give more of the id"
        )
    return of_statements
