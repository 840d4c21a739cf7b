"""Everything that can go wrong in a way a user can do something about.

A message is one line: what happened, where, and what to do next. Bugs are not wrapped: they show as tracebacks.
"""

from __future__ import annotations


class OnrecordError(Exception):
    """The root. `str(error)` is the line that a person sees."""

    def __init__(self, what: str, *, resource: str | None = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        """What happened, without a full stop."""
        self.resource = resource
        """Where: a path, an address, a path with a line number."""
        self.hint = hint
        """What to do next, without a full stop."""

    def __str__(self) -> str:
        where = f"{self.resource}: " if self.resource else ""
        then = f"; {self.hint}" if self.hint else ""
        # one line whatever the resource's name holds, and nothing that a terminal would obey
        return "".join(c if c.isprintable() else "�" for c in f"{where}{self.what}{then}")

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (type(self), self.what, self.resource, self.hint)


def _restore(kind: type[OnrecordError], what: str, resource: str | None, hint: str | None) -> OnrecordError:
    return kind(what, resource=resource, hint=hint)


class ReadError(OnrecordError):
    """One input record could not become an article. The others go on."""


class UsageError(OnrecordError):
    """What was asked for can't be: the run stops before it begins."""


class LedgerError(OnrecordError):
    """The ledger can't be opened, read or written. Nothing in it was changed."""


class ModelError(OnrecordError):
    """The reader's model is missing or damaged."""
