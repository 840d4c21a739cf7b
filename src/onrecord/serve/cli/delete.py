"""`onrecord delete`"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("delete")
@click.argument("document", metavar="ID")
@options.ledger
@click.option("--yes", is_flag=True, help="Don't ask.")
def command(document: str, ledger: Path, yes: bool) -> None:
    """Remove an article for good, with its versions and saved pages.

    ID is an article's, as `onrecord articles` lists it; its beginning is enough. The log keeps that something was
    deleted, not what it said.
    """
    from onrecord.errors import UsageError
    from onrecord.serve.marking import counted
    from onrecord.serve.output import output

    with options.open_ledger(ledger) as opened, output() as out:
        found = opened.document(document)
        if not yes:
            if not sys.stdin.isatty():
                raise UsageError("nobody is there to be asked", resource=found.id, hint="say --yes to delete it")
            versions = counted(len(found.versions), "version")
            if not click.confirm(f"Delete {found.id} with {versions} for good?", err=True):
                out.write("nothing deleted\n")
                return
        gone = opened.delete(found.id)
        out.write(
            f"deleted {gone.document}: {counted(gone.versions, 'version')}, {counted(gone.readings, 'reading')}, "
            f"{counted(gone.statements, 'statement')}, {counted(gone.pages, 'saved page')}\n"
        )
