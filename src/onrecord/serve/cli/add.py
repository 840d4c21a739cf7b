"""`onrecord add`"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.serve.cli import options, say

if TYPE_CHECKING:
    from onrecord.errors import ReadError
    from onrecord.pipeline import Known, Recorded
    from onrecord.serve.output import Output

STATUS = {"new": "new", "new_version": "new version", "new_reading": "new reading", "unchanged": "unchanged"}


@click.command("add")
@options.sources
@options.ledger
@options.published
@options.workers
@click.pass_context
def command(ctx: click.Context, sources: tuple[str, ...], ledger: Path, published: str | None, workers: int) -> None:
    """Read articles and put their statements on record.

    SOURCE is what `onrecord read` takes. A line for every article that changed the ledger, once it is safely there;
    then a summary. Adding an article twice changes nothing; a changed one becomes a new version beside the old.
    """
    from onrecord.pipeline import add
    from onrecord.read import Options
    from onrecord.serve.output import output

    how = Options(published=published)
    reader, map_ = options.load_reader(workers)  # before the ledger, so that a damaged model leaves no empty one
    with options.open_ledger(ledger, create=True) as opened, to_the_end(), output() as out:
        failed = report(out, add(sources, how, opened, reader, map=map_))
    if failed:
        ctx.exit(1)


@contextmanager
def to_the_end() -> Iterator[None]:
    """Raises OnrecordError where the output's reader goes away: unlike an answer, this must not be cut short unsaid."""
    from onrecord.errors import OnrecordError

    try:
        yield
    except BrokenPipeError as e:
        raise OnrecordError(
            "nobody takes the output any more, so the rest was not read", hint="run the same command again, to its end"
        ) from e


def report(out: Output, outcomes: Iterable[Recorded | Known | ReadError]) -> int:
    """A line for each that changed the ledger, and the summary. The number of those that could not be read."""
    from onrecord.errors import ReadError
    from onrecord.pipeline import Recorded
    from onrecord.serve.cli.read import Remarks
    from onrecord.serve.marking import counted, one_line
    from onrecord.serve.progress import Progress

    progress = Progress()
    remarks = Remarks(progress)
    counts: Counter[str] = Counter()
    failed = statements = 0
    for outcome in progress.over(outcomes):
        if isinstance(outcome, ReadError):
            failed += 1
            progress.clear()
            say(outcome)
        elif not isinstance(outcome, Recorded):
            counts["unchanged"] += 1
        else:
            remarks.on(outcome.loaded, outcome.reading.note)
            added = outcome.added
            counts[added.status] += 1
            if added.status != "unchanged":
                progress.clear()
                statements += added.statements
                name = one_line(outcome.loaded.article.title or outcome.loaded.resource)
                number = counted(added.statements, "statement")
                out.write(f"{STATUS[added.status]:<11}  {added.document}  {number:>14}  {name}\n")
                out.flush()
    remarks.close()
    out.write(summary(counts, failed, statements) + "\n")
    return failed


def summary(counts: Counter[str], failed: int, statements: int) -> str:
    """What happened, in one line."""
    from onrecord.serve.marking import counted

    articles = counted(counts.total() + failed, "article")
    parts = [
        counted(counts[status], name) if status.startswith("new_") else f"{counts[status]:,} {name}"
        for status, name in STATUS.items()
        if counts[status]
    ]
    parts += [f"{failed:,} not read"] if failed else []
    added = f"; {counted(statements, 'statement')} put on record" if statements else ""
    return f"{articles}: {', '.join(parts) or 'nothing to do'}{added}"
