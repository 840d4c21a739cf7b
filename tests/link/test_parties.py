"""Whom events and statements have besides their speakers."""

from __future__ import annotations

from dataclasses import replace

from onrecord.domain import Anchor, Event, Party, Reading
from onrecord.link import resolved

from .test_coreference import reading

TEXT = "Edvar Holk said the talks failed. Inspectors of the League met Holk in Port Serin. They condemned Vey."


def at(text: str, part: str, after: int = 0) -> Anchor:
    start = text.index(part, after)
    return Anchor.of(text, start, start + len(part))


def told(*events: Event) -> Reading:
    plain = reading(
        TEXT,
        [("Edvar Holk", "person"), ("Holk", "person"), ("Port Serin", "place"), ("Vey", "person")],
        [("Edvar Holk", "said", "the talks failed")],
    )
    return resolved(replace(plain, events=events))


def event(trigger: str, agents: tuple[Anchor, ...], patients: tuple[Anchor, ...], place: Anchor | None = None) -> Event:
    return Event(
        "e1",
        "CONSULT",
        at(TEXT, trigger),
        "occurred",
        agents=agents,
        patients=patients,
        place=Party(place) if place else None,
    )


def test_words_become_actors() -> None:
    found = told(event("met", (at(TEXT, "Inspectors of the League"),), (at(TEXT, "Holk", 40),), at(TEXT, "Port Serin")))
    names = {a.id: a for a in found.actors}
    (met,) = found.events
    assert [names[a].name for a in met.recipients] == ["Edvar Holk"]
    assert met.place is not None
    assert met.place.actor is not None
    assert names[met.place.actor].name == "Port Serin"
    assert not met.agents
    assert not met.patients


def test_who_has_no_name_is_an_actor_with_all_that_is_said_of_them() -> None:
    found = told(event("met", (at(TEXT, "Inspectors of the League"),), ()))
    (who,) = (a for a in found.actors if a.id in found.events[0].actors)
    assert not who.named
    assert [m.text for m in who.mentions] == ["Inspectors of the League"]


def test_a_pronoun_that_nobody_can_tell_is_nobody() -> None:
    found = told(event("condemned", (at(TEXT, "They"),), (at(TEXT, "Vey"),)))
    assert found.events[0].actors == ()
    assert len(found.events[0].recipients) == 1


def test_nobody_is_on_both_sides() -> None:
    found = told(event("met", (at(TEXT, "Holk", 40),), (at(TEXT, "Edvar Holk"),)))
    assert len(found.events[0].actors) == 1
    assert found.events[0].recipients == ()


def test_an_addressee_is_an_actor_where_it_is_known() -> None:
    plain = reading(TEXT, [("Edvar Holk", "person"), ("Vey", "person")], [("Edvar Holk", "said", "the talks failed")])
    statement = replace(plain.statements[0], addressee=Party(at(TEXT, "Vey")))
    found = resolved(replace(plain, statements=(statement,)))
    addressee = found.statements[0].addressee
    assert addressee is not None
    assert {a.id: a.name for a in found.actors}[addressee.actor or ""] == "Vey"


def test_a_description_that_may_mean_several_is_an_actor_of_its_own() -> None:
    found = told(event("met", (at(TEXT, "the talks"),), ()))
    (who,) = (a for a in found.actors if a.id in found.events[0].actors)
    assert not who.named
