"""`onrecord catalogue`"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.serve.cli import options, say

if TYPE_CHECKING:
    from onrecord.read.catalogue import Outcome


@click.group("catalogue")
def command() -> None:
    """Know the actors from catalogues: OpenSanctions, Aleph, CSV.

    \b
    onrecord catalogue load targets.nested.json
    onrecord catalogue look "Odile Krass"
    """


@command.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="What to call it.  [default: the file's name]")
@options.ledger
@click.pass_context
def load(ctx: click.Context, file: Path, name: str | None, ledger: Path) -> None:
    """Load a catalogue, in the place of the one of the same name.

    FILE holds FollowTheMoney entities as JSON Lines, or CSV with name, aliases, country, wikidata; also with gzip.
    Lines that can't be read are named and left out. A load that fails leaves what was there.
    """
    from onrecord.catalogues import load as load_
    from onrecord.domain import Entry
    from onrecord.errors import ReadError
    from onrecord.serve.output import output
    from onrecord.serve.progress import Progress

    progress = Progress()
    counts: Counter[str] = Counter()

    def watch(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        for outcome in progress.over(outcomes):
            if isinstance(outcome, ReadError):
                counts["broken"] += 1
                progress.clear()
                say(outcome)
            elif not isinstance(outcome, Entry):
                counts["other"] += 1
            yield outcome

    info = load_(file, name or name_of(file), ledger, watch)
    parts = [f"{info.entries:,} {'entry' if info.entries == 1 else 'entries'}"]
    parts += [f"{counts['other']:,} lines of other kinds left out"] if counts["other"] else []
    parts += [f"{counts['broken']:,} not read"] if counts["broken"] else []
    with output() as out:
        out.write(f"{info.name}: {', '.join(parts)}\n")
    if counts["broken"]:
        ctx.exit(1)


@command.command("list")
@options.ledger
@options.rows("catalogues")
def list_(ledger: Path, form: str | None, path: Path | None) -> None:
    """List the catalogues that are loaded."""
    from onrecord.record.catalogue import Catalogues
    from onrecord.serve.catalogue_rows import CATALOGUES

    options.write(form, path, CATALOGUES, Catalogues.beside(ledger).list)


@command.command("remove")
@click.argument("name")
@options.ledger
def remove(name: str, ledger: Path) -> None:
    """Forget a catalogue, and all that was known from it."""
    from onrecord.record.catalogue import Catalogues
    from onrecord.serve.output import output

    Catalogues.beside(ledger).remove(name)
    with output() as out:
        out.write(f"removed {name}\n")


@command.command("look")
@options.name
@click.option(
    "--kind",
    type=click.Choice(["person", "organization"]),
    default="person",
    help="Whom the name is of.  [default: person]",
)
@click.option(
    "--role",
    "roles",
    metavar="TEXT",
    multiple=True,
    callback=options.words,
    help="What an article calls them; once for each.",
)
@options.ledger
@options.rows("candidates")
def look(name: str, kind: str, roles: tuple[str, ...], ledger: Path, form: str | None, path: Path | None) -> None:
    """Show whom the catalogues know by a name, with score and reasons.

    The one that an actor of this name and these roles would be linked to is marked; a name alone never is enough for a
    person.
    """
    from onrecord import catalogues
    from onrecord.errors import UsageError
    from onrecord.record.catalogue import Catalogues
    from onrecord.serve.catalogue_rows import CANDIDATES

    if not Catalogues.beside(ledger).list():  # else "nothing found" would read as "on no list"
        raise UsageError("no catalogue is loaded, so nobody is known", hint="onrecord catalogue load FILE loads one")
    identity = catalogues.named(name, "person" if kind == "person" else "organization", roles)
    options.write(form, path, CANDIDATES, lambda: catalogues.known_as(ledger, identity))


def name_of(file: Path) -> str:
    """What a catalogue is called by its file: `sanctions` for `sanctions.ftm.json.gz`."""
    stem = re.sub(r"(\.(ftm|nested|json|jsonl|ndjson|csv|gz))+$", "", file.name)
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._")[:64] or "catalogue"
