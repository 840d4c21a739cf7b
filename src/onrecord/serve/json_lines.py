"""JSON that is safe to show: what a terminal would obey is written as an escape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

# json.dumps escapes the C0 controls; these stand for themselves in JSON too, and only inside strings
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def dumps(value: Any) -> str:
    """One line of JSON."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def array(values: Iterable[Any]) -> Iterator[str]:
    """A JSON array, a line an element, as the elements come."""
    before = "[\n"
    for value in values:
        yield before + dumps(value)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def lines(values: Iterable[Any]) -> Iterator[str]:
    """JSON Lines, as the elements come."""
    for value in values:
        yield dumps(value) + "\n"
