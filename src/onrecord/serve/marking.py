"""An article's text cut where the marks of its statements begin and end. Pure; terminal and page show the same cuts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, repeat
from typing import Literal, TypeVar

from onrecord.domain import Article, Block, Reading, Realis, Statement
from onrecord.record.chains import Chains
from onrecord.text.nobody import is_nobody

T = TypeVar("T")
Role = Literal["source", "cue", "content", "inserted"]

_RANK: dict[Role, int] = {"content": 0, "inserted": 1, "source": 2, "cue": 3}
"""Of two marks over the same characters, the lower encloses the other: a source may stand in a content."""

_PRONOUNS = frozenset(
    (
        *("i", "you", "he", "she", "it", "we", "they", "me", "him", "her", "us", "them", "who", "that", "this"),
        *("those", "one", "some", "others", "many", "all", "both"),
    )
)

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # what a terminal may obey, line feed and tab apart
    "\u202a-\u202e\u2066-\u2069"  # what turns the direction of the text around it
    "\u2028\u2029\ud800-\udfff]"
)


def harmless(text: str) -> str:
    """The text with nothing that a terminal or a page would obey: such a character shows as `�`. Offsets stay.

    A carriage return becomes a space: before a line feed it is no more than that.
    """
    return _UNSEEN.sub("�", text.replace("\r", " "))


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of one statement. A statement is meant by its place in the reading, from 0."""

    statement: int
    role: Role
    start: int
    end: int
    first: bool
    """Whether it is the first part of its statement in the text."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters that carry the same marks."""

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]
    """The outermost first. Between neighbours, a mark that goes on keeps its place among those that do."""
    ends: tuple[Mark, ...]
    """Those of `marks` whose span ends with this segment."""


def marks_of(statements: Sequence[Statement]) -> list[Mark]:
    """All spans of the statements, the outermost first where one begins with another."""
    found = []
    for index, statement in enumerate(statements):
        spans: list[tuple[Role, int, int]] = [("content", a.start, a.end) for a in statement.content]
        spans += [("inserted", a.start, a.end) for a in statement.inserted]
        spans += [("source", a.start, a.end) for a in [statement.source] if a is not None]
        spans += [("cue", a.start, a.end) for a in [statement.cue] if a is not None]
        first = min(spans, key=lambda span: span[1:], default=None)
        found += [Mark(index, *span, first=span is first) for span in spans]
    return sorted(found, key=_outermost)


def _outermost(mark: Mark) -> tuple[int, int, int, int]:
    return mark.start, -mark.end, _RANK[mark.role], mark.statement


def segments(
    text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None, cuts: Iterable[int] = ()
) -> Iterator[Segment]:
    """The text from `start` to `end`, cut at every edge of a mark and at `cuts`; joined, the segments are that text."""
    end = len(text) if end is None else end
    inside = sorted((m for m in marks if m.start < end and m.end > start), key=_outermost)
    edges = {start, end, *(cut for cut in cuts if start < cut < end)}
    for mark in inside:
        edges |= {max(mark.start, start), min(mark.end, end)}
    waiting = iter([*inside, None])
    coming = next(waiting)
    active: list[Mark] = []
    for left, right in pairwise(sorted(edges)):
        active = [m for m in active if m.end > left]
        while coming is not None and coming.start <= left:
            active.append(coming)
            coming = next(waiting)
        ends = tuple(m for m in active if m.end == right)
        yield Segment(left, right, text[left:right], tuple(active), ends)


def carried_on(statements: Sequence[Statement]) -> dict[int, tuple[int, ...]]:
    """Where sentences go on in a speaker's voice, and the places of the statements that they go on with.

    What is in no content of its statement is left out.
    """
    found: dict[int, list[int]] = {}
    for index, statement in enumerate(statements):
        for offset in sorted(set(statement.carried)):
            if any(a.start <= offset < a.end for a in statement.content):
                found.setdefault(offset, []).append(index)
    return {offset: tuple(found[offset]) for offset in sorted(found)}


def by_block(marks: Iterable[Mark], blocks: Sequence[Block]) -> list[list[Mark]]:
    """For each block the marks that touch it. The blocks are in text order and apart from each other."""
    ends = [block.end for block in blocks]
    found: list[list[Mark]] = [[] for _ in blocks]
    for mark in marks:
        place = bisect_right(ends, mark.start)
        while place < len(blocks) and blocks[place].start < mark.end:
            found[place].append(mark)
            place += 1
    return found


def layout(article: Article) -> tuple[Block, ...]:
    """The blocks in which the article is shown, in text order and apart from each other.

    Every character that is not white space is in exactly one. What the page's own blocks leave out are paragraphs, cut
    at empty lines, or at every line where there is none.
    """
    text, at = article.text, 0
    shown: list[Block] = []
    for block in sorted(article.blocks, key=lambda b: (b.start, b.end)):
        start, end = max(block.start, at), min(block.end, len(text))
        if start < end and not text[start:end].isspace():
            shown += _paragraphs(text, at, start)
            shown.append(_trimmed(text, replace(block, start=start, end=end)))
            at = end
    return (*shown, *_paragraphs(text, at, len(text)))


