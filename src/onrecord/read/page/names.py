"""Authors, agencies and site names, told from what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.read.page.tree import clean, key

_BY = re.compile(
    r"^(?:(?:written|reported|reporting|story|text|words|posted)\s+)?by(?:\s*:\s*|\s+)|^(?:von|par|por|di|door)\s+",
    re.I,
)
_ROLE = re.compile(r"\s*(?:기자|記者|特派員)$")
_FOR = re.compile(r"\s+(?:for|in|at)\s+(?=[A-Z]).*$|\s+for\s+\S+\.\w+$", re.DOTALL)
"""Behind a name: whom and where it writes for and from."""
_JOB = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|journalist|columnist|producer|contributor|staff|desk|bureau|team)s?$",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"^\W|:|https?:|www\.|[@<>{}|]|\d{3}|^(?:admin|administrator|editor|staff|user|webmaster|null|none|undefined)$",
    re.I,
)
_LONGEST_NAME = 60

AGENCIES = {
    "AP": "Associated Press",
    "AFP": "Agence France-Presse",
    "ANSA": "ANSA",
    "DPA": "dpa",
    "EFE": "EFE",
    "IANS": "IANS",
    "PA": "PA Media",
    "PTI": "Press Trust of India",
    "TASS": "TASS",
    "UPI": "United Press International",
    "ANI": "ANI",
    "AAP": "Australian Associated Press",
}
"""News agencies that datelines and bylines shorten; a longer name stands as it is written."""
_AGENCY_NAMES = frozenset(
    key(name)
    for name in (
        *AGENCIES,
        *AGENCIES.values(),
        *(
            "The Associated Press",
            "The Canadian Press",
            "Canadian Press",
            "Press Association",
            "Reuters",
            "Thomson Reuters",
        ),
        *(
            "Anadolu",
            "Anadolu Agency",
            "Belga",
            "Bernama",
            "Bloomberg",
            "CNA",
            "Interfax",
            "Kyodo",
            "Kyodo News",
            "Ukrinform",
        ),
        *("Xinhua", "Yonhap"),
    )
)
_DATELINE = re.compile(
    r"""^[^\W\d_][\w.’'/ -]{1,40}          # KYIV, Ukraine
        (?:,\s*[\w.’' -]{1,30}){0,3}\s*
        \((?P<agency>[^\W\d_][\w .&’'-]{1,30})\)\s*[-–—:]""",
    re.VERBOSE,
)


def authors(values: Iterable[str], *, outlet: str | None = None) -> tuple[str, ...]:
    """The people that a byline names, each once, without "By" and roles, in order; its desks where it names nobody."""
    found: dict[str, str] = {}
    for value in values:
        for name in _split(_ROLE.sub("", _BY.sub("", clean(value)))):
            name = _FOR.sub("", _ROLE.sub("", name.strip(" ,;·•|")))
            if is_name(name):
                found.setdefault(key(name), name)
    own = key(outlet)
    people = {k: v for k, v in found.items() if k != own and not _JOB.search(v)}
    return tuple((people or found).values())


def is_name(text: str) -> bool:
    """Whether a text could be somebody's name."""
    return 1 < len(text) <= _LONGEST_NAME and any(c.isalpha() for c in text) and not _NOT_A_NAME.search(text)


def _split(text: str) -> list[str]:
    parts = [p.strip() for p in re.split(r"\s*[,;、；|·•]\s*(?:and\s+)?|\s+(?:and|und|et|&)\s+", text) if p.strip()]
    # "Rome, Italy desk" or "Smith, John" is no list: in a list each is a full name
    together = len(parts) > 1 and not all(len(p.split()) > 1 or _is_dense(p) for p in parts)
    return [text] if together else parts


def _is_dense(text: str) -> bool:
    """Whether a text is in a script that writes a full name as one word."""
    return any(c > "\u2e7f" for c in text)


def agency_of(first: str, byline: Iterable[str] = ()) -> str | None:
    """The agency that a dateline (`KYIV (AP) —`) or a byline names."""
    found = _DATELINE.match(first[:160])
    if found and (found["agency"].isupper() or key(found["agency"]) in _AGENCY_NAMES):
        return AGENCIES.get(found["agency"].upper(), found["agency"])
    for name in byline:
        if key(name) in _AGENCY_NAMES:
            return AGENCIES.get(name.upper(), re.sub(r"^The ", "", name))
    return None


_MARKS = r"[|·•—–:*»«ㅣ｜：\-]"
_CUT = re.compile(rf"\s+{_MARKS}+\s+|\s*[|•»«ㅣ｜]\s*|\s*[：](?=\S)|:\s+")


def without_site(title: str, sites: Iterable[str]) -> str:
    """A title without the site's name before or behind a mark."""
    names = {k for s in sites if (k := key(s))}
    while True:
        cuts = list(_CUT.finditer(title))
        if not cuts:
            return title
        last, first = cuts[-1], cuts[0]
        if _is_site(title[last.end() :], names) and title[: last.start()].strip():
            title = title[: last.start()].strip()
        elif _is_site(title[: first.start()], names) and title[first.end() :].strip():
            title = title[first.end() :].strip()
        else:
            return title


def last_segments(title: str) -> list[str]:
    """What stands behind the last mark of a title, where a site puts its name."""
    cuts = list(_CUT.finditer(title))
    return [title[cuts[-1].end() :].strip()] if cuts else []


def _is_site(text: str, names: set[str]) -> bool:
    own = key(text)
    own_bare = re.sub(r"^the", "", own)
    return bool(own) and any(
        own == n or own_bare == re.sub(r"^the", "", n) or (len(n) > 4 and own == n + "online") for n in names
    )


def headline(candidate: str, others: Iterable[str]) -> str:
    """The longest of the others that the candidate goes on from with a mark (a site, a section), else the candidate."""
    best, whole = "", key(candidate)
    for other in others:
        if len(best) < len(other) < len(candidate) and len(other) > 10 and whole.startswith(key(other)):
            rest = candidate[_length_of(candidate, key(other)) :]
            if re.match(rf"[^\w\s|]{{0,3}}\s*{_MARKS}", rest):
                best = other
    return best or candidate


def _length_of(text: str, start: str) -> int:
    """How much of a text its start takes up, given as letters and digits."""
    at = 0
    for i, c in enumerate(text):
        if at >= len(start):
            return i
        at += len(key(c))
    return len(text)
