"""`onrecord reread`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("reread")
@options.ledger
@options.workers
@click.pass_context
def command(ctx: click.Context, ledger: Path, workers: int) -> None:
    """Read again, with this version and model, what is on record.

    Only the newest version of each article, and only where this reader has not read it yet. Older readings stay.
    """
    from onrecord.pipeline import reread
    from onrecord.serve.cli.add import report, to_the_end
    from onrecord.serve.output import output

    with options.open_ledger(ledger) as opened, to_the_end(), output() as out:
        reader, map_ = options.load_reader(workers)
        failed = report(out, reread(opened, reader, map=map_))
    if failed:
        ctx.exit(1)
