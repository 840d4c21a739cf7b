"""What the main clause of a content says of the act, where the cue names none: a question, a demand, a will."""

from __future__ import annotations

import re
from typing import NamedTuple

from onrecord.domain import Act, Statement
from onrecord.understand.acts.cues import act_named
from onrecord.understand.events.realis import IF, Telling
from onrecord.understand.forms import verbs
from onrecord.understand.trees import Trees

_SELF = frozenset("i we".split())
_THIRD = frozenset("he she it they".split())
_MUST = frozenset("must should ought".split())
_WILL = frozenset("will ll shall".split())
_NEEDS = verbs("needs")
_HARMS = verbs("harms")
"""What somebody threatens with: "if they cross, we fire"."""
_IF = re.compile(r"[“\"'‘`]*(?:if|unless)\b", re.IGNORECASE)
_OWN: frozenset[Act] = frozenset(("accept", "reject", "demand", "promise", "offer", "threaten", "intend"))
"""Acts that somebody does who is said to: "he refuses", "Korvia is ready to accept"."""


class Clause(NamedTuple):
    """The act that the first clause of a content tells; None where it tells none."""

    named: Act | None = None
    """By the verb of what its speaker does: "that Korvia is ready to accept", "if they cross, we fire"."""
    shown: Act | None = None
    """By its form: a question, a must, a will."""


def act_of_clause(trees: Trees, statement: Statement) -> Clause:
    first = statement.content[0]
    if statement.kind == "direct" and len(statement.content) == 1 and first.text.rstrip("\"'”’`»").endswith("?"):
        return Clause(shown="ask")
    inside = trees.inside(first.start, first.end)
    top = trees.top(inside)
    if top is not None and any(trees.words[m].lower in IF for m in trees.having(top, "mark")):
        # the model took the condition for the main clause
        top = next((n for n in inside if n > top and _has_subject(trees, n)), top)
    if top is None:
        return Clause()
    subjects = [trees.words[s].lower for s in trees.having(top, "nsubj", "nsubj:pass")]
    aux = {trees.words[a].lower for a in trees.having(top, "aux")}
    telling = Telling(trees)
    negated = telling.negated(top)
    if aux & _MUST or (trees.words[top].lower in _NEEDS and trees.having(top, "xcomp")):
        return Clause(shown="demand")
    own = bool(set(subjects) & (_SELF if statement.kind == "direct" else _SELF | _THIRD))
    if own and aux & _WILL and not negated:
        depends = telling.condition(top) is not None or _IF.match(first.text) is not None
        return Clause(named="threaten") if depends and trees.words[top].lower in _HARMS else Clause(shown="intend")
    if own or _is_theirs(trees, statement, top):
        start, end = trees.words[top].start, trees.words[top].end
        named = act_named(trees.text[start:end], trees.text[end : end + 40])
        for further in trees.having(top, "xcomp"):
            word = trees.words[further]
            named = act_named(word.lower, trees.text[word.end : word.end + 40]) if named in (None, "intend") else named
        if named in _OWN and not negated:
            return Clause(named)
    return Clause()


def _has_subject(trees: Trees, number: int) -> bool:
    return (
        trees.words[number].kind == "VERB" and bool(trees.having(number, "nsubj")) and not trees.having(number, "mark")
    )


def _is_theirs(trees: Trees, statement: Statement, top: int) -> bool:
    """Whether the clause is about the party that the speaker speaks for: "the Korvian minister said Korvia …"."""
    if statement.source is None:
        return False
    said_by = statement.source.text.lower()
    subjects = [trees.words[s].lower for s in trees.having(top, "nsubj")]
    return any(len(s) > _STEM and s[:_STEM] in said_by for s in subjects)


_STEM = 5
"""Letters that a country and its adjective share."""
