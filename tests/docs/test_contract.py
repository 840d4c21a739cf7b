"""The page on the output contract names each field that is printed, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.contract import to_contract
from onrecord.domain import Actor, Anchor, Article, Block, Event, ReaderInfo, Reading, Statement, Time

TEXT = "“Yes,” she said."
READING = Reading(
    Article(TEXT, blocks=(Block("paragraph", 0, len(TEXT)),)),
    ReaderInfo("1", "m"),
    (
        Statement(
            "s1",
            Anchor.of(TEXT, 7, 10),
            Anchor.of(TEXT, 11, 15),
            (Anchor.of(TEXT, 0, 6),),
            "direct",
            0.5,
        ),
    ),
    actors=(Actor("a1", "she", "person", False, (Anchor.of(TEXT, 7, 10),)),),
    times=(Time("t1", Anchor.of(TEXT, 1, 4), None, None, None),),
    events=(Event("e1", "AGREE", Anchor.of(TEXT, 1, 4), "occurred", ("a1",)),),
)


def fields(value: object) -> Iterator[str]:
    """The names at every depth."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from fields(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from fields(inner)


def test_each_field_is_on_the_page_and_each_row_is_a_field(root: Path) -> None:
    page = (root / "docs" / "contract.md").read_text("utf-8")
    printed: dict[str, Any] = to_contract(READING)
    assert {name for name in fields(printed) if f"`{name}`" not in page and f'"{name}"' not in page} == set()
    rows = {name for cell in re.findall(r"^\| (`.*?) \|", page, re.MULTILINE) for name in re.findall(r"`(\w+)`", cell)}
    assert rows <= set(fields(printed))
