"""What stands beside an act: to whom it was said, where or in what, and on which condition."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from onrecord.domain import Anchor, Statement
from onrecord.understand.events.people import People
from onrecord.understand.events.realis import Telling
from onrecord.understand.events.roles import Parties
from onrecord.understand.forms import verbs, words
from onrecord.understand.trees import Trees

_SPEAKS_TO = verbs("speaks to")
"""Verbs whose object is who hears it."""
_CALLS, _SAYS_TO, _ASKED = verbs("calls on"), verbs("says to"), verbs("asks")
_TALKS, _GIVEN_TO, _AUDIENCE = verbs("talks"), words("given to"), words("audiences")
_WHICH = frozenset("which what whose who whom how why where when whether".split())
_OWNS = re.compile(r"\s?['’]s\s+|(?<=s)['’]\s+")
_VENUES = words("venues")
_VENUE_CASES = frozenset("in at on during via through over".split())
_IN_PHRASE = frozenset("DET ADJ NOUN PROPN NUM PRON X PART".split())
"""Parts of speech inside a phrase that tells where words were given."""
_SHORT = 3
"""Words of a cue that says no more than that somebody was asked."""
_CALLS_BY_NAME = re.compile(r",\s(?:you|i|we|it|do|thank|please|your)\b", re.IGNORECASE)
_FAR = 9
"""Words between a preposition and its noun."""
_SENTENCE = 60
"""Words of a sentence that are looked at on each side of a cue."""
_OPENS_WITH_IF = re.compile(r"[“\"'‘`]*(?:that )?[“\"'‘`]*((?:[Ii]f|[Uu]nless) [^,.;:!?”\"]{3,160})(?=[,”\"])")


@dataclass(frozen=True, slots=True)
class Beside:
    """Spans beside an act; None where there are none."""

    addressee: Anchor | None
    venue: Anchor | None
    condition: Anchor | None

    def within(self, content: Sequence[Anchor]) -> Beside:
        """Of these, what stands in the content of the statement around: the rest is not its speaker's."""

        def kept(span: Anchor | None) -> Anchor | None:
            inside = span is not None and any(c.start <= span.start and span.end <= c.end for c in content)
            return span if inside else None

        return Beside(kept(self.addressee), kept(self.venue), kept(self.condition))


