"""Which actors of many articles are one. A wrong merge is far worse than a missing one.

    identities(profiles, judgements) -> identities

A pure function of the two sets: order never matters. Of a large set a part can be looked at by itself, if it holds all
that any of it fits, and the same judgements: `filed` says where in a ledger to look for those, `fitting` who they are.

Profiles meet in blocks (`names.keys`). A *bearer* is a name with
what its roles say (countries, fields of work). Two bearers fit where their names do and nothing contradicts; names that
are near and no more need a country or a field in common. A bearer that would fit two that contradict each other is tied
to neither. A person's judgement comes first, and what a person held apart stays apart: ties are made from the surest to
the least sure, and one that would bring the two together is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.domain import ActorKind, Decision, Identity, Profile, digest
from onrecord.judgement import Judgement
from onrecord.link import names
from onrecord.link.catalogue import countries_in

MOST_BEARERS = 60
"""More bearers than this under one key are not compared across names, nor tied: pair work stays bounded."""
MOST_SHOWN = 20
"""Decisions kept with an identity against others that it is not."""
_ORGANIZED = frozenset({"organization", "group", "other"})
"""Kinds that readings confuse: one and the same name ties them."""
_FIELDS: Mapping[str, frozenset[str]] = {
    "sport": frozenset(
        "footballer player coach striker goalkeeper athlete boxer cyclist golfer swimmer captain".split()
    ),
    "arts": frozenset("actor actress singer musician director novelist painter composer rapper comedian poet".split()),
    "science": frozenset("professor scientist researcher physicist economist historian doctor epidemiologist".split()),
    "media": frozenset("journalist reporter correspondent columnist editor anchor broadcaster".split()),
    "religion": frozenset("bishop archbishop pope cardinal imam rabbi priest pastor ayatollah".split()),
    "business": frozenset("ceo businessman businesswoman banker entrepreneur founder trader executive".split()),
    "crime": frozenset("suspect defendant gunman victim prisoner inmate murderer".split()),
    "politics": frozenset(
        "president minister senator congressman congresswoman lawmaker mp governor mayor chancellor premier secretary "
        "ambassador diplomat candidate nominee spokesman spokeswoman spokesperson councillor politician".split()
    ),
    "military": frozenset("general colonel admiral commander lieutenant sergeant soldier major".split()),
}
_KINDRED = frozenset(map(frozenset, (("politics", "business"), ("politics", "military"), ("science", "business"))))
"""Fields that one life often joins: no contradiction, and no evidence either."""
_COMMON = frozenset(
    "ministry department foreign interior defense finance justice health education supreme high court police army navy "
    "government parliament senate house cabinet party labor democratic republican national central bank state security "
    "council federal election commission opposition of the for and air force general affairs office".split()
)
"""Bodies named by these words alone are found in many countries: they need one in common."""
_WORD = re.compile(r"[^\W\d_]+")

_Label = tuple[str, ActorKind, str | None]
_Key = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""Name as compared, kind, countries, fields."""


@dataclass(frozen=True, slots=True, order=True)
class _Bearer:
    """A name as it is compared, with what its roles say: what tells namesakes apart."""

    name: str
    kind: str
    countries: tuple[str, ...]
    fields: tuple[str, ...]
    shown: str
    """The smallest of the names as given."""


@dataclass(frozen=True, slots=True)
class _Tie:
    """Two profiles, by id, that something holds to be one."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...]
    judgement: str | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a profile is looked for."""

    bearer: str
    """Profiles that share it are one whatever the others are: of them one stands for all."""
    kin: str
    """Bearers that share it are compared as one; empty for whoever is compared with nobody."""
    keys: tuple[str, ...]
    """Whoever the profile could be is filed under one of them too."""


def filed(profile: Profile) -> Filed:
    """Where the profile is looked for: by its name and by what its roles say."""
    key = _key(profile) if profile.apart is None else None
    if key is None:
        return Filed(digest("bearer", profile.id), "", ())
    kin = digest("kin", key[0], key[1], *key[2], "fields", *key[3])
    own = profile.id if _alone(_Bearer(*key, profile.name)) else ""
    return Filed(digest("bearer", kin, profile.name, profile.kind, own), kin, names.keys(profile.name, key[1]))


