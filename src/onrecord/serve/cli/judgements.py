"""`onrecord judgements`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.serve.cli import options

if TYPE_CHECKING:
    from onrecord.judgement import Judgement, Review
    from onrecord.serve.training_data import Part


@click.command("judgements")
@click.argument("what", type=click.Choice(["list", "export"]), default="list")
@options.ledger
@click.option(
    "--data",
    type=click.Choice(["attributions", "speakers", "acts"]),
    help="For export: which training data.  [default: attributions]",
)
@options.rows("judgements")
def command(what: str, ledger: Path, data: Part | None, form: str | None, path: Path | None) -> None:
    """List what people judged, or export it to train with.

    list: of actors and of statements, the oldest first, also what was taken back. The id in the first column is what
    `onrecord undo` takes; its beginning is enough.

    export: JSON Lines in the form of training/, an article a line: ids, offsets and labels of the statements that
    people judged, without the text.
    """
    from onrecord.errors import UsageError
    from onrecord.serve import json_lines
    from onrecord.serve.output import output
    from onrecord.serve.review_rows import JUDGEMENTS
    from onrecord.serve.training_data import lines

    if what == "export" and form is not None:
        raise UsageError("an export is always JSON Lines", hint="leave --format out")
    if what == "list" and data is not None:
        raise UsageError("--data without export", hint="say onrecord judgements export")
    with options.open_ledger(ledger) as opened:
        if what == "export":
            with output(path) as out:
                for part in json_lines.lines(lines(opened, data or "attributions")):
                    out.write(part)
        else:
            both: list[Judgement | Review] = [*opened.judgements.list(), *opened.reviews.list()]
            ordered = sorted(both, key=lambda one: (one.at, one.id))
            options.write(form, path, JUDGEMENTS, lambda: ordered, opened)
