"""What every reader of the news knows: countries and their seats, first names, titles, the nouns for people.

Tables kept as data beside this module; each is read when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from onrecord.domain import ActorKind

Sex = Literal["m", "f"]


@dataclass(frozen=True, slots=True)
class Country:
    """A state as the press calls it."""

    code: str
    """ISO 3166-1 alpha-2, lower case."""
    name: str


@cache
def countries() -> Mapping[str, Country]:
    """By every name, lower case, without "the"."""
    found: dict[str, Country] = {}
    for code, name, aliases, *_ in _rows("countries"):
        for alias in (name, *_many(aliases)):
            found[alias.lower()] = Country(code, name)
    return found


@cache
def adjectives() -> Mapping[str, Country]:
    """By adjective ("Russian") and by the word for the people ("Russians"), lower case."""
    found: dict[str, Country] = {}
    for code, name, _, own, people, *_ in _rows("countries"):
        for word in (*_many(own), *_many(people)):
            found.setdefault(word.lower(), Country(code, name))
    return found


@cache
def alpha3() -> Mapping[str, str]:
    """ISO 3166-1's three letters, upper case, by its two, lower case."""
    return {two: three.upper() for two, _, _, _, _, _, three, *_ in _rows("countries")}


@cache
def capitals() -> Mapping[str, Country]:
    """By capital, lower case."""
    return {
        capital.lower(): Country(code, name)
        for code, name, _, _, _, own, *_ in _rows("countries")
        for capital in _many(own)
    }


@cache
def seats() -> Mapping[str, Country]:
    """Palaces and bodies of state, by name, lower case, without "the"."""
    by_code = {country.code: country for country in countries().values()}
    return {name.lower(): by_code[code] for name, code, *_ in _rows("seats") if code in by_code}


@cache
def blocs() -> Mapping[str, str]:
    """Bodies of several states: full name by each name, lower case."""
    return {alias.lower(): name for name, aliases, *_ in _rows("blocs") for alias in (name, *_many(aliases))}


@cache
def first_names() -> Mapping[str, Sex]:
    """Lower case; only names whose bearers are nearly all of one sex."""
    return {name: _sex(sex) or "m" for name, sex, *_ in _rows("first_names") if _sex(sex)}


@cache
def titles() -> Mapping[str, Sex | None]:
    """Words before a name, lower case."""
    return {title: _sex(sex) for title, sex, *_ in _rows("titles")}


@cache
def persons() -> Mapping[str, Sex | None]:
    """Nouns for one person that are no office: "woman", "brother"."""
    return {noun: _sex(sex) for noun, sex, *_ in _rows("persons")}


@cache
def roles() -> frozenset[str]:
    """Nouns for what somebody is or does, singular."""
    return frozenset(row[0] for row in _rows("roles"))


@cache
def documents() -> frozenset[str]:
    """Nouns for what is written or asked: "report", "poll"."""
    return frozenset(row[0] for row in _rows("documents"))


@cache
def groups() -> Mapping[str, ActorKind]:
    """Nouns for people in numbers and for bodies."""
    return {noun: "organization" if kind == "organization" else "group" for noun, kind, *_ in _rows("groups")}


def _sex(value: str) -> Sex | None:
    return "m" if value == "m" else "f" if value == "f" else None


def _many(field: str) -> list[str]:
    return [part for part in field.split(";") if part]


def _rows(table: str) -> Iterator[list[str]]:
    text = (files("onrecord.link") / "data" / f"{table}.{'tsv' if table in _COLUMNS else 'txt'}").read_text("utf8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            row = line.split("\t")
            yield row + [""] * (_COLUMNS.get(table, 1) - len(row))


_COLUMNS = {
    "countries": 7,
    "seats": 3,
    "blocs": 3,
    "first_names": 2,
    "titles": 2,
    "persons": 2,
    "documents": 1,
    "groups": 2,
}