def _paragraphs(text: str, start: int, end: int) -> Iterator[Block]:
    part = text[start:end]
    cut = re.compile(r"(?:\r?\n[ \t]*){2,}" if re.search(r"\S[ \t]*\r?\n[ \t]*\r?\n\s*\S", part) else r"\r?\n")
    at = 0
    for stop in [*(m.span() for m in cut.finditer(part)), (len(part), len(part))]:
        if part[at : stop[0]].strip():
            yield _trimmed(text, Block("paragraph", start + at, start + stop[0]))
        at = stop[1]


def _trimmed(text: str, block: Block) -> Block:
    part = text[block.start : block.end]
    return replace(
        block, start=block.start + len(part) - len(part.lstrip()), end=block.end - (len(part) - len(part.rstrip()))
    )


def voices(statements: Sequence[Statement]) -> list[int | None]:
    """For each statement the number of its source, from 0 in order of appearance; None where it has none.

    Two sources have the same number where they stand for the same actor; where it is unknown, where they are the same
    words, and a pronoun is then alike only to itself in its place.
    """
    numbers: dict[str | tuple[int, int] | tuple[str], int] = {}
    found: list[int | None] = []
    for statement in statements:
        source = statement.source
        if source is None:
            found.append(None)
            continue
        if statement.speaker is not None:
            found.append(numbers.setdefault((statement.speaker,), len(numbers)))
            continue
        words = " ".join(source.text.casefold().split())
        found.append(numbers.setdefault((source.start, source.end) if words in _PRONOUNS else words, len(numbers)))
    return found


def is_pronoun(text: str) -> bool:
    """Whether the words stand for somebody whom they don't name: "she", "those"."""
    return " ".join(text.casefold().split()) in _PRONOUNS


def confident(reading: Reading, least: float | None) -> Reading:
    """The reading without the statements less sure than `least`; those without a confidence are below any.

    What stands inside one that is left out goes with it, events too: alone it would look like the outlet's own report.
    """
    if least is None:
        return reading
    chains = Chains(reading.statements)

    def is_sure(statement: Statement) -> bool:
        return statement.confidence is not None and statement.confidence >= least

    kept = tuple(s for s in reading.statements if all(map(is_sure, (s, *chains.around(s)))))
    told = {None, *(s.id for s in kept)}
    return replace(reading, statements=kept, events=tuple(e for e in reading.events if e.according_to in told))


UNNAMED = "unnamed"
"""For whoever tells something without being named."""
_WHOSE = frozenset("my your his her its our their".split())
_BEHIND = {
    "i": "me", "we": "us", "he": "him", "she": "her", "they": "them", "who": "whom",
    "my": "me", "our": "us", "his": "him", "its": "it", "their": "them", "your": "you", "whose": "whom",
    UNNAMED: "somebody unnamed",
}  # fmt: skip
"""What reads otherwise behind "according to"; a source may be no more than the "his" of "his threat"."""
_EDGES = " ,;:—–-"
"""What is cut off the end of the words that name somebody."""
_NAME = 48
"""Characters of a name in a chain."""
_PARTY = 60
"""Characters of an event's parts that people are shown."""
_CHAIN = 4
"""Names of a chain that people are shown: the nearest, and the outermost."""


def named(statement: Statement, speaker: str | None = None) -> str:
    """Whose word it is, for a chain: who, without a comma at the end. `speaker`: the name, where it is at hand."""
    return (who_text(statement, speaker) or "").strip(_EDGES) or UNNAMED


def who_text(statement: Statement, speaker: str | None) -> str | None:
    """Who, as the text names it, with the speaker's name where these words do not hold it: "he (Mira Tolan)".

    None where the text names nobody; the name alone where a person knows it: "(Mira Tolan)".
    """
    name = one_line(speaker or "")
    if statement.source is None:
        return f"({name})" if name else None
    words = one_line(statement.source.text)
    return f"{words.rstrip(_EDGES)} ({name})" if name and not _says_who(words, name) else words


def _says_who(words: str, name: str) -> bool:
    """Whether the words hold the name: a surname says enough. A pronoun is nobody's, whatever he is called."""
    surname = re.escape(name.split()[-1].casefold())
    return _pronoun(words) is None and re.search(rf"(?<!\w){surname}(?!\w)", words.casefold()) is not None


def _pronoun(words: str) -> str | None:
    """The pronoun that the words are, "She," or "his"; None where they are more. The WHO is somebody."""
    plain = " ".join(words.strip(_EDGES).casefold().split())
    return plain if (plain in _PRONOUNS or plain in _BEHIND) and (plain == "i" or not words.isupper()) else None


def names_of(reading: Reading) -> dict[str | None, str]:
    """The names of a reading's actors by their ids."""
    return {actor.id: actor.name for actor in reading.actors}


