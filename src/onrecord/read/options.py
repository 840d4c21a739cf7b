"""How reading is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.read.dates import iso_date

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may set. Raises UsageError where a value can't be meant."""

    published: str | None = None
    """The day of articles that do not say their own: ISO 8601."""
    max_article_bytes: int = 64 * MIB
    """The largest page, text or line of JSON that is read, after decompression."""
    max_fetch_bytes: int = 16 * MIB
    """The largest page that is fetched from the web, after decompression."""
    timeout: float = 20.0
    """Seconds that one web page may take, from the first byte sent to the last received."""
    max_redirects: int = 5
    allow_private: bool = False
    """Whether addresses of this machine and its own network are fetched. For tests."""

    def __post_init__(self) -> None:
        if self.published is not None and iso_date(self.published) is None:
            raise UsageError(f"{self.published!r} is not a day", hint="write it as 2025-10-27")
