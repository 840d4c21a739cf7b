"""Whom a pronoun or a description means: weights over plain features of what was spoken of before."""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.link import facts
from onrecord.link.entities import Entity
from onrecord.link.facts import Sex
from onrecord.link.layout import Layout
from onrecord.link.phrases import Head, starts_definite

MOST = 24
"""Entities that are weighed: those mentioned last. More than ever stood between the two in what was coded by hand."""
_MEDIA = frozenset(
    "post times journal tribune herald news guardian telegraph mail globe examiner chronicle gazette star sun today "
    "politico".split()
)
_FULL = {
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "gen": "general",
    "col": "colonel",
    "lt": "lieutenant",
    "sgt": "sergeant",
    "capt": "captain",
    "adm": "admiral",
    "dr": "doctor",
    "prof": "professor",
    "rev": "reverend",
    "amb": "ambassador",
    "sec": "secretary",
}
"""Titles that are mostly written short."""
_IN_OFFICE = frozenset("president chairman chairwoman minister head chief director secretary premier mayor".split())
_KINDRED = {
    "candidate": frozenset("nominee front-runner frontrunner hopeful contender challenger".split()),
    "nominee": frozenset(("candidate",)),
    "lawmaker": frozenset("senator representative congressman congresswoman legislator".split()),
    "congressman": frozenset(("representative",)),
    "congresswoman": frozenset(("representative",)),
    "official": _IN_OFFICE | frozenset("spokesman spokeswoman deputy adviser commissioner".split()),
    "leader": _IN_OFFICE,
    "chief": frozenset("head director chairman".split()),
    "head": frozenset("chief director chairman".split()),
    "attorney": frozenset(("lawyer",)),
    "lawyer": frozenset(("attorney", "counsel")),
    "scholar": frozenset(("professor",)),
    "poll": frozenset("survey study polling".split()),
    "survey": frozenset("poll study polling".split()),
    "study": frozenset("survey report research".split()),
    "report": frozenset("study investigation review".split()),
    "politician": frozenset("senator governor mayor minister candidate nominee".split()),
}
"""Nouns by which somebody goes who holds one of these offices."""
_SORTS = {
    **dict.fromkeys(("newspaper", "paper", "tabloid", "magazine", "outlet", "publication", "website"), _MEDIA),
    **dict.fromkeys(
        ("network", "channel", "broadcaster"), frozenset("cnn nbc msnbc fox abc cbs pbs bbc cnbc tv".split())
    ),
    **dict.fromkeys(
        ("agency", "bureau"), frozenset("agency bureau administration fbi cia reuters ap afp press service".split())
    ),
    **dict.fromkeys(
        ("bank", "lender"),
        frozenset(
            "bank banc bancorp wells fargo goldman sachs jpmorgan chase citigroup citibank barclays hsbc ubs santander "
            "unicredit commerzbank sberbank bnp".split()
        ),
    ),
    **dict.fromkeys(("company", "firm", "corporation"), frozenset("inc corp co ltd group company llc plc".split())),
}
"""Words in names that tell what they name."""
REACH = 400
"""Mentions that are looked back over."""
SEXES: dict[str, Sex] = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}


