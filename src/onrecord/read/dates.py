"""Days and times as pages, feeds and records write them, into ISO 8601. Only what is unambiguous is taken."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"""(?P<day>\d{4}-\d\d-\d\d)
        (?:[T\s]\s*(?P<time>\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)
           \s*(?P<zone>Z|[+-]\d\d:?\d\d|[+-]\d\d)?)?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_LONGEST = 64
"""Characters of the longest date that is looked at."""


def iso_date(value: str | None) -> str | None:
    """An ISO 8601 day, or day and time, from one of its written forms or RFC 5322's; None where it is neither."""
    text = (value or "").strip()
    if not text or len(text) > _LONGEST:
        return None
    found = _ISO.fullmatch(text)
    return _from_iso(found) if found else _from_rfc5322(text)


def _from_iso(found: re.Match[str]) -> str | None:
    day, time, zone = found["day"], found["time"], found["zone"]
    try:
        if time is None:
            return date.fromisoformat(day).isoformat()
        clock = re.sub(r"[.,]\d+", "", time)  # fractions of a second come in any length and say nothing here
        if zone and len(zone) == 5 and ":" not in zone:
            zone = f"{zone[:3]}:{zone[3:]}"
        return _iso(datetime.fromisoformat(f"{day}T{clock}{(zone or '').upper()}"))
    except ValueError:
        return None


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _from_rfc5322(text: str) -> str | None:
    if not re.search(r"[A-Za-z]{3} \d{4}\b", text):
        return None
    try:
        return _iso(parsedate_to_datetime(text))
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
