"""Within one article: the mentions become actors, and every source is resolved to the actor that it stands for.

Names are sorted by whom they mean (`entities`); a source's head is told from its words (`phrases`); pronouns and
descriptions are weighed against those spoken of before (`antecedents`). What is not sure enough stays unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.domain import Actor, ActorKind, Anchor, Mention, Reading, Statement
from onrecord.link import facts
from onrecord.link.antecedents import SEXES, Scene, Weights, antecedent, kind_of_noun, learned
from onrecord.link.confidence import Certainty, Way, speaker_confidence
from onrecord.link.entities import Entity, Named, named_entities
from onrecord.link.layout import Layout
from onrecord.link.naming import names_of
from onrecord.link.phrases import POSSESSIVE, Head, bare, head_of, without_determiner
from onrecord.link.roles import number_in, roles_around

_NEAR = 50
"""Statements before and behind that are looked at for the one around."""
_TELLS_SEX = 0.8
"""From this chance on a pronoun says of whom it means whether it is a man or a woman."""
_OWN = frozenset("i me my we us our myself".split())
_RELATIVE = frozenset("who whom which that".split())
_SPEAKS_FOR = re.compile(r"(?i)\b(?:spokes(?:man|woman|person|people|men|women)|press secretary|lawyers?|attorneys?)\b")


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whom a source means."""

    entity: Entity | None
    certainty: Certainty

    confidence: float | None = None
    """The chance that it is right; None where that is too low to name anyone."""


UNKNOWN = Resolution(None, Certainty("none", 0.0))


