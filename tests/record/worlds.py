"""Small invented articles, and strategies that draw any."""

from __future__ import annotations

import random
from dataclasses import replace
from string import ascii_lowercase

from hypothesis import strategies as st

from onrecord.domain import Actor, Anchor, Article, Block, Kind, Loaded, Raw, ReaderInfo, Reading, Statement, Time

OLD = ReaderInfo("0.1.0", "model-a")
NEW = ReaderInfo("0.2.0", "model-b")


def statement(
    text: str,
    source: str | None,
    content: str,
    *,
    name: str = "s1",
    kind: Kind = "indirect",
    confidence: float | None = 0.9,
    parent: str | None = None,
) -> Statement:
    """A statement of `text` whose parts stand where they first stand."""
    return Statement(
        name,
        _first(text, source) if source is not None else None,
        _first(text, "said") if "said" in text else None,
        (_first(text, content),),
        kind,
        confidence,
        parent,
    )


def _first(text: str, part: str) -> Anchor:
    start = text.index(part)
    return Anchor.of(text, start, start + len(part))


def story(
    number: int = 1,
    *,
    source: str = "Mira Tolan",
    content: str = "the bridge would open in May",
    outlet: str | None = "The Harbour Post",
    published: str | None = "2031-03-02",
    language: str | None = "en",
    kind: Kind = "indirect",
    confidence: float | None = 0.9,
    reader: ReaderInfo = OLD,
    page: bytes | None = None,
) -> tuple[Loaded, Reading]:
    """An article with one statement, and its reading."""
    text = f"Story {number}\n\n{source} said {content}."
    article = Article(
        text,
        url=f"https://harbour.example/{number}",
        title=f"Story {number}",
        outlet=outlet,
        published=published,
        language=language,
        blocks=(Block("title", 0, 7), Block("paragraph", 9, len(text))),
    )
    found = statement(text, source, content, kind=kind, confidence=confidence)
    loaded = Loaded(article, f"story-{number}.html", Raw(page, "text/html") if page is not None else None)
    return loaded, Reading(article, reader, (found,))


def secret(number: int) -> str:
    """A word of fourteen letters that stands nowhere else."""
    chance = random.Random(number)
    return "".join(chance.choices(ascii_lowercase, k=14))


def trace(word: str) -> bytes:
    """What tells in a file that a word is there: the search index keeps the ends of words, behind what they share."""
    return word[4:].encode()


def _maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


# NUL and lone surrogates are refused before there is an article; all else may come
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0") | st.sampled_from(
    "\u202e\u200f\x1b\r\n😀\u0301\"'%_*"
)
words = st.text(characters, max_size=20)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Anchor:
    """A span of `text`."""
    start = draw(st.integers(0, len(text) - 1))
    return Anchor.of(text, start, draw(st.integers(start + 1, len(text))))


@st.composite
def statements(draw: st.DrawFn, text: str, name: str, others: tuple[str, ...] = ()) -> Statement:
    """A statement anywhere in `text`, perhaps inside one of `others`."""
    return Statement(
        name,
        draw(st.none() | spans(text)),
        draw(st.none() | spans(text)),
        tuple(draw(st.lists(spans(text), min_size=1, max_size=3))),
        draw(st.sampled_from(["direct", "indirect", "mixed"])),
        draw(st.none() | st.floats(0, 1)),
        draw(st.none() | st.sampled_from(others)) if others else None,
        tuple(draw(st.lists(st.integers(0, len(text)), max_size=3))),
        tuple(draw(st.lists(spans(text), max_size=2))),
    )


@st.composite
def actors(draw: st.DrawFn, text: str, name: str) -> Actor:
    """An actor with mentions anywhere in `text`."""
    return Actor(
        name,
        draw(st.text(characters, min_size=1, max_size=20)),
        draw(st.sampled_from(["person", "organization", "country", "group"])),
        draw(st.booleans()),
        tuple(draw(st.lists(spans(text), max_size=3))),
        tuple(draw(st.lists(spans(text), max_size=2))),
        count=draw(st.none() | st.floats(0, 1e6)),
    )


@st.composite
def times(draw: st.DrawFn, text: str, name: str) -> Time:
    """A time anywhere in `text`."""
    first = draw(st.none() | st.dates())
    return Time(name, draw(spans(text)), None if first is None else first.isoformat(), first, first)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Loaded, Reading]:
    """Any article with any reading."""
    text = draw(st.text(characters, min_size=1, max_size=60))
    article = Article(
        text,
        given_id=draw(_maybe(words)),
        url=draw(_maybe(words)),
        title=draw(_maybe(words)),
        outlet=draw(_maybe(words)),
        agency=draw(_maybe(words)),
        authors=tuple(draw(st.lists(words, max_size=3))),
        published=draw(_maybe(st.dates().map(str) | st.datetimes().map(lambda d: d.isoformat()))),
        language=draw(_maybe(st.sampled_from(["en", "ru", "EN"]))),
        blocks=tuple(
            Block(draw(st.sampled_from(["title", "paragraph", "other"])), a.start, a.end)
            for a in draw(st.lists(spans(text), max_size=3))
        ),
    )
    raw = draw(st.none() | st.builds(Raw, st.binary(max_size=50), st.just("text/html")))
    names = draw(st.permutations(["s1", "s2", "s3", "s4"]))  # a parent may come after what stands in it
    found = tuple(
        draw(
            statements(text, name, tuple(n for n in ("s1", "s2", "s3", "s4")[: int(name[1]) - 1] if n in names[:count]))
        )
        for count in [draw(st.integers(0, 4))]
        for name in names[:count]
    )
    reader = draw(st.sampled_from([OLD, NEW]))
    people = tuple(draw(actors(text, f"a{n}")) for n in range(1, draw(st.integers(0, 2)) + 1))
    days = tuple(draw(times(text, f"t{n}")) for n in range(1, draw(st.integers(0, 2)) + 1))
    told = tuple(
        replace(
            statement,
            speaker=draw(st.sampled_from([None, *(a.id for a in people)])),
            speaker_confidence=draw(st.none() | st.floats(0, 1)),
            on_behalf_of=draw(st.sampled_from([None, *(a.id for a in people)])),
            time=draw(st.sampled_from([None, *(t.id for t in days)])),
        )
        for statement in found
    )
    note = draw(_maybe(words))
    return Loaded(article, "somewhere", raw), Reading(article, reader, told, actors=people, times=days, note=note)
