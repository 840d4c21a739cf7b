"""The table of words that name events."""

from __future__ import annotations

from typing import get_args

from onrecord.domain import EventType
from onrecord.understand.events.lexicon import lexicon


def test_every_type_has_words() -> None:
    words = lexicon()
    named = {sense.type for senses in words.verbs.values() for sense in senses}
    assert named == set(get_args(EventType))
    assert set(words.nouns.values()) <= set(get_args(EventType))


def test_senses_that_need_more_come_first() -> None:
    senses = lexicon().verbs["attacked"]
    assert senses[0].needs or senses[0].excludes
    for found in lexicon().verbs.values():
        plain = [sense.plain and not sense.particle for sense in found]
        assert plain == sorted(plain)


def test_a_verb_with_its_particle() -> None:
    called = [sense for sense in lexicon().verbs["called"] if sense.particle == "off"]
    assert {sense.type for sense in called} == {"CONCEDE", "REJECT", "SANCTION"}
