"""`onrecord show`"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.serve.cli import options

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.domain import Reading, Statement
    from onrecord.record.chains import Chains
    from onrecord.record.difference import Difference
    from onrecord.record.identities import Known
    from onrecord.record.ledger import Document
    from onrecord.record.links import Link
    from onrecord.record.reviews import Reviews
    from onrecord.serve.output import Output

    Who = Mapping[str, tuple[Known, Link | None]]


@click.command("show")
@click.argument("document", metavar="ID")
@options.ledger
@click.option(
    "--version",
    "wanted",
    metavar="N",
    help="Which version: 1 for the first, 2 for the second …, or a version's id.  [default: the last]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json", "html"]),
    default="terminal",
    help="How to print it.  [default: terminal]",
)
def command(document: str, ledger: Path, wanted: str | None, form: str) -> None:
    """Show an article with its statements in place, and its history.

    ID is an article's, as `onrecord articles` lists it; its beginning is enough. Where there is an earlier version,
    also what the statements of this one have gained, lost and changed since. As people judged it; json also has the
    machine's view and the judgements.
    """
    from onrecord.catalogues import in_article
    from onrecord.record.difference import difference
    from onrecord.serve.output import output

    with options.open_ledger(ledger) as opened, output() as out:
        found = opened.document(document.partition("/")[0])  # as the table of statements has it
        place = _place(found, wanted)
        reading = opened.reading(found.versions[place].id)
        before = opened.reading(found.versions[place - 1].id) if place else None
        since = Since(difference(before, reading), before, reading) if before else None
        # of an earlier version's actors it isn't known who they are across articles
        known = in_article(ledger, opened, reading) if place == len(found.versions) - 1 and form != "html" else {}
        match form:
            case "json":
                machine = opened.machine_reading(found.versions[place].id)
                _json(out, found, reading, since, known, machine, opened.reviews)
            case "html":
                from onrecord.serve.html import page

                for part in page([reading]):
                    out.write(part)
            case _:
                _terminal(out, found, place, reading, since, known)
                _judged(out, found.id, opened.reviews)


@dataclass(frozen=True, slots=True)
class Since:
    """What two readings are compared for, and what their statements stand in."""

    changes: Difference
    before: Reading
    now: Reading


def _place(document: Document, wanted: str | None) -> int:
    """Which of the versions, from 0. Raises UsageError where there is no such one."""
    from onrecord.errors import UsageError

    count = len(document.versions)
    if wanted is None:
        return count - 1
    if wanted.isdecimal() and len(wanted) < 10 and 1 <= int(wanted) <= count:
        return int(wanted) - 1
    alike = [n for n, version in enumerate(document.versions) if version.id.startswith(wanted)]
    if len(alike) != 1 or not wanted:
        there = f"say a number from 1 to {count}" if count > 1 else "there is only one"
        raise UsageError(f"there is no version {wanted[:60]!r}", resource=document.id, hint=there)
    return alike[0]


def _json(
    out: Output,
    document: Document,
    reading: Reading,
    since: Since | None,
    known: Who,
    machine: Reading,
    reviews: Reviews,
) -> None:
    from dataclasses import asdict

    from onrecord.contract import to_contract
    from onrecord.serve.json_lines import dumps
    from onrecord.serve.review_rows import review_object

    judged, lapsed = reviews.list(document.id), reviews.lapsed(document.id)
    actors = [
        {"actor": actor, "id": who.id, "name": who.name, "catalogue": asdict(link) if link else None}
        for actor, (who, link) in known.items()
    ]
    whole = {
        "document": asdict(document),
        "reading": to_contract(reading),
        "actors": actors,
        "difference": since and _changes(since),
        "machine": to_contract(machine) if machine != reading else None,
        "judgements": [review_object(review) | {"lapsed": review.id in lapsed} for review in judged],
    }
    out.write(dumps(whole) + "\n")


def _changes(since: Since) -> dict[str, Any]:
    from onrecord.record.chains import Chains

    before, now = Chains(since.before.statements), Chains(since.now.statements)

    def pairs(pairs: Sequence[tuple[Statement, Statement]]) -> list[dict[str, Any]]:
        return [{"before": _object(old, before), "now": _object(new, now)} for old, new in pairs]

    return {
        "added": [_object(s, now) for s in since.changes.added],
        "removed": [_object(s, before) for s in since.changes.removed],
        "changed": pairs(since.changes.changed),
        "kept": pairs(since.changes.kept),
    }


def _object(statement: Statement, chains: Chains) -> dict[str, Any]:
    """The statement with those around it, since the names of the earlier reading are nowhere else in the output."""
    from onrecord.contract import statement_object

    return statement_object(statement) | {"within": [statement_object(s) for s in chains.around(statement)]}


def _terminal(out: Output, document: Document, place: int, reading: Reading, since: Since | None, known: Who) -> None:
    from onrecord.record.chains import Chains
    from onrecord.serve.actor_page import linked
    from onrecord.serve.marking import counted
    from onrecord.serve.terminal import Terminal, show_article, show_changes, show_line

    console = Terminal(out)
    show_article(console, reading)
    console.print()
    for who, link in dict.fromkeys(known.values()):
        if link is not None:
            show_line(console, linked(who, link))
    show_line(console, f"article {document.id}" + (f" · {reading.article.url}" if reading.article.url else ""), "bold")
    for number, version in enumerate(document.versions, 1):
        shown = " ← shown" if number == place + 1 and len(document.versions) > 1 else ""
        show_line(console, f"version {number} of {version.added}, {version.id}{shown}")
        for record in version.readings:
            reader = f"onrecord {record.reader.version}, model {record.reader.model}"
            show_line(console, f"  read {record.added} by {reader}: {counted(record.statements, 'statement')}")
    if since is not None:
        console.print()
        show_line(console, f"Statements since version {place}", "bold")
        show_changes(console, since.changes, Chains(since.before.statements), Chains(since.now.statements))


def _judged(out: Output, document: str, reviews: Reviews) -> None:
    """What people judged of its statements, the oldest first."""
    from onrecord.serve.review_rows import line
    from onrecord.serve.terminal import Terminal, show_line

    console = Terminal(out)
    lapsed = reviews.lapsed(document)
    for review in reviews.list(document):
        show_line(console, line(review, lapsed=review.id in lapsed), "dim" if review.undone else "")
