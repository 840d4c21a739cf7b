"""W3C Web Annotations: each statement and each event as an annotation of the article that it stands in.

The target is the content, the trigger of an event; where the source and the cue stand is in the bodies. Each place has
two selectors that choose the same characters: TextPositionSelector counts code points in the text as onrecord took it
from the page (`onrecord:text` names it), TextQuoteSelector has the words with what stands around them.

An annotation never says a statement as a fact: its first body says who is reported to have said it, and on whose word.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from onrecord import __version__
from onrecord.domain import Anchor, digest
from onrecord.errors import ReadError
from onrecord.record.identity import statement_id
from onrecord.record.ledger import StatementRow
from onrecord.serve.export.addresses import urn, web_address
from onrecord.serve.export.words import LIMITS, told
from onrecord.serve.json_lines import dumps
from onrecord.serve.marking import act_text, behind, named, one_line, told_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TextIO

    from onrecord.domain import Realis, Statement
    from onrecord.record.events import EventRow
    from onrecord.record.ledger import Setting
    from onrecord.serve.export import About, Settings

    Json = dict[str, Any]

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"onrecord": "urn:onrecord:terms:"}]
AROUND = 32
"""Characters of prefix and suffix."""


def pieces(rows: Iterable[StatementRow | EventRow], about: About, settings: Settings) -> Iterator[str]:
    """One AnnotationCollection with one page; an annotation a line."""
    head = {
        "@context": CONTEXT,
        "type": "AnnotationCollection",
        "label": about.title,
        "summary": "; ".join(f"{label}: {value}" for label, value in told(about)) + f". {LIMITS}",
        "generator": _software(f"onrecord {__version__}"),
    }
    yield dumps(head)[:-1] + ', "first": {"type": "AnnotationPage", "startIndex": 0, "items": ['
    count, ids = 0, digest("annotations")
    for row in rows:
        one = annotation(row, settings(row.reading))
        yield (",\n" if count else "\n") + dumps(one)
        count += 1
        ids = digest(ids, one["id"])
    collection = urn("annotations", ids)
    yield f'\n], "id": {dumps(collection + ":1")}, "partOf": {dumps(collection)}}}'
    yield f', "total": {count}, "id": {dumps(collection)}}}\n'


def annotation(row: StatementRow | EventRow, setting: Setting) -> Json:
    """One statement or event. `setting` is its reading's."""
    where, reader = _Where(row, setting), setting.reader
    statement = isinstance(row, StatementRow)
    targets, bodies = _statement(row, where) if isinstance(row, StatementRow) else _event(row, where)
    return {
        "id": urn("statement" if statement else "event", row.id),
        "type": "Annotation",
        "motivation": "describing",
        "creator": _software(f"onrecord {reader.version}, model {reader.model}"),
        "generator": _software(f"onrecord {__version__}"),
        "body": bodies,
        "target": targets if len(targets) != 1 else targets[0],
    }


class _Where:
    """Places of one version of an article."""

    def __init__(self, row: StatementRow | EventRow, setting: Setting) -> None:
        self._text = setting.article.text
        self._names = setting.names
        self._version = row.version
        self.source = web_address(row.url) or urn("document", row.document)
        self._kept = urn("version", row.version)

    def chain(self, around: Iterable[Statement], realis: Realis | None = None) -> str:
        """On whose word, all of it: a chain is not shortened where nobody looks at the page's width. `realis`: of an
        event that is told there."""
        told = ((s, named(s, self._names.get(s.speaker or ""))) for s in around)
        return ", ".join(f"{told_by(s, first=not n, realis=realis)} {behind(who)}" for n, (s, who) in enumerate(told))

    def within(self, around: Iterable[Statement]) -> Json:
        """The same for programs, the nearest first."""
        return {
            "@list": [
                {
                    "id": urn("statement", statement_id(self._version, outer)),
                    **_known(words=named(outer), speaker=self._names.get(outer.speaker or "")),
                }
                for outer in around
            ]
        }

    def of(self, anchor: Anchor) -> Json:
        """A span as the resource's part."""
        return {
            "type": "SpecificResource",
            "source": self.source,
            "selector": [
                {
                    "type": "TextPositionSelector",
                    "start": anchor.start,
                    "end": anchor.end,
                    "onrecord:text": {"id": self._kept},
                },
                {
                    "type": "TextQuoteSelector",
                    "exact": anchor.text,
                    "prefix": self._text[max(0, anchor.start - AROUND) : anchor.start],
                    "suffix": self._text[anchor.end : anchor.end + AROUND],
                },
            ],
        }


