"""Whom a person means by a speaker: an actor of the article, or one more."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain import Actor, Anchor
from onrecord.judgement import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.domain import Reading


class Cast:
    """The actors of a reading, and those that people's judgements add to them."""

    def __init__(self, reading: Reading, text: str) -> None:
        self._actors = list(reading.actors)
        self._text = text

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All of them, those that were added last."""
        return tuple(self._actors)

    def find(self, speaker: Speaker) -> str:
        """The id of the actor that is meant; it is added where there is none."""
        alike = _bearing(speaker, self._actors)
        if not alike:
            alike = [self._new(speaker)]
            self._actors += alike
        return alike[0].id

    def _new(self, speaker: Speaker) -> Actor:
        number = 1 + max((int(a.id[1:]) for a in self._actors if a.id[1:].isdecimal()), default=0)
        whole = rf"(?<!\w){re.escape(speaker.name)}(?!\w)"
        mentions = tuple(Anchor.of(self._text, *found.span()) for found in re.finditer(whole, self._text))
        return Actor(f"a{number}", speaker.name, speaker.kind or "person", speaker.named, mentions)


def meant(speaker: Speaker, actors: Iterable[Actor]) -> Speaker:
    """The speaker as it is kept: the actor of the article that bears the name; else the one of whom a mention reads so
    where a kind was not said; else a new one."""
    everyone = list(actors)
    alike = _bearing(speaker, everyone)
    if not alike and speaker.kind is None:
        alike = [a for a in everyone if any(m.text == speaker.name for m in a.mentions)]
        if len(alike) > 1:
            alike = []
    return Speaker.of(alike[0]) if alike else replace(speaker, kind=speaker.kind or "person", mention=None)


def _bearing(speaker: Speaker, actors: Iterable[Actor]) -> list[Actor]:
    """The actors of the name and kind; of two, the one that is mentioned at the place comes first."""
    alike = [a for a in actors if a.name == speaker.name and speaker.kind in (None, a.kind)]
    there = [a for a in alike if speaker.mention in [(m.start, m.end) for m in a.mentions]]
    return there or alike