def fitting(some: Collection[Profile], others: Iterable[Profile], crowded: Collection[str] = ()) -> frozenset[str]:
    """The ids of those of `others` that could be one with one of `some`."""
    seeds = {p.id for p in some}
    members = _members([*some, *others])
    started = {b for b, own in members.items() if any(p.id in seeds for p in own)}
    found = set(started)
    for left, right in _meeting(members, crowded):
        if (left in started) != (right in started) and _pair(left, right)[0] >= names.THRESHOLD:
            found |= {left, right}
    return frozenset(p.id for bearer in found for p in members[bearer]) - seeds


def identities(
    profiles: Iterable[Profile], judgements: Iterable[Judgement], crowded: Collection[str] = ()
) -> tuple[Identity, ...]:
    """The actors, by id. Every profile is in exactly one.

    `crowded`: of a part of a larger set, the keys under which that has more than `MOST_BEARERS`.
    """
    by_id = {p.id: p for p in sorted(profiles, key=lambda p: p.id)}
    labels: dict[_Label, list[str]] = defaultdict(list)
    for p in by_id.values():
        labels[p.name, p.kind, p.apart].append(p.id)
    standing = _standing(judgements)
    ties, against = _machine([p for p in by_id.values() if p.apart is None], crowded)
    groups = _Groups(by_id, _forbidden(standing))
    made: list[Decision] = []
    for tie in (*_by_people(standing, labels), *sorted(ties, key=lambda t: (-t.score, t.left, t.right))):
        held = groups.tie(tie.left, tie.right)
        (made if held is None else against).append(_decision(tie, held))
    return _gathered(by_id, groups, made, against)


def _standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The last one of each pair, the latest first, without those undone."""
    last: dict[tuple[tuple[tuple[str, ActorKind], ...], str | None], Judgement] = {}
    for judgement in sorted(set(judgements), key=lambda j: (j.at, j.id, j.undone)):
        pair = (judgement.left, judgement.right) if judgement.document else sorted((judgement.left, judgement.right))
        last[tuple(pair), judgement.document] = judgement
    return sorted((j for j in last.values() if not j.undone), key=lambda j: (j.at, j.id), reverse=True)


def _forbidden(standing: Iterable[Judgement]) -> dict[_Label, dict[_Label, str]]:
    """What people hold apart, both ways, with the judgement's id."""
    found: dict[_Label, dict[_Label, str]] = defaultdict(dict)
    for j in standing:
        left, right = (*j.left, j.document), (*j.right, None)
        if not j.same and left != right:
            found[left].setdefault(right, j.id)
            found[right].setdefault(left, j.id)
    return found


def _by_people(standing: Iterable[Judgement], labels: Mapping[_Label, Sequence[str]]) -> Iterator[_Tie]:
    for j in standing:
        if j.same:
            ids = sorted({*labels.get((*j.left, j.document), ()), *labels.get((*j.right, None), ())})
            reasons = (f"{j.by} judged “{j.left[0]}” and “{j.right[0]}” one" + (f": {j.why}" if j.why else ""),)
            yield from (_Tie(ids[0], other, 1.0, reasons, j.id) for other in ids[1:])


def _key(profile: Profile) -> _Key | None:
    """What makes a bearer; None where nothing of the name can be compared."""
    normal = names.normal(profile.name, profile.kind)
    kind = "organization" if profile.kind in _ORGANIZED else profile.kind
    return (normal, kind, _countries(profile), _fields(profile)) if normal else None


def _members(profiles: Iterable[Profile]) -> dict[_Bearer, list[Profile]]:
    """The profiles of each bearer, by id."""
    bearers: dict[_Key, list[Profile]] = defaultdict(list)
    for p in sorted(profiles, key=lambda p: p.id):
        key = _key(p)
        if key is not None:
            bearers[key].append(p)
    return {_Bearer(*key, min(p.name for p in own)): own for key, own in sorted(bearers.items())}


