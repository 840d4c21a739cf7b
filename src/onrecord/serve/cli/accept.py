"""`onrecord accept`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("accept")
@options.statement
@options.ledger
@options.by
@options.why
def command(statement: tuple[str, str], ledger: Path, by: str, why: str | None) -> None:
    """Judge that a statement is right, just as it is shown.

    ID is ARTICLE/STATEMENT as the tables of `onrecord statements` and `review` have it; each may be only begun.
    All of it (who, how, what, the act) stays so, whatever a newer model finds, until it is judged again or taken back.
    """
    from onrecord.serve.output import output
    from onrecord.serve.review_rows import judged

    with options.open_ledger(ledger) as opened, output() as out:
        made = opened.reviews.accept(*statement, by=by, why=why)
        out.write(judged(made, opened.statement(made.document, made.statement)))
