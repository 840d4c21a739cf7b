"""Rows as a ledger may give them, with hostile text, and what their findings stand in."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from onrecord.domain import Article, Event, ReaderInfo
from onrecord.record.chains import Chains
from onrecord.record.events import EventRow
from onrecord.record.identities import Known
from onrecord.record.identity import event_id, statement_id
from onrecord.record.ledger import ActorRow, ArticleRow, Setting, State, StatementRow
from onrecord.serve import export
from onrecord.serve.rows import Shape
from tests.record.worlds import characters, spans, statements, times

READER = ReaderInfo("9.8.7", "model-x")
ABOUT = export.About("Statements", (("by", "=Tolan"),), "x.db", State("2031-03-02T00:00:00+00:00", (READER,)))

hostile = st.text(characters, max_size=20) | st.sampled_from(
    (
        *(
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " =1",
            "'=1",
            "''+x",
            "＝1",
            "\ufeff=cmd|' /C calc'!A0",
            "#N/A",
        ),
        *(
            "_x000D_",
            "_x005F_x0041_",
            "a\r\nb",
            'say "no"',
            "<script>alert(1)</script>",
            "שלום",
            "👩🏽‍🚀",
            "Мир",
            "\x0b\x1b[31m",
        ),
        *(
            "\ufffe\uffff",
            "\u2028",
            "1e5",
            "True",
            "12",
            "x" * 40_000,
            "💥" * 20_000,
            "{}\\%&$#_^~",
            "a; b",
            "javascript:1",
        ),
    )
)
maybe = st.none() | hostile
shares = st.none() | st.integers(0, 100).map(lambda n: n / 100)
addresses = maybe | st.sampled_from(
    ["https://harbour.example/1", "http://é.example/ä?b={c}&d=%20", "ftp://x", "https://a b"]
)


def where(draw: st.DrawFn) -> dict[str, Any]:
    return {
        **{
            name: draw(st.text("0123456789abcdef", min_size=16, max_size=16))
            for name in ("document", "version", "reading")
        },
        "url": draw(addresses),
        **{name: draw(maybe) for name in ("title", "outlet")},
        "published": draw(st.none() | st.dates().map(str) | st.datetimes().map(lambda d: d.isoformat())),
    }


@st.composite
def statement_rows(draw: st.DrawFn) -> tuple[list[StatementRow], Setting]:
    """Rows of one article, some inside others, and their setting."""
    text = draw(st.text(characters, min_size=1, max_size=60))
    found = [
        draw(statements(text, "s1")),
        draw(statements(text, "s2", ("s1",))),
        draw(statements(text, "s3", ("s1", "s2"))),
    ]
    found = [
        replace(
            s, confidence=draw(shares), speaker=draw(st.sampled_from([None, "a1"])), speaker_confidence=draw(shares)
        )
        for s in found
    ]
    place, name = where(draw), draw(maybe)
    rows = [
        StatementRow(
            **place,
            id=statement_id(place["version"], s),
            statement=s,
            speaker=name if s.speaker else None,
            within=Chains(found).around(s),
            tellers=tuple(name if outer.speaker else None for outer in Chains(found).around(s)),
        )
        for s in found
    ]
    return rows, setting(draw, place, text, {"a1": name} if name else {})


@st.composite
def event_rows(draw: st.DrawFn) -> tuple[list[EventRow], Setting]:
    """One event, perhaps inside a statement, and its setting."""
    text = draw(st.text(characters, min_size=1, max_size=60))
    outer = draw(statements(text, "s1"))
    event = Event(
        "e1",
        draw(st.sampled_from(["AGREE", "THREATEN"])),
        draw(spans(text)),
        draw(st.sampled_from(["occurred", "alleged"])),
        confidence=draw(shares),
        condition=draw(st.none() | spans(text)),
    )
    place = where(draw)
    row = EventRow(
        **place,
        id=event_id(place["version"], event),
        event=event,
        actors=tuple(draw(st.lists(hostile, max_size=2))),
        recipients=tuple(draw(st.lists(hostile, max_size=2))),
        place=draw(maybe),
        time=draw(st.none() | times(text, "t1")),
        according_to=draw(st.sampled_from([(), (outer,)])),
        tellers=(draw(maybe),),
        around=text,
    )
    return [row], setting(draw, place, text, {})


def setting(draw: st.DrawFn, place: dict[str, Any], text: str, names: dict[str, str]) -> Setting:
    known = {name: place[name] for name in ("url", "title", "outlet", "published")}
    article = Article(
        text, authors=tuple(draw(st.lists(hostile, max_size=2))), agency=draw(maybe), language="en", **known
    )
    return Setting(article, READER, names)


@st.composite
def article_rows(draw: st.DrawFn) -> ArticleRow:
    place = where(draw)
    return ArticleRow(
        id=place.pop("document"),
        **place,
        given_id=draw(maybe),
        agency=draw(maybe),
        language=draw(maybe),
        note=draw(maybe),
        authors=tuple(draw(st.lists(hostile, max_size=2))),
        statements=draw(st.integers(0, 99)),
        versions=draw(st.integers(1, 9)),
    )


@st.composite
def actor_rows(draw: st.DrawFn) -> ActorRow:
    return ActorRow(
        id="0" * 16,
        name=draw(hostile),
        kind="person",
        names=tuple(draw(st.lists(hostile, max_size=3))),
        statements=draw(st.integers(0, 99)),
        articles=draw(st.integers(0, 99)),
    )


def made(
    form: str,
    shape: Shape[Any],
    rows: Any,
    setting: Setting | None = None,
    known: dict[tuple[int, str], Known] | None = None,
) -> bytes:
    """The whole export. `known`: who speakers are across articles, by place and the actor's id."""
    lookup = Kept(setting, known or {}) if setting else None
    return b"".join(export.pieces(form, shape, iter(rows), ABOUT, lookup))


@dataclass(frozen=True)
class Kept:
    """What a ledger is asked for while rows are written."""

    one: Setting
    known: dict[tuple[int, str], Known]

    @property
    def identities(self) -> Kept:
        return self

    def setting(self, reading_id: str) -> Setting:
        return self.one

    def at(self, spots: Iterable[tuple[str, int, str]]) -> dict[tuple[int, str], Known]:
        return {(place, actor): self.known[place, actor] for _, place, actor in spots if (place, actor) in self.known}


def text_of(raw: bytes) -> io.StringIO:
    return io.StringIO(raw.decode(), newline="")
