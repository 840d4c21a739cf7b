"""Authors, agencies and site names, told from what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.read.page.tree import clean, key

_BY = re.compile(
    r"^(?:(?:written|reported|reporting|story|text|words|posted|published|edited|compiled|analysis|opinion|review)\s+)?"
    r"by(?:\s*:\s*|\s+)|^(?:von|par|por|di|door)\s+(?=(?-i:[A-ZÀ-Þ])\S*\s)",
    re.I,
)
_ROLE = re.compile(r"\s*(?:기자|記者|特派員)$")
_FOR = re.compile(r"\s+(?:[Ff]or|in|at)\s+(?=[A-Z]).*$|\s+for\s+\S+\.\w+$", re.DOTALL)
"""Behind a name: whom and where it writes for and from."""
_JOB = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|journalist|columnist|producer|contributor|staff|desk|bureau|team|chief"
    r"|agencie|wire|report)s?$",
    re.I,
)
_JOB_BEHIND = re.compile(
    r"^(\S+\s+\S+.*?)\s+(?:(?:senior|chief|deputy|associate|assistant|managing|executive|political|politics|business"
    r"|economics|education|environment|climate|defen[cs]e|diplomatic|foreign|health|legal|national|news|science|special"
    r"|sports?|staff|technology|world|(?-i:[A-Z]{2}))\s+)+(?:editor|correspondent|reporter|writer|columnist|journalist)$",
    re.I,
)
"""What follows a name without a comma."""
_REACHED = re.compile(r"\(?\S*@\S*\)?|(?<=\w)\s*\(\s*\)")
"""E-mail addresses and the handles of networks."""
_WHEN = re.compile(
    r"[\s|,;·•–—-]{0,5}\b(?:(?:first )?(?:published|updated|posted)\b(?! by\b).*"
    r"|(?:on )?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?(?:\d\d? )?"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d.*|\d{4}-\d\d.*)$",
    re.I,
)
"""Behind a name: the day."""
_TITLES = re.compile(r",\s+(?=(?:[JS]r|I{2,3}|M\.?D|M\.?P|Ph\.?D)\b\.?)")
"""What stands behind a comma and is no other person."""
_NOT_A_NAME = re.compile(
    r"^\W|:|https?:|www\.|[@<>{}|]|\d{3}|^(?:admin|administrator|by|editor|staff|user|webmaster|null|none|undefined)$"
    r"|^(?-i:[a-z][a-z0-9-]*[._][\w.-]*)$",
    re.I,
)
_LONGEST_NAME = 60
_LONGEST_BYLINE = 500
_BETWEEN = re.compile(r"\s*[,、；|·•]\s*(?:and\s+)?|\s+/\s+|\s+(?:and|AND|und|et|with|&)\s+")
"""Between two names of a byline."""

AGENCIES = {
    "AA": "Anadolu Agency",
    "AP": "Associated Press",
    "AFP": "Agence France-Presse",
    "APP": "Associated Press of Pakistan",
    "CP": "The Canadian Press",
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
    r"""(?:(?P<place>[^\W\d_][\w.’'/ -]{1,40}?    # KYIV, Ukraine [EU], Feb 3
           (?:\s\[[\w ]{2,30}\])?(?:,\s*[\w.’' -]{1,30}?){0,3})[\s:,.–—-]{0,5})?
        (?:\((?P<agency>[^\W\d_][\w .&’'-]{1,30})(?:/[\w ./&’'-]{1,30})?\)(?P<mark>\s*[-–—:])?
          |/(?P<slashed>[^\W\d_][\w -]{1,30})/\.?)""",
    re.VERBOSE,
)
"""KYIV, Ukraine (AP) — · (Reuters) - · NEW DELHI, Feb 3 (PTI) The … · MOSCOW, February 3. /TASS/."""
_SET_OFF = re.compile(r"(?:^|[:–—-]\s*|\b[A-Z][a-z]{2,8}\.? \d{1,2}[.,]?\s*(?:\d{4},?\s*)?)[(/]$")
"""Before an agency that no dash follows: nothing, a colon or a day."""


def authors(values: Iterable[str], *, outlet: str | None = None) -> tuple[str, ...]:
    """The people that a byline names, each once, without "By" and roles, in order; its desks where it names nobody."""
    found: dict[str, str] = {}
    for value in values:
        byline = _TITLES.sub(" ", _WHEN.sub("", _REACHED.sub("", clean(value)[:_LONGEST_BYLINE])))
        for name in _split(_ROLE.sub("", _BY.sub("", without_site(byline, [outlet] if outlet else [])))):
            name = _JOB_BEHIND.sub(r"\1", _FOR.sub("", _ROLE.sub("", name.strip(" ,;·•|")))).strip()
            if is_name(name):
                found.setdefault(key(name), name)
    own = key(outlet)
    people = {k: v for k, v in found.items() if k != own and not _JOB.search(v)}
    return tuple((people or found).values())


def is_desk(name: str) -> bool:
    """Whether a name is a job, a group of people or an agency and nobody's own: "Courier staff"."""
    return bool(_JOB.search(name)) or _is_agency(name)


def is_name(text: str) -> bool:
    """Whether a text could be somebody's name."""
    return 1 < len(text) <= _LONGEST_NAME and any(c.isalpha() for c in text) and not _NOT_A_NAME.search(text)


def _split(text: str) -> list[str]:
    if ";" in text:
        return [name for part in text.split(";") for name in _split(part.strip()) if name]
    parts = [p.strip() for p in _BETWEEN.split(text) if p.strip()]
    full = [" " in p or _is_dense(p) for p in parts]
    if all(full) or len(parts) < 2:
        return parts
    # "Rome, Italy desk" or "Smith, John" is no list: a list begins with a full name, and goes on with them or agencies
    return [p for p, is_full in zip(parts, full, strict=True) if is_full or _is_agency(p)] if full[0] else [text]


def _is_dense(text: str) -> bool:
    """Whether a text is in a script that writes a full name as one word."""
    return any(c > "\u2e7f" for c in text)


def _is_agency(text: str) -> bool:
    return key(text) in _AGENCY_NAMES


def agency_of(first: str, byline: Iterable[str] = ()) -> str | None:
    """The agency that a dateline (`KYIV (AP) —`) or a byline names."""
    found = _DATELINE.match(first[:160])
    if found:
        name, place = found["agency"] or found["slashed"], found["place"] or ""
        # an acronym that is not known is an agency's where the place is in capitals: else it could be anything's
        known = _is_agency(name) and not place.startswith("The ")
        if (known and (found["mark"] or _SET_OFF.search(first[: first.index(name)]))) or (
            found["mark"] and name.isupper() and place.split(",")[0].isupper()
        ):
            return AGENCIES.get(name.upper(), name)
    for name in byline:
        if _is_agency(name):
            return AGENCIES.get(name.upper(), re.sub(r"^The ", "", name))
    return None


_MARKS = r"[|·•∙‧—–―:*»«›‹>/~→ㅣ｜：\-]"
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
    """The longest of the others that a mark divides from the rest of the candidate (a site, a section), else the
    candidate."""
    best, whole = "", key(candidate)
    for other in others:
        own = key(other)
        if not len(best) < len(other) < len(candidate) or len(other) <= 10:
            continue
        if whole.startswith(own):
            rest = candidate[_length_of(candidate, own) :]
            divided = re.match(rf"[^\w\s|]{{0,3}}\s*{_MARKS}", rest)
        elif whole.endswith(own) and 2 * len(other) > len(candidate):
            # a site before its headline ends with a mark that is no colon, behind which a speaker's words would stand
            before = _length_of(candidate, whole.removesuffix(own))
            divided = re.match(rf"\W?\s+(?!:\s){_MARKS}+\s|[|•»]", candidate[before:])
        else:
            continue
        if divided:
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
