"""A machine's reading with people's judgements applied: what is shown.

A pure function of the reading, the judgements in their order and the texts that they were made about, so whenever it
is worked out the result is the same. A judgement is matched to the statement of the same spans; else to one of the same
cue whose content overlaps. What a person accepted or changed and this reading does not have is added; what a person
rejected is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from onrecord.domain import Anchor, Statement
from onrecord.judgement import Changes, Unchanged
from onrecord.record.anchoring import Judged, Place, moved, wording
from onrecord.record.nesting import with_nesting, without
from onrecord.record.speakers import Cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onrecord.domain import Reading, Span


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reading with judgements applied."""

    reading: Reading
    judged: Mapping[str, tuple[Judged, ...]]
    """By the statement's id in the machine's reading (of one that was added: in this), all judgements about it."""
    rejected: frozenset[str]
    """The ids in the machine's reading of what people rejected."""
    elsewhere: tuple[Judged, ...]
    """Those that are about nothing in this reading: rejected before, or taken back, and not found now."""
    lapsed: tuple[str, ...]
    """The ids of those about another version whose words do not stand in this text, or not just once."""


def corrected(machine: Reading, version: str, judged: Sequence[Judged], texts: Mapping[str, str]) -> Corrected:
    """The machine's reading of `version` with the judgements applied, the oldest first.

    `texts`: by id, of the versions that the judgements are about.
    """
    text = machine.article.text
    about: list[Judged] = []
    lapsed = []
    for one in judged:
        home = one.review.version
        here = one if home == version else moved(one, texts[home], text) if home in texts else None
        if here is None:
            lapsed.append(one.review.id)
        else:
            about.append(here)

    groups, rest = _matched(machine.statements, about)
    cast = Cast(machine, text)
    rejected = frozenset(name for name, some in groups.items() if _verdict(some) == "reject")
    fresh: list[Statement] = []
    found: dict[str, Statement] = {}
    for s in machine.statements:
        some = groups.get(s.id, ())
        if s.id not in rejected and _verdict(some) is not None:
            found[s.id] = _applied(s, some, text, cast)
    numbers = iter(range(_next(machine.statements), len(judged) + _next(machine.statements)))
    elsewhere: list[Judged] = []
    for some in sorted(rest, key=lambda some: some[0].found.point):
        if _verdict(some) in (None, "reject"):
            elsewhere.extend(some)
            continue
        name = f"s{next(numbers)}"
        added = _applied(_put_back(name, some, text), some, text, cast)
        fresh.append(replace(added, reviewed="changed"))
        groups[name] = some
    gone = rejected | _twice(machine.statements, found, fresh, rejected, groups)
    fresh = [s for s in fresh if s.id not in gone]
    kept = [found.get(s.id, s) for s in machine.statements if s.id not in gone]
    changed = {s.id for s in machine.statements if s.id in found and Place.of(found[s.id]).spans != Place.of(s).spans}
    changed -= gone
    left, told = without(machine.statements, gone, kept, machine.events)
    statements, events = with_nesting(left, told, changed, fresh)
    reading = replace(machine, statements=statements, events=events, actors=cast.actors)
    judged_now = {name: tuple(some) for name, some in groups.items()}
    return Corrected(reading, judged_now, rejected, tuple(elsewhere), tuple(lapsed))


def matching(place: Place, statements: Iterable[Statement], *, same_source: bool = False) -> Statement | None:
    """The statement of these spans; else the one of the same cue and, if it may be, source, with most in common."""
    best, most = None, (False, 0)
    for s in statements:
        other = Place.of(s)
        if other.spans == place.spans:
            return s
        likeness = other.source == place.source, other.overlap(place)
        if likeness[1] and likeness > most and (likeness[0] or not same_source):
            best, most = s, likeness
    return best


def _matched(
    statements: Sequence[Statement], about: Sequence[Judged]
) -> tuple[dict[str, list[Judged]], list[list[Judged]]]:
    """The judgements by the statement that they are about; then those of one other statement each."""
    exact = {Place.of(s).spans: s.id for s in reversed(statements)}
    groups: dict[str, list[Judged]] = {}
    rest: list[list[Judged]] = []
    for one in about:
        name = exact.get(one.found.spans) or exact.get(one.shown.spans)
        if name is None:
            # who rejects a statement says nothing of one with another source
            only = one.review.verdict == "reject"
            like = [matching(p, statements, same_source=only) for p in (one.found, one.shown)]
            name = next((s.id for s in like if s is not None), None)
        if name is not None:
            groups.setdefault(name, []).append(one)
            continue
        others = (some for some in rest if any(_one(one, other) for other in some))
        some = next(others, None)
        if some is None:
            rest.append([one])
        else:
            some.append(one)
    return groups, rest


