"""How a ledger's tables come into being, and from one version to the next. Each step is one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.record.schema import (
    APPLICATION,
    MERGING,
    SEARCH,
    VERSION,
    actors,
    appearances,
    bearers,
    blocks,
    identities,
    judgements,
    metadata,
    pending,
    profiles,
    statements,
    times,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    Migration = Callable[[Connection], None]


def create(connection: Connection) -> None:
    """All tables as they are now, in an empty file."""
    metadata.create_all(connection)
    for command in (*SEARCH, *MERGING):
        connection.exec_driver_sql(command)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")


def merged_less_often(connection: Connection) -> None:
    """From 1 to 2."""
    for command in MERGING:
        connection.exec_driver_sql(command)


def who_and_when(connection: Connection) -> None:
    """From 2 to 3: actors and times, and on each statement whose and when."""
    connection.exec_driver_sql("ALTER TABLE statements RENAME TO statements_before")
    for table in (statements, actors, times):
        table.create(connection)
    kept = "reading, ordinal, name, kind, source_start, source_end, cue_start, cue_end, content, carried, inserted"
    connection.exec_driver_sql(
        f"INSERT INTO statements ({kept}, parent, confidence) SELECT {kept}, parent, confidence FROM statements_before"
    )
    connection.exec_driver_sql("DROP TABLE statements_before")


def who_is_who(connection: Connection) -> None:
    """From 3 to 4: judgements, and room for who is who, which whoever asks first works out for all that is shown."""
    for table in (judgements, pending, identities, bearers, blocks, profiles, appearances):
        table.create(connection)
    connection.exec_driver_sql("INSERT INTO pending SELECT position FROM shown")


MIGRATIONS: Mapping[int, Migration] = {0: create, 1: merged_less_often, 2: who_and_when, 3: who_is_who}
"""From which version, and how. `create` leads to the newest at once; the others lead to the next."""


def version(connection: Connection) -> int:
    """The version of the ledger's tables; 0 for an empty file."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def migrate(connection: Connection, migrations: Mapping[int, Migration] = MIGRATIONS, newest: int = VERSION) -> None:
    """Bring the tables to version `newest`. A step that fails leaves the ledger as the step found it."""
    while version(connection) < newest:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            found = version(connection)  # another program may have been first
            if found < newest:
                migrations[found](connection)
                after = newest if found == 0 else found + 1
                connection.exec_driver_sql(f"PRAGMA user_version = {after}")
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
