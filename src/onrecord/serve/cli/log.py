"""`onrecord log`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("log")
@options.ledger
@options.rows("log")
def command(ledger: Path, form: str | None, path: Path | None) -> None:
    """List every change of the ledger, the oldest first.

    It names documents, versions and readings, and never holds their text, so that what was deleted is gone.
    """
    from onrecord.serve import rows

    with options.open_ledger(ledger) as opened:
        options.write(form, path, rows.LOG, opened.log, opened)
