"""What stands at the permanent address of a statement: found whatever became of it since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from onrecord.domain import Anchor, Statement
from onrecord.errors import LedgerError
from onrecord.record.anchoring import Place, place_in
from onrecord.record.chains import Chains
from onrecord.record.corrections import matching
from onrecord.record.findings import load_reading
from onrecord.record.identity import place_id, statement_id
from onrecord.record.ledger import StatementPage, StatementRow
from onrecord.record.review_rows import remembered, stored
from onrecord.record.schema import readings
from onrecord.record.showing import shown_id, shown_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from onrecord.domain import Reading
    from onrecord.record.anchoring import Judged
    from onrecord.record.corrections import Corrected
    from onrecord.record.ledger import Document


@dataclass(frozen=True, slots=True)
class Found:
    """Where an id leads: a place in a version, and what it was when it had that id."""

    version: str
    place: Place
    reading: str
    """The machine's in which it was found; the newest where only a judgement knows the place."""


@dataclass(frozen=True, slots=True)
class View:
    """A version as the machine read it last, and as people corrected that."""

    version: str
    reading: str
    """The id of the machine's."""
    machine: Reading
    corrected: Corrected
    judged: Sequence[Judged]
    """All judgements about statements of the document."""

    @property
    def shown(self) -> str:
        """The id of the reading that is shown."""
        return self.reading if self.corrected.reading == self.machine else shown_id(self.reading, self.judged)

    def at(self, place: Place) -> str | None:
        """The id, in machine's or corrected reading, of the statement that stands there; None where none does."""
        for statements in (self.corrected.reading.statements, self.machine.statements):
            exact = next((s.id for s in statements if Place.of(s).spans == place.spans), None)
            if exact is not None:
                return exact
        for name, some in self.corrected.judged.items():
            if any(place.spans in (one.found.spans, one.shown.spans) for one in some):
                return name
        like = matching(place, self.machine.statements) or matching(place, self.corrected.reading.statements)
        return like.id if like else None

    def row(self, name: str) -> StatementRow | None:
        """The statement of this id as it is shown."""
        reading = self.corrected.reading
        own = next((s for s in reading.statements if s.id == name), None)
        return None if own is None else row_of(self.version, self.shown, reading, own)