def _one(left: Judged, right: Judged) -> bool:
    """Whether two judgements are about one statement."""
    return any(a.spans == b.spans for a in (left.found, left.shown) for b in (right.found, right.shown))


def _twice(
    whole: Iterable[Statement],
    found: Mapping[str, Statement],
    fresh: Iterable[Statement],
    rejected: Iterable[str],
    groups: Mapping[str, Sequence[Judged]],
) -> set[str]:
    """What has the spans of another that a person judged: of two that were, the one that was judged last stays."""
    people = {s.id: Place.of(s).spans for s in (*found.values(), *fresh)}
    last = {name: max(one.review.at + one.review.id for one in groups[name] if one.counts) for name in people}
    holder = {people[name]: name for name in sorted(people, key=last.__getitem__)}
    machines = {s.id: Place.of(s).spans for s in whole}
    refused = {machines[name] for name in rejected}
    unjudged = {name for name, spans in machines.items() if name not in people}
    return {name for name in unjudged if machines[name] in holder or machines[name] in refused} | {
        name for name, spans in people.items() if holder[spans] != name
    }


def _verdict(some: Iterable[Judged]) -> str | None:
    """What the last of the judgements that count says; None where none does."""
    last = None
    for one in some:
        if one.counts:
            last = one.review.verdict
    return last


def _put_back(name: str, some: Sequence[Judged], text: str) -> Statement:
    """The statement that the first of the judgements was made about."""
    place = some[0].found
    content = tuple(Anchor.of(text, *span) for span in place.content)
    source, cue = _anchor(text, place.source), _anchor(text, place.cue)
    return Statement(name, source, cue, content, place.kind, 1.0, negated=place.negated)


def _applied(statement: Statement, some: Iterable[Judged], text: str, cast: Cast) -> Statement:
    """The statement as people have it."""
    named: dict[str, Any] = {}
    for one in some:
        if one.counts:  # of each field the last one
            named |= one.review.changes.named
    whole = _with(statement, Changes(**named), text, cast)
    same = (
        Place.of(whole).spans == Place.of(statement).spans
        and whole.act == statement.act
        and whole.speaker == statement.speaker
    )
    return replace(whole, confidence=1.0, reviewed="accepted" if same else "changed")


def _with(statement: Statement, changes: Changes, text: str, cast: Cast) -> Statement:
    if not isinstance(changes.act, Unchanged):
        statement = replace(statement, act=changes.act)
    if not isinstance(changes.source, Unchanged):
        statement = replace(statement, source=_anchor(text, changes.source))
    if not isinstance(changes.cue, Unchanged):
        statement = replace(statement, cue=_anchor(text, changes.cue))
    if not isinstance(changes.content, Unchanged) and changes.content != Place.of(statement).content:
        content = tuple(Anchor.of(text, *span) for span in changes.content)
        statement = replace(
            statement,
            content=content,
            kind=wording(text, Place.of(replace(statement, content=content))),
            carried=tuple(c for c in statement.carried if any(a.start <= c < a.end for a in content)),
            inserted=tuple(
                i for i in statement.inserted if any(a.start <= i.start and i.end <= a.end for a in content)
            ),
        )
    if changes.speaker is None:
        statement = replace(statement, speaker=None, speaker_confidence=None)
    elif not isinstance(changes.speaker, Unchanged) and changes.speaker.name:
        who = cast.find(changes.speaker)
        behalf = None if statement.on_behalf_of == who else statement.on_behalf_of
        statement = replace(statement, speaker=who, speaker_confidence=1.0, on_behalf_of=behalf)
    return statement


def _anchor(text: str, span: Span | None) -> Anchor | None:
    return None if span is None else Anchor.of(text, *span)


def _next(statements: Iterable[Statement]) -> int:
    return 1 + max((int(s.id[1:]) for s in statements if s.id[1:].isdecimal()), default=0)
