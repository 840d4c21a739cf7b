"""XLSX: a sheet with the rows, every text a text whatever it looks like, and a sheet that says what it is."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, TypeVar
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from onrecord.errors import ReadError
from onrecord.serve.export.cells import is_formula, plain
from onrecord.serve.export.words import LIMITS, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.serve.export import About
    from onrecord.serve.rows import Shape

R = TypeVar("R")

LONGEST = 32_767
"""UTF-16 units that Excel takes in a cell."""
ROWS = 1_048_575
"""Below the header, in one sheet; what is more goes on in the next."""
LINKS = 65_000
"""Links that Excel takes in a sheet, about; what is beyond stays text."""
_LINK = re.compile(r"https?://[^\s\"<>\\^`{|}\x00-\x1f]{1,2000}")
_WIDTHS = 8, 60
"""In characters; a column is as wide as what stands in the first rows, within these."""
_LOOKED_AT = 200
"""Rows that widths are taken from."""
_EPOCH = datetime(1980, 1, 1)  # ZIP's first day, and it knows no zones
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


def write(file: IO[bytes], shape: Shape[R], rows: Iterable[R], about: About) -> None:
    """The workbook. The rows are written as they come; openpyxl keeps them in a temporary file."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "onrecord"
    book.properties.created = book.properties.modified = _EPOCH
    count = cut = 0
    waiting = iter(rows)
    while True:
        part = list(islice(waiting, min(_LOOKED_AT, ROWS)))
        if count and not part:
            break
        sheet = _Sheet(book, shape, [shape.flat(row) for row in part], count // ROWS)
        for row in chain(part, islice(waiting, ROWS - len(part))):
            sheet.append(shape.flat(row))
            count += 1
        sheet.close()
        cut += sheet.cut
        if count == 0:
            break
    _about(book, about, shape.name, count, cut)
    from openpyxl.writer.excel import ExcelWriter

    with _Pinned(file, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


class _Pinned(ZipFile):
    """An archive that holds no time: same in, same out."""

    def open(self, name: Any, mode: Any = "r", pwd: bytes | None = None, *, force_zip64: bool = False) -> IO[bytes]:
        if isinstance(name, ZipInfo) and mode == "w":
            name.date_time = _EPOCH.timetuple()[:6]
            name.external_attr = 0o600 << 16
        return super().open(name, mode, pwd, force_zip64=force_zip64)


class _Sheet:
    def __init__(self, book: Any, shape: Shape[Any], first: Sequence[Sequence[object]], place: int) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        title = shape.name.capitalize() + (f" {place + 1}" if place else "")
        self._sheet = book.create_sheet(title)
        self._sheet.freeze_panes = "A2"
        self._link = list(shape.fields).index("url") if "url" in shape.fields else None
        self._links = 0
        self.cut = 0
        self._count = 1
        self._styles = {
            (wide, quoted): _style(self._sheet, wide, quoted) for wide in (False, True) for quoted in (False, True)
        }
        self._wide = []
        for number, name in enumerate(shape.fields):
            longest = max([len(name) + 3, *(len(str(row[number] or "")) for row in first)])
            width = min(max(longest + 1, _WIDTHS[0]), _WIDTHS[1])
            self._sheet.column_dimensions[get_column_letter(number + 1)].width = width
            self._wide.append(width == _WIDTHS[1])
        self._last = get_column_letter(len(shape.fields))
        header = [text_cell(self._sheet, name) for name in shape.fields]
        for cell in header:
            cell.font = Font(bold=True)
        self._sheet.append(header)

    def append(self, values: Sequence[object]) -> None:
        self._count += 1
        self._sheet.append([self._cell(number, value) for number, value in enumerate(values)])

    def close(self) -> None:
        self._sheet.auto_filter.ref = f"A1:{self._last}{self._count}"
        self._sheet.close()

    def _cell(self, number: int, value: object) -> object:
        from openpyxl.cell import WriteOnlyCell

        quoted = False
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            cell: Any = WriteOnlyCell(self._sheet, value)  # type: ignore[arg-type]  # a number or a flag
        else:
            text = fitting(value)
            self.cut += text != plain(value)
            quoted = is_formula(text)
            cell = text_cell(self._sheet, text)
            if number == self._link and self._links < LINKS and _LINK.fullmatch(text):
                cell.hyperlink = text
                self._links += 1
        cell._style = self._styles[self._wide[number], quoted]  # made once: to set it anew is most of what a cell costs
        return cell


def _style(sheet: Any, wide: bool, quoted: bool) -> Any:
    """How a cell looks. One that looks like a formula has the mark of a leading apostrophe, so that it stays text when
    somebody edits it."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell: Any = WriteOnlyCell(sheet)
    cell.alignment = Alignment(vertical="top", wrap_text=wide)
    cell.quotePrefix = quoted
    return cell._style


def text_cell(sheet: Any, text: str) -> Any:
    """A cell that holds text, also where it looks like a formula, an error or a number."""
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(sheet)
    cell._value = _ESCAPE.sub("_x005F_", text)  # else openpyxl takes it for what it looks like
    cell.data_type = "s"
    return cell


def fitting(text: str) -> str:
    """The text as far as a cell can hold it; where it is cut, it says so at its end."""
    text = plain(text)
    if _units(text) <= LONGEST:
        return text
    note = f" … [cut here: {len(text):,} characters in all]"
    room = LONGEST - _units(note)
    while True:
        kept = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore") + note
        over = _units(kept) - LONGEST
        if over <= 0:
            return kept
        room -= over


def _units(text: str) -> int:
    """In UTF-16, as the file has it."""
    return len(_ESCAPE.sub("_x005F_", text).encode("utf-16-le")) // 2


def _about(book: Any, about: About, name: str, count: int, cut: int) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("About")
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 90
    lines = [*told(about), (name, f"{count:,}")]
    if cut:
        lines.append(("cut", f"{cut:,} cells hold more than Excel takes; JSON Lines and Parquet have them whole"))
    lines.append(("how to read it", LIMITS))
    for label, value in lines:
        cells = [text_cell(sheet, plain(label)), text_cell(sheet, fitting(value))]
        cells[0].font = Font(bold=True)
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.append(cells)
    sheet.close()


def read(file: IO[bytes], shape: Shape[R]) -> Iterator[dict[str, object]]:
    """What `write` wrote: of each row the fields with their values, an empty cell as None.

    Raises ReadError where the sheet isn't of this shape.
    """
    import openpyxl

    book = openpyxl.load_workbook(file, read_only=True, data_only=False)
    try:
        for sheet in book.worksheets[:-1]:
            rows = sheet.iter_rows(values_only=True)
            if list(next(rows, ())) != list(shape.fields):
                raise ReadError(
                    f"these are no {shape.name} as onrecord writes them",
                    resource=sheet.title,
                    hint="write them again, with --format xlsx",
                )
            for row in rows:
                values = [*row, *[None] * (len(shape.fields) - len(row))]
                yield {name: _value(v, kind) for (name, kind), v in zip(shape.fields.items(), values, strict=True)}
    finally:
        book.close()


def _value(value: Any, kind: type) -> object:
    if value is None:
        return None
    if kind is str:
        return _ESCAPED.sub("_", str(value))
    return kind(value)
