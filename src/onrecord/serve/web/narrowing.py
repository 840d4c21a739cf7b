"""How many there are of each kind, as links that narrow a search to them."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.record.counts import Counts
    from onrecord.serve.web.questions import Question

_SHOWN = 8
"""Values of a group that are shown; the others follow when they are asked for."""
_MONTHS = 12
"""From more months on, years are counted."""


@dataclass(frozen=True, slots=True)
class Link:
    """A value, how many have it, and the address of these; None where no filter asks for it."""

    label: str
    number: int
    address: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one kind."""

    title: str
    links: tuple[Link, ...]
    rest: tuple[Link, ...]


def narrowing(question: Question, counts: Counts) -> list[Group]:
    """The groups that tell something: where all are alike, or it was asked for, there is nothing to choose."""
    groups = [
        ("Speaker", [Link(c.value.name, c.number, question.to(by=c.value.id)) for c in counts.speakers], "by"),
        ("Act", [Link(c.value or "not said", c.number, _to(question, "act", c.value)) for c in counts.acts], "act"),
        ("Kind", [Link(c.value, c.number, _to(question, "kind", c.value)) for c in counts.kinds], "kind"),
        (
            "Outlet",
            [Link(c.value or "unknown", c.number, _to(question, "outlet", c.value)) for c in counts.outlets],
            "outlet",
        ),
        ("Published", list(_days(question, [(c.value, c.number) for c in counts.months])), None),
    ]
    return [
        Group(title, tuple(links[:_SHOWN]), tuple(links[_SHOWN:]))
        for title, links, name in groups
        if links and not (name and question.get(name)) and (len(links) > 1 or title in ("Speaker", "Published"))
    ]


def _to(question: Question, name: str, value: str | None) -> str | None:
    # what an address can't hold, it can't ask for
    return question.to(**{name: value}) if value and value == value.strip() else None


def _days(question: Question, months: Iterable[tuple[str | None, int]]) -> Iterator[Link]:
    """Months, or years where they are many; each within the days that were asked for."""
    found = list(months)
    if len(found) > _MONTHS:
        years: Counter[str | None] = Counter()
        for month, number in found:
            years[month and month[:4]] += number
        found = list(years.items())
    for when, number in found:
        if when is None:
            yield Link("undated", number, None)
            continue
        first, last = when, when
        if len(when) == len("2026"):
            first, last = f"{when}-01", f"{when}-12"
        last = f"{last}-{monthrange(int(last[:4]), int(last[5:]))[1]}"
        since = max(f"{first}-01", question.get("since"))
        until = min(last, question.get("until") or last)
        yield Link(when, number, question.to(since=since, until=until))
