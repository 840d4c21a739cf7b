"""`onrecord correct`"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from onrecord.domain import Act, ActorKind
from onrecord.serve.cli import options

if TYPE_CHECKING:
    from onrecord.domain import Span

_NONE = "none"


def _span(ctx: click.Context, param: click.Parameter, value: str | None) -> Span | str | None:
    """A span; "none" stays."""
    if value is None or value == _NONE:
        return value
    found = re.fullmatch(r"(\d{1,9}):(\d{1,9})", value, re.ASCII)
    if found is None:
        raise click.BadParameter(f"{value!r} is no span; write offsets as 10:42", ctx, param)
    return int(found[1]), int(found[2])


def _spans(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[Any, ...]:
    spans = tuple(_span(ctx, param, value) for value in values)
    if _NONE in spans:
        raise click.BadParameter("a statement has a content; onrecord reject, where there is none", ctx, param)
    return spans


@click.command("correct")
@options.statement
@options.ledger
@click.option(
    "--speaker", metavar="NAME", callback=options.words, help="Who says it: an actor of the article, or anybody."
)
@click.option(
    "--speaker-kind",
    type=click.Choice(get_args(ActorKind)),
    help="What the speaker is.  [default: what the article's actor is, else person]",
)
@click.option("--no-speaker", is_flag=True, help="The article does not say who.")
@click.option(
    "--act",
    type=click.Choice([*get_args(Act), _NONE], case_sensitive=False),
    help="What it does; none: the words do not say.",
)
@click.option("--source", metavar="A:B", callback=_span, help="Who, as offsets into the text, or none.")
@click.option("--cue", metavar="A:B", callback=_span, help="How it is said, as offsets, or none.")
@click.option(
    "--content", metavar="A:B", multiple=True, callback=_spans, help="What is said, as offsets; once for each part."
)
@options.by
@options.why
def command(
    statement: tuple[str, str],
    ledger: Path,
    speaker: str | None,
    speaker_kind: ActorKind | None,
    no_speaker: bool,
    act: str | None,
    source: Span | str | None,
    cue: Span | str | None,
    content: tuple[Span, ...],
    by: str,
    why: str | None,
) -> None:
    """Judge that a statement is otherwise: speaker, act or words.

    ID is ARTICLE/STATEMENT as the tables of `onrecord statements` and `review` have it; each may be only begun.
    What is not named stays as it is. `onrecord show ARTICLE --format json` has the text and the offsets.
    """
    from onrecord.errors import UsageError
    from onrecord.judgement import Changes, Speaker
    from onrecord.serve.output import output
    from onrecord.serve.review_rows import judged

    if no_speaker and speaker is not None:
        raise UsageError("somebody or nobody says it", hint="give --speaker or --no-speaker, not both")
    if speaker_kind is not None and speaker is None:
        raise UsageError("--speaker-kind without --speaker", hint="name the speaker, too")
    named: dict[str, Any] = {}
    if speaker is not None or no_speaker:
        named["speaker"] = None if speaker is None else Speaker(speaker, speaker_kind)
    for name, value in (("act", act), ("source", source), ("cue", cue)):
        if value is not None:
            named[name] = None if value == _NONE else value
    if content:
        named["content"] = content
    with options.open_ledger(ledger) as opened, output() as out:
        made = opened.reviews.change(*statement, Changes(**named), by=by, why=why)
        out.write(judged(made, opened.statement(made.document, made.statement)))
