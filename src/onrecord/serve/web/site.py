"""What one running web application is told when it starts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from onrecord.pipeline import Reader

LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]"))
"""The names under which a browser on this machine may ask. Any other is another site's page that had its name point
here (DNS rebinding)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One ledger, and who may ask for it."""

    ledger: Path
    who: str
    """Who judges, where nobody has said their name."""
    make_reader: Callable[[], Reader]
    """Called once, when the first article is added."""
    port: int = 8000
    hosts: frozenset[str] = LOOPBACK
    """Host names that requests may be for; lower case, without a port."""
    password: str | None = None
    """The argon2 hash of the password; None where none is asked for."""
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    """Signs the session's cookie: whoever restarts the program ends all sessions."""

    @property
    def cookie(self) -> str:
        """Of a name of its own for each port: browsers share cookies between the ports of a machine."""
        return f"onrecord-{self.port}"
