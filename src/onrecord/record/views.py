"""What the ledger shows as plain views, for whoever opens the file with something else (docs/export.md).

They are no part of the tables' version: they hold nothing, and are made anew whenever they are not those below.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from onrecord.record.faults import code

if TYPE_CHECKING:
    from sqlalchemy import Connection

# CROSS JOIN: SQLite keeps this order, so that rows come in the order of the ledger without being sorted
_WHERE = """
  d.id AS document, substr(r.published, 1, 10) AS day, r.outlet, r.title, r.url"""
_SHOWN = """
FROM shown CROSS JOIN readings r ON r.key = shown.reading
  CROSS JOIN versions v ON v.key = r.version
  CROSS JOIN documents d ON d.key = shown.document"""


def _cut(table: str, span: str) -> str:
    """The characters of a span. substr counts code points from 1, as the offsets do from 0."""
    start, end = (f"{table}.{span}_start", f"{table}.{span}_end") if span else (f"{table}.start", f'{table}."end"')
    return f"substr(v.text, {start} + 1, {end} - {start})"


def _names(column: str) -> str:
    return f"""(SELECT group_concat(name, '; ') FROM (SELECT a.name FROM json_each(e.{column}) one
    JOIN actors a ON a.reading = e.reading AND a.id = one.value ORDER BY one.key))"""


def _chain(inner: str, what: str) -> str:
    """Something of the statements around, the nearest first. One that comes back to itself ends after a hundred."""
    return f"""(WITH RECURSIVE around(name, depth) AS (
      SELECT {inner}, 1 WHERE {inner} IS NOT NULL
      UNION ALL
      SELECT p.parent, around.depth + 1 FROM around JOIN statements p ON p.reading = r.key AND p.name = around.name
      WHERE p.parent IS NOT NULL AND around.depth < 100
    ) SELECT {what} FROM (SELECT o.*, around.depth FROM around
      JOIN statements o ON o.reading = r.key AND o.name = around.name ORDER BY around.depth) o)"""


_TELLERS = f"""group_concat(coalesce((SELECT a.name FROM actors a WHERE a.reading = r.key AND a.id = o.speaker),
      {_cut("o", "source")}, 'unnamed'), ' ← ')"""

VIEWS = {
    "articles": f"""
SELECT{_WHERE}, r.agency, r.language, r.note,
  (SELECT count(*) FROM statements s WHERE s.reading = r.key) AS statements,
  (SELECT count(*) FROM events e WHERE e.reading = r.key) AS events,
  v.text, v.id AS version, r.id AS reading, r.reader_version, r.model{_SHOWN}
ORDER BY shown.position""",
    "said": f"""
SELECT{_WHERE},
  (SELECT a.name FROM actors a WHERE a.reading = s.reading AND a.id = s.speaker) AS speaker,
  (SELECT a.named FROM actors a WHERE a.reading = s.reading AND a.id = s.speaker) AS named,
  {_cut("s", "source")} AS source,
  {_chain("s.parent", _TELLERS)} AS according_to,
  {_chain("s.parent", "count(*)")} AS depth,
  {_cut("s", "cue")} AS cue,
  (SELECT group_concat(part, ' … ') FROM (SELECT substr(v.text, json_extract(one.value, '$[0]') + 1,
    json_extract(one.value, '$[1]') - json_extract(one.value, '$[0]')) AS part
    FROM json_each(s.content) one ORDER BY one.key)) AS content,
  s.kind, s.act, s.negated, s.stance, {_cut("s", "condition")} AS condition, s.confidence, s.speaker_confidence,
  s.reviewed,
  json_extract(s.content, '$[0][0]') AS start, v.id AS version, r.id AS reading, s.name{_SHOWN}
  CROSS JOIN statements s ON s.reading = r.key
ORDER BY shown.position, s.ordinal""",
    "done": f"""
SELECT{_WHERE},
  {_names("actors")} AS actor, e.type, {_names("recipients")} AS recipient,
  {_cut("e", "")} AS "trigger", e.realis,
  {_chain("e.according_to", _TELLERS)} AS according_to,
  (SELECT t.edtf FROM times t WHERE t.reading = e.reading AND t.id = e.time) AS time,
  (SELECT t.earliest FROM times t WHERE t.reading = e.reading AND t.id = e.time) AS earliest,
  (SELECT t.latest FROM times t WHERE t.reading = e.reading AND t.id = e.time) AS latest,
  coalesce((SELECT a.name FROM actors a WHERE a.reading = e.reading AND a.id = e.place), {_cut("e", "place")}) AS place,
  {_cut("e", "condition")} AS condition, e.confidence,
  e.start, v.id AS version, r.id AS reading, e.name{_SHOWN}
  CROSS JOIN events e ON e.reading = r.key
ORDER BY shown.position, e.ordinal""",
    "who": """
SELECT i.id AS actor, i.name, i.kind,
  (SELECT group_concat(name, '; ') FROM (SELECT DISTINCT b.name FROM bearers b
    WHERE b.identity = i.key AND b.name <> i.name ORDER BY b.name)) AS names,
  i.said AS statements, i.articles
FROM identities i""",
}
"""Each view with its SELECT."""


def drop(connection: Connection) -> None:
    """Without them: while a table is changed, SQLite looks into every view that names it."""
    for name in VIEWS:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")


def renew(connection: Connection) -> None:
    """Make them as they are now, where they are not. A file that can't be written now is left for the next time."""
    made = {name: f"CREATE VIEW {name} AS{select}" for name, select in VIEWS.items()}
    found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'view'").all()
    if {name: sql for name, sql in found if name in VIEWS} == made:
        return
    wait = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except DBAPIError as error:
        if code(error) not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
            raise
        return
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait}")
    try:
        drop(connection)
        for command in made.values():
            connection.exec_driver_sql(command)
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
