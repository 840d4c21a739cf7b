"""What may come in: only a reading whose every span is the text at its offsets, and in which every chain is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.domain import day
from onrecord.record.chains import LOST, Chains

if TYPE_CHECKING:
    from onrecord.domain import Loaded, Reading


def check(loaded: Loaded, reading: Reading) -> None:
    """Raises ValueError where the reading is not grounded in the article, lacks a statement around one that it has, or
    the article's day is none."""
    article = loaded.article
    if reading.article != article:
        raise ValueError(f"the reading is of another article than {loaded.resource}")
    day(article.published)
    actors, times = {a.id for a in reading.actors}, {t.id for t in reading.times}
    named = [(f"actor {a.id}", (*a.mentions, *a.roles)) for a in reading.actors]
    named += [(f"time {t.id}", (t.anchor,)) for t in reading.times]
    for what, anchors in named:
        for anchor in anchors:
            if not anchor.is_grounded(article.text):
                raise ValueError(f"{anchor} of {what} is not in the text of {loaded.resource}")
    for statement in reading.statements:
        addressee = statement.addressee.actor if statement.addressee else None
        meant = {statement.speaker, statement.on_behalf_of, addressee} - {None}
        if not meant <= actors or (statement.time is not None and statement.time not in times):
            raise ValueError(f"statement {statement.id} of {loaded.resource} names an actor or time that is not there")
    for actor in reading.actors:
        if actor.part_of is not None and actor.part_of not in actors:
            raise ValueError(f"actor {actor.id} of {loaded.resource} is part of one that is not there")
    said = {s.id for s in reading.statements}
    for event in reading.events:
        place = event.place.actor if event.place else None
        if not {*event.actors, *event.recipients} | ({place} - {None}) <= actors:
            raise ValueError(f"event {event.id} of {loaded.resource} names an actor that is not there")
        if not {event.time} - {None} <= times or not {event.according_to} - {None} <= said:
            raise ValueError(f"event {event.id} of {loaded.resource} names a time or statement that is not there")
        if event.agents or event.patients:
            raise ValueError(f"event {event.id} of {loaded.resource} has parties that were not resolved")
        for anchor in event.anchors:
            if not anchor.is_grounded(article.text):
                raise ValueError(f"{anchor} of event {event.id} is not in the text of {loaded.resource}")
    chains = Chains(reading.statements)
    for statement in reading.statements:
        if LOST in chains.around(statement)[-1:]:
            raise ValueError(f"the statements around {statement.id} of {loaded.resource} are not all there")
        if not statement.content:
            raise ValueError(f"statement {statement.id} of {loaded.resource} has no content")
        for anchor in statement.anchors:
            if not anchor.is_grounded(article.text):
                raise ValueError(f"{anchor} of statement {statement.id} is not in the text of {loaded.resource}")
