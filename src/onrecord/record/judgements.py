"""What people decided about actors: kept for good, each beside the earlier ones, whatever becomes of the articles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import delete, insert, select

from onrecord.domain import digest
from onrecord.errors import LedgerError, UsageError
from onrecord.judgement import Judgement
from onrecord.record.faults import told
from onrecord.record.findings import load_reading
from onrecord.record.profiles import bury, disappear
from onrecord.record.schema import bearers, documents, identities, judgements, readings, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection, RowMapping

    from onrecord.domain import ActorKind
    from onrecord.judgement import Review

J = TypeVar("J", "Judgement", "Review")
LONGEST = 200
"""Characters of a name that are kept."""
Label = tuple[str, "ActorKind"]
"""A name and its kind."""


@dataclass(frozen=True, slots=True)
class Judgements:
    """The judgements of one ledger. Every method raises LedgerError where it can't be read or written."""

    connection: Connection
    path: Path
    transaction: Callable[[], AbstractContextManager[None]]
    clock: Callable[[], str]

    def list(self, document: str | None = None, *, newest: int | None = None) -> tuple[Judgement, ...]:
        """All, or those about one document's actors, or the newest so many of these; the oldest first.

        What was taken back says so.
        """
        with told(self.path):
            return read(self.connection, document, newest)

    def standing(self) -> tuple[Judgement, ...]:
        """Those that count, the oldest first."""
        return tuple(j for j in self.list() if not j.undone and j.undoes is None)

    def set_apart(self, document: str) -> frozenset[Label]:
        """The names of a document of whom a person judged, whichever way, whether they are the others'."""
        with told(self.path):
            return apart(self.connection, document)

    def judge(
        self, left: Label, right: Label, *, same: bool, by: str, why: str | None = None, document: str | None = None
    ) -> Judgement:
        """Keep a judgement. Who is who is worked out anew by whoever asks next.

        Raises UsageError where `by` is nobody.
        """
        by, why = whose(by, why)
        with self.transaction(), told(self.path):
            at, number = following(self.connection, self.clock())
            id_ = number + digest("judgement", at, by, str(same), *left, *right, document or "")
            judgement = Judgement(id_[:16], at, by, why, same, left, right, document)
            self._keep(judgement)
        return judgement

    def undo(self, id_or_prefix: str, *, by: str, why: str | None = None) -> tuple[Judgement, Judgement]:
        """Take a judgement back: the one taken back, and the one that says so. What it superseded counts again.

        Raises UsageError where it was taken back before or `by` is nobody, LedgerError where no judgement, or several,
        begin so.
        """
        by, why = whose(by, why)
        with self.transaction(), told(self.path):
            before = counting({j.id: j for j in read(self.connection)}, id_or_prefix, self.path)
            at, number = following(self.connection, self.clock())
            id_ = number + digest("undo", at, by, before.id)
            judgement = replace(before, id=id_[:16], at=at, by=by, why=why, undoes=before.id)
            self._keep(judgement)
        return before, judgement

    def _keep(self, judgement: Judgement) -> None:
        row = {
            "id": judgement.id,
            "at": judgement.at,
            "by": judgement.by,
            "why": judgement.why,
            "same": judgement.same,
            "left_name": judgement.left[0],
            "left_kind": judgement.left[1],
            "right_name": judgement.right[0],
            "right_kind": judgement.right[1],
            "document": judgement.document,
            "undoes": judgement.undoes,
        }
        before = apart(self.connection, judgement.document) if judgement.document is not None else frozenset()
        self.connection.execute(insert(judgements), row)
        for name, kind in {judgement.left, judgement.right}:
            theirs = select(bearers.c.identity).where(bearers.c.name == name, bearers.c.kind == kind)
            self.connection.execute(delete(identities).where(identities.c.key.in_(theirs)))
        if judgement.document is not None:
            self._reappear(judgement.document, before)

    def _reappear(self, document: str, before: frozenset[Label]) -> None:
        """Have the actors of a document appear anew, as they are set apart now; `before`: as they were."""
        asked = select(shown).join(documents, documents.c.key == shown.c.document).where(documents.c.id == document)
        found = self.connection.execute(asked).one_or_none()
        if found is not None:
            reading = load_reading(self.connection, readings.c.key == found.reading)
            gone = disappear(self.connection, found.position, reading, before)
            self.connection.exec_driver_sql("INSERT INTO pending VALUES (?)", (found.position,))
            bury(self.connection, gone)


