"""Whom a question means: the same on the command line and in the browser."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.catalogues import Track
    from onrecord.identities import Actors
    from onrecord.record.events import Whom
    from onrecord.record.filters import StatementFilter
    from onrecord.record.ledger import Ledger

_TOPICS = 30
"""Topics that a message names."""


def said_by(asked: StatementFilter, actors: Actors, by: str) -> StatementFilter:
    """The filter for what somebody of that name or id said; where nobody is called so, for these words."""
    speakers = actors.speakers(by)
    return replace(asked, by=by if speakers is None else None, speakers=speakers)


def with_topic(
    asked: StatementFilter, actors: Actors, ledger: Path, topic: str, watch: Track = iter
) -> StatementFilter:
    """The filter for what was said by those whom a catalogue has under a topic, too.

    Raises UsageError where no catalogue is loaded, or nobody on record has the topic.
    """
    from onrecord.catalogues import linker

    with linker(ledger) as links:
        if links is None:
            raise UsageError(
                "no catalogue is loaded, so no topic is known", hint="onrecord catalogue load FILE loads one"
            )
        found = links.identities_with(topic, actors, watch)
        if not found:
            there = links.links.topics()
            named = ", ".join(there[:_TOPICS]) + (", …" if len(there) > _TOPICS else "")
            raise UsageError(
                f"nobody on record has the topic {topic[:60]!r} in a catalogue",
                hint=f"there is: {named}" if there else "nobody on record has any",
            )
    return replace(asked, speakers=found if asked.speakers is None else tuple({*found} & {*asked.speakers}))


def whom(ledger: Ledger, actors: Actors, name: str) -> Whom:
    """The actor that a name or id means, under all its names; the words alone where no actor is called so."""
    from onrecord.record.events import Whom

    found = actors.speakers(name) or ()
    names = tuple(dict.fromkeys(n for actor in found for n in ledger.identities.names(actor)))
    return Whom(names, found) if names else Whom((name,))
