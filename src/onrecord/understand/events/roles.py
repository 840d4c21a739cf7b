"""Who does what to whom, read from the trees: the words for an event's actors and recipients."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from onrecord.domain import Anchor, EventType
from onrecord.understand.events.people import People
from onrecord.understand.forms import verbs, words
from onrecord.understand.trees import Trees

_BESIDE = frozenset(
    "conj cc appos acl acl:relcl advcl parataxis punct case mark cop aux aux:pass nsubj advmod dep dislocated".split()
)
"""What hangs on a noun and does not belong to the words for it."""
_WITHIN = frozenset("nmod:poss compound amod nmod:desc appos flat".split())
"""By these somebody hangs on a noun that is nobody: "Korvia's troops"."""
_RELATIVE = frozenset("who whom which that whose".split())
_OBJECT_CONTROL = verbs("object does it")
"""Verbs whose object does what the infinitive says."""
_OBJECT_DID = verbs("object did it")
"""Verbs whose object does what stands behind "of", "for" or "from": "accused Korvia of shelling"."""
_TOWARDS = "on upon against with to at toward towards for from over into of between among behind about".split()
_MANY = words("many")
"""What only counts those who follow it."""
_ABOUT = words("about")
"""Before a number: no part of who is meant."""
_SUFFERED = words("suffered")
"""Nouns whose possessor is whom it is done to: "Vey's arrest"."""
_OWN = frozenset("its their his her our my".split())
_BEFALLS = frozenset("died die dies dying".split())
"""What befalls its subject."""
_WHERE = "in near inside across around outside throughout".split()
_ALONG = (["along", "with"], ["together", "with"])
_LIGHT = verbs("light")
"""Verbs that only say that what their object names is done."""
_MUST = frozenset("must should need ought needs".split())
"""Before a verb that says what somebody else shall do."""
_DATELINE = re.compile(r"\s?(?:\([^)\n]{2,20}\)\s?)?[—–-]\s")
"""What follows a place in capitals that only says where an article was written."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Words for those who do and those who suffer it, by number."""

    agents: tuple[int, ...] = ()
    patients: tuple[int, ...] = ()
    place: int | None = None


