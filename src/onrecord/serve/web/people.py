"""Who an article's actors are in the whole ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.identities import Actors
from onrecord.record.profiles import of_actors

if TYPE_CHECKING:
    from onrecord.domain import Reading
    from onrecord.record.identities import Known
    from onrecord.record.ledger import Ledger


def known_in(ledger: Ledger, reading: Reading) -> dict[str, Known]:
    """The actors across articles, by the id that each has in this reading, which is shown."""
    Actors(ledger)  # works out what came since
    return ledger.identities.of_profiles(of_actors(reading, ledger.judgements.set_apart(reading.article.id)))
