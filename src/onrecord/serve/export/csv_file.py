"""CSV (RFC 4180, UTF-8, a line feed behind each row) whose cells no spreadsheet runs."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TypeVar

from onrecord.errors import ReadError
from onrecord.serve.export.cells import guarded, unguarded, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.serve.rows import Shape

R = TypeVar("R")


class _Line:
    """What csv writes to; it holds one row."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text = text


def pieces(shape: Shape[R], rows: Iterable[R]) -> Iterator[str]:
    """A line with the fields' names, then one a row."""
    line = _Line()
    writer = csv.writer(line, lineterminator="\n")
    writer.writerow(shape.fields)
    yield line.text
    for row in rows:
        writer.writerow([guarded(value) for value in shape.flat(row)])
        yield line.text


def read(lines: Iterable[str], shape: Shape[R]) -> Iterator[dict[str, object]]:
    """What `pieces` wrote: of each row the fields with their values, an empty cell as None.

    `lines` keep their ends: of a file, opened with newline="". Raises ReadError where a row isn't of this shape.
    """
    reader = csv.reader(lines, strict=True)
    try:
        if next(reader, None) != list(shape.fields):
            raise ReadError(
                f"these are no {shape.name} as onrecord writes them",
                resource="the sheet",
                hint="write them again, with --format csv",
            )
        for row in reader:
            pairs = zip(shape.fields.items(), row, strict=True)
            yield {name: value_of(unguarded(text), kind) for (name, kind), text in pairs}
    except (csv.Error, ValueError) as e:
        raise ReadError(
            f"this row can't be read: {e}",
            resource=f"line {reader.line_num}",
            hint="write them again, with --format csv",
        ) from e