class Parties:
    """Finds the parties of events in one text."""

    def __init__(self, trees: Trees, people: People) -> None:
        self._trees = trees
        self._people = people

    def of_verb(self, verb: int, type_: EventType, through: Sequence[int] = ()) -> Roles:
        """`through`: words that belong to the trigger, such as the object of "imposed sanctions"."""
        agents, suffers = self.subjects(verb)
        word = self._trees.words[verb]
        if type_ == "REQUEST" and word.relation == "ccomp" and self.must(verb):
            # "said that Holk must leave": Holk is who is asked
            suffers, agents = [*agents, *suffers], self._doers(word.head, 0)
        agents = [n for a in agents for n in self.somebody(a)]
        patients = [n for s in suffers for n in self.somebody(s)]
        objects = self._objects(verb)
        for further in through:
            if self._trees.words[further].kind == "VERB":
                objects += self._objects(further)
        if not patients:
            patients = [n for o in objects for n in self.somebody(o, inside=False)]
        places = [p for p in patients if self._is_means(p)]
        patients = [p for p in patients if p not in places]
        obliques = self.obliques(verb)
        if not agents and suffers:
            agents = [n for o, case in obliques if case == "by" for n in self.somebody(o)]
        inner = [*objects, *suffers, *through]
        if not patients:
            patients = self._clause_parties(verb, type_, through)
        if not patients:
            around = [*obliques, *(pair for o in inner for pair in self.obliques(o))]
            patients = self._first(around, _TOWARDS, agents) or self._first(around, ("from", "by"), agents)
        if not patients:
            patients = [n for o in inner for n in self.somebody(o)]
        if word.lower in _BEFALLS:
            agents, patients = [], patients or agents
        place = self._place([*obliques, *(pair for o in inner for pair in self.obliques(o))])
        if not patients:
            patients = places or ([] if place is None else [place])
        if type_ in ("CONSULT", "AGREE") and not patients and len(agents) < 2:
            patients = self._first(obliques, ["with", "between"], agents)
        return Roles(tuple(dict.fromkeys(agents)), tuple(p for p in dict.fromkeys(patients) if p not in agents), place)

    def _is_means(self, number: int) -> bool:
        """Whether an object is a place, or the doer's own: "withdrew its troops from Orsk" is done to Orsk."""
        trees = self._trees
        own = any(trees.words[c].lower in _OWN for c in trees.having(number, "nmod:poss"))
        return own or (self._people.kind(number) == "place" and not self._people.named(number))

    def of_noun(self, noun: int) -> Roles:
        trees = self._trees
        agents: list[int] = []
        patients: list[int] = []
        around = self.obliques(noun)
        for child in trees.children[noun]:
            word = trees.words[child]
            if word.relation == "nmod:poss" or (
                word.relation in ("compound", "amod", "nmod") and self._people.named(child) and child < noun
            ):
                (patients if trees.words[noun].lower in _SUFFERED else agents).extend(self.somebody(child))
        for number, case in around:
            if case in ("by", "between", "from", "among"):
                agents += self.somebody(number)
        patients = patients or self._first(
            around, ["against", "on", "with", "to", "of", "for", "at", "into", "over"], agents
        )
        head = trees.words[noun].head
        word = trees.words[noun]
        if head != noun and trees.words[head].lower in _LIGHT and word.relation in ("obj", "nsubj:pass", "obl"):
            subjects, _ = self.subjects(head)
            if word.relation != "nsubj:pass":
                agents = agents or [n for s in subjects for n in self.somebody(s)]
            patients = patients or self._first(self.obliques(head), ["against", "on", "with", "to", "at"], agents)
        return Roles(
            tuple(dict.fromkeys(agents)),
            tuple(p for p in dict.fromkeys(patients) if p not in agents),
            self._place(around),
        )

    def subjects(self, verb: int, depth: int = 0) -> tuple[list[int], list[int]]:
        """Those who do what a verb says, and those to whom it is done as its passive subject."""
        trees = self._trees
        word = trees.words[verb]
        own = trees.having(verb, "nsubj")
        passive = trees.having(verb, "nsubj:pass")
        relative = next((r for r in (*own, *passive) if trees.words[r].lower in _RELATIVE), None)
        if relative is not None and word.relation in ("acl:relcl", "acl"):
            own = [word.head if n == relative else n for n in own]
            passive = [word.head if n == relative else n for n in passive]
        if not own and not passive and depth == 0:
            # the subject may hang on the infinitive
            own = [n for x in trees.having(verb, "xcomp") for n in trees.having(x, "nsubj")]
        if own or passive:
            return own, passive
        if depth > 4 or word.head == verb:
            near = self._just_before(verb)
            return ([], near) if trees.having(verb, "aux:pass") else (near, [])
        is_passive = bool(trees.having(verb, "aux:pass")) or self._goes_on_passive(verb)
        head = trees.words[word.head]
        found: list[int] = []
        if self._is_what_they_did(verb, head.lower):
            # of a passive its subject; of nobody is left open: "arrested for protesting"
            found = trees.having(word.head, "obj", "iobj") or trees.having(word.head, "nsubj:pass")
        elif word.relation == "xcomp" or (word.relation in ("ccomp", "advcl") and not trees.having(verb, "mark")):
            objects = trees.having(word.head, "obj", "iobj") or [
                n for n, case in self.obliques(word.head) if case in ("on", "upon", "for")
            ]
            control = head.lower in _OBJECT_CONTROL and objects
            found = objects if control and word.relation == "xcomp" else self._doers(word.head, depth)
        elif word.relation in ("advcl", "conj", "parataxis", "ccomp"):
            found = self._doers(word.head, depth)
        elif word.relation in ("acl", "acl:relcl"):
            if head.kind in ("NOUN", "PROPN", "PRON") and word.lower.endswith("ing"):
                # "issued a declaration demanding": whoever issued it
                told = head.relation == "obj" and not self._people.is_somebody(word.head)
                told = told and not self._is_what_they_did(verb, trees.words[head.head].lower)
                found = self._doers(head.head, depth) if told else [word.head]
            elif word.lower.endswith(("ed", "en", "n", "t")) and not trees.having(verb, "obj", "mark"):
                return [], [word.head]
            elif trees.having(verb, "mark"):
                # "a plan to strike": whose plan it is
                found = trees.having(word.head, "nmod:poss") or self._doers(head.head, depth)
        return ([], found) if is_passive else (found, [])

    def _is_what_they_did(self, verb: int, above: str) -> bool:
        """Whether a verb says what the object of the one above did: "accused Korvia of shelling"."""
        doing = above in _OBJECT_DID and self._trees.words[verb].lower.endswith("ing")
        return doing and not self._trees.behind(verb).isdisjoint(("of", "for", "from", "against"))

    def _goes_on_passive(self, verb: int) -> bool:
        """Whether it shares the auxiliary of a passive: "was kidnapped and killed"."""
        trees = self._trees
        word = trees.words[verb]
        if word.relation != "conj" or trees.having(verb, "aux", "obj") or not trees.having(word.head, "aux:pass"):
            return False
        return word.lower.endswith(("ed", "en", "wn", "ne", "ot", "it", "ut", "ld", "nt", "ght"))

    def _just_before(self, verb: int) -> list[int]:
        """Somebody named right before a verb, with auxiliaries, adverbs and "today" between at most: the model lost the
        tie."""
        trees = self._trees
        for number in range(verb - 1, max(-1, verb - 6), -1):
            between = trees.words[number].kind in ("AUX", "ADV", "PART") or self._people.told_when(number)
            if not between and self._people.is_somebody(number):
                return [number]
            if not between and trees.words[number].kind != "X":
                return []
        return []

    def _doers(self, number: int, depth: int) -> list[int]:
        own, passive = self.subjects(number, depth + 1)
        return own or passive

    def somebody(self, number: int, *, inside: bool = True, depth: int = 0) -> list[int]:
        """The word and those joined to it, where they are said of somebody; else whose it is or who is named in it."""
        trees = self._trees
        found = [n for n in self.joined(number) if self._people.is_somebody(n)]
        if found or not inside:
            return found
        for child in trees.children[number]:
            word = trees.words[child]
            if word.relation in _WITHIN and self._people.is_somebody(child):
                found.append(child)
        if not found and depth < 4:
            # "the deputy chief of Israel's militia", "parties to the conflict in Iraq"
            for child, case in self.obliques(number):
                if not found and case in ("of", "to", "in", "for", "by", "from"):
                    found = self.somebody(child, depth=depth + 1)
        if not found and any(
            trees.words[c].relation in ("amod", "compound") and trees.text[trees.words[c].start].isupper()
            for c in trees.children[number]
        ):
            found.append(number)  # "Palestinian homes"
        return found

    def _objects(self, verb: int) -> list[int]:
        """Its objects; also what the model took for an adverbial, without a preposition."""
        trees = self._trees
        return [
            c
            for c in trees.children[verb]
            if trees.words[c].relation in ("obj", "iobj")
            or (trees.words[c].relation == "obl" and c > verb and not trees.having(c, "case"))
        ]

    def must(self, verb: int) -> bool:
        """Whether a verb says what shall be done."""
        return any(self._trees.words[a].lower in _MUST for a in self._trees.having(verb, "aux"))

    def joined(self, number: int) -> list[int]:
        """A word and those joined to it by "and", commas, "along with". The model takes the second of a list for an
        apposition at times: then the others hang on that."""
        trees, people = self._trees, self._people
        found = [number]
        for n in found:
            listed = [c for c in trees.having(n, "appos") if trees.having(c, "conj") and not people.named(n)]
            for c in (*trees.having(n, "conj"), *listed, *self._along(n)):
                if all(people.last(c) != people.last(other) for other in found):
                    found.append(c)
            if len(found) > 40:
                break
        return found

    def _along(self, number: int) -> list[int]:
        """Who follows right after "along with" or "together with"."""
        trees, words = self._trees, self._trees.words
        at = self._people.last(number) + 1
        at += at < len(words) and words[at].lower == ","
        if [word.lower for word in words[at : at + 2]] not in _ALONG:
            return []
        for n in range(at + 2, min(at + 8, len(words))):
            if self._people.is_somebody(n):
                anchor = self._people.mention(n)
                top = None if anchor is None else trees.top(trees.inside(anchor.start, anchor.end))
                return [n if top is None else top]
            if words[n].kind not in ("DET", "ADJ", "NUM", "PRON"):
                return []
        return []

    def obliques(self, number: int) -> list[tuple[int, str]]:
        """What hangs on a word behind a preposition, with it."""
        trees = self._trees
        found = []
        for child in trees.children[number]:
            if trees.words[child].relation in ("obl", "obl:agent", "nmod", "obj", "dep", "advcl", "xcomp"):
                cases = trees.having(child, "case")
                if cases:
                    found.append((child, trees.words[cases[-1]].lower))
        return found

    def _first(self, around: Sequence[tuple[int, str]], cases: Sequence[str], but: Collection[int]) -> list[int]:
        """Those behind the first of these prepositions that has somebody behind it."""
        for number, case in around:
            if case in cases:
                found = [n for n in self.somebody(number) if n not in but]
                if found:
                    return found
        return []

    def _place(self, around: Sequence[tuple[int, str]]) -> int | None:
        for number, case in around:
            if case in (*_WHERE, "at", "from") and self._people.kind(number) in ("place", "country"):
                return number
        return None

    def _clause_parties(self, verb: int, type_: EventType, through: Sequence[int]) -> list[int]:
        """Of whom something is asked ("demanded that Holk leave"); to whom what is agreed or threatened is done."""
        trees = self._trees
        clauses = [*trees.having(verb, "ccomp", "xcomp", "advcl")]
        clauses += [c for n in through for c in trees.having(n, "acl", "ccomp", "acl:relcl")]
        for clause in clauses:
            word = trees.words[clause]
            if word.relation == "advcl" and type_ not in ("REQUEST", "PROTEST", "THREATEN"):
                continue
            if type_ == "THREATEN" and any(
                trees.words[m].lower in ("if", "unless") for m in trees.having(clause, "mark")
            ):
                found = [n for s in trees.having(clause, "nsubj", "nsubj:pass") for n in self.somebody(s)]
                if found:
                    return found
            if type_ in ("REQUEST", "ACCUSE"):
                found = [n for s in trees.having(clause, "nsubj", "nsubj:pass") for n in self.somebody(s)]
                if found:
                    return found
            objects = self._objects(clause)
            found = [n for o in objects for n in self.somebody(o, inside=False)]
            around = [*self.obliques(clause), *(pair for o in objects for pair in self.obliques(o))]
            found = (
                found or self._first(around, [*_TOWARDS, *_WHERE], ()) or [n for o in objects for n in self.somebody(o)]
            )
            if found:
                return found
        return []

    def phrase(self, number: int) -> Anchor:
        """The words for somebody: with titles and what is said "of" them, without what only tells more."""
        trees = self._trees
        if trees.words[number].lower in _MANY:
            counted = [c for c, case in self.obliques(number) if case in ("of", "than", "to")]
            # "tens of thousands of students", where both hang on the first
            number = next((c for c in counted if trees.words[c].lower not in _MANY), (*counted, number)[0])
        inside = set(trees.below(number, _BESIDE))
        first = last = number
        while first - 1 in inside:
            first -= 1
        while last + 1 in inside:
            last += 1
        while first < number and trees.words[first].lower in _ABOUT:
            first += 1
        found = trees.anchor(first, last)
        mention = self._people.mention(number)
        if mention is None or self._with_its_verb(number, mention):
            return found
        start, end = min(found.start, mention.start), max(found.end, mention.end)
        while (at := trees.at(start)) < number and trees.words[at].lower in _ABOUT:
            start = trees.words[at + 1].start
        return Anchor.of(trees.text, start, end)

    def _with_its_verb(self, number: int, mention: Anchor) -> bool:
        """Whether the verb that somebody hangs on stands in a description, which then is not of them: "killing 12
        people"."""
        trees = self._trees
        head = trees.words[number].head
        return head != number and trees.words[head].kind == "VERB" and head in trees.inside(mention.start, mention.end)


def spans(text: str, phrases: Iterator[Anchor]) -> tuple[Anchor, ...]:
    """In text order, of those that overlap the longest; a title and the name behind it are one."""
    found: list[Anchor] = []
    for phrase in sorted(set(phrases), key=lambda a: (a.start, -a.end)):
        if phrase.text.isupper() and _DATELINE.match(text, phrase.end):
            continue
        if found and phrase.start == found[-1].end + 1 and text[phrase.start - 1] == " ":
            found[-1] = Anchor.of(text, found[-1].start, phrase.end)
        elif not found or phrase.start >= found[-1].end:
            found.append(phrase)
    return tuple(found)
