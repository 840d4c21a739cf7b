"""What stands beside an act: to whom it was said, where or in what, and on which condition."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onrecord.domain import Anchor, Statement, Time
from onrecord.understand.events.realis import Telling
from onrecord.understand.events.roles import Parties, People
from onrecord.understand.forms import verb_forms
from onrecord.understand.trees import Trees

_SPEAKS_TO = frozenset(
    form
    for base in "tell ask urge warn advise remind inform assure order instruct invite brief implore beg thank notify "
    "lecture address promise show challenge thank pressure teach exhort query question".split()
    for form in verb_forms(base)
)
"""Verbs whose object is who hears it."""
_TO = frozenset("to".split())
_CALLS = frozenset("call calls called calling appeal appeals appealed prevail".split())
_VENUES = frozenset(
    (
        "statement interview interviews briefing speech tweet tweets twitter facebook letter email emails e-mail memo conference "
        "show program programme debate rally hearing testimony op-ed column blog post video call television tv radio "
        "townhall hall convention podcast broadcast instagram remarks message press editorial address meeting event "
        "announcement appearance fundraiser court forum book article essay release note telegram youtube report news "
        "filing lawsuit documents affidavit ceremony dinner breakfast summit panel discussion conversation reddit "
        "stage stump floor trail air campaign newspaper ad commercial"
    ).split()
)
_VENUE_CASES = frozenset("in at on during via through over".split())
_NAMED_AFTER = frozenset("on".split())
"""Before the name of a programme: "on ABC's This Week"."""
_CONDITIONAL_CASES = frozenset("in after pending without".split())
_NOT_IN_VENUE = frozenset("acl:relcl acl advcl punct conj cc parataxis appos obl:unmarked nmod:unmarked".split())


@dataclass(frozen=True, slots=True)
class Beside:
    """Spans beside an act; None where there are none."""

    addressee: Anchor | None
    venue: Anchor | None
    condition: Anchor | None


class Surroundings:
    """Finds what stands beside the acts of one text."""

    def __init__(self, trees: Trees, people: People, times: Sequence[Time]) -> None:
        self._trees = trees
        self._people = people
        self._parties = Parties(trees, people)
        self._telling = Telling(trees)
        self._times = times
        self._time_starts = [t.anchor.start for t in times]

    def of(self, statement: Statement) -> Beside:
        """For one statement. Nothing is looked for outside the cue's sentence."""
        cue = statement.cue
        if cue is None:
            return Beside(None, None, None)
        words = self._trees.inside(cue.start, cue.end)
        apart: set[int] = set()
        for span in (*statement.content, *([statement.source] if statement.source else [])):
            apart.update(self._trees.inside(span.start, span.end))
        return Beside(
            self._addressee(words, apart), self._venue(words, apart), self._condition(statement, words, apart)
        )

    def _addressee(self, cue: range, apart: Collection[int]) -> Anchor | None:
        trees = self._trees
        for number in cue:
            word = trees.words[number]
            candidates: list[int] = []
            if word.lower in _SPEAKS_TO and word.kind in ("VERB", "AUX"):
                passive = trees.having(number, "nsubj:pass")
                candidates = passive or trees.having(number, "iobj", "obj")
            for child in trees.children[number]:
                cases = {trees.words[c].lower for c in trees.having(child, "case")}
                if cases & _TO or (word.lower in _CALLS and cases & {"on", "upon"}):
                    candidates.append(child)
                elif trees.words[child].lower in _VENUES or trees.words[child].lower in ("interview", "letter"):
                    candidates += [
                        c
                        for c in trees.having(child, "nmod", "obl")
                        if {trees.words[m].lower for m in trees.having(c, "case")} & {"with", "to"}
                    ]
            if word.lower in _VENUES:
                candidates += [
                    c
                    for c in trees.having(number, "nmod", "obl")
                    if {trees.words[m].lower for m in trees.having(c, "case")} & {"with", "to"}
                ]
            for candidate in candidates:
                if candidate not in apart or trees.words[candidate].relation == "nsubj:pass":
                    if self._people.is_person(candidate):
                        return self._parties.phrase(candidate)
                elif word.lower in _SPEAKS_TO | _CALLS and self._people.is_person(candidate):
                    # "urged Holk to leave": whom the content begins with is who is urged
                    return self._parties.phrase(candidate)
        return None

    def _venue(self, cue: range, apart: Collection[int]) -> Anchor | None:
        trees = self._trees
        reach = set(cue)
        for number in cue:
            reach.update(trees.children[number])
            for above in trees.up(number):
                reach.add(above)
                reach.update(trees.children[above])
                if trees.words[above].kind == "VERB":
                    break
        for number in sorted(reach):
            if number in apart:
                continue
            cases = [c for c in trees.having(number, "case") if trees.words[c].lower in _VENUE_CASES]
            if not cases or cases[0] > number:
                continue
            named = trees.words[cases[0]].lower in _NAMED_AFTER and self._people.named(number)
            if trees.words[number].lower in _VENUES or named:
                found = self._phrase(number, cases[0], apart)
                if found is not None:
                    return found
        return None

    def _phrase(self, number: int, first: int, apart: Collection[int]) -> Anchor | None:
        """From the preposition to the phrase's end, without the time at its edge."""
        trees = self._trees
        words = [n for n in trees.below(number, _NOT_IN_VENUE) if n not in apart]
        last = number
        inside = set(words)
        while last + 1 in inside or (
            last + 2 in inside and trees.words[last + 1].kind == "PUNCT" and last + 1 < number
        ):
            last += 1
        start, end = trees.words[first].start, trees.words[last].end
        place = bisect_left(self._time_starts, start)
        if place < len(self._times) and self._times[place].anchor.start < end and self._times[place].anchor.end >= end:
            cut = self._times[place].anchor.start
            kept = [n for n in range(first, last + 1) if trees.words[n].end <= cut]
            while kept and trees.words[kept[-1]].kind in ("ADP", "PUNCT", "DET", "CCONJ"):
                kept.pop()
            if not kept or kept[-1] < number:
                return None
            last = kept[-1]
        return trees.anchor(first, last)

    def _condition(self, statement: Statement, cue: range, apart: Collection[int]) -> Anchor | None:
        trees = self._trees
        looked = list(cue)
        for span in statement.content[:2]:
            words = trees.inside(span.start, span.end)
            top = trees.top(words)
            if top is None:
                continue
            looked += [top, *trees.having(top, "xcomp", "ccomp", "conj", "parataxis")]
            looked += [n for c in trees.having(top, "xcomp", "ccomp") for n in trees.having(c, "xcomp", "ccomp")]
        for number in looked:
            found = self._telling.condition(number)
            if found is not None:
                return found
        return None
