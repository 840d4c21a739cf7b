"""Whether an event happened, in the eyes of whoever tells it, and on which condition."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.domain import Anchor, Realis
from onrecord.understand.forms import plural_forms, verb_forms
from onrecord.understand.trees import Trees

NEGATIONS = frozenset("not never cannot nor neither hardly".split())
_NOBODY = frozenset("nobody none neither".split())
_NO = frozenset("no not neither nor".split())
_ONLY = frozenset("only just merely simply".split())
"""Behind "not", which then denies nothing."""
_SHORT = frozenset("didn don doesn won wouldn isn wasn aren weren hasn haven hadn couldn shouldn can mustn".split())
"""Before an apostrophe and a "t"."""
_WILL = frozenset("will shall ll won".split())
_MODAL = frozenset("would could may might should must can ought wouldn couldn shouldn cannot d".split())
_BE_NOW = frozenset("is are am been re isn aren".split())
IF = frozenset("if unless provided assuming lest".split())
_OPEN = IF | {"whether"}
_FORMS: tuple[tuple[Realis, str], ...] = (
    (
        "planned",
        "plan intend want hope prepare aim agree vow pledge promise decide offer seek expect schedule slate mean look "
        "set go consider try",
    ),
    (
        "conditional",
        "demand urge call ask threaten propose suggest warn recommend request push press implore insist need order "
        "favor oppose support allow let permit authorize advise tell invite fear worry risk",
    ),
    ("not_occurred", "fail refuse decline reject avoid prevent stop block cancel avert forgo oppose bar forbid resist"),
    ("alleged", "accuse allege suspect charge believe rumor report claim indict"),
    ("denied", "deny dispute"),
    ("ongoing", "continue keep"),
)
_ADJECTIVES: Mapping[str, Realis] = {
    **dict.fromkeys(
        "ready willing set due likely poised scheduled expected prepared able eager unwilling".split(), "planned"
    ),
    **dict.fromkeys("planned upcoming scheduled future coming next forthcoming".split(), "planned"),
    **dict.fromkeys(
        "possible potential proposed threatened likely imminent further any conditional".split(), "conditional"
    ),
    **dict.fromkeys("alleged suspected reported purported".split(), "alleged"),
    **dict.fromkeys("ongoing continuing continued current".split(), "ongoing"),
}
_ADVERBS: Mapping[str, Realis] = {
    **dict.fromkeys("allegedly reportedly purportedly supposedly apparently".split(), "alleged"),
    **dict.fromkeys("possibly perhaps maybe".split(), "conditional"),
}
_NOUNS: Mapping[str, Realis] = {
    **dict.fromkeys(
        "plan plans promise pledge intention decision effort efforts bid offer willingness vow".split(), "planned"
    ),
    **dict.fromkeys(
        "threat threats possibility risk call calls demand demands fear fears prospect danger proposal".split(),
        "conditional",
    ),
    **dict.fromkeys(
        "allegation allegations accusation accusations suspicion claim claims charge charges".split(), "alleged"
    ),
}
_ANSWERS = frozenset(f for base in "refuse decline reject oppose resist".split() for f in verb_forms(base))
_UNDONE = frozenset(
    f for base in "prevent avert avoid forgo fail refuse decline cancel".split() for f in verb_forms(base)
)
_GOVERNED_VERBS = frozenset("xcomp ccomp acl advcl obj csubj obl acl:relcl dep".split())
"""The relations over which the word above says whether it happened; of a verb, and of a noun."""
_GOVERNED_NOUNS = frozenset("obj obl nmod nsubj:pass xcomp compound nsubj ccomp".split())
_DEPTH = 4


def _table() -> dict[str, Realis]:
    return {
        form: realis
        for realis, words in reversed(_FORMS)
        for base in words.split()
        for form in verb_forms(base) | plural_forms(base)
    }


GOVERNORS = _table()


class Telling:
    """How the words of one text tell of what they name."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees

    def realis(self, number: int) -> Realis:
        """Of what a verb or a noun names."""
        return self._realis(number, 0) or "occurred"

    def negated(self, number: int) -> bool:
        """Whether a word is: by "not", "never" and their like, by the "no" before it, by "nobody" who does it."""
        trees = self._trees
        for child in trees.children[number]:
            word = trees.words[child]
            if word.relation in ("nsubj", "nsubj:pass") and self._nobody(child):
                return True
            if word.relation in ("advmod", "aux", "aux:pass", "cop", "det", "cc") and (
                (word.lower in NEGATIONS and self._next(child) not in _ONLY)
                or (word.lower == "no" and word.relation == "det")
                or self._short(child)
            ):
                return True
        return False

    def _nobody(self, number: int) -> bool:
        """Whether a subject is nobody: "no troops", "none of them", "neither side"."""
        trees = self._trees
        before = (c for c in trees.having(number, "det", "advmod", "cc", "cc:preconj") if c < number)
        return trees.words[number].lower in _NOBODY or any(
            trees.words[c].lower in _NO and self._next(c) not in _ONLY for c in before
        )

    def _next(self, number: int) -> str:
        words = self._trees.words
        return words[number + 1].lower if number + 1 < len(words) else ""

    def _short(self, number: int) -> bool:
        return self._trees.words[number].lower in _SHORT and self._next(number) in ("'", "’")

    def _realis(self, number: int, depth: int) -> Realis | None:
        trees = self._trees
        word = trees.words[number]
        aux = {trees.words[a].lower for a in trees.having(number, "aux", "aux:pass", "cop")}
        for adverb in trees.having(number, "advmod", "amod", "det", "acl"):
            lower = trees.words[adverb].lower
            found = _ADVERBS.get(lower) or (_ADJECTIVES.get(lower) if word.kind in ("NOUN", "PROPN") else None)
            if found:
                return found
        if "would" in aux and "have" in aux:
            return "not_occurred"
        if self.negated(number):
            return "not_occurred"
        if aux & _MODAL or self.condition(number) is not None or self._marked(number):
            return "conditional"
        if aux & _WILL:
            return "planned"
        if depth < _DEPTH and word.head != number:
            found = self._governed(number, depth)
            if found:
                return found
        if word.lower.endswith("ing") and word.kind in ("VERB", "AUX") and aux & _BE_NOW:
            return "ongoing"
        return None

    def settled(self, number: int) -> Realis | None:
        """What the words around it leave no doubt of, whatever else speaks for it: "not", "nobody", "if", "whether"."""
        if self.negated(number) or self._undone(number):
            return "not_occurred"
        if self._marked(number) or self._warned_against(number):
            return "conditional"
        return None

    def _warned_against(self, number: int) -> bool:
        word = self._trees.words[number]
        return word.kind == "VERB" and word.lower.endswith("ing") and "against" in self._trees.behind(number)

    def _undone(self, number: int) -> bool:
        """Whether the verb above says so: "averted an attack", "failed to attack"."""
        trees = self._trees
        word = trees.words[number]
        above = trees.words[word.head].lower
        if word.kind != "VERB":
            undone = word.relation in ("obj", "nsubj:pass") and above in _UNDONE - _ANSWERS
        elif "from" in trees.behind(number):
            undone = GOVERNORS.get(above) == "not_occurred"  # "stopped them from attacking"
        else:
            undone = word.relation in _GOVERNED_VERBS and above in _UNDONE
        return undone and not self.negated(word.head)

    def _marked(self, number: int) -> bool:
        """Whether it stands in a condition itself, or is asked."""
        trees = self._trees
        return any(trees.words[m].lower in _OPEN and not self._as_if(m) for m in trees.having(number, "mark", "case"))

    def _governed(self, number: int, depth: int) -> Realis | None:
        """What the word that it hangs on says of it."""
        trees = self._trees
        word = trees.words[number]
        head = trees.words[word.head]
        verbal = word.kind in ("VERB", "AUX")
        infinitive = verbal and any(trees.words[m].lower == "to" for m in trees.having(number, "mark"))
        if word.relation == "conj":
            apart = trees.having(number, "nsubj", "nsubj:pass", "aux", "aux:pass")
            apart += [c for c in trees.having(number, "cc") if trees.words[c].lower in ("but", "yet")]
            return None if apart else self._realis(word.head, depth + 1)
        if word.relation not in (_GOVERNED_VERBS if verbal else _GOVERNED_NOUNS):
            return None
        if word.relation in ("acl:relcl", "ccomp") and not infinitive and head.lower not in GOVERNORS:
            return None if verbal else self._realis(word.head, depth + 1)
        own = self._realis(word.head, depth + 1)
        if head.kind in ("NOUN", "PROPN"):
            found = _NOUNS.get(head.lower)
            return found or ("planned" if infinitive and word.relation == "acl" else None)
        found = GOVERNORS.get(head.lower) if head.kind in ("VERB", "AUX") else _ADJECTIVES.get(head.lower)
        if word.relation in ("nsubj", "nsubj:pass") and found not in ("not_occurred", "planned"):
            return own if own in ("planned", "conditional", "ongoing") else None
        if head.lower in ("said", "say", "says") and infinitive:
            return "alleged"
        if not verbal and head.lower in _ANSWERS:
            return own  # a demand that is rejected was made
        if self.negated(word.head):
            if found == "planned":
                return "not_occurred"
            if found in ("denied", "not_occurred"):
                return None  # "did not deny", "did not fail to"
        if found and (verbal or found in ("planned", "conditional", "not_occurred", "denied", "alleged")):
            return found
        if infinitive and head.kind not in ("NOUN", "PROPN"):
            return own or "planned"
        return own if not verbal or word.relation == "xcomp" else None

    def _as_if(self, number: int) -> bool:
        """ "as if" compares, "even if" concedes."""
        return number > 0 and self._trees.words[number - 1].lower in ("as", "even")

    def condition(self, number: int) -> Anchor | None:
        """The clause that says on which condition."""
        trees = self._trees
        for clause in trees.having(number, "advcl", "obl"):
            opening = [m for m in trees.having(clause, "mark", "case", "fixed") if trees.words[m].lower in IF]
            in_case = trees.words[clause].lower == "case" and any(
                trees.words[c].lower == "in" for c in trees.having(clause, "case")
            )
            if in_case or (opening and not self._as_if(opening[0])):
                return self._whole(clause)
        return None

    def clause(self, opening: int, clause: int) -> Anchor | None:
        """The clause that a word like "if" opens; None where it compares or concedes."""
        return None if self._as_if(opening) else self._whole(clause)

    def _whole(self, clause: int) -> Anchor:
        trees = self._trees
        words = [n for n in trees.below(clause) if trees.words[n].kind != "PUNCT"]
        return trees.anchor(min(words), max(words))
