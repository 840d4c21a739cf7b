"""`onrecord password`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("password")
@options.ledger
@click.option("--remove", is_flag=True, help="Ask for no password any more.")
def command(ledger: Path, remove: bool) -> None:
    """Set the password that the web application asks for.

    It is asked for twice, and counts from the next start of `onrecord serve` on. Only its argon2 hash is kept, in a
    file beside the ledger that nobody else may read. Without a password, `onrecord serve` answers this machine only.
    """
    from onrecord.serve import password

    if remove:
        there = password.remove(ledger)
        click.echo("no password is asked for any more" if there else "no password was set")
        return
    given = click.prompt("password", hide_input=True, confirmation_prompt="once more", err=True)
    path = password.keep(ledger, given)
    click.echo(f"password set in {path}; start onrecord serve again")
