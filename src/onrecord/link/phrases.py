"""Whom a noun phrase is about: its head among the names and nouns in it, told from its words alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.domain import Anchor, Form, Mention
from onrecord.link import facts

WORD = re.compile(r"[^\W_]+(?:[-.’'&][^\W_]+)*\.?|&")
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_ENDS = frozenset(
    (
        "of for from in at with on by to who whom which that whose including among about against under during as along "
        "inside outside near within than before after like into over between across through but while where when "
        "because"
    ).split()
)
"""Words after which a noun phrase only tells more of its head."""
_DETERMINERS = frozenset("the this that these those his her their its my our your a an some any no each every".split())
DEFINITE = frozenset("the this that these those his her their its".split())
PRONOUNS = frozenset(
    (
        "he she him her his hers they them their theirs it its i me my mine we us our you who which that himself "
        "herself themselves themself one"
    ).split()
)
_ALSO_BEFORE_NOUNS = frozenset("that her one it his their its my our".split())
_FILLERS = frozenset("even only also both himself herself themselves itself too all then now later".split())


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a noun phrase. Offsets count in the article."""

    form: Form
    anchor: Anchor
    """The name; or the phrase up to its head noun; or the pronoun."""
    noun: str
    """The head's last word, lower case."""
    mention: Mention | None
    """The name, where it is one."""
    modifiers: tuple[Mention, ...] = ()
    """Names before the head noun: "the Clinton campaign", "Putin's adviser"."""
    definite: bool = False
    joined: bool = False
    """Whether somebody else is named beside it: "Smith and Jones"."""


def head_of(phrase: Anchor, names: Sequence[Mention]) -> Head | None:
    """The head of a phrase; None where it has no word. `names`: those inside it, in text order."""
    words = [(m.start() + phrase.start, m.end() + phrase.start, m.group()) for m in WORD.finditer(phrase.text)]
    if not words:
        return None
    plain = [w for w in words if w[2].lower().rstrip(".") not in _FILLERS]
    if plain and len(plain) <= 2 and plain[0][2].lower() in PRONOUNS and plain[0][2] != "US":
        start, end, word = plain[0]
        if len(plain) == 1 or word.lower() not in _ALSO_BEFORE_NOUNS:
            return Head("pronoun", Anchor(start, end, word), word.lower(), None)
    core = _core(phrase, words, names)
    if not core:
        return None
    inside = [n for n in names if n.anchor.start >= core[0][0] and n.anchor.end <= core[-1][1]]
    joined = _joined(phrase, core, inside)
    if joined is not None:
        core = core[:joined]
        inside = [n for n in inside if n.anchor.end <= core[-1][1]]
    last = next((n for n in inside if n.anchor.end >= core[-1][1]), None)
    if last is not None and not POSSESSIVE.search(last.anchor.text):
        before = tuple(n for n in inside if n is not last)
        return Head("name", last.anchor, last.anchor.text.split()[-1].lower(), last, before, True, joined is not None)
    named = _apposed(phrase, core, names)
    if named is not None:
        return Head("name", named.anchor, named.anchor.text.split()[-1].lower(), named, tuple(inside), True)
    start, end = core[0][0], core[-1][1]
    text = phrase.text[start - phrase.start : end - phrase.start]
    noun = POSSESSIVE.sub("", core[-1][2]).lower().rstrip(".")
    owned = any(
        POSSESSIVE.search(n.anchor.text) or phrase.text[n.anchor.end - phrase.start :][:1] in "'’" for n in inside
    )
    definite = core[0][2].lower() in DEFINITE or owned
    if joined is not None and definite and (noun in facts.roles() or noun in facts.persons()):
        rest = [w for w in words if w[0] > end][1:2]
        # "the former first lady and senator" is one person
        joined = joined if rest and rest[0][2].lower() in _DETERMINERS else None
    return Head("nominal", Anchor(start, end, text), noun, None, tuple(inside), definite, joined is not None)


Word = tuple[int, int, str]


def _core(phrase: Anchor, words: Sequence[Word], names: Sequence[Mention]) -> list[Word]:
    """The words up to where the phrase only tells more of its head. Names stay whole."""
    core: list[Word] = []
    for start, end, word in words:
        in_name = any(n.anchor.start < end and start < n.anchor.end for n in names)
        if core:
            between = phrase.text[core[-1][1] - phrase.start : start - phrase.start]
            across = any(n.anchor.start <= core[-1][0] and n.anchor.end >= end for n in names)
            if not across and re.search(r"[,;:()–—\"“”]|\s-\s", between):
                break
            if not in_name and word.lower() in _ENDS:
                break
        core.append((start, end, word))
    return core


def _joined(phrase: Anchor, core: Sequence[Word], names: Sequence[Mention]) -> int | None:
    """How many words stand before an "and" that no name holds."""
    for index, (start, end, word) in enumerate(core):
        if (
            index
            and word.lower() in ("and", "or")
            and not any(n.anchor.start < start and end < n.anchor.end for n in names)
        ):
            return index
    return None


def _apposed(phrase: Anchor, core: Sequence[Word], names: Sequence[Mention]) -> Mention | None:
    """The person's name that follows the head noun after a comma: "the governor, Jerry Brown"."""
    noun = core[-1][2].lower()
    if noun not in facts.roles() and noun not in facts.persons():
        return None
    for name in names:
        before = phrase.text[: name.anchor.start - phrase.start].rstrip()
        after = phrase.text[name.anchor.end - phrase.start :].lstrip()
        if name.kind == "person" and before.endswith(",") and (not after or after[0] == ","):
            return name
    return None


def bare(name: str, *, person: bool = False) -> str:
    """A name without article and possessive; a person's also without the titles before it."""
    words = POSSESSIVE.sub("", name.strip(' \n\t"“”,;:')).split()
    while len(words) > 1 and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    if person:
        last = max((i for i, word in enumerate(words[:-1]) if _is_office(word.lower())), default=-1)
        words = words[last + 1 :]
    return " ".join(words)


def _is_office(word: str) -> bool:
    return word in facts.titles() or word.rstrip(".") in facts.titles() or word.rstrip(".") in facts.roles()


def starts_definite(text: str) -> bool:
    """Whether a description is of somebody known: "the minister"."""
    return text.split(maxsplit=1)[0].lower() in DEFINITE


def without_determiner(text: str) -> str:
    """A description without its article."""
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in _DETERMINERS else text
