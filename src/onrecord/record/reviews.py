"""What people decided about statements: kept for good, each beside the earlier ones, whatever a newer model finds.

    ledger.reviews.accept(document, statement, by="Mira")
    ledger.reviews.change(document, statement, Changes(speaker=Speaker("Odile Krass")), by="Mira")

What is shown of a document that people judged is the machine's reading with their judgements applied
(`record.corrections`): made again whenever a judgement or a reading comes. The machine's reading stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.domain import Changes, Review
    from onrecord.record.ledger import StatementFilter, StatementRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that nobody judged yet."""

    row: StatementRow
    score: float
    """How much it asks to be looked at: 0 to 1."""
    reasons: tuple[str, ...]
    """Why, in words: "speaker unknown", "accuse", "sure 0.55"."""


class Reviews:
    """The judgements about statements of one ledger.

    `document` and `statement` are ids as in `StatementRow`, whole or only begun; any id that `Ledger.statement` finds.
    Every method raises LedgerError where the ledger can't be read or written, and where there is no such statement.
    """

    def accept(self, document: str, statement: str, *, by: str, why: str | None = None) -> Review:
        """The statement is right, just as it is shown: all of it is kept so, whatever a newer model finds."""
        raise NotImplementedError

    def reject(self, document: str, statement: str, *, by: str, why: str | None = None) -> Review:
        """There is no such statement. It is no longer shown; a later `accept` or `change` brings it back."""
        raise NotImplementedError

    def change(self, document: str, statement: str, changes: Changes, *, by: str, why: str | None = None) -> Review:
        """The statement is otherwise: in the fields that `changes` names.

        A speaker is an actor of the article where one bears the name (else one mention reads so), and else a new one.
        Raises UsageError where nothing is changed, a span is not in the text, content is empty, or the name is.
        """
        raise NotImplementedError

    def undo(self, id_or_prefix: str, *, by: str, why: str | None = None) -> tuple[Review, Review]:
        """Take a review back: the one taken back, and the one that says so. What it superseded counts again.

        Raises UsageError where it was taken back before, LedgerError where no review, or several, begin so.
        """
        raise NotImplementedError

    def list(self, document: str | None = None) -> tuple[Review, ...]:
        """All, or those of the document of this id, the oldest first; what was taken back says so."""
        raise NotImplementedError

    def queue(self, wanted: StatementFilter, limit: int = 50) -> tuple[Waiting, ...]:
        """Statements that are shown and that nobody judged, what asks most to be looked at first.

        Of those that match, the newest 2,000 are weighed: by doubt (an unknown speaker, confidences near the middle)
        and weight (acts that bind or accuse, speakers with many statements, direct quotes). The same each time.
        """
        raise NotImplementedError
