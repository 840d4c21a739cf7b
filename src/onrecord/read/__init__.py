"""Whatever holds articles in, articles out.

load(sources, options) -> one Loaded or ReadError for every input record, in order
"""

from __future__ import annotations

TYPE_CHECKING = False  # `import onrecord` loads this module, so that it has to be light: without `typing`, too

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.domain import Loaded
    from onrecord.errors import ReadError
    from onrecord.read.options import Options as Options

__all__ = ["Options", "load"]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name != "Options":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from onrecord.read.options import Options

        return Options


def load(sources: Sequence[str], options: Options | None = None) -> Iterator[Loaded | ReadError]:
    """The articles in the sources, one item for every record, streaming.

    A source is a file (text, HTML, JSON Lines, RSS or Atom, each also gzipped), a folder (recursively, sorted by name),
    a pattern, a web address, or `-` for standard input. What cannot be read comes as a ReadError in its place; the rest
    goes on.
    """
    from onrecord.read.loading import load_source
    from onrecord.read.options import Options
    from onrecord.read.sources import spelled_out

    for source in sources:
        for item in spelled_out(source):
            yield from load_source(item, options or Options())
