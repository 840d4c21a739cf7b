"""How an actor across articles is shown, and what people judged of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.serve import rows
from onrecord.serve.catalogue_rows import CANDIDATES
from onrecord.serve.marking import counted, one_line, shortened
from onrecord.serve.rows import Column, Shape

if TYPE_CHECKING:
    from onrecord.catalogues import Candidate
    from onrecord.domain import Decision
    from onrecord.identities import Dossier, Judged
    from onrecord.judgement import Judgement
    from onrecord.record.identities import Known
    from onrecord.record.links import Link
    from onrecord.record.roles import Role
    from onrecord.serve.output import Output

_NAME = 80
"""Characters of a name."""
_ROLES = 12
"""Roles that people are shown; JSON has all."""


def record(dossier: Dossier, candidates: Sequence[Candidate]) -> dict[str, Any]:
    """For JSON: whole, for programs."""
    actor, names = dossier.actor, dossier.explained.names
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind,
        "names": list(dossier.names),
        "statements": dossier.said,
        "statements_about": dossier.about,
        "articles": dossier.articles,
        "roles": [
            {
                "role": r.text,
                "first": r.first.isoformat() if r.first else None,
                "last": r.last.isoformat() if r.last else None,
                "articles": r.articles,
            }
            for r in dossier.roles
        ],
        "latest": [rows.STATEMENTS.record(row) for row in dossier.latest],
        "decisions": [
            {
                "left": names.get(d.left),
                "right": names.get(d.right),
                "same": d.same,
                "score": d.score,
                "reasons": list(d.reasons),
                "judgement": d.judgement,
            }
            for d in dossier.explained.decisions
        ],
        "judgements": [JUDGEMENTS.record(j) for j in dossier.judgements],
        "catalogue": [CANDIDATES.record(c) for c in candidates],
    }


def show(out: Output, dossier: Dossier, candidates: Sequence[Candidate]) -> None:
    """For a terminal: what there is, under headings; nothing where there is nothing."""
    from onrecord.serve.terminal import Terminal, show_line, show_rows

    console, actor = Terminal(out), dossier.actor

    def part(title: str, lines: Iterable[str]) -> None:
        for place, line in enumerate(dict.fromkeys(lines)):
            if place == 0:
                console.print()
                show_line(console, title, "bold")
            show_line(console, f"  {line}")

    show_line(console, f"{_called(actor.name)} · {actor.kind} · {actor.id}", "bold")
    if dossier.names:
        show_line(console, f"also called {', '.join(_called(name) for name in dossier.names)}")
    about = f"{dossier.about:,} about them" if actor.kind == "person" else f"{dossier.about:,} about it"
    show_line(console, f"{counted(dossier.said, 'statement')}, {about}, {counted(dossier.articles, 'article')}")
    part("Catalogues", (_candidate(c) for c in candidates))
    part("Roles", _roles(dossier.roles))
    if dossier.latest:
        console.print()
        show_line(console, f"Latest of {counted(dossier.said, 'statement')}", "bold")
        show_rows(console, rows.STATEMENTS.columns, map(rows.STATEMENTS.cells, dossier.latest))
    named = dossier.explained.names
    why = [_decision(d, named) for d in dossier.explained.decisions if d.same]
    same = ["all articles give one name, and roles that agree"] if dossier.articles > 1 else []
    part("Why one", why or same)
    part("Not the same", (_decision(d, named) for d in dossier.explained.decisions if not d.same))
    part("Judgements", map(_judgement, dossier.judgements))


def judged(made: Judged) -> str:
    """What a judgement changed."""
    lines = [f"judgement {made.judgement.id[:8]}: {verdict(made.judgement)}"]
    if made.overrides is not None:
        lines.append(f"it overrides judgement {made.overrides.id[:8]} of {_called(made.overrides.by)}")
    if made.judgement.same and len(made.actors) > 1:
        lines.append("other judgements still hold them apart: onrecord judgements")
    if not made.judgement.same and made.judgement.document is None and len(made.actors) < 2:
        lines.append("they are one still: onrecord actor says why")
    return "".join(f"{one_line(line)}\n" for line in [*lines, _now(made.actors)])


def taken_back(judgement: Judgement, actors: Sequence[Known]) -> str:
    """What an undo changed. `judgement`: the one that it is about in the end, as it counts now."""
    state = "taken back" if judgement.undone else "counts again"
    return f"{state}: {one_line(verdict(judgement))}\n{one_line(_now(actors))}\n"


def linked(known: Known, link: Link) -> str:
    """Who an actor of an article is in a catalogue."""
    what = [*link.countries[:6], *link.topics[:6], *([link.wikidata] if link.wikidata else [])]
    return one_line(
        f"{_called(known.name)} is linked to {_called(link.name)}, {link.entry} "
        f"({link.score:.2f}: {'; '.join(link.reasons)}): {', '.join(what) or 'no country or topic'}"
    )


def _now(actors: Sequence[Known]) -> str:
    return f"now: {', '.join(f'{_called(k.name)} ({k.kind}) {k.id}' for k in actors) or 'nobody of that name'}"


def _called(name: str) -> str:
    return shortened(one_line(name), _NAME)


def verdict(judgement: Judgement) -> str:
    """What a judgement says of the two, in words."""
    left, right = _called(judgement.left[0]), _called(judgement.right[0])
    if judgement.document is not None:
        whom = "all others of that name" if left == right else f"“{right}”"
        return f"“{left}” of article {judgement.document} and {whom} are {'one' if judgement.same else 'two'}"
    return f"“{left}” and “{right}” are {'one' if judgement.same else 'two'}"


def _judgement(judgement: Judgement) -> str:
    why = f": {shortened(one_line(judgement.why), 200)}" if judgement.why else ""
    state = " (taken back)" if judgement.undone else ""
    what = f"takes back {judgement.undoes[:8]}" if judgement.undoes else verdict(judgement)
    return f"{judgement.id[:8]} {judgement.at[:10]} {_called(judgement.by)}: {what}{why}{state}"


def _decision(decision: Decision, names: Mapping[str, str]) -> str:
    left, right = (_called(names.get(id_, "?")) for id_ in (decision.left, decision.right))
    reasons = "; ".join(shortened(one_line(reason), 160) for reason in decision.reasons)
    return f"“{left}” and “{right}” ({decision.score:.2f}): {reasons}"


def _roles(roles: Sequence[Role]) -> Iterable[str]:
    for role in roles[:_ROLES]:
        first, last = role.first, role.last
        when = "undated" if first is None else f"{first}" if first == last else f"{first} to {last}"
        yield f"{when}  {shortened(one_line(role.text), 120)} ({counted(role.articles, 'article')})"
    if len(roles) > _ROLES:
        yield f"… and {len(roles) - _ROLES:,} more: --format json has all"


def _candidate(candidate: Candidate) -> str:
    entry = candidate.match.entry
    known = [*entry.countries[:6], *entry.topics[:6], *([entry.wikidata] if entry.wikidata else [])]
    state = "linked to" if candidate.chosen else "perhaps"
    why = "; ".join(candidate.match.reasons)
    return one_line(
        f"{state} {_called(entry.name)}, {entry.id} of {', '.join(candidate.catalogues)} "
        f"({candidate.match.score:.2f}: {why}): {', '.join(known) or 'no country or topic'}"
    )


_FIELDS = ("id", "at", "by", "why", "same", "left", "left_kind", "right", "right_kind", "document", "undone", "undoes")
_TYPES = dict.fromkeys(_FIELDS, str) | {"same": bool, "undone": bool}


def _record(j: Judgement) -> dict[str, Any]:
    values = (j.id, j.at, j.by, j.why, j.same, *j.left, *j.right, j.document, j.undone, j.undoes)
    return dict(zip(_FIELDS, values, strict=True))


JUDGEMENTS: Shape[Judgement] = Shape(
    columns=(
        Column("id", 8),
        Column("at", 10),
        Column("by", 12, wraps=True),
        Column("judged", share=3),
        Column("why", share=2, needs=80),
        Column("taken back", 10, needs=70),
    ),
    cells=lambda j: (
        j.id[:8],
        j.at[:10],
        j.by,
        f"takes back {j.undoes[:8]}" if j.undoes else verdict(j),
        shortened(j.why or "", 200),
        "yes" if j.undone else "",
    ),
    record=_record,
    fields=_TYPES,
    flat=lambda j: list(_record(j).values()),
    types=_TYPES,
    typed=_record,
    name="judgements",
)
