"""Invented articles whose actors are known, without a model."""

from __future__ import annotations

from onrecord.domain import Actor, ActorKind, Anchor, Article, Loaded, ReaderInfo, Reading, Statement

READER = ReaderInfo("0.1.0", "invented")


def told(
    number: int,
    *voices: tuple[str, str, str],
    published: str | None = "2031-03-02",
    kind: ActorKind = "person",
    reader: ReaderInfo = READER,
) -> tuple[Loaded, Reading]:
    """An article in which each of (role, name, words) says something: "Senator Ada Quist said it snows." """
    text = f"Story {number}."
    statements, actors = [], []
    for place, (role, name, words) in enumerate(voices, 1):
        text += "\n\n"
        spans = []
        for part in (role, name, "said", words):
            spans.append(Anchor(len(text), len(text) + len(part), part))
            text += part + (" " if part and part is not words else "")
        office, source, cue, content = spans
        actors.append(Actor(f"a{place}", name, kind, True, (source,), (office,) if role else ()))
        statements.append(
            Statement(
                f"s{place}", source, cue, (content,), "indirect", 0.9, speaker=f"a{place}", speaker_confidence=0.9
            )
        )
        text += "."
    article = Article(
        text,
        url=f"https://harbour.example/{number}",
        title=f"Story {number}",
        outlet="The Harbour Post",
        published=published,
        language="en",
    )
    return Loaded(article, f"story-{number}.html"), Reading(article, reader, tuple(statements), actors=tuple(actors))
