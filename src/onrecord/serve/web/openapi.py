"""The API's operations as values, from which its routes, its checks and its description (OpenAPI) are made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from onrecord import __version__
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from onrecord.record.ledger import Ledger

    Asked = Mapping[str, Any]  # the conditions by name, and `ledger`, the ledger's file
    Handler = Callable[[Ledger, Asked], dict[str, Any]]

LONGEST = 300
"""Characters of one condition."""
MOST = 500
"""Rows of one answer."""
ROWS = 50
"""Rows of one answer where nobody says how many."""


@dataclass(frozen=True, slots=True)
class Param:
    """One thing that may be asked for."""

    name: str
    what: str
    kind: Literal["words", "day", "share", "number", "choice", "id"] = "words"
    choices: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        match self.kind:
            case "day":
                return {"type": "string", "format": "date"}
            case "share":
                return {"type": "number", "minimum": 0, "maximum": 1}
            case "number":
                return {"type": "integer", "minimum": 1, "maximum": MOST, "default": ROWS}
            case "choice":
                return {"type": "string", "enum": list(self.choices)}
            case "id":
                return {"type": "string", "pattern": "^[0-9a-f]{1,16}$"}
            case _:
                return {"type": "string", "minLength": 1, "maxLength": LONGEST}

    def value(self, given: str) -> Any:
        """What is meant. Raises UsageError where it can't be."""
        try:
            match self.kind:
                case "day":
                    return date.fromisoformat(given)
                case "share":
                    share = float(given)
                    if not 0 <= share <= 1 or math.isnan(share):
                        raise ValueError
                    return share
                case "number":
                    if not (given.isascii() and given.isdecimal() and len(given) < 5 and 1 <= int(given) <= MOST):
                        raise ValueError
                    return int(given)
                case "choice" if given not in self.choices:
                    raise ValueError
                case "id" if not 1 <= len(given) <= 16 or set(given) - set("0123456789abcdef"):
                    raise ValueError
                case _ if not given.strip() or len(given) > LONGEST:
                    raise ValueError
        except ValueError:
            what = f"{given[:60]!r} can't be meant for {self.name!r}: {self._takes}"
            raise UsageError(what, hint="/api/openapi.json says what there is") from None
        return given

    @property
    def _takes(self) -> str:
        return {
            "day": "a day is written as 2025-10-27",
            "share": "it takes a number between 0 and 1",
            "number": f"it takes a whole number from 1 to {MOST}",
            "choice": f"it takes one of {', '.join(self.choices)}",
            "id": "it takes up to 16 hexadecimal digits",
            "words": f"it takes 1 to {LONGEST} characters",
        }[self.kind]


LIMIT = Param("limit", "At most so many rows.", "number")
CURSOR = Param("cursor", "Where to go on: `next` of the answer before, with all else as it was.")


@dataclass(frozen=True, slots=True)
class Operation:
    """One question that can be asked."""

    name: str
    path: str
    """Behind `/api`; what stands in braces is a parameter, an id."""
    what: str
    answer: Handler
    row: dict[str, Any]
    """The schema of the answer, or of one row of it."""
    params: tuple[Param, ...] = ()
    is_list: bool = True

    def asked(self, query: Sequence[tuple[str, str]], path: Mapping[str, str]) -> dict[str, Any]:
        """The conditions, None where they are not given. Raises UsageError for what there is not."""
        known = {p.name: p for p in self._query}
        found: dict[str, Any] = dict.fromkeys(known)
        for name, given in query:
            if name not in known:
                names = ", ".join(known) or "none"
                raise UsageError(f"there is no parameter {name[:60]!r}", hint=f"there are {names}")
            if found[name] is not None:
                raise UsageError(f"{name!r} is given twice", hint="give it once")
            found[name] = known[name].value(given)
        return found | {name: Param(name, "", "id").value(given) for name, given in path.items()}

    @property
    def _query(self) -> tuple[Param, ...]:
        return (*self.params, LIMIT, CURSOR) if self.is_list else self.params

    def described(self) -> dict[str, Any]:
        """As OpenAPI has it."""
        in_path = [part[1:-1] for part in self.path.split("/") if part.startswith("{")]
        listed = {
            "type": "object",
            "required": ["rows", "next"],
            "properties": {
                "rows": {"type": "array", "items": self.row},
                "next": {"type": ["string", "null"], "description": "The cursor of what follows; null at the end."},
            },
        }
        body = {"application/json": {"schema": listed if self.is_list else self.row}}
        return {
            "operationId": self.name,
            "summary": self.what,
            "parameters": [
                {
                    "name": name,
                    "in": "path",
                    "required": True,
                    "description": "The id, or its beginning.",
                    "schema": Param(name, "", "id").schema,
                }
                for name in in_path
            ]
            + [{"name": p.name, "in": "query", "description": p.what, "schema": p.schema} for p in self._query],
            "responses": {
                "200": {"description": "Found.", "content": body},
                "default": {"$ref": "#/components/responses/Problem"},
            },
        }  # fmt: skip


def described(operations: Sequence[Operation], *, cookie: str | None) -> dict[str, Any]:
    """The whole description, OpenAPI 3.1. `cookie`: the session's, where a password is asked for."""
    problem = {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What happened and what to do, in one line."},
        },
    }
    session = {"securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": cookie}}} if cookie else {}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "onrecord",
            "version": __version__,
            "description": "Who is reported to have said what, on whose word. Read-only. The objects are those that "
            "the command line prints with `--format jsonl`.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api"}],
        "security": [{"session": []}] if cookie else [],
        "paths": {op.path: {"get": op.described()} for op in operations},
        "components": {
            "responses": {
                "Problem": {
                    "description": "Why there is no answer (RFC 9457).",
                    "content": {"application/problem+json": {"schema": problem}},
                }
            },
            **session,
        },
    }
