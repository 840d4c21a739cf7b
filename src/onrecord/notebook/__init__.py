"""How a reading and the rows of an answer are shown in a notebook, and rows as a table of pandas.

All HTML is made here without script; whatever comes from an article is escaped. It carries its own style, which reaches
nothing outside of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from onrecord.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd
    from jinja2 import Environment

    from onrecord.domain import Reading
    from onrecord.serve.rows import Cell, Shape

R = TypeVar("R")

HERE = Path(__file__).parent

SHOWN = 50
"""Rows that a notebook shows."""

_TYPES = {str: "string", float: "Float64", int: "Int64", bool: "boolean"}
"""What pandas calls them where they may be unknown."""
_DAY = "datetime64[s]"
_DAYS = {"earliest", "latest"}
"""Columns that hold a day as text."""


class Rows(Sequence[R], Generic[R]):
    """The rows of an answer, in order. A notebook shows the first fifty."""

    def __init__(self, rows: Iterable[R], shape: Shape[R]) -> None:
        self._rows = tuple(rows)
        self._shape = shape

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> Rows[R]: ...
    def __getitem__(self, index: int | slice) -> R | Rows[R]:
        """A row, or the rows of a slice."""
        return Rows(self._rows[index], self._shape) if isinstance(index, slice) else self._rows[index]

    def __iter__(self) -> Iterator[R]:
        return iter(self._rows)

    def __repr__(self) -> str:
        return f"<{len(self)} {'row' if len(self) == 1 else 'rows'}>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each row whole, as `--format json` prints it."""
        return [self._shape.record(row) for row in self]

    def to_pandas(self) -> pd.DataFrame:
        """A table with the columns of `--format csv`, and after `published` its `day`.

        Types don't depend on what is in it: texts are `string`, chances `Float64`, numbers `Int64`, days
        `datetime64[s]`, and what is unknown is NA. Raises UsageError where pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise UsageError("pandas is not installed", hint="pip install 'onrecord[pandas]'") from None
        values = zip(*map(self._shape.flat, self), strict=True) if self else ([] for _ in self._shape.fields)
        columns: dict[str, Any] = {}
        for (name, kind), column in zip(self._shape.fields.items(), values, strict=True):
            columns[name] = pd.Series([*column], dtype=_DAY if name in _DAYS else _TYPES[kind])
            if name == "published":
                columns["day"] = pd.Series([value and value[:10] for value in column], dtype=_DAY)
        return pd.DataFrame(columns)

    def _repr_html_(self) -> str:
        from onrecord.serve.marking import counted

        columns = self._shape.columns
        # as on a terminal: of an id the beginning is enough
        cut = [c.width if c.width and not c.wraps else None for c in columns]
        cells = (self._shape.cells(row) for row in self._rows[:SHOWN])
        return _rendered(
            "rows",
            columns=columns,
            rows=[[_cell(cell)[:width] for cell, width in zip(row, cut, strict=True)] for row in cells],
            more=counted(len(self) - SHOWN, "more row") if len(self) > SHOWN else None,
        )


def _cell(value: Cell) -> str:
    from onrecord.serve.marking import one_line

    return one_line(value if isinstance(value, str) else " ".join(value))


def article_html(reading: Reading) -> str:
    """The article with its statements marked and tied to their speakers, below it a table of them and of its events."""
    from onrecord.serve.html.marks import view

    # what links lead to is named after the article: a notebook shows several
    return _rendered("article", view=view(reading, int(reading.article.id[:8], 16)))


def _rendered(template: str, **values: object) -> str:
    return _templates().get_template(f"{template}.html.jinja").render(values, style=_style())


@cache
def _style() -> str:
    return (HERE / "style.css").read_text("utf-8")


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
