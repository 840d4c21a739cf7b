"""A reader that needs no model, an article with all that marks can do, and how to run the program with them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace

from onrecord.domain import Anchor, Article, Block, ReaderInfo, Reading, Statement

PATTERN = re.compile(r"(?P<source>[A-Z]\w+) (?P<cue>said|warned) (?P<content>[^.\n]+)")


@dataclass(frozen=True, slots=True)
class FakeReader:
    """Finds `Somebody said something.`; leaves an article that is not in English alone."""

    model: str = "fake"

    @property
    def info(self) -> ReaderInfo:
        return ReaderInfo("0.0.0", self.model)

    def read(self, article: Article, /) -> Reading:
        if article.language not in (None, "en"):
            return Reading(article, self.info, note=f"not looked into: this article is in {article.language}")
        found = [
            Statement(
                id=f"s{number}",
                source=Anchor.of(article.text, *match.span("source")),
                cue=Anchor.of(article.text, *match.span("cue")),
                content=(Anchor.of(article.text, *match.span("content")),),
                kind="indirect",
                confidence=0.9 if match["cue"] == "said" else 0.4,
            )
            for number, match in enumerate(PATTERN.finditer(article.text), 1)
        ]
        return Reading(article, self.info, tuple(found))


class SlowReader(FakeReader):
    """Takes its time, so that a test can interrupt it."""

    def read(self, article: Article, /) -> Reading:
        time.sleep(0.2)
        return super().read(article)


TEXT = (
    'Minister: "We <b>won\'t</b> sign" — aides say that Korvia lied\n\n'
    "The foreign minister, Ilsa Tamrin, said the envoy had told her that 'the mayor believes the bridge will hold', "
    "and that nobody (she laughed) would be hurt.\n\n"
    "[red]The talks[/red] will\u202e run\x1b[31m to Sunday, she said.\n\n"
    "Their end is open."
)


def anchor(part: str, begin: int = 0) -> Anchor:
    """The first `part` of TEXT after `begin`."""
    start = TEXT.index(part, begin)
    return Anchor.of(TEXT, start, start + len(part))


def nested() -> Reading:
    """Nested and crossing statements, one without a source, one without a cue, and hostile characters."""
    hope = TEXT[TEXT.index("the envoy") : TEXT.index(" would be hurt") + len(" would be hurt")]
    late = TEXT.index("[red]")
    statements = (
        Statement("s1", anchor("Minister"), None, (anchor('"We <b>won\'t</b> sign"'),), "direct", 0.91),
        Statement("s2", anchor("aides"), anchor("say"), (anchor("that Korvia lied"),), "indirect", 0.55),
        Statement(
            "s3",
            anchor("The foreign minister, Ilsa Tamrin,"),
            anchor("said"),
            (anchor(hope),),
            "mixed",
            0.93,
            inserted=(anchor("(she laughed)"),),
        ),
        Statement(
            "s4",
            anchor("the envoy"),
            anchor("had told"),
            (anchor("that 'the mayor believes the bridge will hold'"),),
            "mixed",
            0.81,
            parent="s3",
        ),
        Statement(
            "s5",
            anchor("the mayor"),
            anchor("believes"),
            (anchor("the bridge will hold"),),
            "indirect",
            0.71,
            parent="s4",
        ),
        Statement("s6", None, anchor("told"), (anchor("hold', and that nobody"),), "indirect", None),
        Statement(
            "s7",
            anchor("she", late),
            anchor("said", late),
            (anchor("[red]The talks[/red] will\u202e run\x1b[31m"), anchor("to Sunday")),
            "indirect",
            0.4,
        ),
    )
    article = Article(
        TEXT,
        given_id="x",
        title='Minister: "We <b>won\'t</b> sign" — aides say that Korvia lied',
        outlet="The \x1b[2J<i>Post</i>",
        authors=("A. Writer",),
        published="2026-05-01T10:00:00+00:00",
        language="en",
        blocks=(Block("title", 0, TEXT.index("\n")),),
    )
    return Reading(article, ReaderInfo("0.0.0", "fake"), statements)


def going_on() -> Reading:
    """The same with sentences that go on in the speaker's voice, and offsets that are in no content."""
    reading = nested()
    told = list(reading.statements)
    told[2] = replace(told[2], carried=(anchor("and that nobody").start, -5, 0, 10**9, len(TEXT), TEXT.index("Their")))
    told[6] = replace(told[6], carried=(anchor("[red]").start, anchor("to Sunday").start, anchor("to Sunday").start))
    return replace(reading, statements=tuple(told))


RUN = "from onrecord.serve.cli import main; from tests.serve.fakes import {reader}; main(obj={reader})"
"""For `python -c`: the program with a fake reader."""
