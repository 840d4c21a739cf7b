"""A long list a page at a time, and what is asked for by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import urlencode

from onrecord.errors import LedgerError
from onrecord.serve.web.answers import NotOnRecordError

if TYPE_CHECKING:
    from starlette.requests import Request

T = TypeVar("T")

AT_ONCE = 50
"""Rows of one page of a list."""
_PAGE = "page"
"""The parameter with the page's number."""
_LAST = 100
"""Pages that can be turned to: the ones before are read through, and nobody turns so many."""


def on_record(ask: Callable[[], T], hint: str | None = None) -> T:
    """What a ledger is asked for by name. Raises NotOnRecordError where it says that there is no such thing; `hint`:
    what to do then, else what the ledger says."""
    try:
        return ask()
    except LedgerError as error:
        if error.__cause__ is not None:  # the ledger itself failed
            raise
        raise NotOnRecordError(error.what.removesuffix(" in it"), hint=hint or error.hint) from error


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list."""

    rows: tuple[T, ...]
    number: int
    before: str | None
    """The address of the page before, and"""
    after: str | None
    """of the one after; None where there is none."""


def before(request: Request, size: int = AT_ONCE) -> int:
    """How many rows of the whole list are on the pages before the one that is asked for."""
    return (_number(request) - 1) * size


def bound(request: Request, size: int = AT_ONCE) -> int:
    """How many rows of the whole list are enough for the page that is asked for, and to know if another comes."""
    return before(request, size) + size + 1


def paged(request: Request, rows: Iterable[T], size: int = AT_ONCE, skipped: int = 0) -> Page[T]:
    """The page of the list that the address asks for; of the rows the first `skipped` are left out already."""
    number, first = _number(request), before(request, size) - skipped
    some = tuple(islice(rows, first, first + size + 1))

    def turned(to: int) -> str:
        kept = [(key, value) for key, value in request.query_params.multi_items() if key != _PAGE and value]
        asked = urlencode([*kept, *([(_PAGE, str(to))] if to > 1 else [])])
        return f"{request.url.path}?{asked}" if asked else request.url.path

    return Page(
        some[:size],
        number,
        turned(number - 1) if number > 1 else None,
        turned(number + 1) if len(some) > size and number < _LAST else None,
    )


def _number(request: Request) -> int:
    given = request.query_params.get(_PAGE, "1")
    return min(max(int(given), 1), _LAST) if given.isascii() and given.isdecimal() and len(given) < 10 else 1
