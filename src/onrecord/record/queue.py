"""Which statement a person should look at next: where the machine doubts, and where a mistake weighs most."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from math import log2
from typing import TYPE_CHECKING

from onrecord.record.snapshots import snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

    from onrecord.domain import Act
    from onrecord.record.answers import Answers
    from onrecord.record.filters import StatementFilter
    from onrecord.record.ledger import StatementRow

LOOKED_AT = 2_000
"""Statements that are weighed, the newest: a page of the queue takes as long in a ledger of a million as in one of
ten thousand, and what is in the news is looked at first."""
_WEIGHT: Mapping[Act, float] = {
    "accuse": 1.0, "threaten": 1.0, "promise": 1.0, "deny": 0.9, "demand": 0.8, "warn": 0.6, "offer": 0.6,
    "reject": 0.6, "accept": 0.6, "announce": 0.5, "intend": 0.5, "criticize": 0.4, "support": 0.4, "predict": 0.3,
}  # fmt: skip
"""By how much an act binds its speaker or burdens another: 0 for those that do neither."""
_MANY = 64
"""From so many statements among those that are weighed, a speaker weighs most."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that nobody judged yet."""

    row: StatementRow
    score: float
    """How much it asks to be looked at: 0 to 1."""
    reasons: tuple[str, ...]
    """Why, in words: "speaker unknown", "accuse", "not promise", "confidence 0.55"."""


def waiting(answers: Answers, wanted: StatementFilter, limit: int) -> tuple[Waiting, ...]:
    """See `Reviews.queue`."""
    with snapshot(answers.connection, answers.path):
        found = list(islice(answers.unjudged(wanted, LOOKED_AT), LOOKED_AT))
        said = Counter(row["speaker_name"] for row in found if row["speaker_name"])
        weighed = [(*_weighed(row, said[row["speaker_name"]]), row) for row in found]
        weighed.sort(key=lambda one: (-one[0], one[2]["place"]))
        best = weighed[:limit]
        made = answers.made(sorted((row for _, _, row in best), key=lambda row: int(row["place"])))
    rows = {row.place: row for row in made}
    return tuple(Waiting(rows[row["place"]], score, reasons) for score, reasons, row in best if row["place"] in rows)


def _weighed(row: RowMapping, said: int) -> tuple[float, tuple[str, ...]]:
    """The score, and what spoke for it: doubt counts as much as weight."""
    reasons = []
    sure, speaker_sure = row["confidence"], row["speaker_confidence"]
    doubt = _doubt(sure)
    if doubt >= 0.5:
        reasons.append(_named("confidence", sure))
    if row["speaker"] is None:
        whose = 0.8 if row["source_start"] is not None else 0.4
        reasons.append("speaker unknown" if row["source_start"] is not None else "nobody is named")
    else:
        whose = _doubt(speaker_sure)
        if whose >= 0.5:
            reasons.append(_named("speaker confidence", speaker_sure))
    weight = _WEIGHT.get(row["act"], 0.0)
    if weight:
        reasons.append(f"not {row['act']}" if row["negated"] else row["act"])
    many = min(1.0, log2(said + 1) / log2(_MANY + 1))
    if many >= 0.5:
        reasons.append(f"{said} by this speaker")
    direct = {"direct": 1.0, "mixed": 0.5}.get(row["kind"], 0.0)
    if direct:
        reasons.append(row["kind"])
    score = 0.25 * doubt + 0.25 * whose + 0.3 * weight + 0.1 * many + 0.1 * direct
    return round(score, 3), tuple(reasons)


def _named(what: str, confidence: float | None) -> str:
    return f"{what} unknown" if confidence is None else f"{what} {confidence:.2f}"


def _doubt(confidence: float | None) -> float:
    """1 at 0.5 and where there is none, 0 at 0 and 1."""
    return 1.0 if confidence is None else 1 - abs(2 * confidence - 1)
