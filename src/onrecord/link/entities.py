"""Named mentions of one article that mean the same: a full name and its surname, a body and its acronym, a country and
its capital."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.domain import ActorKind, Anchor, Mention
from onrecord.link import facts
from onrecord.link.facts import Sex
from onrecord.link.phrases import bare

_SUFFIXES = frozenset("jr sr ii iii iv".split())
_NAMESAKES = 50
"""People of one surname that are told apart: more than any article has."""
_LONG_ACRONYM = 5
"""Letters from which on an acronym is known by its letters in any order."""
_PLACE_WORDS = frozenset("in at near outside around across inside throughout toward towards".split())
"""Before a capital, they say that the city is meant."""


@dataclass(slots=True, eq=False)
class Entity:
    """Someone or something of one article, while it is being put together."""

    kind: ActorKind
    named: bool
    name: str
    mentions: list[Anchor] = field(default_factory=list)
    """In text order."""
    roles: list[Anchor] = field(default_factory=list)
    sexes: Counter[Sex] = field(default_factory=Counter)
    part_of: Entity | None = None
    noun: str = ""
    """Of what has no name: the head of its description."""

    def add(self, anchor: Anchor) -> None:
        place = bisect_left(self.mentions, (anchor.start, anchor.end), key=lambda a: (a.start, a.end))
        if place == len(self.mentions) or self.mentions[place] != anchor:
            self.mentions.insert(place, anchor)

    @property
    def sex(self) -> Sex | None:
        """Where titles, first name and pronouns agree."""
        return next(iter(self.sexes)) if len(self.sexes) == 1 else None


@dataclass(slots=True)
class Named:
    """The named entities of an article, and which of its mentions means which."""

    entities: list[Entity]
    of: dict[tuple[int, int], Entity]
    """By a mention's offsets."""
    doubtful: dict[tuple[int, int], float]
    """Mentions of a surname that several people bear, each with the share of theirs that the chosen one has of all
    that is said of these people in the article."""


def named_entities(text: str, names: Sequence[Mention]) -> Named:
    """Sort the named mentions by whom they mean. `names` in text order."""
    builder = _Builder(text)
    people = [m for m in names if builder.is_person(m)]
    for mention in people:
        builder.full_name(mention)
    for mention in names:
        builder.place(mention)
    return Named(builder.entities, builder.of, builder.doubtful)


def surnames(names: Sequence[Mention]) -> set[str]:
    """The last words of the people's names of more than one word, as they are written."""
    found = set()
    for name in names:
        words = bare(name.anchor.text, person=True).split()
        if name.kind == "person" and len(words) > 1 and words[-1][:1].isupper():
            last = next((w for w in reversed(words) if w.lower().rstrip(".") not in _SUFFIXES), "")
            if len(last) > 2 and last.lower() not in facts.roles() and last.lower() not in facts.countries():
                found.add(last.strip(",."))
    return found


