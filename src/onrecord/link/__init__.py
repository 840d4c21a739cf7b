"""Who is who: in an article, across articles, in a catalogue. No network, no database.

resolved(reading) -> reading with its actors and speakers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.domain import Reading


def resolved(reading: Reading) -> Reading:
    """The reading with its actors, and its statements with their speakers."""
    from onrecord.link.coreference import resolved as resolve

    return resolve(reading)