def act_text(statement: Statement) -> str | None:
    """What the speaker does by saying it; None where the words do not say."""
    return f"not {statement.act}" if statement.act and statement.negated else statement.act


@dataclass(frozen=True, slots=True)
class Told:
    """One event as people are shown it; each part in a few words, empty where the text does not say."""

    type: str
    actors: str
    recipients: str
    words: str
    realis: str
    by: str
    """On whose word, with the number of the statement; empty in the outlet's own voice."""
    percent: int | None
    """How sure it is that this is such an event."""


def tellings(reading: Reading) -> Iterator[Told]:
    """The events of a reading, in the order of the text."""
    names = names_of(reading)
    numbers = {s.id: (n, s) for n, s in enumerate(reading.statements, 1)}
    for event in reading.events:
        number, statement = numbers.get(event.according_to or "", (0, None))
        by = "" if statement is None else f"{names.get(statement.speaker) or named(statement)} ({number})"
        yield Told(
            event.type,
            shortened(", ".join(names[a] for a in event.actors), _PARTY),
            shortened(", ".join(names[r] for r in event.recipients), _PARTY),
            shortened(one_line(event.trigger.text), _PARTY),
            event.realis.replace("_", " "),
            shortened(by, _PARTY),
            None if event.confidence is None else round(100 * event.confidence),
        )


def with_names(around: Sequence[Statement], names: Iterable[str | None]) -> tuple[tuple[Statement, str | None], ...]:
    """Each with the name of who says it, as far as these are at hand."""
    return tuple(zip(around, chain(names, repeat(None)), strict=False))


def short_chain(around: Sequence[T]) -> tuple[T | None, ...]:
    """Of a long chain the nearest and the outermost; None stands for those in between."""
    return tuple(around) if len(around) <= _CHAIN else (*around[: _CHAIN - 1], None, around[-1])


def told_by(outer: Statement, *, first: bool = True, realis: Realis | None = None) -> str:
    """How what stands in a statement hangs on it: whoever denies it does not vouch for it.

    `realis`: of an event that is told there; where that says no already, whoever tells it does not say it again.
    """
    if outer.negated:
        how = "denied by" if _denies(outer) else "said by"
        # "said by no one in the palace"
        return how if outer.source and is_nobody(outer.source.text) else f"not {how}"
    if _denies(outer) and not (first and realis in ("not_occurred", "denied")):
        return "denied by"
    return "according to" if first else "via"


def _denies(statement: Statement) -> bool:
    """Whether its cue does. "We did not," she said, is a denial too, and yet she vouches for what stands in it."""
    if statement.act != "deny" or statement.cue is None:
        return False
    from onrecord.understand.acts.cues import act_named  # loads more than most lists need

    return act_named(statement.cue.text, "") == "deny"


def behind(words: str) -> str:
    """What `named` gives, as it stands behind `told_by`: "her (Mira Tolan)" for "She (Mira Tolan)", "her office" for
    "Her office"."""
    if is_nobody(words):
        return words[0].lower() + words[1:]
    whose, _, what = words.partition(" ")
    if whose.casefold() in _WHOSE and what[:1].islower():
        return f"{whose.casefold()} {what}"
    who, opening, name = words.partition(" (")
    pronoun = _pronoun(who)
    return words if pronoun is None else _BEHIND.get(pronoun, pronoun) + opening + name


def chain_text(around: Sequence[Statement], names: Sequence[str | None] = (), realis: Realis | None = None) -> str:
    """`according to her (Mira Tolan), via TASS`; empty where the outlet itself reports it.

    `names`: of those who say what is around, in that order, as far as they are at hand; `realis`: of an event that is
    told there.
    """
    told = []
    for place, one in enumerate(short_chain(with_names(around, names))):
        if one is None:
            told.append("…")
            continue
        outer, name = one
        how = told_by(outer, first=not place, realis=realis)
        told.append(f"{how} {shortened(behind(named(outer, name)), _NAME)}")
    return ", ".join(told)


def on_whose_word(around: Sequence[Statement], names: Sequence[str | None] = ()) -> str:
    """The same behind a name, in brackets."""
    return f" ({chain_text(around, names)})" if around else ""


def shortened(text: str, limit: int) -> str:
    """The beginning of a long text, cut between words where there are some."""
    if len(text) <= limit:
        return text
    cut = text[:limit].rsplit(" ", 1)[0] if " " in text[limit // 2 : limit] else text[:limit]
    return cut.rstrip() + " …"


def one_line(text: str) -> str:
    """For a table's cell: no line break, nothing to obey."""
    return harmless(" ".join(text.split()))


def content_text(statement: Statement) -> str:
    """The content as one line; ` … ` stands where it is interrupted."""
    return " … ".join(one_line(a.text) for a in statement.content)


def counted(number: int, thing: str) -> str:
    """`1 statement`, `2 statements`."""
    return f"{number:,} {thing}{'s' * (number != 1)}"