def _statement(row: StatementRow, where: _Where) -> tuple[list[Json], list[Json]]:
    s = row.statement
    how = "; ".join(filter(None, [act_text(s), s.kind]))
    told_by = ", ".join(filter(None, [named(s, row.speaker), where.chain(row.within)]))
    bodies: list[Json] = [_words(f"Said by {told_by}; {how}", "describing")]
    bodies += [_words(tag, "tagging") for tag in (s.kind, act_text(s)) if tag]
    if s.source:
        bodies.append({**where.of(s.source), "purpose": "identifying", "onrecord:role": "source"})
    if s.cue:
        bodies.append({**where.of(s.cue), "purpose": "classifying", "onrecord:role": "cue"})
    bodies.append(
        {
            "type": "onrecord:Statement",
            **_known(
                speaker=row.speaker,
                speaker_confidence=s.speaker_confidence,
                act=s.act,
                negated=s.negated,
                stance=s.stance,
                kind=s.kind,
                confidence=s.confidence,
                reviewed=s.reviewed,
            ),
            "onrecord:within": where.within(row.within),
            **_article(row),
        }
    )
    return [where.of(anchor) for anchor in s.content], bodies


def _event(row: EventRow, where: _Where) -> tuple[list[Json], list[Json]]:
    event, time = row.event, row.time
    who, whom = (", ".join(map(one_line, names)) or "not said" for names in (row.actors, row.recipients))
    realis = event.realis.replace("_", " ")
    told_by = where.chain(row.according_to, event.realis) or "in the outlet's own voice"
    words = f"{event.type}, {told_by}: {realis}; actor: {who}; recipient: {whom}"
    bodies: list[Json] = [_words(words, "describing")]
    bodies += [_words(tag, "tagging") for tag in (event.type, event.realis)]
    bodies.append(
        {
            "type": "onrecord:Event",
            **_known(type=event.type, realis=event.realis, confidence=event.confidence, place=row.place),
            **_known(time=time.edtf if time else None, speaker=row.speaker),
            "onrecord:actors": {"@list": list(row.actors)},
            "onrecord:recipients": {"@list": list(row.recipients)},
            "onrecord:within": where.within(row.according_to),
            **_article(row),
        }
    )
    return [where.of(event.trigger)], bodies


def _article(row: StatementRow | EventRow) -> Json:
    return _known(outlet=row.outlet, title=row.title, published=row.published)


def _known(**fields: object) -> Json:
    """What is null is left out: JSON-LD has no null."""
    return {f"onrecord:{name}": value for name, value in fields.items() if value is not None}


def _words(value: str, purpose: str) -> Json:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain", "language": "en"}


def _software(name: str) -> Json:
    return {"type": "Software", "name": name}


@dataclass(frozen=True, slots=True)
class Annotated:
    """What an annotation says, read back."""

    id: str
    """As the ledger names it."""
    kind: str
    """`statement` or `event`."""
    resource: str
    """The article's address, else its URN."""
    version: str
    """The version in whose text the spans are."""
    spans: tuple[Anchor, ...]
    """A statement's content, an event's trigger."""
    source: Anchor | None
    cue: Anchor | None
    within: tuple[str, ...]
    """On whose word: ids of the statements around it, the nearest first."""
    said: Mapping[str, Any]
    """The other fields, as `speaker`, `act`, `confidence`, under their names."""


def read(file: TextIO) -> Iterator[Annotated]:
    """The annotations of a collection that `pieces` wrote, or of JSON Lines of annotations.

    Raises ReadError where it is neither, or a place's words are not as long as the place.
    """
    name = getattr(file, "name", "the annotations")
    try:
        for value in _items(file):
            yield _read(value)
    except (ValueError, KeyError, TypeError, StopIteration) as e:
        raise ReadError(
            f"is no annotation as onrecord writes them: {e}",
            resource=str(name),
            hint="write them again, with --format annotations",
        ) from e


def _items(file: TextIO) -> Iterator[Json]:
    first = next(file, "")
    if first.rstrip().endswith("["):  # a collection, an annotation a line
        for line in file:
            if line.startswith("]"):
                return
            yield json.loads(line.rstrip().removesuffix(","))
        raise ValueError("it ends in the middle")
    for line in chain([first], file):
        if line.strip():
            yield json.loads(line)


def _read(value: Json) -> Annotated:
    _, _, kind, id_ = value["id"].split(":")
    targets = value["target"] if isinstance(value["target"], list) else [value["target"]]
    bodies = value["body"]
    parts = {body["onrecord:role"]: body for body in bodies if "onrecord:role" in body}
    (whole,) = (body for body in bodies if body["type"] in ("onrecord:Statement", "onrecord:Event"))
    said = {
        name.removeprefix("onrecord:"): part["@list"] if isinstance(part, dict) else part
        for name, part in whole.items()
        if name.startswith("onrecord:") and name != "onrecord:within"
    }
    return Annotated(
        id=id_,
        kind=kind,
        resource=targets[0]["source"],
        version=targets[0]["selector"][0]["onrecord:text"]["id"].rpartition(":")[2],
        spans=tuple(map(_anchor, targets)),
        source=_anchor(parts["source"]) if "source" in parts else None,
        cue=_anchor(parts["cue"]) if "cue" in parts else None,
        within=tuple(outer["id"].rpartition(":")[2] for outer in whole["onrecord:within"]["@list"]),
        said=said,
    )


def _anchor(place: Json) -> Anchor:
    position, quote = place["selector"]
    found = Anchor(position["start"], position["end"], quote["exact"])
    if found.end - found.start != len(found.text) or found.start < 0:
        raise ValueError(f"{found.start}-{found.end} is not where {len(found.text)} characters stand")
    return found
