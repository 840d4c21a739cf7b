"""Who is who: in an article, across articles, in a catalogue. No network, no database.

resolved(reading) -> reading with its actors, speakers and parties
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.domain import Reading


def resolved(reading: Reading) -> Reading:
    """The reading with its actors, its statements with their speakers, its events with their parties."""
    from onrecord.link.article import resolved as resolve

    return resolve(reading)
