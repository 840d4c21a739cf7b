"""A reading's findings into the tables, and a reading out of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from onrecord.domain import Reading
from onrecord.record import rows
from onrecord.record.ledger import Setting
from onrecord.record.schema import actors, events, readings, statements, times, versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, RowMapping, Table


def insert_findings(connection: Connection, key: int, reading: Reading) -> None:
    """What was found in the reading of this key."""
    for table, found in (
        (statements, rows.statement_rows(key, reading.statements)),
        (actors, rows.actor_rows(key, reading.actors)),
        (times, rows.time_rows(key, reading.times)),
        (events, rows.event_rows(key, reading.events)),
    ):
        if found:
            connection.execute(insert(table), found)


def load_setting(connection: Connection, chosen: Any) -> Setting | None:
    """What the findings of the one reading stand in that the condition chooses; None where there is no such one."""
    reading = connection.execute(select(readings).where(chosen)).mappings().one_or_none()
    if reading is None:
        return None
    of_reading = select(versions).where(versions.c.key == reading["version"])
    of_actors = select(actors.c.id, actors.c.name, actors.c.named).where(actors.c.reading == reading["key"])
    known = connection.execute(of_actors).all()
    return Setting(
        rows.article(connection.execute(of_reading).mappings().one(), reading),
        rows.reader_info(reading),
        {row.id: row.name for row in known},
        frozenset(row.id for row in known if not row.named),
    )


def load_reading(connection: Connection, chosen: Any) -> Reading:
    """The one reading that the condition chooses, with all that was found."""
    reading = connection.execute(select(readings).where(chosen)).mappings().one()
    of_reading = select(versions).where(versions.c.key == reading["version"])
    article = rows.article(connection.execute(of_reading).mappings().one(), reading)

    def found(table: Table) -> Iterator[RowMapping]:
        in_order = select(table).where(table.c.reading == reading["key"]).order_by(table.c.ordinal)
        yield from connection.execute(in_order).mappings()

    return Reading(
        article,
        rows.reader_info(reading),
        statements=tuple(rows.statement(row, article.text) for row in found(statements)),
        actors=tuple(rows.actor(row, article.text) for row in found(actors)),
        times=tuple(rows.time(row, article.text) for row in found(times)),
        events=tuple(rows.event(row, article.text) for row in found(events)),
        note=reading["note"],
    )
