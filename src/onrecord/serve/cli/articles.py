"""`onrecord articles`"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("articles")
@options.ledger
@click.option(
    "--text",
    metavar="WORDS",
    callback=options.words,
    help="Words of title or text, in any order; each may be only begun.",
)
@options.outlet
@click.option("--language", metavar="CODE", callback=options.words, help="In this language, as en or uk.")
@options.since
@options.until
@options.limit
@options.rows("articles")
def command(
    ledger: Path,
    text: str | None,
    outlet: str | None,
    language: str | None,
    since: date | None,
    until: date | None,
    limit: int | None,
    form: str | None,
    path: Path | None,
) -> None:
    """List the articles on record.

    By day of publication, the undated last. The id in the last column is what `onrecord show` takes; its beginning is
    enough.
    """
    from onrecord.record.filters import ArticleFilter
    from onrecord.serve import rows

    asked = ArticleFilter(text=text, outlet=outlet, language=language, since=since, until=until, limit=limit)
    with options.open_ledger(ledger) as opened:
        options.write(form, path, rows.ARTICLES, lambda: opened.articles(asked), opened)
