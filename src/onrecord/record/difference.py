"""What changed between two readings, at the level of statements."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from onrecord.record.chains import Chains

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from onrecord.domain import Reading, Statement

    Pair = tuple[Statement, Statement]

_ALIKE = 0.6
"""The share of words in common from which two contents of one source are the same statement, reworded (difflib's
own threshold for a close match)."""
_REACH = 50
"""How many statements of one source a reworded one is looked for among, and"""
_WORDS = 500
"""how many words of each are compared: both bound the work on odd input."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The statements of two readings, matched by what they say and on whose word; offsets don't count."""

    added: tuple[Statement, ...]
    removed: tuple[Statement, ...]
    changed: tuple[Pair, ...]
    """Old and new: the same content from another source or on another's word, or the source's content reworded."""
    kept: tuple[Pair, ...]
    """Old and new, each where it stands in its own text."""
    old_names: Mapping[str, str]
    """Of the actors of the old reading, by their ids; so of the next."""
    new_names: Mapping[str, str]


def difference(old: Reading, new: Reading) -> Difference:
    """How `new` differs from `old`. Each statement of both is in it exactly once, in the order of its text."""
    words = {
        id(statement): tuple(map(_source, (statement, *chains.around(statement))))
        for reading in (old, new)
        for chains in [Chains(reading.statements)]
        for statement in reading.statements
    }
    kept, gone, come = _match(old.statements, new.statements, lambda s: (words[id(s)], _content(s)))
    moved, gone, come = _match(gone, come, _content)
    reworded, gone, come = _reworded(gone, come)
    place = {id(statement): n for n, statement in enumerate(new.statements)}
    changed = sorted(moved + reworded, key=lambda pair: place[id(pair[1])])
    names = [{actor.id: actor.name for actor in reading.actors} for reading in (old, new)]
    return Difference(tuple(come), tuple(gone), tuple(changed), tuple(kept), *names)


def _source(statement: Statement) -> str | None:
    return _plain(statement.source.text) if statement.source else None


def _content(statement: Statement) -> str:
    return _plain(" ".join(anchor.text for anchor in statement.content))


def _plain(text: str) -> str:
    """Without what a new layout changes: where lines break."""
    return " ".join(text.split())


def _match(
    old: Iterable[Statement], new: Iterable[Statement], key: Callable[[Statement], Hashable]
) -> tuple[list[Pair], list[Statement], list[Statement]]:
    """Pairs with an equal key, first with first; then what is left of both."""
    waiting: dict[Hashable, deque[Statement]] = defaultdict(deque)
    for statement in old:
        waiting[key(statement)].append(statement)
    pairs, come = [], []
    for statement in new:
        same = waiting[key(statement)]
        if same:
            pairs.append((same.popleft(), statement))
        else:
            come.append(statement)
    taken = {id(pair[0]) for pair in pairs}
    return pairs, [s for s in old if id(s) not in taken], come


def _reworded(
    old: Iterable[Statement], new: Iterable[Statement]
) -> tuple[list[Pair], list[Statement], list[Statement]]:
    """Pairs of one source whose contents are alike, the most alike first come; then what is left of both."""
    waiting: dict[str | None, list[Statement]] = defaultdict(list)
    for statement in old:
        waiting[_source(statement)].append(statement)
    pairs, come = [], []
    for statement in new:
        near = waiting[_source(statement)][:_REACH]
        best = max(near, key=lambda s: _likeness(s, statement), default=None)
        if best is not None and _likeness(best, statement) >= _ALIKE:
            pairs.append((best, statement))
            waiting[_source(statement)].remove(best)
        else:
            come.append(statement)
    taken = {id(pair[0]) for pair in pairs}
    return pairs, [s for s in old if id(s) not in taken], come


def _likeness(old: Statement, new: Statement) -> float:
    """The share of words in common and in order, 0 to 1."""
    return SequenceMatcher(None, _words(old), _words(new), autojunk=False).ratio()


def _words(statement: Statement) -> list[str]:
    return _content(statement).casefold().split()[:_WORDS]
