"""One article in, what is on record in it out. No network, no database.

load() -> Reader;  Reader.read(article) -> Reading
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.understand.reader import Reader


def load(model: Path | None = None, threads: int | None = None) -> Reader:
    """A reader with the model in a folder, else with the one that the package carries.

    `threads`: how many windows of a text are read at once, by default one for each processor, four at most. Raises
    ModelError where the model is missing or damaged.
    """
    from onrecord.errors import ModelError
    from onrecord.understand.encoder import Encoder
    from onrecord.understand.reader import Reader

    try:
        return Reader(Encoder(model, threads=threads or min(os.cpu_count() or 1, 4)))
    except KeyError as error:
        raise ModelError(f"the model's manifest lacks {error}", hint="install onrecord again") from error
