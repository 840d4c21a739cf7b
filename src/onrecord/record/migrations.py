"""How a ledger's tables come into being, and from one version to the next. Each step is one transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from onrecord.domain import Actor, Anchor, Article, ReaderInfo, Reading, Statement
from onrecord.record.profiles import appear
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
    """From 3 to 4: judgements, and of what is shown the profiles of the actors and where they appear."""
    for table in (judgements, identities, bearers, blocks, profiles, appearances):
        table.create(connection)
    run = connection.exec_driver_sql  # plain SQL: the tables as they were, whatever becomes of them
    for position, document, reading, version in run(
        "SELECT s.position, d.id, s.reading, r.version FROM shown s JOIN documents d ON d.key = s.document "
        "JOIN readings r ON r.key = s.reading WHERE EXISTS (SELECT 1 FROM actors WHERE reading = s.reading)"
    ).all():
        text = run("SELECT text FROM versions WHERE key = ?", (version,)).scalar_one()

        def spans(of: str | None, text: str = text) -> tuple[Anchor, ...]:
            return tuple(Anchor.of(text, *span) for span in json.loads(of or "null") or ())

        named = run(
            "SELECT id, name, kind, named, mentions, roles, part_of FROM actors WHERE reading = ? ORDER BY ordinal",
            (reading,),
        )
        told = run("SELECT content, speaker FROM statements WHERE reading = ? ORDER BY ordinal", (reading,))
        found = Reading(
            Article(text),
            ReaderInfo("", ""),
            tuple(Statement("", None, None, spans(c), "direct", None, speaker=speaker) for c, speaker in told),
            actors=tuple(Actor(i, n, k, bool(d), spans(m), spans(r), p) for i, n, k, d, m, r, p in named),
        )
        appear(connection, position, found, document, ())


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