def _machine(profiles: Sequence[Profile], crowded: Collection[str]) -> tuple[list[_Tie], list[Decision]]:
    """What names and roles tie, and the near ones that they hold apart."""
    members = _members(profiles)
    near = _meeting(members, crowded)
    verdicts: dict[tuple[_Bearer, _Bearer], tuple[float, tuple[str, ...]]] = {}
    fits: dict[_Bearer, set[_Bearer]] = defaultdict(set)
    for left, right in near:
        score, reasons = verdicts[left, right] = _pair(left, right)
        if score >= names.THRESHOLD:
            fits[left].add(right)
            fits[right].add(left)
    apart = {frozenset(pair) for pair, (score, _) in verdicts.items() if score <= names.APART}
    torn = {b for b, own in fits.items() if any(frozenset(two) in apart for two in combinations(own, 2))}
    torn |= _torn_groups(fits, torn, apart)
    ties = [_Tie(*_ids(own[0], other), 1.0, ("name and roles are the same",)) for b, own in members.items()
            if not _alone(b) for other in own[1:]]  # fmt: skip
    against = []
    for (left, right), (score, reasons) in verdicts.items():
        ids = _ids(members[left][0], members[right][0])
        if score < names.THRESHOLD:
            against.append(Decision(*ids, False, score, reasons))
        elif left in torn or right in torn:
            why = (*reasons, "could be either of two that contradict each other")
            against.append(Decision(*ids, False, round(score / 2, 2), why))
        else:
            ties.append(_Tie(*ids, score, reasons))
    return ties, against


def _meeting(members: Mapping[_Bearer, Sequence[Profile]], crowded: Collection[str]) -> list[tuple[_Bearer, _Bearer]]:
    """Pairs of bearers under one key, each once; of too many, none."""
    blocks: dict[str, list[_Bearer]] = defaultdict(list)
    for bearer, own in members.items():
        for key in {key for name in {p.name for p in own} for key in names.keys(name, bearer.kind)}:
            if key not in crowded:
                blocks[key].append(bearer)
    pairs = {two for own in blocks.values() if len(own) <= MOST_BEARERS for two in combinations(own, 2)}
    return sorted((a, b) for a, b in pairs if a.kind == b.kind)


def _pair(left: _Bearer, right: _Bearer) -> tuple[float, tuple[str, ...]]:
    """How surely two bearers are one, and why."""
    found = names.compare(left.shown, right.shown, left.kind)
    if found.score < names.CERTAIN and left.name == right.name:
        found = names.Comparison(names.CERTAIN, found.reasons)
    countries, fields = set(left.countries) & set(right.countries), set(left.fields) & set(right.fields)
    reasons = list(found.reasons)
    reasons += [
        f"{noun} in common: {', '.join(sorted(own))}"
        for noun, own in (("countries", countries), ("fields", fields))
        if own
    ]
    clash = _clash(left, right)
    if clash:
        return 0.1, (*reasons, *clash)
    if found.score < names.THRESHOLD:
        return found.score, tuple(reasons)
    if (_alone(left) or _alone(right)) and not (countries and (fields or left.kind != "person")):
        return 0.5, (*reasons, "the name is many's, and too little says that it is one")
    if found.score < names.CERTAIN and not (countries or fields):
        return 0.6, (*reasons, "names are near, and no country or field in common says that it is one")
    return found.score, tuple(reasons)


def _clash(left: _Bearer, right: _Bearer) -> tuple[str, ...]:
    """What of countries and fields contradicts."""
    found = []
    if left.countries and right.countries and not set(left.countries) & set(right.countries):
        found.append(f"countries differ: {', '.join(left.countries)}, not {', '.join(right.countries)}")
    if left.fields and right.fields and not set(left.fields) & set(right.fields):
        kindred = any(frozenset((a, b)) in _KINDRED for a in left.fields for b in right.fields)
        if not kindred:
            found.append(f"fields differ: {', '.join(left.fields)}, not {', '.join(right.fields)}")
    return tuple(found)


def _alone(bearer: _Bearer) -> bool:
    """Whether the name says too little to tie anything by itself."""
    if bearer.kind == "person":
        return names.is_bare(bearer.shown)
    return bearer.kind not in ("country", "place") and set(_WORD.findall(bearer.shown.lower())) <= _COMMON


