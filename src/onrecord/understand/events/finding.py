"""The events of one article: words that name them, their parties, whether they happened, on whose word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onrecord.domain import Anchor, Event, EventType, Mention, Party, Realis, Statement, Time
from onrecord.text.sentences import Sentences
from onrecord.understand.events.lexicon import Lexicon, Sense, lexicon
from onrecord.understand.events.people import People
from onrecord.understand.events.realis import Telling
from onrecord.understand.events.roles import Parties, Roles, spans
from onrecord.understand.forms import verbs, words
from onrecord.understand.times import time_of
from onrecord.understand.trees import Trees

_FRIENDLY = frozenset(("AID", "CONCEDE", "RETREAT", "COOPERATE", "SUPPORT", "CONSULT", "AGREE"))
_HOSTILE = frozenset(("SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "THREATEN", "PROTEST", "REJECT"))
_OFFERS, _VOWS, _SAYS = verbs("offers"), verbs("vows"), verbs("says")
_WILLING = frozenset("ready willing prepared".split())
_OF_FORCE_OR_WORDS = verbs("force or words")
"""Words of force that the press uses of words as well."""
_FORCE = words("force")
"""Words beside which they are meant as force."""
_CROWD = words("crowds")
"""Who holds opinions rather than acts."""
_ITSELF = frozenset("it they".split())
_INNER = frozenset("case conj nmod compound amod fixed obl".split())
_INNER_OF_CLAUSE = frozenset("mark aux case".split())
"""What stands beside an object, or in a clause, and counts as going with the verb."""
_FAR = 6
"""Words between a verb and its object that a trigger may span."""


@dataclass(frozen=True, slots=True)
class Named:
    """Words that name an event."""

    type: EventType
    word: int
    """The verb, or the noun, that the parties hang on."""
    others: tuple[int, ...] = ()
    """What belongs to it: "sanctions" of "imposed sanctions"."""
    done: bool = False
    """Whether it is done by the telling itself: "will not meet" refuses."""


def find_events(
    trees: Trees,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    times: Sequence[Time],
    sentences: Sentences,
    published: date | None = None,
    weigh: Callable[[Event], Event | None] | None = None,
) -> tuple[Event, ...]:
    """The events of a text, in its order, in time linear in the words. Their parties are spans still. What is still to
    come on the day that the article was `published` has no time before that: then it is unknown. `weigh` has the last
    word on each, but for what it depends on."""
    people = People(trees, mentions, times)
    finder = _Finder(trees, people, lexicon())
    within = _Within(statements)
    before = _before(times, published)
    found: list[Event] = []
    seen: set[tuple[str, int]] = set()
    for named in finder.named():
        event = finder.event(named, within, times, sentences)
        event = weigh(event) if event and weigh else event
        event = finder.checked(named, event, within) if event else None
        if event is not None and (event.type, event.trigger.start) not in seen:
            seen.add((event.type, event.trigger.start))
            to_come = event.realis in ("planned", "conditional")
            found.append(replace(event, time=None) if to_come and event.time in before else event)
    found.sort(key=lambda e: (e.trigger.start, e.trigger.end, e.type))
    return tuple(replace(event, id=f"e{place}") for place, event in enumerate(found, 1))


def _before(times: Sequence[Time], published: date | None) -> frozenset[str]:
    """The times that can't be those of something that is still to come."""
    if published is None:
        return frozenset()
    return frozenset(t.id for t in times if t.latest is not None and t.latest < published)


