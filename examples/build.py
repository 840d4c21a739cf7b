"""Make the example world from its sources: `python examples/build.py`.

Each file of `source/` holds one article and what a careful reader finds in it, both written by hand. From it come the
page in `world/` (or the item in its feed) and, in the output contract's form, the truth in `truth/`. Same sources, same
bytes. Another folder to write to may be given.

A source begins with `field: value` lines up to `---`. Then one line a block or a finding:

    P, H, C, O text   paragraph, heading, caption, other (a box in the body); the title comes first, from its field
    S source | cue | content | option=value | …
                      a statement about the block above; SS one inside the S above, SSS one inside that SS.
                      `-` stands for none, `A … B` runs from A to the end of B, `A // B` is two spans,
                      `text#2` is the second place where the text stands
    R actor | text    the role that the actor is given here
    M actor | text    a mention that is not the actor's name, or a name that means another actor here
    T text | edtf     a time

Options: who, for (actors), to (actor, or actor:span), act, if, at, t, carried (where a sentence goes on), ins, stance,
kind, neg.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pages import feed, page
from world import ACTORS, OUTLETS

from onrecord.domain import Anchor, Article, Block, BlockKind

HERE = Path(__file__).parent
KINDS: dict[str, BlockKind] = {"P": "paragraph", "H": "heading", "C": "caption", "O": "other"}
OPTIONS = {"who", "for", "to", "act", "if", "at", "t", "carried", "ins", "stance", "kind", "neg"}
CLOSING = "\"”’'»“"
OPENING = re.compile(r"(?:^|(?<=[\s(—]))[\"“‘'«„]")


@dataclass
class Source:
    """One article as it is written down: its fields, its blocks and the lines about each block."""

    name: str
    fields: dict[str, str]
    blocks: list[tuple[BlockKind, str]] = field(default_factory=list)
    lines: list[tuple[int, str, list[str]]] = field(default_factory=list)
    """Number of the block, the line's mark, its parts."""

    @classmethod
    def of(cls, path: Path) -> Source:
        head, body = path.read_text(encoding="utf-8").split("\n---\n")
        source = cls(path.stem, dict(line.split(": ", 1) for line in head.splitlines()))
        source.blocks.append(("title", source.fields["title"]))
        for line in filter(None, body.splitlines()):
            mark, rest = line.split(" ", 1)
            if mark in KINDS:
                source.blocks.append((KINDS[mark], rest))
            else:
                source.lines.append((len(source.blocks) - 1, mark, [part.strip() for part in rest.split(" | ")]))
        return source

    @property
    def article(self) -> Article:
        """The article as reading the page must give it."""
        at, blocks = 0, []
        for kind, text in self.blocks:
            blocks.append(Block(kind, at, at + len(text)))
            at += len(text) + 2
        outlet = OUTLETS[self.fields["outlet"]]
        address = outlet.home + self.fields["address"]
        return Article(
            text="\n\n".join(text for _, text in self.blocks),
            given_id=address if "feed" in self.fields else f"examples/{self.path}",
            url=address,
            title=self.fields["title"],
            outlet=outlet.name,
            agency=self.fields.get("agency"),
            authors=tuple(self.fields["authors"].split("; ")) if "authors" in self.fields else (),
            published=self.fields["published"],
            language="en",
            blocks=tuple(blocks),
        )

    @property
    def path(self) -> str:
        """Where the article lies under `examples/`."""
        if "feed" in self.fields:
            return "world/feed.xml"
        return f"world/{self.fields['outlet']}/{self.fields['file']}.html"


