"""A question as it stands in an address, so that a list can be kept, sent on and come back to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from starlette.responses import RedirectResponse

from onrecord.errors import UsageError
from onrecord.record.order import MOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.requests import Request

LONGEST = 300
"""Characters of one field: nobody looks for more."""
LABELS = {
    "text": "words",
    "by": "said by",
    "about": "about",
    "act": "act",
    "kind": "kind",
    "outlet": "outlet",
    "since": "published since",
    "until": "published until",
    "confidence": "sure from",
    "topic": "topic",
    "actor": "done by, to or with",
    "type": "what",
    "realis": "whether it happened",
}
"""What people are told that a field asks for."""
C = TypeVar("C", bound=str)


@dataclass(frozen=True, slots=True)
class Question:
    """The fields of an address that say something, in the order of the form."""

    path: str
    given: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, request: Request, fields: Iterable[str]) -> Question:
        """What the request asks for; of a field that comes twice the last."""
        values = {name: request.query_params.get(name, "").strip() for name in fields}
        return cls(request.url.path, tuple((name, value) for name, value in values.items() if value))

    def canonical(self, request: Request) -> RedirectResponse | None:
        """Where the address says more than it needs to: the way to the one that doesn't."""
        asked = [(name, value) for name, value in request.query_params.multi_items() if name != "format"]
        return None if sorted(asked) == sorted(self.given) else RedirectResponse(self.to(after=self.get("after")), 303)

    def get(self, name: str) -> str:
        """The value of a field as it was given; empty where it says nothing."""
        return dict(self.given).get(name, "")

    def to(self, path: str | None = None, **changed: str | None) -> str:
        """The address with some fields changed, None to leave one out. A page further on is none of another list."""
        values: dict[str, str | None] = {**dict(self.given), "after": None, **changed}
        asked = urlencode([(name, value) for name, value in values.items() if value])
        return (path or self.path) + (f"?{asked}" if asked else "")

    def conditions(self, apart: Sequence[str] = ("order", "after")) -> tuple[tuple[str, str], ...]:
        """The fields that narrow the list."""
        return tuple((name, value) for name, value in self.given if name not in apart)

    # One field as what it means; None where it says nothing. All raise UsageError.

    def words(self, name: str) -> str | None:
        """Text of any kind."""
        value = self.get(name)
        if len(value) > LONGEST:
            raise UsageError(f"more than {LONGEST} characters in {name!r}", hint="a few words find it")
        return value or None

    def choice(self, name: str, among: Sequence[C]) -> C | None:
        """One of some values."""
        value = self.get(name)
        for one in among:
            if one == value:
                return one
        if value:
            raise UsageError(f"there is no {name} {value[:60]!r}", hint="choose one of the list")
        return None

    def day(self, name: str) -> date | None:
        """A day."""
        value = self.get(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            raise UsageError(f"{value[:60]!r} is not a day", hint="write it as 2025-10-27") from None

    def share(self, name: str) -> float | None:
        """A number between 0 and 1."""
        value = self.get(name)
        try:
            number = float(value) if value else None
        except ValueError:
            number = math.nan
        if number is not None and not 0 <= number <= 1:
            raise UsageError(f"{value[:60]!r} is no number between 0 and 1", hint="write it as 0.8")
        return number

    def place(self, name: str = "after") -> int | None:
        """A place in the order of the ledger."""
        value = self.get(name)
        if not value:
            return None
        if not (value.isascii() and value.isdecimal() and len(value) < 20 and int(value) <= MOST):
            raise UsageError("there is no such page of this list", hint="begin again with its first")
        return int(value)

    def newest_first(self) -> bool:
        """The latest first, unless the oldest are asked for."""
        return self.choice("order", ("oldest",)) is None
