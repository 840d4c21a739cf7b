"""What is known of a statement, in words, and what the machine had of it where a person says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.serve.html.marks import dated
from onrecord.serve.marking import act_text, behind, content_text, named, names_of, one_line, shortened, told_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.domain import Actor, Anchor, Reading, Statement
    from onrecord.record.ledger import StatementPage, StatementRow
    from onrecord.serve.html.marks import Dated

KINDS = {"direct": "word for word", "mixed": "in part word for word", "indirect": "in other words"}
STANCES = {
    "distanced": "the reporter keeps a distance to it",
    "endorsed": "the reporter lets it stand as true",
}
_CITED = 400
"""Characters of the words in a citation."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known."""

    label: str
    text: str | None
    """None where the text does not say."""
    note: str = ""
    page: str | None = None
    """The address of what the text names."""


@dataclass(frozen=True, slots=True)
class Side:
    """One field, as the machine has it and as it stands now."""

    label: str
    machine: str
    now: str


@dataclass(frozen=True, slots=True)
class Voice:
    """One through whom the words came."""

    what: str
    """`outlet`, `agency` or `speaker`; `denied by` and the like for a speaker who does not vouch for it."""
    name: str | None
    """None where it is unknown."""
    page: str | None = None
    last: bool = False


def chain(found: StatementPage, pages: Mapping[str, str]) -> tuple[Voice, ...]:
    """On whose word: from the outlet that prints it in to the speaker. `pages`: of statements, by their ids."""
    article, row = found.reading.article, found.row
    names = names_of(found.reading)
    voices = [Voice("outlet", one_line(article.outlet) if article.outlet else None)]
    if article.agency:
        voices.append(Voice("agency", one_line(article.agency)))
    for outer in reversed(row.within):
        told = told_by(outer)
        who = names.get(outer.speaker) or named(outer)
        what, who = ("speaker", who) if told == "according to" else (told, behind(who))
        voices.append(Voice(what, who, pages.get(outer.id)))
    name = row.speaker or (named(row.statement) if row.statement.source else None)
    return (*voices, Voice("speaker", one_line(name) if name else None, last=True))


def facts(found: StatementPage, speaker_page: str | None) -> tuple[Fact, ...]:
    """All that is known of it besides its words."""
    s, reading = found.row.statement, found.reading
    names = names_of(reading)
    to = (names.get(s.addressee.actor) or _text(s.addressee.span)) if s.addressee else None
    when = dated(found.time) if found.time else None
    named_so = one_line(found.row.speaker) if found.row.speaker else None
    listed = [
        Fact("Speaker", named_so, _resolved(found), speaker_page),
        Fact("On behalf of", names.get(s.on_behalf_of)),
        Fact("Said how", _text(s.cue), "negated: it was not said" if s.negated else ""),
        Fact("Act", act_text(s), STANCES.get(s.stance or "", "")),
        Fact("To whom", to),
        Fact("On condition", _text(s.condition)),
        Fact("Where, or in what", _text(s.venue)),
        Fact("When", when.words if when else None, _when(when)),
        Fact("Quoted", KINDS[s.kind]),
        Fact("Sure", *_sure(s)),
    ]
    return tuple(listed)


def _when(when: Dated | None) -> str:
    if when is None:
        return ""
    if when.edtf is None:
        return "which day is unknown"
    return when.edtf if when.days in ("", when.edtf) else f"{when.edtf}: {when.days}"


def _sure(s: Statement) -> tuple[str | None, str]:
    if s.reviewed:
        return "a person looked at it", f"it was {s.reviewed}"
    if s.confidence is None:
        return None, ""
    return f"{round(100 * s.confidence)} %", "the chance that a careful reader would record this statement so"


def _resolved(found: StatementPage) -> str:
    """How the source was resolved to the speaker."""
    s = found.row.statement
    if s.source is None:
        return "the text names nobody"
    words = named(s)
    if s.speaker is None:
        return f"the text says “{shortened(words, 80)}”; whom it means is not sure enough to say"
    sure = "" if s.reviewed or s.speaker_confidence is None else f", {round(100 * s.speaker_confidence)} % sure"
    name = one_line(found.row.speaker or "")
    if words == name:
        return f"named so here{sure}"
    return f"the text says “{shortened(words, 80)}”{sure}"


def sides(found: StatementPage) -> tuple[Side, ...]:
    """The fields in which what stands now is not what the machine has."""
    machine, now = found.machine, found.row.statement
    if machine is None:
        return ()
    pairs = (
        ("Speaker", found.machine_speaker or "unknown", found.row.speaker or "unknown"),
        ("Act", act_text(machine) or "none", act_text(now) or "none"),
        ("Source", _text(machine.source) or "none", _text(now.source) or "none"),
        ("Said how", _text(machine.cue) or "none", _text(now.cue) or "none"),
        ("What", content_text(machine), content_text(now)),
    )
    return tuple(Side(label, one_line(old), one_line(new)) for label, old, new in pairs if old != new)


def _text(anchor: Anchor | None) -> str | None:
    return one_line(anchor.text) if anchor else None


def citation(row: StatementRow, reading: Reading, here: str) -> str:
    """One line for a story or a sheet: who (a name of ours in brackets), said how, the words, on whose word, where that
    stands, and the permanent address."""
    s = row.statement
    who = named(s, row.speaker)
    # "denied" turns what follows into its contrary; a colon says nothing
    how = f" {one_line(s.cue.text)}" if s.cue and any(c.isalpha() for c in s.cue.text) else ""
    said = f"{who}{how}{' (negated)' if s.negated else ''} ({KINDS[s.kind]}): {shortened(content_text(s), _CITED)}"
    article = reading.article
    names = names_of(reading)
    around = ((outer, behind(named(outer, names.get(outer.speaker)))) for outer in row.within)
    via = "".join(f", {told_by(outer, first=not place)} {whom}" for place, (outer, whom) in enumerate(around))
    where = ", ".join(
        one_line(part)
        for part in (article.title and f"“{article.title}”", article.outlet, (article.published or "undated")[:10])
        if part
    )
    address = f", {one_line(article.url)}" if article.url else ""
    sentence = said + via
    end = "" if sentence.rstrip("”’\"'»").endswith((".", "!", "?", "…")) else "."
    return f"{sentence}{end} {where[:1].upper()}{where[1:]}{address}. On record: {here}"


def kind_of(actor: Actor) -> str:
    """An actor of the article in one line, to choose from: its name, its kind, and the first of its roles."""
    role = f", {one_line(actor.roles[0].text)}" if actor.roles else ""
    return shortened(f"{one_line(actor.name)} ({actor.kind}{role})", 120)
