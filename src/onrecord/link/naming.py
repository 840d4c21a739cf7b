"""What in an article is a name: the named mentions, and what else its words show to be one."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

from onrecord.domain import Anchor, Mention, Reading
from onrecord.link import facts
from onrecord.link.antecedents import kind_of_noun
from onrecord.link.entities import surnames
from onrecord.link.phrases import POSSESSIVE, PRONOUNS, bare

_HANDLE = re.compile(r"(?<![\w.])@\w{2,30}\b")
_CAPITALS = re.compile(r"\b[A-Z][\w’-]+(?: [A-Z]\.)?(?: [A-Z][\w’-]+){1,3}\b")
_CAPITALIZED = re.compile(r"\b[A-Z][\w’'-]*")
_THE = re.compile(r"\b[Tt]he ([A-Z][a-z]{3,})(?= [a-z]|[,.;’'”\"])")


def names_of(text: str, reading: Reading) -> list[Mention]:
    """The named mentions, with the surnames of people named in full wherever else they stand."""
    called = [m for m in reading.mentions if m.form == "name"]
    last_words = {words[-1] for m in called if len(words := bare(m.anchor.text, person=m.kind == "person").split()) > 1}
    full = {m.anchor.text for m in called if m.kind == "person" and m.anchor.text.count(" ") in (1, 2)}
    names = [_without_headline(m, full) for m in called if _is_name(m, last_words)]
    taken = sorted((n.anchor.start, n.anchor.end) for n in names)
    found = list(names)
    for statement in reading.statements:
        for span in _unmarked(statement.source) if statement.source else ():
            index = bisect_left(taken, (span.end, 0)) - 1
            if index < 0 or taken[index][1] <= span.start:
                mention = _without_headline(Mention(span, "person", "name"), full)
                names.append(mention)
                found.append(mention)
                insort(taken, (span.start, span.end))
    known = surnames(names)
    if known:
        for match in _CAPITALIZED.finditer(text):
            if POSSESSIVE.sub("", match[0]) not in known:
                continue
            end = match.start() + len(POSSESSIVE.sub("", match[0]))
            index = bisect_left(taken, (end, 0)) - 1
            if index < 0 or taken[index][1] <= match.start():
                found.append(Mention(Anchor.of(text, match.start(), end), "person", "name"))
    for anchor in _short_names(text, names):
        index = bisect_left(taken, (anchor.end, 0)) - 1
        if index < 0 or taken[index][1] <= anchor.start:
            found.append(Mention(anchor, "organization", "name"))
    return sorted(found, key=lambda m: (m.anchor.start, -m.anchor.end))


def _short_names(text: str, names: Sequence[Mention]) -> Iterator[Anchor]:
    """A body's last word with a capital behind "the", where it is named in full elsewhere: "the Post"."""
    bodies = [bare(n.anchor.text).split() for n in names if n.kind == "organization"]
    known = {words[-1] for words in bodies if len(words) > 1 and words[-1].isalpha() and words[-1][0].isupper()}
    for match in _THE.finditer(text) if known else ():
        if match[1] in known:
            yield Anchor.of(text, *match.span(1))


def _is_name(mention: Mention, last_words: set[str]) -> bool:
    """Whether it can be a name: no pronoun, no word of small letters, no plain noun with a capital ("Delegates") unless
    somebody's name ends with it ("Dean")."""
    plain = bare(mention.anchor.text)
    lower = plain.lower()
    if lower in PRONOUNS and plain != "US":
        return False
    last = _last_word(plain)
    if last.islower() and kind_of_noun(last) == "group":  # "Democratic candidates"
        return False
    if not any(c.isupper() or c.isdigit() for c in plain) and not plain.startswith("@"):
        return False
    return " " in plain or plain in last_words or kind_of_noun(lower) == "other" or lower in facts.seats()


def _last_word(text: str) -> str:
    """Nothing where there is none: a name may be read into what is but a mark."""
    return next(reversed(text.split()), "")


def _unmarked(source: Anchor) -> Iterator[Anchor]:
    """What in a source is surely somebody's name by its words alone: a first name with capitals behind it, also behind
    an office ("Chief Ada Pellgrave"); capitals between commas behind an office ("the institute's director, Anso
    Pellgrave"); a handle ("one reader, @pellgrave")."""
    for match in _CAPITALS.finditer(source.text):
        words = match[0].split(" ")
        offices = 0
        while len(words) - offices > 2 and kind_of_noun(words[offices].lower()) == "person":
            offices += 1
        start = match.start() + len(" ".join([*words[:offices], ""]))
        before = source.text[: match.start()].rstrip()
        behind = source.text[match.end() :].lstrip()[:1]
        office = before.endswith(",") and behind in ("", ",")
        office = office and kind_of_noun(_last_word(before.rstrip(",")).lower()) == "person"
        if office or words[offices].lower() in facts.first_names():
            yield Anchor(source.start + start, source.start + match.end(), source.text[start : match.end()])
    for match in _HANDLE.finditer(source.text):
        yield Anchor(source.start + match.start(), source.start + match.end(), match[0])


def _without_headline(mention: Mention, full: set[str]) -> Mention:
    """In a headline's capitals a name runs on: "Ada Quist Visits Orsk" is Ada Quist where she is named so elsewhere."""
    words = mention.anchor.text.split(" ")
    for count in (3, 2):
        name = " ".join(words[:count])
        if len(words) > count and name in full:
            anchor = mention.anchor
            return Mention(Anchor(anchor.start, anchor.start + len(name), name), "person", "name")
    return mention
