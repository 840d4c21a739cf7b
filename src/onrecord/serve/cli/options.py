"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from onrecord.domain import ReaderInfo
    from onrecord.pipeline import Map, Reader
    from onrecord.record.ledger import Ledger


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day; write it as 2025-10-27", ctx, param) from None


sources = click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)

published = click.option(
    "--published", metavar="DAY", help="The day of articles that don't say their own, as 2025-10-27."
)

workers = click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Read in so many processes; the result is the same.  [default: 1]",
)

min_confidence = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="X",
    help="Only statements that are at least so sure, between 0 and 1.",
)

since = click.option("--since", callback=_day, metavar="DAY", help="Published on this day or later.")
until = click.option("--until", callback=_day, metavar="DAY", help="Published on this day or earlier.")
outlet = click.option("--outlet", metavar="NAME", help="Published by this outlet; upper or lower case doesn't matter.")
limit = click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many rows.")

ledger = click.option(
    "--ledger",
    "ledger",
    type=click.Path(dir_okay=True, path_type=Path),
    default="onrecord.db",
    metavar="FILE",
    envvar="ONRECORD_LEDGER",
    help="The ledger's file; or set ONRECORD_LEDGER.  [default: onrecord.db]",
)

rows = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl", "csv"]),
    default="table",
    help="How to print them.  [default: table]",
)


def open_ledger(path: Path, *, create: bool = False) -> Ledger:
    """The ledger that the user named."""
    from onrecord.record import open_ledger as open_

    return open_(path, create=create)


def load_reader(workers: int) -> tuple[Reader, Map]:
    """The reader and the map for so many processes."""
    from onrecord.understand import load

    if workers == 1:
        return load(), map
    from onrecord.scale import InEachProcess, Pool

    return InEachProcess(one_thread, reader_info()), Pool(workers)


def one_thread() -> Reader:
    """A reader for a worker among others."""
    from onrecord.understand import load

    return load(threads=1)


def reader_info() -> ReaderInfo:
    """What the reader calls itself; the model is loaded for it, so that a damaged one shows before the work begins."""
    return one_thread().info
