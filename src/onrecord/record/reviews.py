"""What people decided about statements: kept for good, each beside the earlier ones, whatever a newer model finds.

    ledger.reviews.accept(document, statement, by="Mira")
    ledger.reviews.change(document, statement, Changes(speaker=Speaker("Odile Krass")), by="Mira")

What is shown of a document that people judged is the machine's reading with their judgements applied
(`record.corrections`): made again whenever a judgement or a reading comes. The machine's reading stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from onrecord.domain import Act, ActorKind, digest
from onrecord.errors import UsageError
from onrecord.judgement import Changes, Review, Speaker, Unchanged
from onrecord.record.anchoring import Judged, Place, wording
from onrecord.record.faults import told
from onrecord.record.identity import place_id
from onrecord.record.judgements import LONGEST, counting, following, plain, whose
from onrecord.record.queue import Waiting, waiting
from onrecord.record.review_rows import keep, stored
from onrecord.record.showing import Showing, lapsed
from onrecord.record.snapshots import snapshot
from onrecord.record.speakers import meant

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection

    from onrecord.domain import Span
    from onrecord.judgement import Verdict
    from onrecord.record.answers import Answers
    from onrecord.record.filters import StatementFilter
    from onrecord.record.ledger import StatementPage

__all__ = ["Reviews", "Waiting"]


@dataclass(frozen=True, slots=True)
class Reviews:
    """The judgements about statements of one ledger.

    `document` and `statement` are ids as in `StatementRow`, whole or only begun; any id that `Ledger.statement` finds.
    Every method raises LedgerError where the ledger can't be read or written, and where there is no such statement;
    UsageError where `by` is nobody.
    """

    connection: Connection
    path: Path
    transaction: Callable[[], AbstractContextManager[None]]
    clock: Callable[[], str]
    find: Callable[[str, str], StatementPage]
    """`Ledger.statement`."""
    answers: Answers

    def accept(self, document: str, statement: str, *, by: str, why: str | None = None) -> Review:
        """The statement is right, just as it is shown: all of it is kept so, whatever a newer model finds."""
        with self.transaction(), told(self.path):
            page = self.find(document, statement)
            own = page.row.statement
            place = Place.of(own)
            who = next((a for a in page.reading.actors if a.id == own.speaker), None)
            whole = Changes(
                speaker=Speaker.of(who) if who else None,
                act=own.act,
                source=place.source,
                cue=place.cue,
                content=place.content,
            )
            return self._judge("accept", page, whole, by, why)

    def reject(self, document: str, statement: str, *, by: str, why: str | None = None) -> Review:
        """There is no such statement. It is no longer shown; a later `accept` or `change` brings it back."""
        with self.transaction(), told(self.path):
            return self._judge("reject", self.find(document, statement), Changes(), by, why)

    def change(self, document: str, statement: str, changes: Changes, *, by: str, why: str | None = None) -> Review:
        """The statement is otherwise: in the fields that `changes` names.

        A speaker is an actor of the article where one bears the name (else one mention reads so), and else a new one.
        Raises UsageError where nothing is changed, a span is not in the text, content or name is empty, or there is no
        such act or kind of actor.
        """
        if changes == Changes():
            raise UsageError("nothing is changed", hint="say what is otherwise: the speaker, the act, a span")
        with self.transaction(), told(self.path):
            page = self.find(document, statement)
            return self._judge("change", page, _sound(changes, page), by, why)

    def undo(self, id_or_prefix: str, *, by: str, why: str | None = None) -> tuple[Review, Review]:
        """Take a review back: the one taken back, and the one that says so. What it superseded counts again.

        Raises UsageError where it was taken back before, LedgerError where no review, or several, begin so.
        """
        by, why = whose(by, why)
        with self.transaction(), told(self.path):
            known = {one.review.id: one for one in stored(self.connection)}
            before = counting({id_: one.review for id_, one in known.items()}, id_or_prefix, self.path)
            at, number = following(self.connection, self.clock())
            id_ = number + digest("undo", at, by, before.id)
            made = replace(before, id=id_[:16], at=at, by=by, why=why, undoes=before.id)
            self._keep(replace(known[before.id], review=made))
        return replace(before, undone=True), made

    def list(self, document: str | None = None, *, newest: int | None = None) -> tuple[Review, ...]:
        """All, or those of the document of this id, or the newest so many of these; the oldest first.

        What was taken back says so.
        """
        with told(self.path):
            return tuple(one.review for one in stored(self.connection, document, newest))

    def lapsed(self, document: str) -> frozenset[str]:
        """The ids of those about a document's statements that stay with an earlier version: in the newest the words are
        others."""
        with snapshot(self.connection, self.path):
            return frozenset(lapsed(self.connection, document))

    def documents(self) -> tuple[str, ...]:
        """The ids of the documents on record whose statements people judged."""
        asked = "SELECT DISTINCT r.document FROM reviews r JOIN documents d ON d.id = r.document ORDER BY 1"
        with told(self.path):
            return tuple(row[0] for row in self.connection.exec_driver_sql(asked))

    def queue(self, wanted: StatementFilter, limit: int = 50) -> tuple[Waiting, ...]:
        """Statements that are shown and that nobody judged, what asks most to be looked at first.

        Of those that match, the newest 2,000 are weighed: by doubt (an unknown speaker, confidences near the middle)
        and weight (acts that bind or accuse, speakers with many statements, direct quotes). The same each time.
        """
        return waiting(self.answers, wanted, limit)

    def _judge(self, verdict: Verdict, page: StatementPage, changes: Changes, by: str, why: str | None) -> Review:
        by, why = whose(by, why)
        at, number = following(self.connection, self.clock())
        row = page.row
        judged = [one for one in stored(self.connection, row.document) if one.review.version == row.version]
        earlier = [one for one in judged if one.review.id in {review.id for review in page.reviews}]
        place = Place.of(row.statement)
        found = Place.of(page.machine) if page.machine else earlier[0].found if earlier else place
        statement = place_id(row.version, found)
        id_ = number + digest("review", at, by, verdict, row.document, row.version, statement)
        review = Review(
            id=id_[:16],
            at=at,
            by=by,
            why=why,
            verdict=verdict,
            document=row.document,
            version=row.version,
            statement=statement,
            changes=changes,
        )
        self._keep(Judged(review, found, _after(place, changes, page)))
        return review

    def _keep(self, judged: Judged) -> None:
        keep(self.connection, judged)
        Showing(self.connection).again(judged.review.document)


def _sound(changes: Changes, page: StatementPage) -> Changes:
    """The changes as they are kept: spans in order, the speaker as the article has it."""
    text = page.reading.article.text
    speaker = changes.speaker
    kind = speaker.kind if isinstance(speaker, Speaker) else None
    for what, value, words in (("act", changes.act, get_args(Act)), ("kind", kind, get_args(ActorKind))):
        if value is not None and not isinstance(value, Unchanged) and value not in words:
            raise UsageError(f"there is no {what} {value!r}", hint=f"there is: {' '.join(words)}")
    for span in (changes.source, changes.cue):
        if span is not None and not isinstance(span, Unchanged):
            _check(span, text)
    if not isinstance(changes.content, Unchanged):
        if not changes.content:
            raise UsageError("no content is left", hint="give a span at least, or reject the statement")
        for span in changes.content:
            _check(span, text)
        changes = replace(changes, content=_runs(changes.content))
    if isinstance(speaker, Speaker):
        name = plain(" ".join(speaker.name.split()))[:LONGEST]
        if not name:
            raise UsageError("the speaker has no name", hint="give one, or say that it is unknown")
        changes = replace(changes, speaker=meant(replace(speaker, name=name), page.reading.actors))
    return changes


def _check(span: Span, text: str) -> None:
    start, end = span
    if not 0 <= start < end <= len(text):
        raise UsageError(
            f"there is no span {start}:{end} in the text", hint=f"give offsets between 0 and {len(text)}, as 10:42"
        )
    if not text[start:end].strip():
        raise UsageError(f"nothing stands at {start}:{end} but blanks", hint="give the words")


def _runs(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """In order, what overlaps as one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start < whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return tuple(whole)


def _after(place: Place, changes: Changes, page: StatementPage) -> Place:
    """The place as it is once the changes are made."""
    place = replace(place, **{name: span for name, span in changes.named.items() if name not in ("speaker", "act")})
    if isinstance(changes.content, Unchanged):
        return place
    return replace(place, kind=wording(page.reading.article.text, place))
