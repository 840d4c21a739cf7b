"""Whom events and statements have besides their speakers: actors, recipients, addressees, places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from onrecord.domain import Anchor, Event, Party, Reading, Statement
from onrecord.link.coreference import Resolution, Resolver
from onrecord.link.entities import Entity


@dataclass(frozen=True, slots=True)
class Parties:
    """By the span that names them."""

    entities: dict[tuple[int, int], Entity]

    @classmethod
    def of(cls, reading: Reading, article: Resolver, speakers: dict[str, Resolution]) -> Parties:
        """Find whom the spans of a reading's events and addressees mean; those that nobody can tell are left out."""
        sources = {
            (s.source.start, s.source.end): found.entity
            for s in reading.statements
            if s.source and (found := speakers.get(s.id)) and found.confidence is not None and found.entity
        }
        entities: dict[tuple[int, int], Entity] = {}
        for anchor, told_by in _spans(reading):
            key = anchor.start, anchor.end
            if key in entities:
                continue
            entity = sources.get(key)
            if entity is None:
                teller = speakers.get(told_by) if told_by else None
                entity = article.party(anchor, teller.entity if teller and teller.confidence is not None else None)
            if entity is not None:
                entities[key] = entity
        return cls(entities)

    def ids(self, spans: Iterable[Anchor], ids: dict[int, str]) -> tuple[str, ...]:
        """The actors that spans mean, each once."""
        found = (self.entities.get((a.start, a.end)) for a in spans)
        return tuple(dict.fromkeys(ids[id(e)] for e in found if e is not None))

    def party(self, party: Party | None, ids: dict[int, str]) -> Party | None:
        """With its actor, where that is known."""
        if party is None or party.span is None:
            return party
        return replace(party, actor=next(iter(self.ids([party.span], ids)), None))

    def event(self, event: Event, ids: dict[int, str]) -> Event:
        """With actors in the place of words. Nobody is on both sides."""
        actors = self.ids(event.agents, ids)
        recipients = tuple(r for r in self.ids(event.patients, ids) if r not in actors)
        place = self.party(event.place, ids)
        return replace(event, actors=actors, recipients=recipients, place=place, agents=(), patients=())

    def statement(self, statement: Statement, ids: dict[int, str]) -> Statement:
        """With its addressee's actor."""
        return replace(statement, addressee=self.party(statement.addressee, ids)) if statement.addressee else statement


def _spans(reading: Reading) -> Iterable[tuple[Anchor, str | None]]:
    """All spans to find somebody for, with the statement that they are told in."""
    for event in reading.events:
        for anchor in (*event.agents, *event.patients):
            yield anchor, event.according_to
        if event.place and event.place.span:
            yield event.place.span, event.according_to
    for statement in reading.statements:
        if statement.addressee and statement.addressee.span:
            yield statement.addressee.span, statement.parent