class _Within:
    """In whose words a place of the text stands."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        spans = [(c.start, c.end, s) for s in statements for c in s.content]
        self._by_id = {s.id: s for s in statements}
        self._spans = sorted(spans, key=lambda span: (span[0], -span[1]))
        self._starts = [start for start, _, _ in self._spans]

    def innermost(self, start: int, end: int) -> Statement | None:
        """The statement with the shortest content around a span."""
        index = bisect_left(self._starts, start + 1) - 1
        found = [s for s in self._spans[max(0, index - 50) : index + 1] if s[0] <= start and end <= s[1]]
        return min(found, key=lambda s: s[1] - s[0], default=(0, 0, None))[2]

    def around(self, id_: str | None) -> Iterator[Statement]:
        """A statement and those that it stands in."""
        while (statement := self._by_id.get(id_ or "")) is not None:
            yield statement
            id_ = statement.parent


def _inside(statement: Statement, offset: int) -> bool:
    """Whether a place stands in what is said."""
    return any(c.start <= offset < c.end for c in statement.content)


class _Finder:
    def __init__(self, trees: Trees, people: People, table: Lexicon) -> None:
        self._trees = trees
        self._people = people
        self._lexicon = table
        self._parties = Parties(trees, people)
        self._telling = Telling(trees)
        self._verbs: dict[int, EventType] = {}

    def named(self) -> Iterator[Named]:
        """All words that name an event."""
        taken: set[int] = set()
        found: list[Named] = []
        for number, word in enumerate(self._trees.words):
            if word.lower in self._lexicon.verbs and word.kind in ("VERB", "AUX", "ADJ"):
                named = self._as_verb(number)
                if named:
                    found.append(named)
                    taken.update(named.others)
                    self._verbs[number] = named.type
        yield from found
        for number, word in enumerate(self._trees.words):
            if word.lower in self._lexicon.nouns and word.kind in ("NOUN", "PROPN") and number not in taken:
                type_ = self._lexicon.nouns[word.lower]
                yield Named(type_, number)
                self._verbs.setdefault(number, type_)
        yield from self._will()

    def _as_verb(self, number: int) -> Named | None:
        word = self._trees.words[number]
        if word.kind == "ADJ" and word.relation == "amod":
            return None
        below = self._dependents(number)
        for sense in self._lexicon.verbs[word.lower]:
            others = self._fits(sense, number, below)
            if others is not None:
                return Named(sense.type, number, tuple(others))
        return None

    def _dependents(self, number: int) -> dict[str, int]:
        """The words that hang on a verb, and on its objects, by their form."""
        trees = self._trees
        found: dict[str, int] = {}
        for child in trees.children[number]:
            relation = trees.words[child].relation
            if relation in ("punct", "conj", "cc", "parataxis", "nsubj", "dep") and not (
                relation == "conj" and trees.words[child].kind == "NOUN"
            ):
                continue
            found.setdefault(trees.words[child].lower, child)
            inner = _INNER_OF_CLAUSE if relation in ("xcomp", "ccomp", "advcl") else _INNER
            for further in trees.children[child]:
                if trees.words[further].relation in inner:
                    found.setdefault(trees.words[further].lower, further)
        word = trees.words[number]
        if word.relation in ("acl", "acl:relcl") and trees.words[word.head].kind == "NOUN":
            found.setdefault(trees.words[word.head].lower, word.head)
        return found

    def _fits(self, sense: Sense, number: int, below: dict[str, int]) -> list[int] | None:
        """The words that a sense needs, where they are there."""
        trees = self._trees
        others = []
        if sense.particle is not None:
            particle = below.get(sense.particle)
            if particle is None or particle < number or particle - number > _FAR:
                return None
            others.append(particle)
        if any(form in below for form in sense.excludes):
            return None
        if sense.plain:
            return others
        needed = [below[form] for form in sense.needs if form in below]
        if needed:
            return [*others, min(needed)]
        if sense.actor:
            objects = trees.having(number, "obj", "nsubj:pass", "iobj")
            word = trees.words[number]
            if word.relation in ("acl", "acl:relcl") and not objects:
                objects = [word.head]
            if any(self._people.is_somebody(o) for o in objects):
                return others
        if sense.clause and any(
            trees.words[c].relation in ("xcomp", "ccomp") and self._commands(c) for c in trees.children[number]
        ):
            return others
        return None

    def _commands(self, clause: int) -> bool:
        """Whether a clause says what somebody shall do: an infinitive, or one without tense."""
        trees = self._trees
        marks = {trees.words[m].lower for m in trees.having(clause, "mark")}
        aux = {trees.words[a].lower for a in trees.having(clause, "aux", "cop")}
        return (
            "to" in marks
            or bool(aux & {"should", "must"})
            or (not aux and not marks - {"that"} and trees.words[clause].lower in words("commanded"))
        )

    def _will(self) -> Iterator[Named]:
        """Will and refusal, which make another event of what is named: an offer of help is an agreement, the resolve to
        strike a threat."""
        trees = self._trees
        for number, type_ in list(self._verbs.items()):
            word = trees.words[number]
            if word.kind not in ("VERB", "AUX", "ADJ"):
                continue
            head = trees.words[word.head]
            aux = {trees.words[a].lower for a in trees.having(number, "aux")}
            if word.relation in ("xcomp", "ccomp", "obj", "advcl") and word.head != number:
                if word.head in self._verbs and head.lower not in _SAYS and head.lower not in _WILLING:
                    continue
                if self._unless(number) and head.lower in _SAYS:
                    yield Named("THREATEN", word.head, (number,))
                    continue
                resolved = head.lower in _VOWS or (head.lower in _SAYS and bool(aux & {"will", "would"}))
                if head.lower in _OFFERS or head.lower in _WILLING or resolved:
                    if type_ in _HOSTILE and type_ != "PROTEST":
                        yield Named("THREATEN", word.head, (number,))
                    elif (
                        type_ in _FRIENDLY
                        and word.lower not in ("vote", "voting")
                        and not self._telling.negated(number)
                    ):
                        yield Named("AGREE", word.head, (number,))
            elif aux & {"will"} and self._unless(number):
                yield Named("THREATEN", number, done=True)
            elif aux & {"will", "would", "won"} and type_ in _FRIENDLY and self._telling.negated(number):
                yield Named("REJECT", number, done=True)
            elif aux & {"will"} and type_ in ("AID", "CONCEDE", "RETREAT", "COOPERATE"):
                yield Named("AGREE", number, done=True)
        for number, word in enumerate(trees.words):
            if word.relation == "ccomp" and trees.words[word.head].lower in _SAYS and self._must(number):
                yield Named("REQUEST", number, done=True)
            if (word.lower in _OFFERS or (word.lower in _WILLING and word.kind == "ADJ")) and number not in self._verbs:
                clauses = [c for c in trees.having(number, "xcomp", "ccomp", "advcl") if c not in self._verbs]
                things = trees.having(number, "obj") if word.lower in _OFFERS else []
                if (clauses or things) and word.kind in ("VERB", "ADJ"):
                    yield Named("AGREE", number, tuple(clauses[:1]))

    def _must(self, number: int) -> bool:
        """Whether it says what somebody else must do."""
        trees = self._trees
        subjects = trees.having(number, "nsubj")
        others = (s for s in subjects if trees.words[s].lower not in ("we", "i"))
        return self._parties.must(number) and any(map(self._people.is_somebody, others))

    def _unless(self, number: int) -> bool:
        trees = self._trees
        return any(
            trees.words[m].lower == "unless" for c in trees.having(number, "advcl") for m in trees.having(c, "mark")
        )

    def event(self, named: Named, within: _Within, times: Sequence[Time], sentences: Sentences) -> Event | None:
        trees = self._trees
        verbal = trees.words[named.word].kind not in ("NOUN", "PROPN")
        roles = self._roles(named, verbal)
        named = self._told_of_words(named, roles, sentences)
        if named.type == "SUPPORT" and any(
            trees.words[n].lower in _CROWD for a in roles.agents for n in trees.below(a)
        ):
            return None
        if not roles.agents and not roles.patients:
            return None
        last = max((o for o in named.others if 0 < o - named.word <= _FAR), default=named.word)
        trigger = trees.anchor(named.word, max(last, named.word))
        teller = within.innermost(trees.words[named.word].start, trees.words[named.word].end)
        inside = [a for a in roles.agents if teller and _inside(teller, trees.words[a].start)]
        # who tells it joins the doers where the model ties both: "Holk to meet Vey, the palace said"
        agents = spans(trees.text, (self._phrase(a, teller) for a in inside or roles.agents))
        patients = spans(trees.text, (self._parties.phrase(p) for p in roles.patients if p not in roles.agents))
        realis = "occurred" if named.done else self._telling.realis(named.word)
        tellers = list(within.around(teller.id)) if teller else []
        if realis == "occurred" and any(t.negated for t in tellers):
            return None  # "did not say that troops bombed Orsk" tells of no bombing
        if realis == "occurred" and any(t.act == "deny" for t in tellers):
            realis = "denied"
        sentence = sentences.around(trigger.start)
        time = time_of(trees.text, trigger, times, sentence=sentence, apart_from=())
        if (
            time is not None
            and teller
            and teller.time == times[time].id
            and not _inside(teller, times[time].anchor.start)
        ):
            time = None  # when it was told
        return Event(
            id="",
            type=named.type,
            trigger=trigger,
            realis=realis,
            place=Party(self._parties.phrase(roles.place)) if roles.place is not None else None,
            time=None if time is None else times[time].id,
            condition=self._telling.condition(named.word),
            according_to=teller.id if teller else None,
            agents=agents,
            patients=patients,
        )

    def checked(self, named: Named, event: Event, within: _Within) -> Event | None:
        """An event as weighed, with what leaves no doubt: nothing happened if it did, or of which it is not said."""
        if event.realis not in ("occurred", "ongoing") or named.done:
            return event
        tellers = list(within.around(event.according_to))
        if any(t.negated for t in tellers):
            return None
        denied: Realis | None = "denied" if any(t.act == "deny" for t in tellers) else None
        return replace(event, realis=self._telling.settled(named.word) or denied or event.realis)

    def _told_of_words(self, named: Named, roles: Roles, sentences: Sentences) -> Named:
        """An attack is one of words where nothing around speaks of force and a person is attacked or attacks."""
        trees = self._trees
        word = trees.words[named.word]
        if named.type != "ASSAULT" or word.lower not in _OF_FORCE_OR_WORDS:
            return named
        start, end = sentences.around(word.start)
        if any(trees.words[n].lower in _FORCE for n in trees.inside(start, end)):
            return named
        people = {self._people.kind(n) for n in (*roles.agents, *roles.patients)}
        return replace(named, type="ACCUSE") if people & {"person", "organization", "group"} else named

    def _phrase(self, number: int, teller: Statement | None) -> Anchor:
        """The words for who does it. "X said it would": X. Whom "he" and "she" mean, `link` weighs."""
        word = self._trees.words[number]
        told = teller is not None and teller.source is not None and teller.kind != "direct"
        if not told or word.lower not in _ITSELF or word.relation not in ("nsubj", "nsubj:pass"):
            return self._parties.phrase(number)
        assert teller is not None
        assert teller.source is not None
        kinds = {self._people.kind(n) for n in self._trees.inside(teller.source.start, teller.source.end)}
        return teller.source if kinds - {None, "person"} else self._parties.phrase(number)

    def _roles(self, named: Named, verbal: bool) -> Roles:
        if verbal:
            return self._parties.of_verb(named.word, named.type, named.others)
        return self._parties.of_noun(named.word)
