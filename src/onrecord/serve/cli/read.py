"""`onrecord read`"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.serve.cli import options, say

if TYPE_CHECKING:
    from onrecord.domain import Loaded, Reading
    from onrecord.errors import ReadError
    from onrecord.pipeline import Understood
    from onrecord.serve.output import Output
    from onrecord.serve.progress import Progress

FORMATS = ("terminal", "json", "jsonl", "html")


@click.command("read")
@options.sources
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="How to print them.  [default: terminal on a terminal, else jsonl]",
)
@options.published
@options.min_confidence
@options.workers
@options.output
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[str, ...],
    form: str | None,
    published: str | None,
    min_confidence: float | None,
    workers: int,
    path: Path | None,
) -> None:
    """Read articles and print their statements; keep nothing.

    SOURCE is a file (text, HTML, JSON Lines; also gzip), a folder, a pattern like 'news/*.html', an http address, or -
    for standard input. json, jsonl: the output contract, one object an article. html: one page that needs
    nothing else, the articles with their statements marked.
    """
    from onrecord.pipeline import read
    from onrecord.read import Options
    from onrecord.serve.marking import confident
    from onrecord.serve.output import output
    from onrecord.serve.progress import Progress

    how = Options(published=published)
    reader, map_ = options.load_reader(workers)
    progress = Progress()
    with output(path) as out:
        found = Found(read(sources, how, reader, map=map_), progress)
        readings = (confident(understood.reading, min_confidence) for understood in found)
        write(out, form or ("terminal" if out.isatty() else "jsonl"), readings, progress)
    if found.failed:
        ctx.exit(1)


class Found:
    """The articles that were read. What was not is said on standard error as it comes up."""

    def __init__(self, outcomes: Iterable[Understood | ReadError], progress: Progress) -> None:
        self._outcomes = outcomes
        self._remarks = Remarks(progress)
        self._progress = progress
        self.failed = 0

    def __iter__(self) -> Iterator[Understood]:
        from onrecord.errors import ReadError

        for outcome in self._progress.over(self._outcomes):
            if isinstance(outcome, ReadError):
                self.failed += 1
                self._progress.clear()
                say(outcome)
            else:
                self._remarks.on(outcome.loaded, outcome.reading.note)
                yield outcome
        self._remarks.close()


class Remarks:
    """What the user should know of articles that were read all the same: the first few of a kind, then their number."""

    SHOWN = 3

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._counts: Counter[str] = Counter()

    def on(self, loaded: Loaded, note: str | None) -> None:
        """Say what there is to say of one article."""
        from onrecord.errors import ReadError

        for remark in [*loaded.warnings, *([note] if note else [])]:
            self._counts[remark] += 1
            if self._counts[remark] <= self.SHOWN:
                self._progress.clear()
                say(ReadError(remark, resource=loaded.resource))

    def close(self) -> None:
        """Say how many more there were."""
        from onrecord.errors import ReadError

        for remark, count in self._counts.items():
            if count > self.SHOWN:
                say(ReadError(remark, resource=f"{count - self.SHOWN:,} more"))


def write(out: Output, form: str, readings: Iterable[Reading], progress: Progress) -> None:
    """The readings in one of the formats, as they come."""
    from onrecord.contract import to_contract
    from onrecord.serve import json_lines

    match form:
        case "terminal":
            from onrecord.serve.terminal import Terminal, show_article

            console = Terminal(out)
            for number, reading in enumerate(readings):
                if out.isatty():
                    progress.clear()
                if number:
                    console.rule(style="dim")
                show_article(console, reading)
        case "html":
            from onrecord.serve.html import page

            for part in page(readings):
                out.write(part)
        case "json":
            for part in json_lines.array(map(to_contract, readings)):
                out.write(part)
                out.flush()
        case _:
            for part in json_lines.lines(map(to_contract, readings)):
                if out.isatty():
                    progress.clear()
                out.write(part)
                out.flush()
