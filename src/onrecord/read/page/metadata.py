"""What a page says of itself: schema.org first, then OpenGraph and meta tags, then what is printed on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from onrecord.read.dates import day_in, iso_date
from onrecord.read.language import declared
from onrecord.read.page.names import authors, headline, is_desk, is_name, last_segments, without_site
from onrecord.read.page.schema_org import Schema
from onrecord.read.page.tree import address, elements, key, metas, strings, text_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DATES = (
    *("article:published_time", "og:published_time", "og:article:published_time", "article.published", "datepublished"),
    *(
        "publishdate",
        "publish-date",
        "publish_date",
        "pubdate",
        "parsely-pub-date",
        "sailthru.date",
        "date",
        "release_date",
    ),
    *("dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "cxenseparse:recs:publishtime"),
)
_NEVER = ("0001-01-01", "1970-01-01")
"""What programs write where they have no day."""
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator")
_DESCRIPTIONS = ("description", "og:description", "twitter:description")
_BYLINES = (
    "//*[@rel='author' or @itemprop='author' or @data-testid='author-name']",
    "//*[self::a or self::span or self::p or self::div or self::address]"
    "[contains(concat(' ', normalize-space(@class), ' '), ' author ') or contains(@class, 'author-name')"
    " or contains(@class, 'byline') or contains(@class, 'author_name') or contains(@class, 'authorName')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' articletag-author ')]",
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a page's article besides its text."""

    title: str | None
    outlet: str | None
    authors: tuple[str, ...]
    published: str | None
    language: str | None
    """As declared."""
    url: str | None
    descriptions: tuple[str, ...]
    """The page's own summaries, which are often its standfirst."""


def metadata(root: HtmlElement, schema: Schema, url: str | None) -> Metadata:
    """What a page says of itself. `url`: where it was fetched from, if it was."""
    tags = metas(root)
    where = _url(root, schema, tags, url)
    publishers = [name for name, _ in schema.names("publisher")]
    sites = [*publishers, *tags.get("og:site_name", ()), *tags.get("application-name", ())]
    outlet = _outlet(root, sites, where)
    return Metadata(
        title=_title(root, schema, tags, [*sites, *_host_names(where)]),
        outlet=outlet,
        authors=_authors(root, schema, tags, outlet),
        published=_published(root, schema, tags),
        language=declared(schema.text("inLanguage")) or declared(root.get("lang")) or declared(root.get("xml:lang")),
        url=where,
        descriptions=tuple(
            dict.fromkeys([schema.text("description"), *(d for name in _DESCRIPTIONS for d in tags.get(name, ()))])
        ),
    )


def _outlet(root: HtmlElement, sites: list[str], url: str | None) -> str | None:
    """The site's name: what the page calls itself, rather one that its title or address bears out."""
    titles = [text_of(e) for e in elements(root, "//title[not(ancestor::svg)]")[:1]]
    shown = key(" ".join(titles))
    hosts = {key(n) for n in _host_names(url)} - {""}
    ends = [part for t in titles for part in last_segments(t) if key(part) in hosts]
    named = [s for s in sites if is_name(s)]
    return next((s for s in named if key(s) in shown), None) or next(iter([*ends, *named]), None)


def _title(root: HtmlElement, schema: Schema, tags: dict[str, list[str]], sites: list[str]) -> str | None:
    """The headline.

    Outlets write three: on the page (h1, schema.org), for sharing (OpenGraph), for search engines (the title tag).
    Where the one for sharing is only the one for search engines again, the page's own holds.
    """
    printed = [t for e in elements(root, "//h1 | //h2 | //h3")[:200] if (t := text_of(e))] + tags.get("headline", [])
    said = without_site(schema.text("headline"), sites)
    document = next((text_of(e) for e in elements(root, "//title[not(ancestor::svg)]")[:1]), "")
    tops = [t for e in elements(root, "//h1")[:5] if (t := text_of(e))]

    def cut(title: str) -> str:
        return headline(without_site(title, sites), [said, *printed] if said else printed)

    shared = cut(next(iter([*tags.get("og:title", ()), *tags.get("twitter:title", ())]), ""))
    repeated = key(shared) in (key(cut(document)), key(headline(document, [shared])))
    if shared and said and repeated and key(said) in {key(t) for t in tops}:
        return said
    if shared or said:
        return shared or said
    top = next(iter(tops), "")
    rest = without_site(document, [top])
    if rest != document and len(rest) > len(top):
        return cut(rest)  # the h1 is the site's name
    named = cut(document)
    return (named if len(named) > len(top) and key(named) in {key(t) for t in printed} else top or named) or None


def _authors(root: HtmlElement, schema: Schema, tags: dict[str, list[str]], outlet: str | None) -> tuple[str, ...]:
    named = schema.names("author") or schema.names("creator")
    people = authors((name for name, is_organisation in named if not is_organisation), outlet=outlet)
    own = {key(outlet), ""}
    if any(key(p) not in own and not is_desk(p) for p in people):
        return people
    desks = people if any(key(p) not in own for p in people) else authors((name for name, _ in named), outlet=None)
    for source in (*(tags.get(name, []) for name in _AUTHORS), *(_printed(root, path) for path in _BYLINES)):
        found = tuple(a for a in authors(source, outlet=outlet) if key(a) not in own)
        if found and not (desks and all(map(is_desk, found))):
            return found
    return desks


def _printed(root: HtmlElement, path: str) -> list[str]:
    texts = [text_of(e, apart=True) for e in elements(root, path)[:20]]
    return [t for t in texts if t and len(t) <= 80][:1]


def _published(root: HtmlElement, schema: Schema, tags: dict[str, list[str]]) -> str | None:
    said = [schema.text("datePublished"), *(d for name in _DATES for d in tags.get(name, ()))]
    marked = strings(
        root, "//time[@pubdate or @itemprop='datePublished']/@datetime | //*[@itemprop='datePublished']/@content"
    )
    printed = [t for place in ("article", "main", "header") for t in strings(root, f"//{place}//time/@datetime")]
    created = [schema.text("dateCreated"), schema.text("uploadDate"), schema.text("dateModified")]
    found = (day for value in (*said, *marked, *printed[:1], *created) if (day := iso_date(value)))
    return next((day for day in found if not day.startswith(_NEVER)), None)


def _url(root: HtmlElement, schema: Schema, tags: dict[str, list[str]], url: str | None) -> str | None:
    canonical = strings(root, "//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")
    said = [schema.text("mainEntityOfPage"), schema.text("url")]
    for value in (*canonical[:1], *tags.get("og:url", ())[:1], *said):
        if found := address(value, url):
            return found
    return address(url)


def _host_names(url: str | None) -> list[str]:
    """What a site may call itself, going by its address: `globalnews.ca`, `globalnews`."""
    host = re.sub(r"^www\d?\.", "", urlsplit(url).hostname or "") if url else ""
    return [host, host.split(".")[0], *(host.split(".")[-2:-1])] if host else []


def found_day(root: HtmlElement, url: str | None, above: Iterable[str]) -> str | None:
    """The day that a page shows without saying that it is the one of publication: in the lines above its first
    paragraph, in its markup, in its address."""
    import htmldate

    days = {day for line in above if (day := day_in(line))}
    if len(days) == 1:
        return days.pop()
    try:
        return iso_date(htmldate.find_date(root, original_date=True, extensive_search=False, url=url))
    except (ValueError, TypeError, OverflowError):
        return None
