"""Whatever holds articles in, articles out.

load(sources, options) -> one Loaded or ReadError for every input record, in order
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.read.options import Options

if TYPE_CHECKING:
    from onrecord.domain import Loaded
    from onrecord.errors import ReadError

__all__ = ["Options", "load"]


def load(sources: Sequence[str], options: Options = Options()) -> Iterator[Loaded | ReadError]:  # noqa: B008 (frozen)
    """The articles in the sources, one item for every record, streaming.

    A source is a file (text, HTML, JSON Lines, RSS or Atom, each also gzipped), a folder (recursively, sorted by name),
    a pattern, a web address, or `-` for standard input. What cannot be read comes as a ReadError in its place; the rest
    goes on.
    """
    from onrecord.read.loading import load_source
    from onrecord.read.sources import spelled_out

    for source in sources:
        for item in spelled_out(source):
            yield from load_source(item, options)