Weights = Mapping[str, Mapping[str, float]]
"""By name: of features for a `pronoun` and for a `nominal`, and the `calibration` of each way of resolving."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known where a source stands."""

    layout: Layout
    trail: Sequence[tuple[int, Entity]]
    """Where who is mentioned, in text order."""
    speakers: Sequence[tuple[int, Entity | None]]
    """The cues before, in text order, with whom they were resolved to."""
    counts: dict[int, int]
    """How often each entity is mentioned in the article, by `id()`."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """An entity with how likely it is the one that is meant."""

    entity: Entity | None
    """None: none of those spoken of."""
    chance: float


def antecedent(head: Head, scene: Scene, learned: Weights) -> Antecedent:
    """The likeliest entity that a pronoun or description stands for."""
    options = candidates(head, scene)
    weights = learned["pronoun" if head.form == "pronoun" else "nominal"]
    scores = [
        sum(weights.get(name, 0.0) * value for name, value in features(head, e, options, scene).items())
        for e in options
    ]
    scores.append(weights.get("nobody", 0.0))
    top = max(scores)
    powers = [math.exp(s - top) for s in scores]
    best = max(range(len(scores)), key=scores.__getitem__)
    return Antecedent(options[best] if best < len(options) else None, powers[best] / sum(powers))


@cache
def learned() -> Weights:
    """What the package carries: weights of pronouns, set by hand; those of descriptions and a calibration, fitted by
    training/antecedents.py."""
    found: Weights = json.loads((files("onrecord.link") / "data" / "antecedents.json").read_text("utf8"))
    return found


def candidates(head: Head, scene: Scene) -> list[Entity]:
    """Whom it can be: of the right kind and sex, and mentioned before; the last mentioned first."""
    last = bisect_left(scene.trail, head.anchor.start, key=lambda step: step[0])
    found: dict[int, Entity] = {}
    for _, entity in reversed(scene.trail[max(0, last - REACH) : last]):
        if id(entity) not in found and _can_be(head, entity):
            found[id(entity)] = entity
            if len(found) == MOST:
                break
    return list(found.values())


def _can_be(head: Head, entity: Entity) -> bool:
    if head.form == "pronoun":
        sex = SEXES.get(head.noun)
        if sex is not None:
            return entity.kind == "person" and entity.sex in (sex, None)
        if head.noun in ("they", "them", "their"):
            return entity.kind in ("group", "organization", "country", "document")
        return entity.kind in ("organization", "country", "document", "place", "group")
    kind = kind_of_noun(head.noun)
    if kind == "person":
        sex = facts.persons().get(head.noun)
        return entity.kind == "person" and (sex is None or entity.sex in (sex, None))
    return entity.kind == kind or (kind == "organization" and entity.kind == "group")


def kind_of_noun(noun: str) -> str:
    """Of what kind a description with this head noun is."""
    if noun in facts.roles() or noun in facts.persons():
        return "person"
    if noun in facts.groups():
        return facts.groups()[noun]
    if noun in facts.documents():
        return "document"
    if noun == "country" or noun == "nation":
        return "country"
    singular = noun.removesuffix("s")
    if singular != noun and (singular in facts.roles() or singular in facts.persons()):
        return "group"
    return "other"


def features(head: Head, entity: Entity, options: Sequence[Entity], scene: Scene) -> dict[str, float]:
    """What speaks for one of the options, by name."""
    at = head.anchor.start
    layout = scene.layout
    last = entity.mentions[bisect_left(entity.mentions, at, key=lambda a: a.start) - 1]
    sentence, paragraph = layout.sentence(at), layout.paragraph(at)
    gap = sentence - layout.sentence(last.start)
    found = {f"sentences {_bin(gap, (0, 1, 2, 3, 5, 9))}": 1.0}
    found[f"paragraphs {_bin(paragraph - layout.paragraph(last.start), (0, 1, 2, 4))}"] = 1.0
    found["share"] = math.log1p(scene.counts.get(id(entity), 0))
    found["said before in the sentence"] = float(gap == 0)
    found["named"] = float(entity.named)
    found["first in its sentence"] = float(layout.opens_sentence(last.start))
    found["possessive"] = float(layout.text[last.end : last.end + 2] in ("'s", "’s"))
    quoted = layout.quoted(last.start)
    found["in a quotation"] = float(quoted and not layout.quoted(at))
    since = next(place for place, option in enumerate(options) if option is entity)
    found[f"since {_bin(since, (0, 1, 2, 4))}"] = 1.0
    before = bisect_left(scene.speakers, at, key=lambda s: s[0])
    speakers = scene.speakers[max(0, before - 2) : before]
    if speakers:
        cue, speaker = speakers[-1]
        same = speaker is entity
        near = (
            "paragraph"
            if layout.paragraph(cue) == paragraph
            else "next"
            if paragraph - layout.paragraph(cue) <= 1
            else "far"
        )
        found[f"spoke last, {near}"] = float(same)
        found[f"another spoke last, {near}"] = float(speaker is not None and not same)
        found["spoke before that"] = float(len(speakers) > 1 and speakers[-2][1] is entity)
        opened = layout.text[layout.sentence_start(at)] in "\"“‘'" and not layout.quoted(at)
        found["spoke last, a quotation between"] = float(same and opened)
    found["opens the sentence before"] = float(gap == 1 and layout.opens_sentence(last.start))
    found["in full"] = float(entity.named and " " in entity.name)
    if head.form == "pronoun":
        found[f"{head.noun}: {entity.kind}"] = 1.0
        found["sex known"] = float(entity.sex is not None)
        return found
    found["definite"] = float(head.definite)
    found["indefinite"] = float(not head.definite)
    roles = {_FULL.get(w, w) for a in entity.roles for w in re.findall(r"[\w-]+", a.text.lower())}
    found["its role"] = float(head.noun in roles)
    kindred = _KINDRED.get(head.noun, frozenset())
    found["kindred role"] = float(head.noun not in roles and bool(kindred & roles))
    words = {w.lower() for w in head.anchor.text.split()} - {"the", "a", "an", head.noun}
    called = set(entity.name.lower().split())
    shared = words & (roles | called)
    found["shared words"] = float(len(shared))
    found["other words"] = float(len(words - shared))
    in_name = head.noun in called
    found["in its name"] = float(in_name)
    found["in its name, other words"] = float(in_name and len(words) > len(shared))
    found["owned"] = float(bool(head.modifiers) and head.definite and not starts_definite(head.anchor.text))
    sort = _SORTS.get(head.noun)
    found["of its sort"] = float(bool(sort and sort & called))
    found["same noun"] = float(head.noun == entity.noun)
    found["kindred noun"] = float(entity.noun in kindred or bool(kindred & called))
    found["only one"] = float(len(options) == 1)
    found["definite this"] = float(starts_definite(head.anchor.text) and head.anchor.text.lower().startswith("this"))
    found["own person"] = float(head.anchor.text.split()[0].lower() in ("his", "her", "their", "its"))
    found[f"kind {entity.kind}"] = 1.0
    return found


def _bin(value: int, edges: Sequence[int]) -> int:
    return edges[max(bisect_right(edges, value) - 1, 0)]
