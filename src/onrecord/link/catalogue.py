"""Whether an actor is somebody in a catalogue. To call somebody sanctioned who is not is the worst error: a name alone
is never enough for a person, and where two entries could be meant, neither is chosen.

    match(identity, candidates, compare) -> Match

An entry's score is the sum of what speaks for it; the weights are set by hand so that only these reach `THRESHOLD`:

- a person: the whole name, with an office that the entry has too (two words of it, or one and the country), or with the
  country where the name has three words or more;
- a body: the whole name where it has two words or more, or one word with the country.

A country that is another one, another "junior" or "senior", or an entry of another kind rules an entry out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from onrecord.domain import CatalogueMatch, Entry, Identity
from onrecord.link import facts
from onrecord.link.names import THRESHOLD as THRESHOLD_OF_NAMES

THRESHOLD = 0.9
"""At least this is an entry chosen."""
MARGIN = 0.05
"""By less than this another entry is as good, so that none is chosen."""
WORTH_SHOWING = 0.6
"""Below it an entry is no candidate."""
MOST_SHOWN = 10
_SAME_NAME = THRESHOLD_OF_NAMES
"""What names have to reach to count as the same."""

_NAME, _COUNTRY, _OFFICE, _LONG_NAME = 0.8, 0.08, 0.12, 0.07
_LONG_BODY, _BODY_COUNTRY = 0.12, 0.12
_AGAINST = 0.3

_WORD = re.compile(r"[^\W\d_]+")
_GENERATION = {"jr": "junior", "junior": "junior", "sr": "senior", "senior": "senior", "ii": "ii", "iii": "iii"}
_EMPTY_WORDS = frozenset(
    "the of for and in at on to a an his her its former ex new then acting member senior head chief leader "
    "official".split()
)
_UNDER = frozenset(
    "deputy vice assistant spokesman spokeswoman spokesperson aide adviser advisor ambassador envoy candidate "
    "wife husband son daughter brother sister lawyer".split()
)
"""Who is one of these to a minister is no minister."""


class Compared(Protocol):
    """`onrecord.link.names.Comparison`."""

    @property
    def score(self) -> float: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...


Compare = Callable[[str, str, str], Compared]
"""`onrecord.link.names.compare`: two names and their kind."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a catalogue knows of an actor."""

    chosen: CatalogueMatch | None
    """The one entry that it is; None where none is sure enough, or several are."""
    candidates: tuple[CatalogueMatch, ...]
    """Entries that it may be, the best first; the chosen one among them."""


def match(identity: Identity, candidates: Sequence[Entry], compare: Compare) -> Match:
    """The entry that the actor is, and those that it may be."""
    if identity.kind not in ("person", "organization"):
        return Match(None, ())
    seen = _Seen.of(identity)
    found = [m for entry in candidates if (m := _scored(seen, entry, compare)) is not None]
    found.sort(key=lambda m: (-m.score, m.entry.id))
    best = found[0] if found else None
    rivals = [m for m in found[1:] if best is not None and m.score > best.score - MARGIN and not _one(m, best)]
    chosen = best if best is not None and best.score >= THRESHOLD and not rivals else None
    return Match(chosen, tuple(found[:MOST_SHOWN]))