class Surroundings:
    """Finds what stands beside the acts of one text."""

    def __init__(self, trees: Trees, people: People) -> None:
        self._trees = trees
        self._people = people
        self._parties = Parties(trees, people)
        self._telling = Telling(trees)

    def of(self, statement: Statement) -> Beside:
        """For one statement. Nothing is looked for outside the cue's sentence."""
        cue = statement.cue
        if cue is None:
            return Beside(None, None, None)
        own = self._trees.inside(cue.start, cue.end)
        apart: set[int] = set()
        for span in (*statement.content, *([statement.source] if statement.source else [])):
            apart.update(self._trees.inside(span.start, span.end))
        addressee = self._addressee(own, apart) or self._heard_by(statement, own, apart) or self._called(statement)
        return Beside(addressee, self._venue(own, apart), self._condition(statement, own))

    def _addressee(self, cue: range, apart: Collection[int]) -> Anchor | None:
        trees = self._trees
        for number in cue:
            word = trees.words[number]
            if word.lower in _SPEAKS_TO:
                passive = [n for n in trees.having(number, "nsubj:pass") if self._people.is_somebody(n)]
                if passive:
                    return self._parties.phrase(passive[0])
                found = self._right_behind(number)
                if found is not None:
                    return found
                if word.lower in _ASKED and len(cue) < _SHORT:
                    # "Asked whether it was safe, Vey said no": Vey; but in "Vey asked whether it was safe" Vey asks
                    who = [n for side in self._parties.subjects(number) for n in side if self._people.is_somebody(n)]
                    if who and who[0] not in apart:
                        return self._parties.phrase(who[0])
            behind = trees.words[number + 1].lower if number + 1 < len(trees.words) else ""
            if word.lower in _CALLS and behind in ("on", "upon", "to"):
                found = self._right_behind(number + 1)
                if found is not None:
                    return found
        return None

    def _heard_by(self, statement: Statement, cue: range, apart: Collection[int]) -> Anchor | None:
        """Who hears it by the words around the cue: "in an interview with AFP", "speaking to reporters"."""
        trees = self._trees
        if not len(cue):
            return None
        said_by = statement.source
        source = trees.inside(said_by.start, said_by.end) if said_by else range(0)
        first, last = self._sentence(cue)
        for number in range(first, last - 1):
            word = trees.words[number].lower
            if number in apart:
                continue
            if word in _GIVEN_TO:
                behind = range(number + 1, min(number + 4, last))
            elif (word in _TALKS and self._is_the_saying(number, cue, source)) or (number in cue and word in _SAYS_TO):
                behind = range(number + 1, number + 2)
            else:
                continue
            to = next((n for n in behind if n not in apart and self._leads_to_hearers(n)), None)
            if to is not None and (found := self._right_behind(to)) is not None and trees.at(found.start) not in apart:
                return found
        return None

    def _called(self, statement: Statement) -> Anchor | None:
        """Whom direct speech calls by name as it begins: "Vey, you have to leave"."""
        if statement.kind == "indirect":
            return None
        content = statement.content[0]
        number = self._trees.at(content.start + len(content.text) - len(content.text.lstrip("“\"'‘`")))
        if number >= len(self._trees.words) or not self._people.named(number):
            return None
        mention = self._people.mention(number)
        assert mention is not None
        behind = self._trees.text[mention.end : mention.end + 8]
        return mention if self._people.kind(number) == "person" and _CALLS_BY_NAME.match(behind) else None

    def _is_the_saying(self, number: int, cue: range, source: range) -> bool:
        """Whether a word like "speaking" tells how it was said: it hangs on the cue or on who says it, and is not what
        came before or after ("before speaking with Holk, she said")."""
        trees = self._trees
        other_time = any(trees.words[n].lower in ("before", "after", "without") for n in trees.having(number, "mark"))
        return number in cue or (trees.words[number].head in (*cue, *source) and not other_time)

    def _leads_to_hearers(self, number: int) -> bool:
        word = self._trees.words[number]
        return word.lower in ("to", "with") or (word.lower == "before" and word.relation == "case")

    def _right_behind(self, number: int) -> Anchor | None:
        """Somebody who is named or described right behind a word; of "Vey's lawyer" the lawyer."""
        trees = self._trees
        n, last = number + 1, min(number + 9, len(trees.words))
        while n < last:
            word = trees.words[n]
            if word.kind not in ("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "X") or word.lower in _WHICH:
                return None
            if self._people.is_somebody(n) or word.lower in _AUDIENCE:
                owned = self._owned_behind(n)
                if owned is None:
                    return self._people.mention(n) or self._parties.phrase(n)
                n = owned
            else:
                n += 1
        return None

    def _owned_behind(self, number: int) -> int | None:
        """The first word of what somebody owns: "temper" in "Vey's temper"."""
        trees = self._trees
        mention = self._people.mention(number)
        mark = _OWNS.match(trees.text, mention.end if mention else trees.words[number].end)
        return trees.at(mark.end()) if mark else None

    def _venue(self, cue: range, apart: Collection[int]) -> Anchor | None:
        trees = self._trees
        if not len(cue):
            return None
        first, last = self._sentence(cue)
        for number in range(first, last):
            word = trees.words[number]
            if number in apart or word.lower not in _VENUES or word.kind not in ("NOUN", "PROPN"):
                continue
            before = number - 1
            while before >= first and before > number - _FAR and trees.words[before].kind in _IN_PHRASE:
                before -= 1
            if (
                before < first
                or before in apart
                or trees.words[before].lower not in _VENUE_CASES
                or trees.words[before].kind != "ADP"
            ):
                continue
            found = self._phrase(number, before, apart)
            if found is not None:
                return found
        return self._somewhere(cue[-1], apart)

    def _somewhere(self, last: int, apart: Collection[int]) -> Anchor | None:
        """A place or a programme named right behind the cue: "said in Paris", "said Tuesday on ABC's This Week"."""
        trees = self._trees
        number = last + 1
        while number < len(trees.words) and self._people.told_when(number):
            number += 1
        if number + 1 >= len(trees.words) or number in apart or trees.words[number].lower not in ("in", "at", "on"):
            return None
        named = number + 1 + (trees.words[number + 1].kind == "DET")
        if named >= len(trees.words) or not self._people.named(named) or self._people.kind(named) == "person":
            return None
        mention = self._people.mention(named)
        assert mention is not None
        return None if self._people.told_when(named) else Anchor.of(trees.text, trees.words[number].start, mention.end)

    def _sentence(self, cue: range) -> tuple[int, int]:
        """The words around a cue, up to full stops and line ends."""
        trees = self._trees
        first, last = cue[0], cue[-1] + 1
        while first > 0 and cue[0] - first < _SENTENCE and not self._ends(first - 1):
            first -= 1
        while last < len(trees.words) and last - cue[-1] < _SENTENCE and not self._ends(last):
            last += 1
        return first, last

    def _ends(self, number: int) -> bool:
        word = self._trees.words[number]
        return not word.lower.strip() or (word.lower in (".", "!", "?") and word.relation == "punct")

    def _phrase(self, number: int, first: int, apart: Collection[int]) -> Anchor | None:
        """From the preposition on, with what is said "of" or "with" it, without the time at its edge."""
        trees = self._trees
        last = number
        while last + 1 < len(trees.words) and last + 1 not in apart and not self._people.told_when(last + 1):
            word = trees.words[last + 1]
            if word.kind not in _IN_PHRASE and not (
                word.kind == "ADP" and word.lower in ("of", "with", "in", "to", "at")
            ):
                break
            last += 1
        while last > number and trees.words[last].kind in ("ADP", "DET", "PUNCT", "ADJ", "ADV"):
            last -= 1
        while first < number and self._people.told_when(first):
            first += 1
        return trees.anchor(first, last)

    def _condition(self, statement: Statement, cue: range) -> Anchor | None:
        trees = self._trees
        looked = list(cue)
        for span in statement.content[:2]:
            top = trees.top(trees.inside(span.start, span.end))
            if top is None:
                continue
            looked += [top, *trees.having(top, "xcomp", "ccomp", "conj", "parataxis")]
            looked += [n for c in trees.having(top, "xcomp", "ccomp") for n in trees.having(c, "xcomp", "ccomp")]
        for number in looked:
            found = self._telling.condition(number)
            if found is not None:
                return found
        for span in statement.content[:2]:
            found = self._opening_condition(span) or self._condition_inside(span)
            if found is not None:
                return found
        return None

    def _condition_inside(self, content: Anchor) -> Anchor | None:
        """The first clause with "if" or "unless" in a content that something in it hangs on."""
        trees = self._trees
        for number in trees.inside(content.start, content.end):
            if trees.words[number].relation == "mark" and trees.words[number].lower in ("if", "unless"):
                clause = trees.words[number].head
                if trees.words[clause].relation == "advcl" and (found := self._telling.clause(number, clause)):
                    return found if found.end <= content.end else None
        return None

    def _opening_condition(self, content: Anchor) -> Anchor | None:
        """The clause with which a content begins: "If Holk withdraws, we will talk"."""
        match = _OPENS_WITH_IF.match(content.text)
        if match is None:
            return None
        return Anchor.of(self._trees.text, content.start + match.start(1), content.start + match.end(1))