def counting(known: Mapping[str, J], begun: str, path: Path) -> J:
    """The judgement about actors or statements, of those `known` by their ids, whose id begins so, to be taken back.

    Raises UsageError where it was taken back before, LedgerError where there is none, or several.
    """
    alike = [id_ for id_ in known if begun and id_.startswith(begun)]
    if not alike:
        raise LedgerError(
            f"there is no judgement {begun!r} in it", resource=str(path), hint="onrecord judgements lists them"
        )
    if len(alike) > 1:
        raise LedgerError(
            f"more than one judgement's id begins with {begun}", resource=str(path), hint="give more of the id"
        )
    found = known[alike[0]]
    if found.undone:
        raise UsageError(
            f"judgement {alike[0][:8]} was taken back before", hint="onrecord judgements lists what counts"
        )
    return found


def whose(by: str, why: str | None) -> tuple[str, str | None]:
    """Who judges and why, as they are kept. Raises UsageError where it is nobody: a judgement is somebody's."""
    if not by.strip():
        raise UsageError("nobody judges", hint="say who does")
    return plain(by)[:LONGEST], plain(why) if why else None


def plain(text: str) -> str:
    """Without what SQLite and UTF-8 can't hold: half a surrogate pair, NUL."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" or c == "\0" else c for c in text)


def apart(connection: Connection, document: str) -> frozenset[Label]:
    """See `Judgements.set_apart`."""
    some = connection.exec_driver_sql("SELECT 1 FROM judgements WHERE document = ? LIMIT 1", (document,)).all()
    if not some:  # of nearly all
        return frozenset()
    return frozenset(j.left for j in read(connection, document) if not j.undone and j.undoes is None)


def read(connection: Connection, document: str | None = None, newest: int | None = None) -> tuple[Judgement, ...]:
    """See `Judgements.list`."""
    # what takes one back comes after it, so that the newest say of themselves what counts
    asked = select(judgements).order_by(judgements.c.key.desc()).limit(newest)
    if document is not None:
        asked = asked.where(judgements.c.document == document)
    rows = connection.execute(asked).mappings().all()[::-1]
    back = taken_back(rows)
    return tuple(_judgement(row, row["id"] in back) for row in rows)


def taken_back(rows: Sequence[RowMapping]) -> set[str]:
    """The ids of those that were taken back. `rows`: the oldest first, each with `id` and `undoes`."""
    back: set[str] = set()
    for row in reversed(rows):  # only a later one takes back; what takes back may itself be taken back
        if row["undoes"] is not None and row["id"] not in back:
            back.add(row["undoes"])
    return back


def meant(undone: J, every: Iterable[J]) -> J:
    """What undoing it is about in the end: itself, or, where it takes another back, what that one is about."""
    by_id = {one.id: one for one in every}
    found = by_id[undone.id]
    while found.undoes is not None:
        found = by_id[found.undoes]
    return found


def following(connection: Connection, now: str) -> tuple[str, str]:
    """Time and beginning of the id of the next judgement about actors or statements: both grow, so that the later of
    two in a second is known, and no two ids begin alike."""
    count, last = 0, ""
    for table in ("judgements", "reviews"):
        number, at = connection.exec_driver_sql(
            f"SELECT count(*), coalesce((SELECT at FROM {table} ORDER BY key DESC LIMIT 1), '') FROM {table}"
        ).one()
        count, last = count + number, max(last, at)
    return max(now, last), f"{count + 1:04x}"


def _judgement(row: RowMapping, undone: bool) -> Judgement:
    return Judgement(
        id=row["id"],
        at=row["at"],
        by=row["by"],
        why=row["why"],
        same=row["same"],
        left=(row["left_name"], row["left_kind"]),
        right=(row["right_name"], row["right_kind"]),
        document=row["document"],
        undone=undone,
        undoes=row["undoes"],
    )
