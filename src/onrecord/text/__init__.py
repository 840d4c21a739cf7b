"""What a text is made of whoever reads it: its quotations and its sentences. Knows no article and no model."""

from __future__ import annotations


def is_text(value: str) -> bool:
    """Whether it can be written down: what is typed in another charset comes as lone surrogates."""
    return not any("\ud800" <= c <= "\udfff" for c in value)
