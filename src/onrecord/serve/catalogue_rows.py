"""How catalogues and their entries are shown."""

from __future__ import annotations

from typing import Any

from onrecord.catalogues import Candidate
from onrecord.record.catalogue import Info
from onrecord.serve.marking import harmless
from onrecord.serve.rows import Column, Shape

_INFO = ("name", "source", "loaded", "entries")
_INFO_TYPES = dict.fromkeys(_INFO, str) | {"entries": int}


def _info(info: Info) -> dict[str, Any]:
    return {name: getattr(info, name) for name in _INFO}


CATALOGUES: Shape[Info] = Shape(
    columns=(Column("name", 24), Column("entries", 12, right=True), Column("loaded", 25), Column("source")),
    cells=lambda info: (harmless(info.name), f"{info.entries:,}", info.loaded, harmless(info.source)),
    record=_info,
    fields=_INFO_TYPES,
    flat=lambda info: [getattr(info, name) for name in _INFO],
    types=_INFO_TYPES,
    typed=_info,
    name="catalogues",
)


_FIELDS = ("id", "name", "kind", "score", "chosen", "countries", "topics", "wikidata", "reasons", "catalogues")
_TYPES: dict[str, type] = dict.fromkeys(_FIELDS, str) | {"score": float, "chosen": bool}


def _record(row: Candidate) -> dict[str, Any]:
    entry = row.match.entry
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "score": row.match.score,
        "chosen": row.chosen,
        "countries": list(entry.countries),
        "topics": list(entry.topics),
        "wikidata": entry.wikidata,
        "reasons": list(row.match.reasons),
        "catalogues": list(row.catalogues),
    }


def _cells(row: Candidate) -> tuple[str, ...]:
    entry = row.match.entry
    return (
        "linked" if row.chosen else "",
        f"{row.match.score:.2f}",
        harmless(entry.name[:80]),
        " ".join(entry.countries[:6]),
        harmless(" ".join(entry.topics[:6])),
        harmless("; ".join(row.match.reasons)),
        harmless(entry.id),
    )


CANDIDATES: Shape[Candidate] = Shape(
    columns=(
        Column("", 6),
        Column("score", 5, right=True),
        Column("name"),
        Column("country", 8, wraps=True),
        Column("topics", 14, wraps=True),
        Column("reasons", share=2),
        Column("id", 18, needs=110),
    ),
    cells=_cells,
    record=_record,
    fields=_TYPES,
    flat=lambda row: ["; ".join(v) if isinstance(v, list) else v for v in _record(row).values()],
    types=_TYPES | {name: [str] for name in ("countries", "topics", "reasons", "catalogues")},
    typed=_record,
    name="candidates",
)
