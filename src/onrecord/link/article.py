"""One article's reading with everything resolved in it: actors, speakers, the parties of events."""

from __future__ import annotations

from dataclasses import replace

from onrecord.domain import Reading
from onrecord.link.coreference import UNKNOWN, Resolver
from onrecord.link.parties import Parties


def resolved(reading: Reading) -> Reading:
    """The reading with its actors, and its statements with their speakers. Takes time linear in the mentions."""
    if not reading.statements and not reading.mentions and not reading.events:
        return reading
    article = Resolver(reading)
    resolutions = article.resolve()
    parties = Parties.of(reading, article, resolutions)
    actors, ids = article.actors(parties.entities.values())
    statements = []
    for statement in reading.statements:
        found = resolutions.get(statement.id, UNKNOWN)
        if found.entity is not None and found.confidence is not None:
            behalf = article.on_behalf_of(statement, found.entity)
            statement = replace(
                statement,
                speaker=ids[id(found.entity)],
                speaker_confidence=found.confidence,
                on_behalf_of=ids.get(id(behalf)) if behalf else None,
            )
        statements.append(parties.statement(statement, ids))
    events = tuple(parties.event(event, ids) for event in reading.events)
    return replace(reading, mentions=(), actors=actors, statements=tuple(statements), events=events)