class Coder:
    """Turns the lines of a source into the contract's objects."""

    def __init__(self, source: Source) -> None:
        self.source, self.article, self.text = source, source.article, source.article.text
        self.mentions: dict[str, list[Anchor]] = {}
        self.roles: dict[str, list[Anchor]] = {}
        self.times: list[tuple[Anchor, str]] = []
        self.statements: list[dict[str, Any]] = []
        self.meant: list[Anchor] = []
        """Mentions written down as such, which no name overrides."""
        self.block = self.article.blocks[0]

    def code(self) -> dict[str, Any]:
        """The truth about the article."""
        above: list[dict[str, Any]] = []
        for number, mark, parts in self.source.lines:
            self.block = self.article.blocks[number]
            if mark == "T":
                self.times.append((self.find(parts[0]), parts[1]))
            elif mark == "R":
                self.roles.setdefault(parts[0], []).append(self.find(parts[1]))
            elif mark == "M":
                self.meant.append(self.find(parts[1]))
                self.mentions.setdefault(parts[0], []).append(self.meant[-1])
            elif set(mark) == {"S"}:
                above = above[: len(mark) - 1]
                assert len(above) == len(mark) - 1, parts
                above.append(self.statement(parts, above[-1] if above else None))
            else:
                raise ValueError(f"{self.source.name}: {mark}?")
        self.names()
        return self.contract()

    def find(self, wanted: str) -> Anchor:
        """The one place in the block where the wanted text stands."""
        wanted, _, nth = wanted.partition("#")
        if " … " in wanted:
            first, last = (self.find(part) for part in wanted.split(" … "))
            return Anchor.of(self.text, first.start, last.end)
        whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
        end = self.block.end
        places = [m.start() for m in whole.finditer(self.text, self.block.start, end)]
        places = places or [m.start() for m in whole.finditer(self.text, self.block.start)]
        if not places or (len(places) > 1 and not nth):
            raise ValueError(f"{self.source.name}: {len(places)} places for {wanted!r}")
        at = places[int(nth or 1) - 1]
        return Anchor.of(self.text, at, at + len(wanted))

    def statement(self, parts: list[str], parent: dict[str, Any] | None) -> dict[str, Any]:
        source, cue = (None if part == "-" else self.find(part) for part in parts[:2])
        content = [self.find(part) for part in parts[2].split(" // ")]
        options = dict(part.partition("=")[::2] for part in parts[3:])
        unknown = set(options) - OPTIONS
        if unknown or "act" not in options:
            raise ValueError(f"{self.source.name}: {parts}: {unknown or 'no act'}")
        actor, _, words = options.get("to", "").partition(":")
        to = {"actor": actor or None, "span": span(self.find(words)) if words else None}
        made: dict[str, Any] = {
            "id": "",
            "source": span(source),
            "cue": span(cue),
            "content": [span(c) for c in content],
            "carried": [c.start for c in self.found(options, "carried")],
            "inserted": [span(i) for i in self.found(options, "ins")],
            "kind": options.get("kind") or kind_of([c.text for c in content]),
            "parent": parent,
            "confidence": None,
            "speaker": options.get("who"),
            "speaker_confidence": None,
            "on_behalf_of": options.get("for"),
            "addressee": to if "to" in options else None,
            "act": options["act"],
            "negated": "neg" in options,
            "stance": options.get("stance"),
            "condition": span(next(iter(self.found(options, "if")), None)),
            "venue": span(next(iter(self.found(options, "at")), None)),
            "time": span(next(iter(self.found(options, "t")), None)),
        }
        self.statements.append(made)
        speaker = made["speaker"]
        if speaker and source and not any(name in source.text for name in ACTORS[speaker].names):
            self.mentions.setdefault(speaker, []).append(source)
        return made

    def found(self, options: dict[str, str], name: str) -> list[Anchor]:
        """The spans that an option names."""
        return [self.find(words) for words in options[name].split(" // ")] if name in options else []

    def names(self) -> None:
        """Every place where an actor is called by a name, the longer names first."""
        taken = list(self.meant)
        every = sorted(((n, key) for key, a in ACTORS.items() for n in a.names), key=lambda p: (-len(p[0]), p))
        for name, key in every:
            for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", self.text):
                here = Anchor.of(self.text, m.start(), m.end())
                if not any(here.start < t.end and t.start < here.end for t in taken):
                    taken.append(here)
                    self.mentions.setdefault(key, []).append(here)

    def contract(self) -> dict[str, Any]:
        article = self.article
        self.statements.sort(key=extent)
        for number, statement in enumerate(self.statements, 1):
            statement["id"] = f"s{number}"
        self.times.sort(key=lambda t: t[0].start)
        time_ids = {t.start: f"t{n}" for n, (t, _) in enumerate(self.times, 1)}
        keys = self.actor_keys()
        actor_ids = {key: f"a{n}" for n, key in enumerate(keys, 1)}
        for s in self.statements:
            s["parent"] = s["parent"]["id"] if s["parent"] else None
            s["time"] = time_ids[s["time"]["start"]] if s["time"] else None
            s["speaker"] = actor_ids[s["speaker"]] if s["speaker"] else None
            s["on_behalf_of"] = actor_ids[s["on_behalf_of"]] if s["on_behalf_of"] else None
            if s["addressee"]:
                s["addressee"]["actor"] = actor_ids[s["addressee"]["actor"]] if s["addressee"]["actor"] else None
        return {
            "contract": 1,
            "article": {
                "id": article.id,
                "given_id": article.given_id,
                "url": article.url,
                "title": article.title,
                "outlet": article.outlet,
                "agency": article.agency,
                "authors": list(article.authors),
                "published": article.published,
                "language": article.language,
                "text": article.text,
                "sha256": article.sha256,
                "blocks": [{"kind": b.kind, "start": b.start, "end": b.end} for b in article.blocks],
            },
            "reader": {"version": "truth", "model": "by hand"},
            "times": [{"id": time_ids[t.start], **spanned(t), **days(edtf)} for t, edtf in self.times],
            "actors": [self.actor(key, actor_ids) for key in keys],
            "statements": self.statements,
            "events": [],
        }

    def actor_keys(self) -> list[str]:
        """The actors in order of appearance, then those that are only named as what another is part of."""
        keys = sorted(self.mentions, key=lambda k: min(m.start for m in self.mentions[k]))
        for s in self.statements:
            keys += [k for k in (s["speaker"], s["on_behalf_of"]) if k and k not in keys]
            keys += [k for k in [(s["addressee"] or {}).get("actor")] if k and k not in keys]
        for key in keys:
            whole = ACTORS[key].part_of
            if whole and whole not in keys:
                keys.append(whole)
        return keys

    def actor(self, key: str, ids: dict[str, str]) -> dict[str, Any]:
        actor = ACTORS[key]
        return {
            "id": ids[key],
            "name": actor.name,
            "kind": actor.kind,
            "mentions": [spanned(m) for m in sorted(set(self.mentions.get(key, [])), key=lambda m: m.start)],
            "roles": [spanned(r) for r in self.roles.get(key, [])],
            "part_of": ids[actor.part_of] if actor.part_of else None,
            "count": actor.count,
            "catalogue_id": None,
        }


