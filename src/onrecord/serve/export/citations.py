"""Citations of the articles behind rows, each once: CSL-JSON (Zotero, pandoc, citeproc) and BibTeX.

A name is cited whole as the article gives it ("literal"): a wrong cut between given and family name is worse than none.
The note says which text was read, so that a citation holds when the page changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.domain import day
from onrecord.serve.export.addresses import urn, web_address
from onrecord.serve.marking import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.domain import Article
    from onrecord.record.events import EventRow
    from onrecord.record.ledger import ArticleRow, StatementRow
    from onrecord.serve.export import Settings

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TEX = {
    **{c: f"\\{c}" for c in "&%$#_"},
    # BibTeX counts braces, escaped or not
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_IN_ADDRESS = {c: f"%{ord(c):02X}" for c in "{}\\"}


@dataclass(frozen=True, slots=True)
class Cited:
    """An article as it is cited."""

    key: str
    """Of outlet, day and document: the same whatever else is cited."""
    article: Article
    note: str


def cited(rows: Iterable[StatementRow | EventRow | ArticleRow], settings: Settings) -> Iterator[Cited]:
    """The articles of the rows, each where it comes first. Their ids are kept, all else is let go."""
    seen = set()
    for row in rows:
        document = getattr(row, "document", row.id)  # an article's row is the document's
        if document not in seen:
            seen.add(document)
            yield citation(settings(row.reading).article, document, row.version)


def citation(article: Article, document: str, version: str) -> Cited:
    """One article."""
    agency = f"Agency: {one_line(article.agency)}. " if article.agency else ""
    outlet = re.sub(r"[^a-z0-9]+", "", (article.outlet or "").casefold())[:24] or "article"
    published = day(article.published)
    key = "-".join([outlet, published.strftime("%Y%m%d") if published else "undated", document])
    return Cited(key, article, f"{agency}As read: {urn('version', version)}")


def csl(cited: Cited) -> dict[str, Any]:
    """One item of CSL-JSON. What is not known is left out."""
    article, published = cited.article, day(cited.article.published)
    fields: dict[str, Any] = {
        "id": cited.key,
        "type": "article-newspaper",
        "title": _line(article.title),
        "author": [{"literal": name} for name in map(_line, article.authors) if name],
        "container-title": _line(article.outlet),
        "issued": {"date-parts": [[published.year, published.month, published.day]]} if published else None,
        "URL": web_address(article.url),
        "language": article.language,
        "note": cited.note,
    }
    return {name: value for name, value in fields.items() if value}


def bibtex(cited: Cited) -> str:
    """One entry, for BibTeX and biblatex."""
    article, published = cited.article, day(cited.article.published)
    address = web_address(article.url)
    fields = {
        "title": f"{{{_tex(article.title)}}}" if _line(article.title) else None,  # else styles change its capitals
        "author": " and ".join(f"{{{_tex(name)}}}" for name in article.authors if _line(name)),
        "journal": _tex(article.outlet),
        "year": f"{published.year:04}" if published else None,
        "month": _MONTHS[published.month - 1] if published else None,
        "day": str(published.day) if published else None,
        "url": address and "".join(_IN_ADDRESS.get(c, c) for c in address),
        "langid": {"en": "english"}.get(article.language or ""),
        "note": _tex(cited.note),
    }
    lines = [f"  {n} = {v if n == 'month' else '{' + v + '}'},\n" for n, v in fields.items() if v]
    return f"@article{{{cited.key},\n{''.join(lines)}}}\n\n"


def _line(text: str | None) -> str:
    return one_line(text or "")


def _tex(text: str | None) -> str:
    return "".join(_TEX.get(c, c) for c in _line(text))
