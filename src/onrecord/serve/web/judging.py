"""What a person sends about a statement, made into what the record keeps."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from onrecord.domain import Act, ActorKind, digest
from onrecord.errors import UsageError
from onrecord.judgement import UNCHANGED, Changes, Speaker, Unchanged
from onrecord.serve.marking import one_line
from onrecord.serve.web.access import WHO, judge, known
from onrecord.serve.web.answers import MeanwhileError
from onrecord.serve.web.forms import text

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request

    from onrecord.domain import Anchor, Reading, Span, Statement
    from onrecord.record.ledger import StatementRow

ACTS: tuple[Act, ...] = get_args(Act)
KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
_AGAIN = "look at the statement again, then judge"
_LONGEST = 20_000
"""Characters of one part of a statement."""
_OFFSETS = re.compile(r"\d{1,9}-\d{1,9}", re.ASCII)


def who(request: Request) -> str:
    """Who judges in this browser: whoever logged in; else whoever said so last, or started the program."""
    said = request.session.get(WHO)
    return known(request) or (said if isinstance(said, str) else judge(request))


def signed(request: Request, form: FormData) -> tuple[str, str | None]:
    """Who judges, and why. Nobody judges in another's name who logged in; else the name is kept for the next form."""
    by = known(request) or one_line(text(form, "by", longest=200)) or who(request)
    request.session[WHO] = by
    return by, one_line(text(form, "why")) or None


def seen(row: StatementRow) -> str:
    """What a page shows of a statement, in short: it goes with the form, and comes back with the judgement."""
    return digest(row.id, row.speaker or "", repr(row.statement))


def same(form: FormData, row: StatementRow) -> None:
    """Whether the judgement is of what stands there. Raises MeanwhileError where somebody judged it since."""
    if text(form, "seen") != seen(row):
        raise MeanwhileError("the statement was read or judged again meanwhile", hint=_AGAIN)


def changes(form: FormData, row: StatementRow, reading: Reading) -> Changes:
    """The fields in which the form is not what stands there. Raises UsageError where it can't be."""
    if text(form, "reading") != row.reading:  # its actors may go by other ids
        raise MeanwhileError("the article was read or judged again meanwhile", hint=_AGAIN)
    made, statement = Changes(), row.statement
    speaker = _speaker(form, statement, reading)
    if speaker is not UNCHANGED:
        made = replace(made, speaker=speaker)
    if "act" in form:
        act = _act(text(form, "act"))
        made = made if act == statement.act else replace(made, act=act)
    whole = reading.article.text
    if "source" in form:
        source = _span(form, "source", whole, statement.source)
        made = made if source == _offsets(statement.source) else replace(made, source=source)
    if "cue" in form:
        cue = _span(form, "cue", whole, statement.cue)
        made = made if cue == _offsets(statement.cue) else replace(made, cue=cue)
    if "content" in form:
        content = _content(form, whole, statement.content)
        made = made if content == tuple(map(_offsets, statement.content)) else replace(made, content=content)
    return made


def _speaker(form: FormData, statement: Statement, reading: Reading) -> Speaker | Unchanged | None:
    name = one_line(text(form, "name", longest=200))
    if name:
        kind = next((k for k in KINDS if k == text(form, "kind")), None)
        if kind is None:
            raise UsageError("this is no kind of speaker", hint=f"choose one of {', '.join(KINDS)}")
        return Speaker(name, kind)
    chosen = text(form, "speaker", longest=50)
    if not chosen or chosen == (statement.speaker or "nobody"):
        return UNCHANGED
    if chosen == "nobody":
        return None
    actor = next((a for a in reading.actors if a.id == chosen), None)
    if actor is None:
        raise UsageError("there is no such speaker in the article", hint=_AGAIN)
    first = actor.mentions[0] if actor.mentions else None
    return Speaker(actor.name, actor.kind, actor.named, _offsets(first))


def _act(given: str) -> Act | None:
    if not given:
        return None
    act = next((a for a in ACTS if a == given), None)
    if act is None:
        raise UsageError("there is no such act", hint=f"choose one of {', '.join(ACTS)}")
    return act


def _content(form: FormData, whole: str, before: tuple[Anchor, ...]) -> tuple[Span, ...]:
    words = [part if isinstance(part, str) else "" for part in form.getlist("content")]
    places = [part if isinstance(part, str) else "" for part in form.getlist("content_at")]
    places += [""] * (len(words) - len(places))
    near = before[0].start if before else 0
    found = [_found(w, p, whole, near, "content") for w, p in zip(words, places, strict=False) if w.strip()]
    if not found:
        raise UsageError("a statement has some content", hint="select what was said, or reject the statement")
    found.sort()
    for one, other in pairwise(found):
        if other[0] < one[1]:
            raise UsageError("two parts of the content overlap", hint="select each part once")
    return tuple(found)


def _span(form: FormData, name: str, whole: str, before: Anchor | None) -> Span | None:
    words = text(form, name, longest=_LONGEST)
    near = before.start if before else 0
    return _found(words, text(form, f"{name}_at"), whole, near, name) if words else None


def _found(words: str, place: str, whole: str, near: int, name: str) -> Span:
    """Where the words stand: at the place that came with them if they are there, else where they stand nearest.

    Offsets are code points. Spaces and line breaks are alike: forms change them.
    """
    if _OFFSETS.fullmatch(place):
        start, end = map(int, place.split("-"))
        if 0 <= start < end <= len(whole) and one_line(whole[start:end]) == one_line(words):
            return start, end
    pattern = r"\s+".join(map(re.escape, words[:_LONGEST].split()))
    spans = [m.span() for m in re.finditer(pattern, whole)]
    if not spans:
        raise UsageError(f"the {name} is not in the article's text", hint="copy the words as they stand there")
    return min(spans, key=lambda span: abs(span[0] - near))


def _offsets(anchor: Anchor | None) -> Span | None:
    return (anchor.start, anchor.end) if anchor else None
