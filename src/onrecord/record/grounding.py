"""What may come in: only a reading whose every span is the text at its offsets, and in which every chain is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain import day
from onrecord.record.chains import LOST, Chains

if TYPE_CHECKING:
    from onrecord.domain import Loaded, Reading


def check(loaded: Loaded, reading: Reading) -> None:
    """Raises ValueError where the reading is not grounded in the article, lacks a statement around one that it has, or
    the article's day is none."""
    article = loaded.article
    if reading.article != article:
        raise ValueError(f"the reading is of another article than {loaded.resource}")
    day(article.published)
    chains = Chains(reading.statements)
    for statement in reading.statements:
        if LOST in chains.around(statement)[-1:]:
            raise ValueError(f"the statements around {statement.id} of {loaded.resource} are not all there")
        if not statement.content:
            raise ValueError(f"statement {statement.id} of {loaded.resource} has no content")
        for anchor in statement.anchors:
            if not anchor.is_grounded(article.text):
                raise ValueError(f"{anchor} of statement {statement.id} is not in the text of {loaded.resource}")
