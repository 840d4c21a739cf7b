"""Options that several commands share."""

from __future__ import annotations

import getpass
import math
import re
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from onrecord.domain import Act, Kind
from onrecord.serve import export
from onrecord.text import is_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from onrecord.identities import Actors
    from onrecord.pipeline import Map, Reader
    from onrecord.record.events import Whom
    from onrecord.record.filters import StatementFilter
    from onrecord.record.ledger import Ledger
    from onrecord.serve.rows import Shape

F = TypeVar("F", bound="Callable[..., Any]")
R = TypeVar("R")
T = TypeVar("T", str, str | None, tuple[str, ...])


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a day; write it as 2025-10-27", ctx, param) from None


def whole(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """A number from 1 on. Click's own range speaks of `x>=1`, in the help and in the error."""
    number = int(value) if value is not None and re.fullmatch(r"\d{1,15}", value, re.ASCII) else 0
    if value is not None and number < 1:
        raise click.BadParameter(f"{value!r} is no whole number from 1 on", ctx, param)
    return number or None


def _share(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
    if value is None:
        return None
    try:
        share = float(value)
    except ValueError:
        share = math.nan
    if not 0 <= share <= 1:  # nor is nan
        raise click.BadParameter(f"{value!r} is no number between 0 and 1; write it as 0.8", ctx, param)
    return share


def words(ctx: click.Context, param: click.Parameter, value: T) -> T:
    """What is typed in another charset than the machine's is no text: nothing can be called so."""
    for part in value if isinstance(value, tuple) else (value,):
        if part is not None and not is_text(part):
            raise click.BadParameter("it is in another charset; type it in UTF-8", ctx, param)
    return value


def _who(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """Who judges: what is said, else who is logged in."""
    if value is None:
        try:
            value = getpass.getuser()
        except (OSError, KeyError):
            value = ""
    if not value.strip():
        raise click.BadParameter("nobody knows who you are; give a name", ctx, param)
    return words(ctx, param, " ".join(value.split())[:_LONGEST]) or ""


_LONGEST = 200
"""Characters of a name or a reason that are kept with a judgement."""

name = click.argument("name", callback=words)

by = click.option(
    "--by",
    metavar="WHO",
    envvar="ONRECORD_BY",
    callback=_who,
    help="Who judges; or set ONRECORD_BY.  [default: who is logged in]",
)
why = click.option("--why", metavar="TEXT", callback=words, help="Why, for whoever looks at it later.")


def _statement(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, str]:
    """The ids of an article and a statement, each perhaps only begun."""
    document, _, statement = (words(ctx, param, value) or "").partition("/")
    if not document or not statement:
        raise click.BadParameter(
            f"{value!r} is no statement; write ARTICLE/STATEMENT, as onrecord statements lists them", ctx, param
        )
    return document, statement


statement = click.argument("statement", metavar="ID", callback=_statement)

sources = click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)

published = click.option(
    "--published", metavar="DAY", help="The day of articles that don't say their own, as 2025-10-27."
)

workers = click.option(
    "--workers",
    callback=whole,
    default="1",
    metavar="N",
    help="Read in so many processes; the result is the same.  [default: 1]",
)

min_confidence = click.option(
    "--min-confidence",
    callback=_share,
    metavar="X",
    help="Only statements that are at least so sure, between 0 and 1, as is what they stand in.",
)

event_confidence = click.option(
    "--min-confidence",
    callback=_share,
    metavar="X",
    help="Only events that are at least so sure, between 0 and 1.",
)

since = click.option("--since", callback=_day, metavar="DAY", help="Published on this day or later.")
until = click.option("--until", callback=_day, metavar="DAY", help="Published on this day or earlier.")
outlet = click.option(
    "--outlet", metavar="NAME", callback=words, help="Published by this outlet; upper or lower case doesn't matter."
)
limit = click.option("--limit", callback=whole, metavar="N", help="At most so many rows.")

speaker = click.option(
    "--by",
    metavar="WORDS",
    callback=words,
    help="Said by the actor of this name or id, under all its names. Where no actor is called so, and for a surname: "
    "words of the speaker's name or of the source, in this order; the last may be only begun.",
)
said = click.option(
    "--about",
    metavar="WORDS",
    callback=words,
    help="Words of what is said, in this order; the last may be only begun.",
)
who_or_what = click.option(
    "--text", metavar="WORDS", callback=words, help="Words of who or what, in any order; each may be only begun."
)
kind = click.option("--kind", type=click.Choice(get_args(Kind)), help="All, none or part of it in quotes.")
act = click.option(
    "--act",
    type=click.Choice(get_args(Act), case_sensitive=False),
    help="Only what does this, as demand, deny or promise.",
)

ledger = click.option(
    "--ledger",
    "ledger",
    type=click.Path(dir_okay=True, path_type=Path),
    default="onrecord.db",
    metavar="FILE",
    envvar="ONRECORD_LEDGER",
    help="The ledger's file; or set ONRECORD_LEDGER.  [default: onrecord.db]",
)

_NAME = "the actor of this name or id, under all its names; else words of a name."
actor = click.option("--actor", metavar="WORDS", callback=words, help=f"Done by {_NAME}")
recipient = click.option("--recipient", metavar="WORDS", callback=words, help=f"Done to or with {_NAME}")
party = click.option("--actor", metavar="WORDS", callback=words, help=f"Done by, to or with {_NAME}")
about = click.option(
    "--about",
    metavar="WORDS",
    callback=words,
    help="Words in the text around it, in any order; each may be only begun.",
)

output = click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to this file, which appears when it is whole; else to standard output.",
)


def rows(name: str) -> Callable[[F], F]:
    """How rows of this name are given out: every list has the formats that make sense for it (`serve.export`)."""
    form = click.option(
        "--format",
        "form",
        type=click.Choice(["table", *export.formats(name)]),
        help="How to write the rows.  [default: what the name of --output ends with, else table]",
    )
    return lambda command: form(output(command))


def open_ledger(path: Path, *, create: bool = False) -> Ledger:
    """The ledger that the user named."""
    from onrecord.record import open_ledger as open_

    return open_(path, create=create)


def whom(ledger: Ledger, name: str | None) -> Whom | None:
    """The actor that a name or id means, under all its names; the words alone where no actor is called so."""
    if name is None:
        return None
    from onrecord.serve.who import whom as meant

    return meant(ledger, actors(ledger), name)


def write(
    form: str | None,
    path: Path | None,
    shape: Shape[R],
    found: Callable[[], Iterable[R]],
    ledger: Ledger | None = None,
    title: str | None = None,
) -> None:
    """Print what is found in a format of `rows`. It is looked for when there is something to write to."""
    from onrecord.serve import rows
    from onrecord.serve.output import output

    form = form or (path and export.by_suffix(shape.name, path.name)) or "table"
    if ledger and form == "dossier":
        actors(ledger)  # speakers are counted by who they are
    # what is taken along is of one moment, with the articles that it is cited from; who only looks on may take long
    moment = ledger.snapshot() if ledger and form != "table" else nullcontext()
    with output(path) as out, moment:
        about = asked(title or shape.name.capitalize(), ledger)
        rows.write(out, form, shape, found(), about, ledger)


def asked(title: str, ledger: Ledger | None = None) -> export.About:
    """What the command that runs was asked, for what is taken along."""
    context = click.get_current_context()
    left_out = {"ledger", "form", "path"}
    query = []
    for parameter in context.command.params:
        value = context.params.get(parameter.name or "")
        if value not in (None, ()) and parameter.name not in left_out:
            said = " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
            query.append((max(parameter.opts, key=len).lstrip("-").replace("-", " "), said))
    file = context.params.get("ledger")
    return export.About(title, tuple(query), file and file.name, ledger.state() if ledger else None)


def actors(ledger: Ledger) -> Actors:
    """Who is who in it, worked out; where that takes long, how far it is."""
    from onrecord.identities import Actors
    from onrecord.serve.progress import Progress

    return Actors(ledger, Progress().over)


def said_by(opened: Ledger, path: Path, asked: StatementFilter, by: str | None, topic: str | None) -> StatementFilter:
    """The filter with the speakers that are meant. Raises UsageError for a topic where no catalogue is loaded."""
    if by is None and topic is None:
        return asked
    from onrecord.serve.progress import Progress
    from onrecord.serve.who import said_by as by_name
    from onrecord.serve.who import with_topic

    found = actors(opened)
    if by is not None:
        asked = by_name(asked, found, by)
    return asked if topic is None else with_topic(asked, found, path, topic, Progress().over)


def load_reader(workers: int) -> tuple[Reader, Map]:
    """The reader and the map for so many processes. Whoever runs the program may give another way to make a reader."""
    if workers == 1:
        return reader_maker()(), map
    from onrecord.scale import InEachProcess, Pool

    make = reader_maker(threads=1)
    # made here too: a damaged model shows before the work begins
    return InEachProcess(make, make().info), Pool(workers)


def reader_maker(*, threads: int | None = None) -> Callable[[], Reader]:
    """What makes the reader when it is first needed; whoever runs the program may have given another way."""
    given: Callable[[], Reader] | None = click.get_current_context().obj
    return given or (_reader if threads is None else _reader_of_one_thread)


def _reader() -> Reader:
    from onrecord.understand import load

    return load()


def _reader_of_one_thread() -> Reader:
    from onrecord.understand import load

    return load(threads=1)
