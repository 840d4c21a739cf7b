from __future__ import annotations

import pytest

from onrecord.catalogues import named
from onrecord.domain import ActorKind, Entry
from onrecord.link.catalogue import Match, countries_in, match
from onrecord.link.names import compare

MINISTER = Entry("m", "Sergey Lavrin", "person", (), ("ru",), "Q1", ("sanction",), ("Minister of Foreign Affairs",))


def person(name: str, *entries: Entry, roles: tuple[str, ...] = ()) -> Match:
    return match(named(name, "person", roles), entries, compare)


def body(name: str, *entries: Entry, roles: tuple[str, ...] = ()) -> Match:
    return match(named(name, "organization", roles), entries, compare)


def company(name: str, country: str | None = None, id_: str = "c") -> Entry:
    return Entry(id_, name, "organization", (), (country,) if country else ())


def test_a_name_with_office_and_country_is_the_entry_and_says_why() -> None:
    found = person("Sergey Lavrin", MINISTER, roles=("russian foreign minister",))
    assert found.chosen is not None
    assert found.chosen.entry == MINISTER
    assert "country ru" in found.chosen.reasons
    assert any("foreign minister" in reason for reason in found.chosen.reasons)


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("Sergey Lavrin", ()),
        ("Sergey Lavrin", ("russian farmer",)),
        ("Sergey Lavrin", ("ukrainian foreign minister",)),
        ("Sergey Lavrin", ("deputy foreign minister",)),
        ("Sergey Lavrin", ("russian foreign ministry spokesman",)),
        ("Lavrin", ("russian foreign minister",)),
        ("Mr. Lavrin", ("russian foreign minister",)),
        ("S. Lavrin", ("russian foreign minister",)),
        ("Sergey Lavrin Jr.", ("russian foreign minister",)),
        ("Sergey", ("russian foreign minister",)),
        ("Yekaterina Lavrin", ("russian foreign minister",)),
        ("L", ("russian foreign minister",)),
        ("<b>" * 200, ("russian foreign minister",)),
    ],
)
def test_somebody_who_may_be_another_is_not_called_sanctioned(name: str, roles: tuple[str, ...]) -> None:
    assert person(name, MINISTER, roles=roles).chosen is None


def test_father_and_son_are_told_apart_by_what_stands_between_the_names() -> None:
    father = Entry("f", "George H. W. Bant", "person", (), ("us",), None, (), ("President",))
    son = Entry("s", "George W. Bant", "person", (), ("us",), None, (), ("President",))
    found = person("George W. Bant", father, son, roles=("us president",))
    assert found.chosen is not None
    assert found.chosen.entry == son


def test_of_two_as_good_none_is_chosen_and_both_are_listed() -> None:
    namesake = Entry("n", "Sergey Lavrin", "person", (), ("ru",), None, (), ("Foreign Minister",))
    found = person("Sergey Lavrin", MINISTER, namesake, roles=("russian foreign minister",))
    assert found.chosen is None
    assert [c.entry.id for c in found.candidates] == ["m", "n"]


def test_entries_of_one_wikidata_id_are_no_rivals() -> None:
    again = Entry("again", "Sergey Lavrin", "person", (), ("ru",), "Q1", (), ("Foreign Minister",))
    assert person("Sergey Lavrin", MINISTER, again, roles=("russian foreign minister",)).chosen is not None


def test_a_long_name_needs_only_the_country() -> None:
    entry = Entry("l", "Ivan Petrovich Sorokin", "person", (), ("ru",))
    assert person("Ivan Petrovich Sorokin", entry, roles=("russian businessman",)).chosen is not None
    assert person("Ivan Petrovich Sorokin", entry).chosen is None


@pytest.mark.parametrize(
    ("name", "entry", "chosen"),
    [
        ("Alva Grain Trading", company("Alva Grain Trading"), True),
        ("Alva Grain Trading", company("Alva Grain Holding"), False),
        ("Alva Grain Trading", company("Alva Grain"), False),
        ("Alva", company("Alva"), False),
        ("Alva", company("Alva", "de"), False),
    ],
)
def test_companies_that_look_alike(name: str, entry: Entry, chosen: bool) -> None:
    assert (body(name, entry).chosen is not None) == chosen


def test_one_word_needs_the_country_and_another_country_rules_out() -> None:
    assert body("Alva", company("Alva", "de"), roles=("german carmaker",)).chosen is not None
    assert body("Alva Grain", company("Alva Grain", "de"), roles=("french carmaker",)).chosen is None


@pytest.mark.parametrize("kind", ["country", "group", "document", "place"])
def test_only_persons_and_bodies_are_looked_for(kind: ActorKind) -> None:
    assert match(named("Sergey Lavrin", kind), [MINISTER], compare) == Match(None, ())


def test_a_person_is_no_company() -> None:
    assert body("Sergey Lavrin", MINISTER, roles=("russian foreign minister",)).candidates == ()


def test_roles_speak_of_countries() -> None:
    assert countries_in(["russian foreign minister", "mayor of Kyiv", "the US’s envoy"]) == {"ru", "ua", "us"}
