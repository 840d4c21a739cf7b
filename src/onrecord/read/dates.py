"""Days and times as pages, feeds and records write them, into ISO 8601. Only what is unambiguous is taken."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"""(?P<day>\d{4}([-/.])\d\d\2\d\d|(?:19|20)\d{6})
        (?:[T\s]\s*(?P<time>\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?)
           \s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?(?:\[[\w/+-]+\])?)?""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WRITTEN = re.compile(
    rf"\b(?:[a-z]{{3,9}}\.?,?\s+)?(?:{_MONTH}\s+(?P<us>\d\d?)(?:st|nd|rd|th)?,?|"
    rf"(?P<uk>\d\d?)(?:st|nd|rd|th)?[\s-]+{_MONTH.replace('month', 'uk_month')},?)[\s-]+(?P<year>\d{{4}})(?![\w/.])",
    re.IGNORECASE | re.ASCII,
)
"""A day whose month is named in English. The time behind it comes without a zone, or with one that has many meanings:
only the day is taken."""
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?", re.ASCII)
"""Seconds or milliseconds since 1970, from 2001 to 2033."""
_LONGEST = 64
"""Characters of the longest date that is looked at."""


def iso_date(value: str | None) -> str | None:
    """An ISO 8601 day, or day and time, from its written forms, RFC 5322's, or those with the month in English; None
    where it is none of them."""
    text = (value or "").strip()
    if not text or len(text) > _LONGEST:
        return None
    if found := _ISO.fullmatch(text):
        return _from_iso(found)
    if _EPOCH.fullmatch(text):
        return _iso(datetime.fromtimestamp(int(text[:10]), UTC))
    return _from_rfc5322(text) or _from_written(text)


def day_in(text: str) -> str | None:
    """The first day in a short text whose month is named in English, as in "Published Feb. 3, 2031"."""
    found = _WRITTEN.search(text[:200])
    return _day(found) if found else None


def _from_iso(found: re.Match[str]) -> str | None:
    digits, time, zone = re.sub(r"\D", "", found["day"]), found["time"], (found["zone"] or "").upper()
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    try:
        if time is None:
            return date.fromisoformat(day).isoformat()
        # fractions of a second come in any length and say nothing here
        clock = re.sub(r"[.,]\d+|:", "", time)
        if zone in ("UTC", "GMT"):
            zone = "Z"
        return _iso(datetime.fromisoformat(f"{day.replace('-', '')}T{clock}{zone.replace(':', '')}"))
    except ValueError:
        return None


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _from_rfc5322(text: str) -> str | None:
    if not re.search(r"[A-Za-z]{3} \d{4}\b", text) or re.search(r"\b[ap]\.?m\b", text, re.IGNORECASE):
        return None
    try:
        return _iso(parsedate_to_datetime(text))
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _from_written(text: str) -> str | None:
    found = _WRITTEN.match(text)
    return _day(found) if found else None


def _day(found: re.Match[str]) -> str | None:
    month = _MONTHS.index((found["month"] or found["uk_month"])[:3].lower()) + 1
    try:
        return date(int(found["year"]), month, int(found["us"] or found["uk"])).isoformat()
    except ValueError:
        return None
