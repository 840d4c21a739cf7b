"""What articles call somebody, and when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.record.schema import day_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date


@dataclass(frozen=True, slots=True)
class Role:
    """What articles call somebody, and when."""

    text: str
    first: date | None
    """Of the days of publication; None where no article that gives it has one."""
    last: date | None
    articles: int


def roles_of(found: Iterable[Any]) -> tuple[Role, ...]:
    """The roles, the one that was given last first, the undated last. `found`: roles as JSON, and the place of the
    article that gives them."""
    places: dict[str, set[int]] = {}
    for roles, position in found:
        for role in json.loads(roles):
            places.setdefault(role, set()).add(position)
    return tuple(sorted((_role(*item) for item in places.items()), key=_latest))


def _role(text: str, positions: Collection[int]) -> Role:
    days = [day for position in positions if (day := day_at(position)) is not None]
    return Role(text, min(days, default=None), max(days, default=None), len(positions))


def _latest(role: Role) -> tuple[bool, int, int, str]:
    return role.last is None, -(role.last.toordinal() if role.last else 0), -role.articles, role.text
