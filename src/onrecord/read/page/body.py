"""The article on a page: which pieces belong to it, and what each is.

trafilatura decides what is text; the page's own layout gives it back whole, in order, with captions, and says what the
pieces are.
"""

from __future__ import annotations

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from onrecord.domain import BlockKind
from onrecord.errors import ReadError
from onrecord.read.page.pieces import Piece, pieces
from onrecord.read.page.tree import clean, key
from onrecord.read.page.wording import ends_like_a_sentence, is_byline, is_caption, is_label, is_site

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SHINGLE = 24
"""Letters by whose first and last run a piece is found again in the extracted text."""
_COVERED = 0.8
"""How much of the extracted text the pieces must give back for the layout to be trusted."""
_LONGEST_HEADING = 150
"""Characters from which on a sentence in a heading's element is a standfirst."""
_LEADS = re.compile(
    r"standfirst|stand-first|sub-?title|sub-?head|\bdek\b|__dek|-dek\b|HeaderDek|\bdeck\b|summary|\blede\b|\bintro\b|article-?lead|"
    r"lead-?text|lead-?paragraph|excerpt|description|strapline|\bkicker-text\b",
    re.IGNORECASE,
)


class Part(NamedTuple):
    """A block to be."""

    kind: BlockKind
    text: str


def body(root: HtmlElement, title: str | None, descriptions: Sequence[str], said: str = "") -> list[Part]:
    """The article's parts after its title. `said`: the text that the page carries as data, which is believed where
    more of it is found on the page than was extracted."""
    extracted = extract(root)
    lines = [k for line in extracted.splitlines() if (k := key(line))]
    page = [p for p in pieces(root) if not is_label(p.text)]
    chosen = _chosen(page, lines)
    page = _without_wrappers(page, chosen)
    if sum(len(key(page[i].text)) for i in chosen) < _COVERED * sum(map(len, lines)):
        return [
            Part(_kind_of_line(t), t)
            for line in extracted.splitlines()
            if (t := clean(line.lstrip("-• "))) and not is_label(t) and key(t) != key(title)
        ]
    chosen |= _found(page, chosen, said)
    chosen |= _alike(page, chosen)
    chosen = _without_title(page, chosen, title)
    chosen |= _lead(page, chosen, title, descriptions)
    chosen |= _captions(page, chosen, title)
    return _parts([page[i] for i in sorted(chosen)])


def parts_of(root: HtmlElement, title: str | None) -> list[Part]:
    """All pieces of a piece of HTML that is nothing but an article."""
    page = [p for p in pieces(root) if not is_label(p.text)]
    return _parts([page[i] for i in sorted(_without_title(page, set(range(len(page))), title))])


def extract(root: HtmlElement) -> str:
    """What trafilatura takes for the article's text, a line a paragraph; empty where it finds none.

    Raises ReadError where it fails.
    """
    import trafilatura

    _hush()
    try:
        document = trafilatura.bare_extraction(deepcopy(root), with_metadata=False, include_comments=False)
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as e:
        # not our code and no more careful than pages are odd: one page must not stop a run of thousands
        raise ReadError(f"trafilatura stumbles over this page ({type(e).__name__})", hint="give it as text") from e
    return str(getattr(document, "text", None) or "")


@cache
def _hush() -> None:
    # these libraries report on standard error what onrecord reports itself
    for name in ("trafilatura", "htmldate", "justext", "readability", "charset_normalizer"):
        logging.getLogger(name).addHandler(logging.NullHandler())


def _chosen(page: Sequence[Piece], lines: Sequence[str]) -> set[int]:
    """The pieces whose text was extracted; of several with the same text, those among most of the others."""
    counts = Counter(lines)
    shingles = _shingles(page, "".join(lines))
    same: defaultdict[str, list[int]] = defaultdict(list)
    weight: Counter[int] = Counter()
    for i, piece in enumerate(page):
        k = key(piece.text)
        if k and (k in counts or (len(k) >= SHINGLE and k[:SHINGLE] in shingles and k[-SHINGLE:] in shingles)):
            same[k].append(i)
            weight[piece.path] += len(k)
    chosen: set[int] = set()
    for k, found in same.items():
        found.sort(key=lambda i: (-weight[page[i].path], i))
        chosen.update(found[: max(1, counts[k])])
    return chosen


def _shingles(page: Sequence[Piece], text: str) -> set[str]:
    """The first and last runs of the pieces that are found in a text. Of the text's own runs there may be millions."""
    edges = {edge for p in page if (k := key(p.text)) for edge in (k[:SHINGLE], k[-SHINGLE:])}
    return {run for i in range(len(text) - SHINGLE + 1) if (run := text[i : i + SHINGLE]) in edges}


def _without_wrappers(page: Sequence[Piece], chosen: set[int]) -> list[Piece]:
    """The pieces; where a name such as "caption" covers most of the article, it is a wrapper's and says nothing."""
    half = sum(len(page[i].text) for i in chosen) / 2
    aside, caption, embed = (
        sum(len(page[i].text) for i in chosen if getattr(page[i], name)) <= half
        for name in ("aside", "caption", "embed")
    )
    if aside and caption and embed:
        return list(page)
    return [replace(p, aside=p.aside and aside, caption=p.caption and caption, embed=p.embed and embed) for p in page]


