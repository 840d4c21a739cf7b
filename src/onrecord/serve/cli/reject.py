"""`onrecord reject`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("reject")
@options.statement
@options.ledger
@options.by
@options.why
def command(statement: tuple[str, str], ledger: Path, by: str, why: str | None) -> None:
    """Judge that there is no such statement.

    ID is ARTICLE/STATEMENT as the tables of `onrecord statements` and `review` have it; each may be only begun.
    It is listed and counted no more, also when the article is read again, until it is judged again or this is taken
    back.
    """
    from onrecord.serve.output import output
    from onrecord.serve.review_rows import judged

    with options.open_ledger(ledger) as opened, output() as out:
        made = opened.reviews.reject(*statement, by=by, why=why)
        out.write(judged(made, opened.statement(made.document, made.statement)))
