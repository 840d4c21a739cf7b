"""What is shown of each document: one reading, in the order of the ledger and in what is searched.

The machine's newest reading of the newest version; where people judged statements of the document, that reading with
their judgements applied, a row of `readings` like any other, which `corrected` tells from the machine's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, text

from onrecord.errors import LedgerError
from onrecord.record import rows
from onrecord.record.corrections import Corrected, corrected
from onrecord.record.findings import insert_findings, load_reading
from onrecord.record.identity import corrected_id
from onrecord.record.judgements import apart
from onrecord.record.profiles import bury, disappear
from onrecord.record.review_rows import remember, stored
from onrecord.record.schema import PLACES, by_machine, documents, position, readings, shown, versions
from onrecord.record.schema import corrected as corrected_readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Select

    from onrecord.domain import Reading
    from onrecord.record.anchoring import Judged


@dataclass(frozen=True, slots=True)
class Showing:
    """What is shown in one ledger. Everything here is done inside a transaction."""

    connection: Connection

    def show(self, document: int, key: int, reading: Reading) -> None:
        """Show the machine's reading of this key, as people corrected it, instead of what is shown of the document."""
        before = self.hide(document)
        judged = stored(self.connection, reading.article.id)
        if judged:
            key, reading = self._corrected(key, reading, judged)
        if max(len(reading.statements), len(reading.events)) > PLACES:
            raise LedgerError(
                f"more than {PLACES} statements or events in one article", resource=reading.article.given_id
            )
        attempt = 0
        while True:
            place = position(reading.article.id, reading.article.published, attempt=attempt)
            if self.connection.scalar(select(shown.c.position).where(shown.c.position == place)) is None:
                break
            attempt += 1
        self.connection.execute(insert(shown), {"position": place, "document": document, "reading": key})
        self._search(place, reading, "INSERT INTO {}(rowid, {}) VALUES (:rowid, {})")
        self.connection.exec_driver_sql("INSERT INTO pending VALUES (?)", (place,))  # its actors, when somebody asks
        bury(self.connection, before)

    def again(self, id_: str) -> None:
        """Show the document of this id as people have it now; nothing where it is not there."""
        asked = select(shown.c.document, readings.c.version).join(readings, readings.c.key == shown.c.reading)
        found = self.connection.execute(
            asked.join(documents, documents.c.key == shown.c.document).where(documents.c.id == id_)
        ).one_or_none()
        if found is not None:
            key = int(self.connection.execute(newest_reading(found.version)).scalar_one())
            self.show(found.document, key, load_reading(self.connection, readings.c.key == key))

    def hide(self, document: int) -> list[str]:
        """Take what is shown of the document out again. The ids of the profiles that appeared there, for `bury`."""
        found = self.connection.execute(select(shown).where(shown.c.document == document)).mappings().one_or_none()
        if found is None:
            return []
        reading = load_reading(self.connection, readings.c.key == found["reading"])
        self._search(found["position"], reading, "INSERT INTO {0}({0}, rowid, {1}) VALUES ('delete', :rowid, {2})")
        self.connection.execute(delete(shown).where(shown.c.document == document))
        derived = select(corrected_readings.c.reading).where(corrected_readings.c.reading == found["reading"])
        self.connection.execute(delete(readings).where(readings.c.key.in_(derived)))
        return disappear(self.connection, found["position"], reading, apart(self.connection, reading.article.id))

    def _corrected(self, key: int, machine: Reading, judged: Sequence[Judged]) -> tuple[int, Reading]:
        """The reading with the judgements applied, kept; the machine's where none of them matters to it."""
        base = self.connection.execute(
            select(readings.c.id, readings.c.version, versions.c.id.label("version_id"))
            .join(versions, versions.c.key == readings.c.version)
            .where(readings.c.key == key)
        ).one()
        reading = shown_of(self.connection, machine, base.version_id, judged).reading
        if reading == machine:
            return key, machine
        row = rows.reading_row(shown_id(base.id, judged), base.version, reading)
        made = self.connection.execute(insert(readings), row).inserted_primary_key
        assert made is not None
        self.connection.execute(insert(corrected_readings), {"reading": made[0], "base": key})
        insert_findings(self.connection, made[0], reading)
        remember(self.connection, base.version, base.version_id, reading)
        return int(made[0]), reading

    def _search(self, place: int, reading: Reading, command: str) -> None:
        for index, found in (
            ("statement_search", list(rows.statement_search(place, reading))),
            ("article_search", [rows.article_search(place, reading.article)]),
            ("event_search", list(rows.event_search(place, reading))),
        ):
            if found:
                names = [name for name in found[0] if name != "rowid"]
                filled = command.format(index, ", ".join(names), ", ".join(f":{name}" for name in names))
                self.connection.execute(text(filled), found)


def shown_of(connection: Connection, machine: Reading, version: str, judged: Sequence[Judged]) -> Corrected:
    """The machine's reading of a version with the judgements applied."""
    named = {one.review.version for one in judged}
    texts = select(versions.c.id, versions.c.text).where(versions.c.id.in_(named))
    return corrected(machine, version, judged, {row.id: row.text for row in connection.execute(texts)})


def lapsed(connection: Connection, document: str) -> tuple[str, ...]:
    """The ids of the judgements about a document's statements that do not reach its newest version."""
    asked = (
        select(readings.c.version, versions.c.id)
        .select_from(shown.join(documents, documents.c.key == shown.c.document))
        .join(readings, readings.c.key == shown.c.reading)
        .join(versions, versions.c.key == readings.c.version)
        .where(documents.c.id == document)
    )
    found = connection.execute(asked).one_or_none()
    judged = stored(connection, document)
    if found is None or not judged:
        return ()
    key = connection.execute(newest_reading(found.version)).scalar_one()
    machine = load_reading(connection, readings.c.key == key)
    return shown_of(connection, machine, found.id, judged).lapsed


def shown_id(reading: str, judged: Sequence[Judged]) -> str:
    """The name of the machine's reading with the judgements applied."""
    return corrected_id(reading, [one.review.id for one in judged if one.counts])


def newest_reading(version: int) -> Select[Any]:
    """The key of the machine's newest reading of the version of this key."""
    newest = select(readings.c.key).where(readings.c.version == version, by_machine())
    return newest.order_by(readings.c.key.desc()).limit(1)