def _found(page: Sequence[Piece], chosen: set[int], said: str) -> set[int]:
    """The paragraphs that stand in the text the page carries as data."""
    known = key(re.sub(r"<[^<>]*>|\]\([^()]*\)", " ", said))
    if len(known) <= sum(len(key(page[i].text)) for i in chosen):
        return set()
    shingles = _shingles(page, known)
    taken = {key(page[i].text) for i in chosen}
    found: set[int] = set()
    for i, piece in enumerate(page):
        k = key(piece.text)
        if len(k) >= SHINGLE and k not in taken and k[:SHINGLE] in shingles and k[-SHINGLE:] in shingles:
            found.add(i)
            taken.add(k)
    return found


def _alike(page: Sequence[Piece], chosen: set[int]) -> set[int]:
    """Paragraphs that stand exactly as the chosen ones do, and were left out all the same."""
    texts: Counter[int] = Counter()
    counts: Counter[int] = Counter()
    for i in chosen:
        if page[i].tag in ("p", "div"):
            texts[page[i].path] += len(page[i].text)
            counts[page[i].path] += 1
    main = {path for path in texts if counts[path] >= 2 and texts[path] >= 300}
    scopes = {page[i].scope for i in chosen if page[i].path in main}
    taken = {key(page[i].text) for i in chosen}
    return {
        i
        for i, p in enumerate(page)
        if p.path in main and p.scope in scopes and p.linked < 0.5 and len(p.text) > 40
        and not p.aside and not p.embed and key(p.text) not in taken and not is_site(p.text)
    }  # fmt: skip


def _without_title(page: Sequence[Piece], chosen: set[int], title: str | None) -> set[int]:
    own = key(title)
    return {i for i in chosen if not own or (key(page[i].text) != own and page[i].tag != "h1")}


def _first_paragraph(page: Sequence[Piece], chosen: Iterable[int]) -> int:
    return min((i for i in chosen if len(page[i].text) > 60 and not page[i].heading), default=len(page))


def _top(page: Sequence[Piece], before: int, title: str | None) -> int | None:
    """Where the headline is printed."""
    own = key(title)
    tops = [i for i in range(before) if page[i].tag == "h1" or (own and key(page[i].text) == own)]
    return tops[-1] if tops else None


def _lead(page: Sequence[Piece], chosen: set[int], title: str | None, descriptions: Sequence[str]) -> set[int]:
    """The standfirst: between the headline and the first paragraph, told by its class or by the page's own summary."""
    first = _first_paragraph(page, chosen)
    top = _top(page, first, title)
    summaries = [k for d in descriptions if len(k := key(d)) >= 20]
    taken = {key(page[i].text) for i in chosen}
    found: list[int] = []
    for i in range(0 if top is None else top + 1, first):
        piece, k = page[i], key(page[i].text)
        if (
            i in chosen
            or k in taken
            or len(piece.text) < 30
            or piece.linked > 0.5
            or piece.caption
            or is_site(piece.text)
        ):
            continue
        summed = any(k == s or (len(k) >= 40 and (s.startswith(k) or k.startswith(s))) for s in summaries)
        if summed or (top is not None and not piece.aside and len(piece.text) <= 600 and _LEADS.search(piece.names)):
            found.append(i)
            taken.add(k)
    return set(found[:4])


def _captions(page: Sequence[Piece], chosen: set[int], title: str | None) -> set[int]:
    """The captions between the headline and the last paragraph."""
    if not chosen:
        return set()
    first, last = min(chosen), max(chosen)
    top = _top(page, first, title)
    taken = {key(page[i].text) for i in chosen}
    found: set[int] = set()
    for i in range(first if top is None else top + 1, last):
        k = key(page[i].text)
        if (
            page[i].caption
            and i not in chosen
            and len(k) > 15
            and k not in taken
            and not page[i].aside
            and page[i].linked < 0.5
        ):
            found.add(i)
            taken.add(k)
    return found


def _parts(chosen: Sequence[Piece]) -> list[Part]:
    parts: list[Part] = []
    begun = False
    for piece in chosen:
        kind = _kind(piece, begun)
        if kind == "heading" and piece.linked > 0.9 and parts and parts[-1].kind == "other":
            kind = "other"  # the box goes on
        begun = begun or (kind == "paragraph" and len(piece.text) > 60)
        parts.append(Part(kind, piece.text))
    return parts


def _kind(piece: Piece, begun: bool) -> BlockKind:
    text = piece.text
    if piece.caption or is_caption(text):
        return "caption"
    if piece.embed or is_site(text) or (not begun and is_byline(text)):
        return "other"
    if piece.linked + piece.bold > 0.9 and piece.linked > 0.5 and not ends_like_a_sentence(text) and not piece.heading:
        return "other"
    if piece.heading and not (len(text) > _LONGEST_HEADING and text.endswith(".")):
        return "heading"
    if piece.bold > 0.9 and len(text) <= 120 and piece.tag != "li" and not ends_like_a_sentence(text):
        return "heading"
    return "paragraph"


def _kind_of_line(text: str) -> BlockKind:
    return "caption" if is_caption(text) else "other" if is_site(text) else "paragraph"