class StatementPages:
    """The pages of one ledger. Raises what reading the database raises."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def page(self, document: Document, begun: str) -> StatementPage:
        """The document's statement whose id is, or begins, so. Raises LedgerError where there is none, or several."""
        judged = stored(self._connection, document.id)
        newest = self._view(document, len(document.versions) - 1, judged)
        found = self._found(document, begun, newest, judged)
        if found.version == newest.version:
            return self._page(found, newest, newest)
        number = next(n for n, v in enumerate(document.versions) if v.id == found.version)
        return self._page(found, self._view(document, number, judged), newest)

    def _view(self, document: Document, number: int, judged: Sequence[Judged]) -> View:
        version = document.versions[number]
        machine = self._reading(version.readings[-1].id)
        return View(
            version.id,
            version.readings[-1].id,
            machine,
            shown_of(self._connection, machine, version.id, judged),
            judged,
        )

    def _reading(self, id_: str) -> Reading:
        return load_reading(self._connection, readings.c.id == id_)

    def _found(self, document: Document, begun: str, newest: View, judged: Sequence[Judged]) -> Found:
        alike: dict[str, Found] = {}
        for id_, found in self._known(document, newest, judged):
            if id_ == begun:
                return found
            if id_.startswith(begun):
                alike.setdefault(id_, found)
        if not alike or not begun:
            raise LedgerError(
                f"there is no statement {begun!r} in article {document.id[:8]}",
                resource=str(self._path),
                hint="onrecord statements lists them",
            )
        if len(alike) > 1:
            raise LedgerError(
                f"more than one statement's id begins with {begun}",
                resource=str(self._path),
                hint="give more of the id",
            )
        return next(iter(alike.values()))

    def _known(self, document: Document, newest: View, judged: Sequence[Judged]) -> Iterator[tuple[str, Found]]:
        """Every id that a statement of the document goes by or went by, what is shown first."""
        last = newest.version, newest.reading
        for s in (*newest.corrected.reading.statements, *newest.machine.statements):
            yield statement_id(last[0], s), Found(last[0], Place.of(s), last[1])
        for version in reversed(document.versions):
            for record in reversed(version.readings):
                if record.id != newest.reading:
                    for s in self._reading(record.id).statements:
                        yield statement_id(version.id, s), Found(version.id, Place.of(s), record.id)
            for id_, place in remembered(self._connection, version.id):
                yield id_, Found(version.id, place, version.readings[-1].id)
            for one in judged:
                if one.review.version == version.id:
                    for place in (one.shown, one.found):
                        yield place_id(version.id, place), Found(version.id, place, version.readings[-1].id)
            view = newest if version.id == last[0] else None
            if view is None and judged:  # judgements may have been carried there from another version
                number = document.versions.index(version)
                for s in self._view(document, number, judged).corrected.reading.statements:
                    yield statement_id(version.id, s), Found(version.id, Place.of(s), version.readings[-1].id)

    def _page(self, found: Found, view: View, newest: View) -> StatementPage:
        name = view.at(found.place)
        corrected, machine = view.corrected, view.machine
        reviews = _reviews(found.place, name, corrected)
        row = view.row(name) if name is not None else None
        status: Literal["shown", "rejected", "gone"] = "shown"
        reading = corrected.reading
        own = next((s for s in machine.statements if s.id == name), None)
        if row is None:
            standing = [one for one in reviews if one.counts]
            status = "rejected" if standing and standing[-1].review.verdict == "reject" else "gone"
            id_, reading = view.reading, machine
            last = own
            if last is None:
                id_, reading = found.reading, self._reading(found.reading)
                last = next((s for s in reading.statements if Place.of(s).spans == found.place.spans), None)
            row = row_of(view.version, id_, reading, last or _bare(found.place, reading.article.text))
        newer = view.version != newest.version
        speakers = {a.id: a.name for a in machine.actors}
        return StatementPage(
            row=row,
            status=status,
            newest=not newer,
            now=_now(row, view, newest) if newer else None,
            machine=own,
            machine_speaker=speakers.get(own.speaker or "") if own else None,
            inside=tuple(s for s in reading.statements if s.parent == row.statement.id),
            time=next((t for t in reading.times if t.id == row.statement.time), None),
            reading=reading,
            reviews=tuple(one.review for one in reviews),
            lapsed=tuple(one.review.id for one in reviews if one.review.id in newest.corrected.lapsed),
        )


def _reviews(place: Place, name: str | None, corrected: Corrected) -> Sequence[Judged]:
    if name is not None and name in corrected.judged:
        return corrected.judged[name]
    return [one for one in corrected.elsewhere if place.spans in (one.found.spans, one.shown.spans)]


def _now(row: StatementRow, view: View, newest: View) -> StatementRow | None:
    """The same words in the newest version, where they are a statement that is shown."""
    text = newest.machine.article.text
    there = place_in(Place.of(row.statement), view.machine.article.text, text)
    name = newest.at(there) if there is not None else None
    return newest.row(name) if name is not None else None


def row_of(version: str, reading_id: str, reading: Reading, statement: Statement) -> StatementRow:
    """The statement of a reading with where it stands."""
    article = reading.article
    names = {a.id: a.name for a in reading.actors}
    within = Chains(reading.statements).around(statement)
    return StatementRow(
        id=statement_id(version, statement),
        document=article.id,
        version=version,
        reading=reading_id,
        url=article.url,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        statement=statement,
        within=within,
        tellers=tuple(names.get(outer.speaker or "") for outer in within),
        speaker=names.get(statement.speaker or ""),
    )


def _bare(place: Place, text: str) -> Statement:
    """What only a judgement knows of."""
    source, cue = (None if span is None else Anchor.of(text, *span) for span in (place.source, place.cue))
    content = tuple(Anchor.of(text, *span) for span in place.content)
    return Statement("s0", source, cue, content, place.kind, None, negated=place.negated)
