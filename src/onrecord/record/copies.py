"""Tables worked on in memory, where the file can't be written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_TABLES = ("pending", "identities", "bearers", "blocks", "profiles", "appearances")
"""Those that say who is who."""


@dataclass(slots=True)
class Copies:
    """Of one connection. What asks and writes by the tables' bare names finds the copies, once there are some."""

    connection: Connection
    there: bool = False

    @contextmanager
    def used(self) -> Iterator[None]:
        """What is written inside goes into the copies: into those that there are, or new ones."""
        run = self.connection.exec_driver_sql
        for table in () if self.there else _TABLES:
            asked = "SELECT sql FROM main.sqlite_master WHERE name = ?"
            made = str(run(asked, (table,)).scalar_one())
            run(made.replace("CREATE TABLE ", "CREATE TEMP TABLE ", 1).replace(" ON DELETE CASCADE", ""))
            run(f"INSERT INTO temp.{table} SELECT * FROM main.{table}")
            indexes = "SELECT sql FROM main.sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
            for index in run(indexes, (table,)).scalars().all():
                run(index.replace("INDEX ", "INDEX temp.", 1))
        self.there = True
        yield

    def forget(self) -> None:
        """Before anything is written to the file: what was worked out in memory no longer counts."""
        if self.there:
            for table in reversed(_TABLES):
                self.connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{table}")
            self.there = False