class _Builder:
    def __init__(self, text: str) -> None:
        self._text = text
        self.entities: list[Entity] = []
        self.of: dict[tuple[int, int], Entity] = {}
        self.doubtful: dict[tuple[int, int], float] = {}
        self._people: dict[tuple[str, ...], Entity] = {}
        self._by_last: defaultdict[str, list[Entity]] = defaultdict(list)
        self._by_first: defaultdict[str, list[Entity]] = defaultdict(list)
        self._bodies: dict[str, Entity] = {}
        self._by_word: defaultdict[str, list[Entity]] = defaultdict(list)
        self._by_initials: defaultdict[str, list[Entity]] = defaultdict(list)
        self._seen: dict[int, int] = {}
        """Where each entity was last mentioned."""
        self._in_full: Counter[int] = Counter()
        """How often each person is named in full, in the whole article."""

    def is_person(self, mention: Mention) -> bool:
        if mention.kind != "person":
            return False
        plain = bare(mention.anchor.text).lower()
        return plain not in facts.countries() and plain not in facts.seats() and plain not in facts.blocs()

    def full_name(self, mention: Mention) -> None:
        """Note a person's name of more than one word."""
        words = _words(bare(mention.anchor.text, person=True))
        if len(words) < 2:
            return
        key = _key(words)
        entity = self._people.get(key) or self._alike(words)
        plain = bare(mention.anchor.text, person=True)
        if entity is None:
            entity = self._new("person", plain)
            first, last = words[0], _last(words)
            self._by_last[last].append(entity)
            self._by_first[first].append(entity)
            sex = facts.first_names().get(first)
            if sex:
                entity.sexes[sex] += 1
        elif len(plain) > len(entity.name):
            entity.name = plain
        self._people[key] = entity
        self._in_full[id(entity)] += 1

    def _alike(self, words: Sequence[str]) -> Entity | None:
        """Somebody with the same first and last name, and no other suffix: a middle name may be left out."""
        for entity in self._by_last.get(_last(words), ())[-_NAMESAKES:]:
            other = _words(entity.name)
            suffixes = {w for w in words if w in _SUFFIXES} ^ {w for w in other if w in _SUFFIXES}
            if _plain(other[0]) == _plain(words[0]) and not suffixes:
                return entity
        return None

    def place(self, mention: Mention) -> None:
        """Find or make the entity that a named mention means."""
        anchor = mention.anchor
        plain = bare(anchor.text, person=self.is_person(mention))
        if not plain or (plain.lower() in facts.adjectives() and plain.lower() not in facts.countries()):
            return
        entity = self._country(anchor, plain) or self._person(mention, plain) or self._body(mention, plain)
        if len(plain) >= _LONG_ACRONYM and entity.name.isupper() and entity.name == plain.upper() != plain:
            entity.name = plain  # "VARNHOLM —" opens the article, Varnholm goes on
        entity.add(_name_in(anchor, plain))
        self.of[anchor.start, anchor.end] = entity
        self._seen[id(entity)] = anchor.start

    def _country(self, anchor: Anchor, plain: str) -> Entity | None:
        lower = plain.lower()
        country = facts.countries().get(lower)
        if country is not None and (lower != "us" or plain == "US"):
            return self._body_named(country.name, "country", country.name)
        capital = facts.capitals().get(lower)
        if capital is not None and not self._by_last.get(lower) and not self._somewhere(anchor):
            return self._body_named(capital.name, "country", capital.name)
        return None

    def _somewhere(self, anchor: Anchor) -> bool:
        """Whether the words around a city say that the place is meant."""
        before = self._text[max(0, anchor.start - 24) : anchor.start].split()
        after = self._text[anchor.end : anchor.end + 2]
        return (bool(before) and before[-1].lower() in _PLACE_WORDS) or after[:1] == ","

    def _person(self, mention: Mention, plain: str) -> Entity | None:
        words = _words(plain)
        if not words:
            return None
        if len(words) > 1:
            return self._people.get(_key(words)) if self.is_person(mention) else None
        word = words[0]
        candidates = self._by_last.get(word) or (self._by_first.get(word) if mention.kind == "person" else None)
        if candidates:
            return self._one_of(mention.anchor, candidates[-_NAMESAKES:])
        if not self.is_person(mention) or word in self._bodies:
            return None
        entity = self._new("person", plain)
        self._by_last[word].append(entity)
        return entity

    def _one_of(self, anchor: Anchor, candidates: Sequence[Entity]) -> Entity:
        """Whom a surname means: whom the title fits, else whoever was named most so far, else last; where nobody was
        named yet, whoever is named in full most often."""
        sex = self._title(anchor)
        fitting = [e for e in candidates if sex is None or e.sex in (sex, None)] or list(candidates)
        said = {id(e): len(e.mentions) + self._in_full[id(e)] for e in fitting}
        chosen = max(fitting, key=lambda e: (len(e.mentions), self._seen.get(id(e), -1), said[id(e)]))
        if len(fitting) > 1:
            self.doubtful[anchor.start, anchor.end] = (said[id(chosen)] + 0.5) / (sum(said.values()) + 1)
        if sex and not chosen.sexes:
            chosen.sexes[sex] += 1
        return chosen

    def _title(self, anchor: Anchor) -> Sex | None:
        """The sex that a title before or in the name tells."""
        inside = anchor.text.split()
        before = self._text[max(0, anchor.start - 12) : anchor.start].split()
        for word in (inside[0] if len(inside) > 1 else "", before[-1] if before else ""):
            sex = facts.titles().get(word.lower())
            if sex:
                return sex
        return None

    def _body(self, mention: Mention, plain: str) -> Entity:
        kind: ActorKind = "person" if self.is_person(mention) else mention.kind
        lower = plain.lower()
        full = facts.blocs().get(lower)
        if full is not None:
            return self._body_named(full, "organization", plain if len(plain) > 5 else full)
        seat = facts.seats().get(lower)
        if seat is not None:
            entity = self._body_named(plain, "organization", plain)
            entity.part_of = entity.part_of or self._bodies.get(seat.name.lower())
            return entity
        return (
            self._bodies.get(lower)
            or self._acronym(plain)
            or self._shorter(plain)
            or self._body_named(plain, kind, plain)
        )

    def _acronym(self, plain: str) -> Entity | None:
        """The body whose initials these are: given in brackets behind its name, or the initials of exactly one."""
        letters = plain.replace(".", "")
        if not (2 <= len(letters) <= 7 and letters.isupper()):
            return None
        if len(letters) >= _LONG_ACRONYM:  # two letters changed places: "MNSBC"
            same = [e for e in self._bodies.values() if sorted(e.name.replace(".", "")) == sorted(letters)]
            if len(same) == 1:
                return same[0]
        found = self._by_initials.get(letters, ())
        return found[0] if len(found) == 1 else None

    def _shorter(self, plain: str) -> Entity | None:
        """The one body whose name begins or ends with this word: "Patriot" for Patriot Coal, "the Post"; or ends with
        these words: "Daily News"."""
        words = plain.lower().split()
        if len(words[-1]) < 4:
            return None
        found = [e for e in self._by_word.get(words[-1], ()) if e.kind in ("organization", "group")]
        if len(words) > 1:
            found = [e for e in found if e.name.lower().endswith(" " + plain.lower())]
        return found[0] if len(found) == 1 else None

    def _body_named(self, key: str, kind: ActorKind, name: str) -> Entity:
        entity = self._bodies.get(key.lower())
        if entity is None:
            entity = self._bodies[key.lower()] = self._new(kind, name)
            words = name.lower().split()
            if len(words) > 1:
                for word in {words[0], words[-1]}:
                    self._by_word[word].append(entity)
                for letters in _initials(name) if kind == "organization" else ():
                    self._by_initials[letters].append(entity)
        return entity

    def _new(self, kind: ActorKind, name: str) -> Entity:
        entity = Entity(kind, True, name)
        self.entities.append(entity)
        return entity


def _name_in(anchor: Anchor, plain: str) -> Anchor:
    """The name itself, without the titles, article or possessive around it."""
    at = anchor.text.find(plain)
    if at < 0:
        return anchor
    return Anchor(anchor.start + at, anchor.start + at + len(plain), plain)


def _words(name: str) -> list[str]:
    plain = name.lower()
    return re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+", plain)


def _plain(name: str) -> str:
    """Without accents, double letters as one: "Francois" is François, "Hilary" Hillary."""
    letters = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return re.sub(r"(.)\1", r"\1", letters)


def _last(words: Sequence[str]) -> str:
    """The surname: the last word that is no suffix."""
    return next((w for w in reversed(words) if w not in _SUFFIXES), words[-1])


def _key(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(w for w in words if len(w) > 1 or not w.isalpha()) or tuple(words)


def _initials(name: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+", name)
    small = frozenset("of the and for in on".split())
    return {
        "".join(w[0] for w in words).upper(),
        "".join(w[0] for w in words if w.lower() not in small).upper(),
    }