def countries_in(texts: Iterable[str]) -> frozenset[str]:
    """The countries that descriptions speak of, by code: "Russian Foreign Minister", "mayor of Kyiv"."""
    found = set()
    for text in texts:
        words = [re.sub(r"['’]s?$", "", w) for w in re.findall(r"[\w.'’-]+", text.lower()[:1000])]
        for length in (1, 2, 3, 4):
            for at in range(len(words) - length + 1):
                phrase = " ".join(words[at : at + length])
                for table in (facts.adjectives(), facts.countries(), facts.capitals(), facts.seats()):
                    if phrase in table:
                        found.add(table[phrase].code)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the articles say of an actor."""

    kind: str
    names: tuple[str, ...]
    roles: tuple[str, ...]
    countries: frozenset[str]

    @classmethod
    def of(cls, identity: Identity) -> _Seen:
        names = dict.fromkeys([identity.name, *(p.name for p in identity.profiles)])
        roles = dict.fromkeys(role for p in identity.profiles for role in p.roles)
        owners = (p.part_of for p in identity.profiles if p.part_of)
        says = (*roles, *owners, *(names if identity.kind == "organization" else ()))
        return cls(
            identity.kind, tuple(n for n in names if _is_whole(n, identity.kind)), tuple(roles), countries_in(says)
        )


def _scored(seen: _Seen, entry: Entry, compare: Compare) -> CatalogueMatch | None:
    """None where the entry can't be meant, or hardly."""
    if entry.kind not in (seen.kind, "other"):
        return None
    best = _best_names(seen, entry, compare)
    if best is None:
        return None
    likeness, left, right, why = best
    reasons = [f"name “{left}” as “{right}” ({likeness:.2f})", *why]
    score = _NAME * likeness if likeness < _SAME_NAME else _NAME
    long = min(len(_words(left)), len(_words(right)))
    same_country = seen.countries.intersection(entry.countries)
    if seen.countries and entry.countries and not same_country:
        score -= _AGAINST
        reasons.append(f"countries differ: {_listed(seen.countries)}, not {_listed(entry.countries)}")
    if likeness >= _SAME_NAME and seen.kind == "person":
        score += _COUNTRY * bool(same_country) + _LONG_NAME * (long >= 3)
        office = _office(seen.roles, entry.positions, with_country=bool(same_country))
        if office is not None:
            score += _OFFICE
            reasons.append(f"role “{office[0]}” as position “{office[1]}”")
    elif likeness >= _SAME_NAME:
        score += _BODY_COUNTRY * bool(same_country) + _LONG_BODY * (long >= 2)
    if same_country:
        reasons.append(f"country {_listed(same_country)}")
    score = round(min(score, 1.0), 2)
    return CatalogueMatch(entry, score, tuple(reasons)) if score >= WORTH_SHOWING else None


def _best_names(seen: _Seen, entry: Entry, compare: Compare) -> tuple[float, str, str, tuple[str, ...]] | None:
    """The two names that are most alike."""
    best: tuple[float, str, str, tuple[str, ...]] | None = None
    for right in (entry.name, *entry.aliases):
        if not _is_whole(right, seen.kind):
            continue
        for left in seen.names:
            if seen.kind == "person" and _told_apart(left, right):
                continue
            found = compare(left, right, seen.kind)
            if best is None or found.score > best[0]:
                best = found.score, left, right, tuple(found.reasons)
    return best


def _is_whole(name: str, kind: str) -> bool:
    """Whether a name could tell one from others: of a person two words at least, initials apart."""
    full = [word for word in _words(name) if len(word) > 1 and word not in _GENERATION and word not in facts.titles()]
    return len(full) >= (2 if kind == "person" else 1)


def _told_apart(left: str, right: str) -> bool:
    """Whether two persons' names differ where a father's and a son's do: in "junior", or in the letters between."""
    (generation, middle), (other_generation, other_middle) = _between(left), _between(right)
    return generation != other_generation or bool(middle and other_middle and middle != other_middle)


def _between(name: str) -> tuple[str | None, str]:
    """Which generation a name says, and the first letters of the names between the first and the last."""
    words = _words(name)
    generation = _GENERATION.get(words[-1]) if len(words) > 2 else None
    return generation, "".join(sorted(word[0] for word in words[1 : -2 if generation else -1]))


def _office(roles: Iterable[str], positions: Iterable[str], *, with_country: bool) -> tuple[str, str] | None:
    """A role and a position that are one office."""
    needed = 1 if with_country else 2
    offices = [(position, *_split(position)) for position in positions]
    for role in roles:
        own, under = _split(role)
        for position, other, other_under in offices:
            if len(own & other) >= needed and under == other_under:
                return role, position
    return None


def _split(role: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of an office, without those of countries; and to whom in it somebody only belongs."""
    words = frozenset(_words(role))
    national = frozenset(w for w in words if w in facts.adjectives() or w in facts.countries())
    return words - _EMPTY_WORDS - _UNDER - national, words & _UNDER


def _words(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text[:1000].casefold()) if not unicodedata.combining(c))
    return _WORD.findall(plain)


def _one(left: CatalogueMatch, right: CatalogueMatch) -> bool:
    """Whether two entries are of one: catalogues overlap."""
    return left.entry.wikidata is not None and left.entry.wikidata == right.entry.wikidata


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))
