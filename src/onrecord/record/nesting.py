"""On whose word, after people changed something: a statement that is gone, came, or has other spans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.record.anchoring import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from onrecord.domain import Event, Statement


def without(
    whole: Iterable[Statement], gone: Collection[str], kept: Iterable[Statement], events: Iterable[Event]
) -> tuple[list[Statement], list[Event]]:
    """What stood in a statement that is gone stands in the one around that. `whole`: all, as the machine has them."""
    parents = {s.id: s.parent for s in whole}

    def out(name: str | None) -> str | None:
        while name is not None and name in gone:
            name = parents[name]
        return name

    statements = [s if s.parent not in gone else replace(s, parent=out(s.parent)) for s in kept]
    return statements, [
        e if e.according_to not in gone else replace(e, according_to=out(e.according_to)) for e in events
    ]


def with_nesting(
    statements: list[Statement], events: list[Event], changed: Collection[str], fresh: Sequence[Statement]
) -> tuple[tuple[Statement, ...], tuple[Event, ...]]:
    """The statements with the `fresh` ones in their places in the text; those and the `changed` ones, and what stands
    in their contents, each in the innermost that holds it. All others stay where they are."""
    for s in fresh:
        after = [n for n, other in enumerate(statements) if _start(other) > _start(s)]
        statements.insert(after[0] if after else len(statements), replace(s, parent=_innermost(s, statements)))
    names = [s.id for s in statements if s.id in changed] + [s.id for s in fresh]
    for name in names:
        _settle(name, statements, events)
    return tuple(statements), tuple(events)


def _settle(name: str, statements: list[Statement], events: list[Event]) -> None:
    by_name = {s.id: s for s in statements}
    own = by_name[name]
    place = Place.of(own)
    parent = own.parent
    while parent is not None and not Place.of(by_name[parent]).holds(place.point):
        parent = by_name[parent].parent
    own = replace(own, parent=parent)
    for n, s in enumerate(statements):
        if s.id == name:
            statements[n] = own
        elif s.parent == name and not place.holds(Place.of(s).point):
            statements[n] = replace(s, parent=parent)
        elif s.cue is not None and s.parent == parent and place.holds((s.cue.start, s.cue.end)) and s.id != parent:
            statements[n] = replace(s, parent=name)
    for n, e in enumerate(events):
        inside = place.holds((e.trigger.start, e.trigger.end))
        if e.according_to == name and not inside:
            events[n] = replace(e, according_to=parent)
        elif e.according_to == parent and inside:
            events[n] = replace(e, according_to=name)


def _innermost(statement: Statement, statements: Iterable[Statement]) -> str | None:
    """The statement with the shortest content that holds the cue."""
    if statement.cue is None:
        return None
    cue = statement.cue.start, statement.cue.end
    around = [s for s in statements if Place.of(s).holds(cue)]
    return min(around, key=lambda s: sum(a.end - a.start for a in s.content)).id if around else None


def _start(statement: Statement) -> int:
    return min(a.start for a in (statement.source, statement.cue, *statement.content) if a is not None)
