"""The flow: read → understand → link → record. The only module that crosses stages.

Failures of one input record travel as values, in its place; what stops the whole run is raised. How the articles are
read, one after the other or on several processors, is a `map` that the caller gives (`onrecord.scale`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from onrecord.domain import Article, Loaded, ReaderInfo, Reading
from onrecord.errors import ReadError
from onrecord.link import resolved
from onrecord.read import Options, load

if TYPE_CHECKING:
    from onrecord.record.ledger import Added, Ledger

A = TypeVar("A")
B = TypeVar("B")


class Reader(Protocol):
    """What `onrecord.understand.load` gives."""

    @property
    def info(self) -> ReaderInfo: ...

    def read(self, article: Article, /) -> Reading: ...


class Map(Protocol):
    """Like the built-in: in order, lazily, and with a bounded look-ahead."""

    def __call__(self, function: Callable[[A], B], items: Iterable[A], /) -> Iterator[B]: ...


@dataclass(frozen=True, slots=True)
class Understood:
    """An article and what is in it."""

    loaded: Loaded
    reading: Reading


@dataclass(frozen=True, slots=True)
class Recorded:
    """An article that was read, and what the ledger made of it."""

    loaded: Loaded
    reading: Reading
    added: Added


@dataclass(frozen=True, slots=True)
class Known:
    """An article that the ledger has already, read by this reader, so that nothing was done."""

    loaded: Loaded


def read(
    sources: Sequence[str],
    options: Options,
    reader: Reader,
    *,
    map: Map = map,  # noqa: A002
) -> Iterator[Understood | ReadError]:
    """One outcome an input record, in order."""
    return map(partial(_understand, reader), load(sources, options))


def add(
    sources: Sequence[str],
    options: Options,
    ledger: Ledger,
    reader: Reader,
    *,
    map: Map = map,  # noqa: A002
) -> Iterator[Recorded | Known | ReadError]:
    """One outcome an input record, in order; what is recorded is durable when it comes out. Raises LedgerError."""
    return add_loaded(load(sources, options), ledger, reader, map=map)


def add_loaded(
    items: Iterable[Loaded | ReadError],
    ledger: Ledger,
    reader: Reader,
    *,
    map: Map = map,  # noqa: A002
) -> Iterator[Recorded | Known | ReadError]:
    """The same for articles that are loaded already."""
    unread = (Known(item) if isinstance(item, Loaded) and ledger.knows(item, reader.info) else item for item in items)
    return _record(ledger, map(partial(_understand, reader), unread))


def reread(ledger: Ledger, reader: Reader, *, map: Map = map) -> Iterator[Recorded | ReadError]:  # noqa: A002
    """Each document's newest version that this reader has not read yet, read and recorded. Raises LedgerError.

    A ReadError stands for one whose saved page is lost.
    """
    return _record(ledger, map(partial(_understand, reader), ledger.articles_to_reread(reader.info)))


def _understand(reader: Reader, item: Loaded | A) -> Understood | A:
    return Understood(item, resolved(reader.read(item.article))) if isinstance(item, Loaded) else item


def _record(ledger: Ledger, outcomes: Iterable[Understood | A]) -> Iterator[Recorded | A]:
    for outcome in outcomes:
        if isinstance(outcome, Understood):
            yield Recorded(outcome.loaded, outcome.reading, ledger.add(outcome.loaded, outcome.reading))
        else:
            yield outcome
