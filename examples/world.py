"""Who there is in the example world. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.domain import ActorKind


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a body or a country, and the names that the articles use."""

    name: str
    kind: ActorKind
    names: tuple[str, ...]
    part_of: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet and the address that its pages begin with."""

    name: str
    home: str


OUTLETS = {
    "courier": Outlet("The Varnholm Courier", "https://courier.example/"),
    "tribune": Outlet("Quessel Tribune", "https://tribune.example/"),
    "post": Outlet("The Serin Post", "https://serinpost.example/"),
    "lantern": Outlet("Lantern News", "https://lantern.example/"),
}

ACTORS = {
    "tamrin": Actor("Ilsa Tamrin", "person", ("Ilsa Tamrin", "Tamrin")),
    "holk": Actor("Edvar Holk", "person", ("Edvar Holk", "Holk")),
    "krass": Actor("Odile Krass", "person", ("Odile Krass", "Krass")),
    "sorrelund": Actor("Bram Sorrelund", "person", ("Bram Sorrelund", "Sorrelund")),
    "quillard": Actor("Neva Quillard", "person", ("Neva Quillard", "Quillard")),
    "vaskel": Actor("Jorun Vaskel", "person", ("Jorun Vaskel", "Vaskel")),
    "hannemar": Actor("Tilde Hannemar", "person", ("Tilde Hannemar", "Hannemar")),
    "pellgrave": Actor("Anso Pellgrave", "person", ("Anso Pellgrave", "Pellgrave")),
    "dray": Actor("Osric Dray", "person", ("Osric Dray", "Dray")),
    "korvia": Actor("Korvia", "country", ("Korvia",)),
    "estmarch": Actor("Estmarch", "country", ("Estmarch",)),
    "ilmara": Actor("Ilmara", "country", ("Ilmara",)),
    "varnholm": Actor("Varnholm", "place", ("Varnholm", "VARNHOLM"), "korvia"),
    "quessel": Actor("Quessel", "place", ("Quessel", "QUESSEL"), "estmarch"),
    "serin": Actor("Port Serin", "place", ("Port Serin", "PORT SERIN"), "ilmara"),
    "brackwater": Actor("Brackwater", "place", ("Brackwater", "BRACKWATER"), "korvia"),
    "sarn": Actor("Sarn", "place", ("Sarn",)),
    "ostrel": Actor("Ostrel", "place", ("Ostrel",), "estmarch"),
    "league": Actor("League of River States", "organization", ("League of River States", "the League", "The League")),
    "nwa": Actor("Northern Wire Agency", "organization", ("Northern Wire Agency", "NWA")),
    "brennick": Actor("Brennick Institute", "organization", ("Brennick Institute",)),
    "tribune": Actor("Quessel Tribune", "organization", ("Quessel Tribune",)),
    "lantern": Actor("Lantern News", "organization", ("Lantern News",)),
    "foreign_ministry": Actor("Korvian Foreign Ministry", "organization", ("Korvian Foreign Ministry",), "korvia"),
    "council": Actor("Estmarch Defence Council", "organization", ("Estmarch Defence Council",), "estmarch"),
    "poll": Actor("Brennick Institute poll", "document", (), "brennick"),
    "report": Actor("inspectors' report", "document", ("inspectors' report", "inspectors’ report")),
    "accord": Actor("Serin accord", "document", ("Serin accord",)),
    "ostergrane": Actor("Wim Ostergrane", "person", ("Wim Ostergrane", "Ostergrane")),
    "maintenance": Actor("maintenance report", "document", ()),
    "earlier": Actor("earlier version of the article", "document", ()),
    "officials": Actor("Estmarch officials", "group", (), "estmarch"),
    "residents": Actor("residents", "group", ()),
    "growers": Actor("Korvian Growers' Union", "organization", ("Korvian Growers’ Union",), "korvia"),
}
