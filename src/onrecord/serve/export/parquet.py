"""Parquet: rows whole, with types; a span is a struct of start, end and text."""

from __future__ import annotations

import json
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, TypeVar

from onrecord.errors import ReadError, UsageError
from onrecord.serve.export.words import LIMITS, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.serve.export import About
    from onrecord.serve.rows import Shape, Type

R = TypeVar("R")

_GROUP = 4096
"""Rows that are kept before they are written as a group."""


def write(file: IO[bytes], shape: Shape[R], rows: Iterable[R], about: About) -> None:
    """The rows in groups. What it is stands in the file's metadata under `onrecord`. Raises UsageError where pyarrow is
    missing."""
    pa, pq = _library()
    described = {"rows": shape.name, "about": [list(pair) for pair in told(about)], "limits": LIMITS}
    schema = pa.schema([pa.field(name, _arrow(pa, kind)) for name, kind in shape.types.items()])
    schema = schema.with_metadata({"onrecord": json.dumps(described, ensure_ascii=False)})
    waiting = map(shape.typed, rows)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(waiting, _GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema))


def read(file: IO[bytes], shape: Shape[R]) -> Iterator[dict[str, object]]:
    """What `write` wrote, as `shape.typed` gave it. Raises ReadError where it isn't of this shape."""
    pa, pq = _library()
    try:
        whole = pq.ParquetFile(file)
    except pa.ArrowInvalid as e:
        raise ReadError(
            "this is no Parquet file", resource="the file", hint="write it again, with --format parquet"
        ) from e
    if whole.schema_arrow.names != list(shape.types):
        raise ReadError(
            f"these are no {shape.name} as onrecord writes them",
            resource="the file",
            hint="write them again, with --format parquet",
        )
    for batch in whole.iter_batches(_GROUP):
        yield from batch.to_pylist()


def _arrow(pa: Any, kind: Type) -> Any:
    if isinstance(kind, dict):
        return pa.struct([pa.field(name, _arrow(pa, part)) for name, part in kind.items()])
    if isinstance(kind, list):
        return pa.list_(_arrow(pa, kind[0]))
    return {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[kind]


def _library() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError("Parquet needs the package pyarrow", hint="pip install 'onrecord[parquet]'") from None
    return pyarrow, pyarrow.parquet
