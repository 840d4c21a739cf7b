"""Cells that no spreadsheet runs."""

from __future__ import annotations

import re

from onrecord.serve.marking import harmless

# what a spreadsheet takes for a formula and runs (OWASP, CSV injection), also behind white space, and in the wide forms
# that some take for the same. The apostrophes are of cells that were guarded before, so that one can be taken away
_FORMULA = re.compile(r"'*[\s\u200b\ufeff]*[=+\-@\t＝＋－＠]|'*\t")
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")


def plain(text: str) -> str:
    """The text with what no sheet can hold, and what a terminal would obey, as `�`."""
    return _NO_CHARACTERS.sub("�", harmless(text))


def guarded(value: object) -> object:
    """A cell for CSV: an apostrophe goes before what a spreadsheet would take for a formula."""
    if not isinstance(value, str):
        return value
    text = plain(value)
    return f"'{text}" if is_formula(text) else text


def unguarded(text: str) -> str:
    """The text of a cell that `guarded` made."""
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take it for a formula."""
    return _FORMULA.match(text) is not None


def value_of(text: str, kind: type) -> object:
    """What stands in a cell, as the field's type; an empty cell is null. Raises ValueError."""
    if text == "":
        return None
    if kind is bool:
        if text not in ("True", "False"):
            raise ValueError(f"{text!r} is neither True nor False")
        return text == "True"
    return kind(text)
