"""What an export says of itself, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.serve.export import About

LIMITS = (
    "Each entry says who is reported to have said or done what, on whose word, and where that stands. It does not say "
    "what is true. A program read the articles: it misses statements, and some that it finds are none. Read the "
    "article before you quote."
)


def told(about: About) -> Iterator[tuple[str, str]]:
    """What was asked, of which ledger, as of when, read by what: label and value."""
    yield "list", about.title
    if about.query:
        yield from about.query
    else:
        yield "asked for", "all"
    if about.ledger:
        yield "ledger", about.ledger
    if about.state:
        yield "as of", about.state.changed or "nothing ever came in"
        for reader in about.state.readers:
            yield "read by", f"onrecord {reader.version}, model {reader.model}"
    if about.made:
        yield "made", about.made
    yield "written by", f"onrecord {__version__}"