def _torn_groups(
    fits: Mapping[_Bearer, set[_Bearer]], torn: set[_Bearer], apart: set[frozenset[_Bearer]]
) -> set[_Bearer]:
    """Bearers that a chain of ties would join with one that contradicts them: the whole chain is left untied."""
    found: set[_Bearer] = set()
    against: dict[_Bearer, set[_Bearer]] = defaultdict(set)
    for left, right in apart:
        against[left].add(right)
        against[right].add(left)
    seen = set(torn)
    for start in sorted(fits, key=repr):
        if start in seen:
            continue
        group, todo = {start}, [start]
        while todo:
            fresh = fits[todo.pop()] - torn - group
            group |= fresh
            todo += fresh
        seen |= group
        if any(not against[bearer].isdisjoint(group) for bearer in group):
            found |= group
    return found


def _countries(profile: Profile) -> tuple[str, ...]:
    """Of the roles and of what it belongs to, by code; the country that an envoy goes to is not the envoy's."""
    if profile.kind in ("country", "place"):
        return ()
    said = [re.split(r" (?:to|on|against) ", role)[0] for role in profile.roles[:20]]
    return tuple(sorted(countries_in([*said, profile.part_of or ""])))


def _fields(profile: Profile) -> tuple[str, ...]:
    words = {word for role in profile.roles[:20] for word in _WORD.findall(role[:300].lower())}
    return tuple(field for field, own in _FIELDS.items() if own & words) if profile.kind == "person" else ()


def _ids(left: Profile, right: Profile) -> tuple[str, str]:
    return min(left.id, right.id), max(left.id, right.id)


def _decision(tie: _Tie, held: str | None) -> Decision:
    if held is None:
        return Decision(tie.left, tie.right, True, tie.score, tie.reasons, tie.judgement)
    return Decision(
        tie.left, tie.right, False, 0.0, (*tie.reasons, "a person judged them, or whom they are tied to, apart"), held
    )


class _Groups:
    """Profiles tied so far; what people hold apart never comes into one group."""

    def __init__(self, profiles: Mapping[str, Profile], forbidden: Mapping[_Label, Mapping[_Label, str]]) -> None:
        self._root = {id_: id_ for id_ in profiles}
        self._labels: dict[str, set[_Label]] = {i: {(p.name, p.kind, p.apart)} for i, p in profiles.items()}
        self._forbidden = forbidden

    def root(self, id_: str) -> str:
        while self._root[id_] != id_:
            self._root[id_] = self._root[self._root[id_]]
            id_ = self._root[id_]
        return id_

    def tie(self, left: str, right: str) -> str | None:
        """Makes one group of two. Returns the judgement that forbids it, None where it is done."""
        a, b = sorted((self.root(left), self.root(right)), key=lambda r: (len(self._labels[r]), r))
        if a == b:
            return None
        for label in sorted(self._labels[a], key=repr):
            for other, judgement in self._forbidden.get(label, {}).items():
                if other in self._labels[b]:
                    return judgement
        self._root[a] = b
        self._labels[b] |= self._labels.pop(a)
        return None


def _gathered(
    by_id: Mapping[str, Profile], groups: _Groups, made: Iterable[Decision], against: Iterable[Decision]
) -> tuple[Identity, ...]:
    members: dict[str, list[Profile]] = defaultdict(list)
    for id_, profile in by_id.items():
        members[groups.root(id_)].append(profile)
    said: dict[str, list[Decision]] = defaultdict(list)
    others: dict[str, list[Decision]] = defaultdict(list)
    for decision in made:
        said[groups.root(decision.left)].append(decision)
    for decision in sorted(against, key=lambda d: (d.judgement is None, -d.score, d.left, d.right)):
        for root in {groups.root(decision.left), groups.root(decision.right)}:
            if len(others[root]) < MOST_SHOWN:
                others[root].append(decision)
    found = []
    for root, own in members.items():
        name, kind, _ = min(
            ((p.name, p.kind, p.id) for p in own), key=lambda n: (-len(n[0].split()), -len(n[0][:300]), n)
        )
        decisions = sorted((*said[root], *others[root]), key=lambda d: (d.left, d.right, not d.same))
        found.append(Identity(own[0].id, name, kind, tuple(own), tuple(decisions)))
    return tuple(sorted(found, key=lambda identity: identity.id))