class Resolver:
    """One article's entities, and whom each of its sources means."""

    def __init__(self, reading: Reading, weights: Weights | None = None) -> None:
        self._weights = weights or learned()
        self._text = reading.article.text
        self._statements = sorted(reading.statements, key=lambda s: (s.cue or s.content[0]).start)
        self._cues = [(s.cue or s.content[0]).start for s in self._statements]
        self._by_id = {s.id: s for s in self._statements}
        self._layout = Layout(self._text)
        self._descriptions = [m.anchor for m in reading.mentions if m.form == "nominal"]
        self._names = names_of(self._text, reading)
        self._starts = [n.anchor.start for n in self._names]
        self._named: Named = named_entities(self._text, self._names)
        self.entities: list[Entity] = list(self._named.entities)
        self._described: dict[tuple[str, int], Entity] = {}
        self._bodies: defaultdict[str, list[Entity]] = defaultdict(list)
        """What is named, by the last word of its name."""
        for entity in self.entities:
            self._bodies[entity.name.lower().split()[-1]].append(entity)
        for (start, end), entity in self._named.of.items():
            if entity.kind == "person":
                for role in roles_around(self._text, Anchor.of(self._text, start, end)):
                    if role not in entity.roles:
                        entity.roles.append(role)
        self._trail = sorted(((m.start, e) for e in self.entities for m in e.mentions), key=lambda step: step[0])
        self._counts = {id(e): len(e.mentions) for e in self.entities}
        self._speakers: list[tuple[int, Entity | None]] = []
        self._resolutions: dict[str, Resolution] = {}

    def resolve(self) -> dict[str, Resolution]:
        """By statement id."""
        for _ in self.steps():
            pass
        return self._resolutions

    def steps(self) -> Iterator[tuple[Statement, Head | None, Resolution]]:
        """One source after the other, in the order of the cues, since who spoke last tells much of who speaks next."""
        for statement in self._statements:
            source = statement.source
            if source is None:
                continue
            head = head_of(source, self.names_in(source))
            found = self._resolved(statement, head) if head else UNKNOWN
            yield statement, head, found
            found = self._resolutions.setdefault(statement.id, found)  # or what it was corrected to
            if found.entity is not None and found.confidence is not None and head is not None and head.form != "name":
                self.mention(found.entity, head.anchor)
                sex = SEXES.get(head.noun) if found.certainty.chance >= _TELLS_SEX else None
                if sex is not None and not found.entity.sexes:
                    found.entity.sexes[sex] += 1
                self._counts.setdefault(id(found.entity), 1)
            if statement.parent is None:
                self._speakers.append(((statement.cue or source).start, found.entity))

    def correct(self, statement: Statement, entity: Entity) -> None:
        """Say whom the source means that `steps` has just given."""
        self._resolutions[statement.id] = Resolution(entity, Certainty("name", 1.0), 1.0)

    def scene(self) -> Scene:
        """What is known at this step."""
        return Scene(self._layout, self._trail, self._speakers, self._counts)

    def names_in(self, span: Anchor) -> list[Mention]:
        """The names inside a span, in text order."""
        first = bisect_left(self._starts, span.start)
        found = []
        for index in range(first, len(self._names)):
            name = self._names[index]
            if name.anchor.start >= span.end:
                break
            if name.anchor.end <= span.end:
                found.append(name)
        return found

    def _resolved(self, statement: Statement, head: Head) -> Resolution:
        if head.form == "name":
            assert head.mention is not None
            return self._by_name(head.mention)
        if head.form == "pronoun":
            return self._by_pronoun(statement, head)
        return self._by_description(head)

    def _found(self, entity: Entity | None, way: Way, chance: float) -> Resolution:
        certainty = Certainty(way, chance, entity is None or entity.named)
        sure = None if entity is None else speaker_confidence(certainty, self._weights["calibration"])
        return Resolution(entity, certainty, sure)

    def _by_name(self, mention: Mention) -> Resolution:
        key = mention.anchor.start, mention.anchor.end
        entity = self._named.of.get(key)
        share = self._named.doubtful.get(key)
        return self._found(entity, "name", 1.0) if share is None else self._found(entity, "doubtful name", share)

    def _by_pronoun(self, statement: Statement, head: Head) -> Resolution:
        if head.noun in _OWN:
            around = self._around(statement)
            resolution = self._resolutions.get(around.id) if around else None
            if resolution is None or resolution.entity is None:
                return UNKNOWN
            own: Way = "speaking of himself" if head.noun in ("i", "me", "my", "myself") else "speaking of themselves"
            return self._found(resolution.entity, own, resolution.certainty.chance)
        if head.noun in _RELATIVE:
            return self._before(head)
        if head.noun in ("you", "one"):
            return UNKNOWN
        return self._found_before(head)

    def _found_before(self, head: Head) -> Resolution:
        """Whom a pronoun means of those spoken of before."""
        found = antecedent(head, self.scene(), self._weights)
        # apart, since "they" is seldom right
        way: Way = "pronoun" if head.noun in SEXES else "it" if head.noun in ("it", "its") else "plural pronoun"
        return self._found(found.entity, way, found.chance)

    def _around(self, statement: Statement) -> Statement | None:
        """The statement in whose words this one stands."""
        if statement.parent is not None:
            return self._by_id.get(statement.parent)
        at = (statement.cue or statement.content[0]).start
        place = bisect_left(self._cues, at)
        near = self._statements[max(0, place - _NEAR) : place + _NEAR]
        found = [s for s in near if s is not statement and any(c.start <= at < c.end for c in s.content)]
        return min(found, key=lambda s: sum(c.end - c.start for c in s.content), default=None)

    def _before(self, head: Head) -> Resolution:
        """Whom "who" goes on with: the name or description right before it."""
        at = head.anchor.start
        index = bisect_left(self._starts, at) - 1
        if index >= 0 and self._text[self._names[index].anchor.end : at].strip(" ,—–-") == "":
            entity = self._named.of.get((self._names[index].anchor.start, self._names[index].anchor.end))
            if entity is not None:
                return self._found(entity, "relative", 1.0)
        index = bisect_left(self._descriptions, at, key=lambda a: a.end + 1) - 1
        if index >= 0 and self._text[self._descriptions[index].end : at].strip(" ,—–-") == "":
            described = self._descriptions[index]
            entity = self._described_as(described, described.text.split()[-1].lower(), False)
            return self._found(entity, "relative", 1.0)
        return UNKNOWN

    def _by_description(self, head: Head) -> Resolution:
        kind = kind_of_noun(head.noun)
        owner = self._owner(head)
        if owner is not None and kind in ("organization", "document"):
            entity = self._described_as(head.anchor, head.noun, True, owner)
            return self._found(entity, "named body", 1.0)
        if kind == "organization" and head.anchor.text.split()[0].lower() in ("his", "her"):
            his = self._body_of_somebody(head)
            if his is not None:
                return his
        if head.definite and not head.joined and kind in ("person", "organization", "country", "document"):
            found = antecedent(head, self.scene(), self._weights)
            if found.entity is not None:
                return self._found(found.entity, "description", found.chance)
            return self._found(self._described_as(head.anchor, head.noun, False), "new though definite", 1.0)
        return self._found(self._described_as(head.anchor, head.noun, False), "new", 1.0)

    def _body_of_somebody(self, head: Head) -> Resolution | None:
        """Which body "his campaign" is, where the article names his: "Sanders's campaign"."""
        start, word = head.anchor.start, head.anchor.text.split()[0]
        owner = Head("pronoun", Anchor(start, start + len(word), word), word.lower(), None)
        whose = antecedent(owner, self.scene(), self._weights)
        if whose.entity is None or not whose.entity.named:
            return None
        surname = bare(whose.entity.name, person=True).split()[-1].lower()
        for entity in self._bodies[head.noun][-_NEAR:]:
            if surname in [POSSESSIVE.sub("", word) for word in entity.name.lower().split()]:
                return self._found(entity, "pronoun", whose.chance)  # as sure as it is who he is
        return None

    def _owner(self, head: Head) -> Entity | None:
        """Whose campaign, party or poll it is, where a name says so."""
        for name in reversed(head.modifiers):
            entity = self._named.of.get((name.anchor.start, name.anchor.end))
            if entity is not None:
                return entity
        return None

    def _described_as(self, anchor: Anchor, noun: str, named: bool, owner: Entity | None = None) -> Entity:
        """The entity of its own that a description stands for; the same words stand for the same."""
        words = without_determiner(anchor.text)
        key = (noun if owner else words.lower(), id(owner) if owner else 0)
        entity = self._described.get(key)
        if entity is None:
            several = noun.endswith("s") and number_in(words) is not None
            entity = Entity("group" if several else _actor_kind(kind_of_noun(noun)), named, words, noun=noun)
            entity.part_of = owner if owner is not None and owner.kind != "person" else None
            self._described[key] = entity
            if named:
                self._bodies[noun].append(entity)
            self.entities.append(entity)
        self.mention(entity, anchor)
        return entity

    def mention(self, entity: Entity, anchor: Anchor) -> None:
        """Note that the text speaks of the entity there."""
        if anchor not in entity.mentions[-3:]:
            entity.add(anchor)
            insort(self._trail, (anchor.start, entity), key=lambda step: step[0])

    def on_behalf_of(self, statement: Statement, speaker: Entity) -> Entity | None:
        """For whom a spokesman speaks: the body or person that the source names besides."""
        source = statement.source
        if source is None or not _SPEAKS_FOR.search(source.text):
            return None
        for name in self.names_in(source):
            entity = self._named.of.get((name.anchor.start, name.anchor.end))
            if entity is not None and entity is not speaker:
                return entity
        return None

    def party(self, phrase: Anchor, speaker: Entity | None) -> Entity | None:
        """Whom the words for a party of an event mean, where that is sure enough. `speaker`: who says it."""
        head = head_of(phrase, self.names_in(phrase))
        if head is None:
            return None
        if head.form == "name":
            assert head.mention is not None
            found = self._by_name(head.mention)
            if found.entity is None:  # "the Sudanese government" is no name
                found = self._by_description(head)
        elif head.form == "nominal":
            found = self._by_description(head)
            if found.confidence is None:  # nobody spoken of before: whoever is described so
                return self._described_as(head.anchor, head.noun, False)
        elif head.noun in _OWN:
            return speaker
        elif head.noun in ("you", "one", *_RELATIVE):
            return None
        else:
            found = self._found_before(head)
        if found.entity is None or found.confidence is None:
            return None
        entity = found.entity
        if head.form == "pronoun":
            self.mention(entity, head.anchor)
        elif not entity.named and entity.mentions == [head.anchor]:
            # "inspectors of the agency": all that the article says of who they are
            entity.mentions = [phrase]
        return entity

    def actors(self, parties: Iterable[Entity] = ()) -> tuple[tuple[Actor, ...], dict[int, str]]:
        """In the order of their first mention; and the ids by entity. Without a name only who speaks or is a party."""
        spoken = {id(r.entity) for r in self._resolutions.values() if r.confidence is not None}
        spoken |= {id(party) for party in parties}
        entities = [e for e in self.entities if e.mentions and (e.named or id(e) in spoken)]
        entities.sort(key=lambda e: (e.mentions[0].start, e.mentions[0].end, e.name))
        ids = {id(e): f"a{place}" for place, e in enumerate(entities, 1)}
        countries = {e.name: e for e in entities if e.kind == "country"}
        for entity in entities:
            entity.part_of = entity.part_of or countries.get(_country_in(entity))
        actors = tuple(
            Actor(
                id=ids[id(e)],
                name=e.name,
                kind=e.kind,
                named=e.named,
                mentions=tuple(e.mentions),
                roles=tuple(sorted(e.roles, key=lambda a: a.start)),
                part_of=ids.get(id(e.part_of)) if e.part_of is not None and e.part_of is not e else None,
                count=number_in(e.mentions[0].text) if e.kind == "group" else None,
            )
            for e in entities
        )
        return actors, ids


def _country_in(entity: Entity) -> str:
    """The name of the country that a body's name begins with, or an empty one."""
    first = entity.name.split()[0]
    if entity.kind != "organization":
        return ""
    if first in ("US", "U.S."):
        return "United States"
    country = facts.adjectives().get(first.lower()) or facts.countries().get(first.lower())
    return country.name if country is not None and first != "us" else ""


def _actor_kind(kind: str) -> ActorKind:
    return kind if kind in ("person", "organization", "country", "group", "document") else "other"  # type: ignore[return-value]
