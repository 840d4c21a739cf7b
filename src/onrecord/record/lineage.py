"""What a document said over time, and who read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from onrecord.record import rows
from onrecord.record.ledger import Document, ReadingRecord, Version
from onrecord.record.schema import by_machine, log, readings, statements, versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection


def lineage(connection: Connection, document: str, key: int) -> Document:
    """The document of this name and key. When something came in is what the log says."""
    added: dict[str, str] = {}
    last: dict[str, int] = {}
    for entry in connection.execute(select(log).where(log.c.document == document).order_by(log.c.key)):
        added.setdefault(entry.version, entry.at)
        added.setdefault(entry.reading, entry.at)
        if entry.event != "new_reading":
            last[entry.version] = entry.key
    found = select(versions.c.key, versions.c.id, versions.c.sha256, versions.c.raw_sha256)
    kept = connection.execute(found.where(versions.c.document == key)).all()
    return Document(
        document,
        tuple(
            Version(v.id, added[v.id], v.sha256, v.raw_sha256, tuple(_records(connection, v.key, added)))
            for v in sorted(kept, key=lambda v: last[v.id])
        ),
    )


def _records(connection: Connection, version: int, added: Mapping[str, str]) -> Iterator[ReadingRecord]:
    count = select(func.count()).where(statements.c.reading == readings.c.key).scalar_subquery().label("statements")
    found = select(readings, count).where(readings.c.version == version, by_machine()).order_by(readings.c.key)
    for row in connection.execute(found).mappings().all():
        yield ReadingRecord(row["id"], added[row["id"]], rows.reader_info(row), row["statements"], row["note"])
