"""Whom a noun phrase is about: its head among the names and nouns in it, told from its words alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.domain import Anchor, Form, Mention
from onrecord.link import facts
from onrecord.text.nobody import is_nobody

WORD = re.compile(r"[^\W_]+(?:[-.’'&][^\W_]+)*\.?|&")
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_ENDS = frozenset(
    (
        "of for from in at with on by to who whom which that whose including among about against under during as along "
        "inside outside near within than before after like into over between across through but while where when "
        "because this these today yesterday"
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
_ONE = frozenset("a an the one another his her their its".split())
"""Before a noun for one."""
_NEVER_BEFORE_NOUNS = frozenset("he she they i we who".split())
_ALSO_BEFORE_NOUNS = frozenset("that her one it his their its my our".split())
_REDUCED = re.compile(r"[a-z]{3,}(?:ing|ed)")
"""A participle behind a noun: "a poll released on Friday", "groups urging him to run"."""
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
    """The head of a phrase; None where it has no word or means nobody. `names`: those inside it, in text order."""
    if is_nobody(phrase.text):
        return None
    words = [(m.start() + phrase.start, m.end() + phrase.start, m.group()) for m in WORD.finditer(phrase.text)]
    if not words:
        return None
    plain = [w for w in words if w[2].lower().rstrip(".") not in _FILLERS]
    if plain and len(plain) <= 2 and plain[0][2].lower() in PRONOUNS and plain[0][2] != "US":
        start, end, word = plain[0]
        if len(plain) == 1 or word.lower() not in _ALSO_BEFORE_NOUNS:
            return Head("pronoun", Anchor(start, end, word), word.lower(), None)
    start, end, word = words[0]
    if word.lower() in _NEVER_BEFORE_NOUNS:  # "he and his aides", "who never met him"
        return Head("pronoun", Anchor(start, end, word), word.lower(), None)
    core = _core(phrase, words, names)
    while len(core) > 1 and core[-1][2].lower() in _FILLERS:  # "Tolan himself"
        core = core[:-1]
    if not core:
        return None
    office = _in_office(phrase, words, core, names)
    if office is not None:
        return Head("name", office.anchor, office.anchor.text.split()[-1].lower(), office, (), True)
    inside = [n for n in names if n.anchor.start >= core[0][0] and n.anchor.end <= core[-1][1]]
    joined = _joined(phrase, core, inside)
    if joined is not None:
        core = core[:joined]
        inside = [n for n in inside if n.anchor.end <= core[-1][1]]
    owner = core[-1] == words[-1]  # "Tolan's", with the claim behind it
    ends = core[-1][1] - (len(core[-1][2]) - len(POSSESSIVE.sub("", core[-1][2])) if owner else 0)
    last = next((n for n in inside if n.anchor.end >= ends), None)
    if last is not None and (owner or not POSSESSIVE.search(last.anchor.text)):
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
            if not in_name and _REDUCED.fullmatch(word) and _is_noun(core[-1][2]) and not _noun_next(words, end):
                break
        core.append((start, end, word))
    return core


def _is_noun(word: str) -> bool:
    """Whether it is a noun for people, bodies or documents."""
    lower = word.lower()
    tables = (facts.roles(), facts.persons(), facts.groups(), facts.documents())
    return any(lower in table or lower.removesuffix("s") in table for table in tables)


def _noun_next(words: Sequence[Word], end: int) -> bool:
    """Whether such a noun follows: "a family planning group"."""
    return any(_is_noun(word) for _, _, word in [w for w in words if w[0] >= end][:1])


def _in_office(phrase: Anchor, words: Sequence[Word], core: Sequence[Word], names: Sequence[Mention]) -> Mention | None:
    """The person whose office has an "of" in it: "Secretary of State John Kerry"."""
    behind = [w for w in words if w[0] >= core[-1][1]]
    if not behind or behind[0][2] != "of" or core[-1][2].lower() not in facts.roles():
        return None
    for place, (start, end, word) in enumerate(behind[1:5]):
        name = next((n for n in names if n.anchor.start <= start and end <= n.anchor.end), None)
        if name is not None and name.kind == "person":
            before = phrase.text[behind[place][1] - phrase.start : start - phrase.start]
            return name if place and not before.strip() and not POSSESSIVE.search(name.anchor.text) else None
        if not word[:1].isupper() or word.lower().rstrip(".") in facts.roles() or word.lower() in facts.titles():
            return None
    return None


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
    """The person's name that follows the head noun after a comma: "the governor, Jerry Brown", "one delegate, party
    chairwoman Mira Tolan"."""
    noun = core[-1][2].lower()
    known = noun in facts.roles() or noun in facts.persons()
    for name in names:
        before = phrase.text[core[-1][1] - phrase.start : name.anchor.start - phrase.start].strip()
        after = phrase.text[name.anchor.end - phrase.start :].lstrip()
        if name.kind != "person" or "," not in before or (after and after[0] != ","):
            continue
        title = before[before.rindex(",") + 1 :].split()
        if known and not title:
            return name
        if title and before.rindex(",") == 0 and _is_office(title[-1].lower()) and core[0][2].lower() in _ONE:
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
