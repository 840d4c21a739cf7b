"""An invented article for judgements: four statements, one inside another, an event, three actors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain import Actor, Anchor, Article, Block, Event, Loaded, Reading, Statement, Time

from .worlds import OLD

if TYPE_CHECKING:
    from onrecord.domain import Act, Kind, ReaderInfo
    from onrecord.record.ledger import Ledger, StatementRow

TEXT = (
    "Bridge\n\nMira Tolan said on Monday the bridge would open in May. “It is safe,” she added.\n\n"
    "The mayor, Odile Krass, denied that Verland had threatened the town.\n\nNothing else was said."
)


def at(part: str, text: str = TEXT) -> Anchor:
    """Where a part of the text first stands."""
    start = text.index(part)
    return Anchor.of(text, start, start + len(part))


def span(part: str, text: str = TEXT) -> tuple[int, int]:
    anchor = at(part, text)
    return anchor.start, anchor.end


def told(text: str = TEXT, *, reader: ReaderInfo = OLD, number: int = 1) -> tuple[Loaded, Reading]:
    """The article and what a machine finds in it, as far as the words are there."""
    article = Article(
        text,
        url=f"https://harbour.example/{number}",
        title="Bridge",
        outlet="The Harbour Post",
        published="2031-03-02",
        language="en",
        blocks=(Block("title", 0, 6),),
    )

    def one(name: str, source: str, cue: str, content: str, act: Act | None, speaker: str | None) -> list[Statement]:
        if not all(part in text for part in (source, cue, content)):
            return []
        kind: Kind = "direct" if "“" in content else "indirect"
        sure = 0.9 if speaker else None
        spans = at(source, text), at(cue, text), (at(content, text),)
        return [Statement(name, *spans, kind, 0.8, speaker=speaker, speaker_confidence=sure, act=act)]

    found = [
        *one("s1", "Mira Tolan", "said", "the bridge would open in May", "predict", "a1"),
        *one("s2", "she", "added", "“It is safe,”", None, None),
        *one("s3", "The mayor, Odile Krass", "denied", "that Verland had threatened the town", "deny", "a2"),
        *one("s4", "Verland", "threatened", "the town", "threaten", "a3"),
    ]
    found = [replace(s, parent="s3") if s.id == "s4" else s for s in found]
    found = [replace(s, time="t1") if s.id == "s1" and "Monday" in text else s for s in found]
    there = {s.id for s in found}
    actors = tuple(
        Actor(id_, name, "country" if id_ == "a3" else "person", True, (at(name, text),) if name in text else ())
        for id_, name in (("a1", "Mira Tolan"), ("a2", "Odile Krass"), ("a3", "Verland"))
    )
    events = (
        (
            Event(
                "e1",
                "THREATEN",
                at("threatened", text),
                "occurred",
                ("a3",),
                according_to="s3" if "s3" in there else None,
            ),
        )
        if "threatened" in text
        else ()
    )
    times = (Time("t1", at("Monday", text), None, None, None),) if "Monday" in text else ()
    reading = Reading(article, reader, tuple(found), actors=actors, events=events, times=times)
    return Loaded(article, "bridge.html"), reading


def shown(ledger: Ledger, **wanted: object) -> dict[str, StatementRow]:
    """What is shown, by the words of the cue."""
    from onrecord.record.filters import StatementFilter

    rows = ledger.statements(StatementFilter(**wanted))  # type: ignore[arg-type]
    return {row.statement.cue.text if row.statement.cue else "": row for row in rows}