def spanned(anchor: Anchor) -> dict[str, Any]:
    return {"start": anchor.start, "end": anchor.end, "text": anchor.text}


def span(anchor: Anchor | None) -> dict[str, Any] | None:
    return spanned(anchor) if anchor else None


def extent(statement: dict[str, Any]) -> tuple[int, int]:
    """Where a statement begins, and where its content does: an outer statement comes before what stands in it."""
    spans = [s for s in (statement["source"], statement["cue"], *statement["content"]) if s]
    return min(s["start"] for s in spans), statement["content"][0]["start"]


def kind_of(content: list[str]) -> str:
    """Direct where each span is one quotation, mixed where there is a quotation in it, else indirect."""
    if all(OPENING.match(c) and c[-1] in CLOSING and not opens_again(c) for c in content):
        return "direct"
    return "mixed" if any(OPENING.search(c) for c in content) else "indirect"


def opens_again(content: str) -> bool:
    """Whether a second quotation begins after the first mark; a new paragraph opens its mark anew and counts not."""
    return any(m.group() == content[0] for m in OPENING.finditer(content.replace("\n\n", "\u2060"), 1))


def days(edtf: str) -> dict[str, str]:
    """An EDTF day or interval of days, with the first and the last day."""
    first, _, last = edtf.partition("/")
    for day in (first, last or first):
        date.fromisoformat(day)
    return {"edtf": edtf, "earliest": first, "latest": last or first}


def made() -> dict[str, str]:
    """Every file that the sources make, by its path under `examples/`."""
    sources = [Source.of(path) for path in sorted((HERE / "source").glob("*.src"))]
    files = {"world/feed.xml": feed([s.article for s in sources if "feed" in s.fields])}
    for source in sources:
        if "feed" not in source.fields:
            files[source.path] = page(source.article, source.fields)
        files[f"truth/{source.name}.json"] = json.dumps(Coder(source).code(), ensure_ascii=False, indent=1) + "\n"
    return files


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    files = made()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    sys.stderr.write(f"{len(files)} files\n")


if __name__ == "__main__":
    main()
