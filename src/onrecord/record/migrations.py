"""How a ledger's tables come into being, and from one version to the next. Each step is one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.record import views
from onrecord.record.profiles import COUNT
from onrecord.record.schema import (
    APPLICATION,
    MERGING,
    SEARCH,
    VERSION,
    actors,
    addresses,
    appearances,
    bearers,
    blocks,
    corrected,
    events,
    identities,
    judgements,
    metadata,
    pending,
    profiles,
    reviews,
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
    _run(connection, *SEARCH, *MERGING)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")


def merged_less_often(connection: Connection) -> None:
    """From 1 to 2."""
    _run(connection, *(command for command in MERGING if "event_search" not in command))


def who_and_when(connection: Connection) -> None:
    """From 2 to 3: actors and times, and on each statement whose and when."""
    for table in (actors, times):
        table.create(connection)
    _with_more_columns(connection, _STATEMENT)


def who_is_who(connection: Connection) -> None:
    """From 3 to 4: judgements, and room for who is who, which whoever asks first works out for all that is shown."""
    for table in (judgements, pending, identities, bearers, blocks, profiles, appearances):
        table.create(connection)
    connection.exec_driver_sql("INSERT INTO pending SELECT position FROM shown")


def what_happened(connection: Connection) -> None:
    """From 4 to 5: events, and on each statement its act and what stands beside it."""
    _with_more_columns(connection, f"{_STATEMENT}, {_WHOSE}")
    events.create(connection)
    _run(connection, *(command for command in (*SEARCH, *MERGING) if "event_search" in command))


def what_people_say(connection: Connection) -> None:
    """From 5 to 6: judgements about statements, and room for readings as people corrected them."""
    _with_more_columns(connection, f"{_STATEMENT}, {_WHOSE}, {_ACT}")
    for table in (reviews, corrected, addresses):
        table.create(connection)


def how_much_they_say(connection: Connection) -> None:
    """From 6 to 7: of each identity how many statements are its, and how many articles name it."""
    _run(
        connection,
        "CREATE TEMP TABLE kept AS SELECT key, id, name, kind, revision FROM identities",
        "CREATE TEMP TABLE tied (key INTEGER PRIMARY KEY, identity INTEGER)",
        "INSERT INTO temp.tied SELECT key, identity FROM bearers",
        "DROP TABLE identities",  # unties the bearers
    )
    identities.create(connection)
    _run(
        connection,
        "INSERT INTO identities (key, id, name, kind, revision) SELECT * FROM temp.kept",
        "UPDATE bearers SET identity = (SELECT identity FROM temp.tied WHERE tied.key = bearers.key)",
        "DROP TABLE temp.kept",
        "DROP TABLE temp.tied",
        COUNT,
    )


_STATEMENT = (
    "reading, ordinal, name, kind, source_start, source_end, cue_start, cue_end, content, carried, inserted, parent, "
    "confidence"
)
_WHOSE = "speaker, speaker_confidence, on_behalf_of, time"
_ACT = (
    "act, negated, stance, addressee, addressee_start, addressee_end, venue_start, venue_end, condition_start, "
    "condition_end"
)


def _with_more_columns(connection: Connection, kept: str) -> None:
    """The table of statements as it is now, with what it has of the columns that are `kept`."""
    connection.exec_driver_sql("ALTER TABLE statements RENAME TO statements_before")
    statements.create(connection)
    _run(
        connection,
        f"INSERT INTO statements ({kept}) SELECT {kept} FROM statements_before",
        "DROP TABLE statements_before",
    )


def _run(connection: Connection, *commands: str) -> None:
    for command in commands:
        connection.exec_driver_sql(command)


MIGRATIONS: Mapping[int, Migration] = {
    0: create,
    1: merged_less_often,
    2: who_and_when,
    3: who_is_who,
    4: what_happened,
    5: what_people_say,
    6: how_much_they_say,
}
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
                views.drop(connection)
                migrations[found](connection)
                after = newest if found == 0 else found + 1
                connection.exec_driver_sql(f"PRAGMA user_version = {after}")
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
