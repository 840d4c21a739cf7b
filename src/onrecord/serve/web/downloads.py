"""A list as a file, in any of the formats of `onrecord.serve.export`."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from starlette.responses import StreamingResponse

from onrecord.errors import UsageError
from onrecord.identities import Actors
from onrecord.serve.export import FORMATS, About, file_name, formats, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from onrecord.record.ledger import Ledger
    from onrecord.serve.rows import Shape
    from onrecord.serve.web.questions import Question

_IN_MEMORY = 4 * 1024 * 1024
_PIECE = 64 * 1024
"""Bytes, both."""
_WHO = ("by", "actor")
"""The fields that take an actor's name or id."""


def choices(name: str) -> list[tuple[str, str]]:
    """The formats for lists of this name, with what people call them."""
    return [(form, FORMATS[form].title) for form in formats(name)]


def taken_along(
    request: Request,
    ledger: Ledger,
    question: Question,
    shape: Shape[Any],
    rows: Callable[[], Iterable[Any]],
) -> Response:
    """The list as a file. Raises UsageError for a format that there isn't.

    It is written before the first byte is sent: a ledger answers one thread only, and what goes wrong half-way is a
    page that says so, not half a file.
    """
    form = request.query_params.get("format", "")
    if form not in formats(shape.name):
        known = ", ".join(formats(shape.name))
        raise UsageError(f"there is no format {form[:60]!r} for this list", hint=f"there is: {known}")
    conditions, name = in_names(question, ledger), request.app.state.site.ledger.name
    by = dict(conditions).get("by")
    title = f"What {by} is reported to have said" if by else shape.name.capitalize()
    # of one moment: else a judgement takes away a reading from which a row is cited
    with ExitStack() as opened, ledger.snapshot():
        about = About(title, conditions, ledger=name, state=ledger.state())
        file = opened.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+b"))
        for part in pieces(form, shape, rows(), about, ledger):
            file.write(part)
        size = file.tell()
        file.seek(0)
        opened.pop_all()  # whoever sends it closes it
    called = file_name(replace(about, title=shape.name), form)
    headers = {
        "content-disposition": f'attachment; filename="{called}"',
        "content-length": str(size),
    }
    return StreamingResponse(_sent(file), headers=headers, media_type=FORMATS[form].media_type)


def in_names(question: Question, ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """The conditions, with the name of the actor that is meant: an id says nothing to whom the list is handed."""
    conditions = question.conditions()
    if not any(name in _WHO for name, _ in conditions):
        return conditions
    actors = Actors(ledger)
    return tuple((name, _called(actors, value) if name in _WHO else value) for name, value in conditions)


def _called(actors: Actors, words: str) -> str:
    """The name of the one actor that they mean, and its id where others have the name; else the words."""
    found = actors.find(words)
    if len(found) != 1 or actors.is_bare(words):
        return words
    name = found[0].name
    return name if len(actors.find(name)) == 1 else f"{name} ({found[0].id})"


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_PIECE):
            yield part
