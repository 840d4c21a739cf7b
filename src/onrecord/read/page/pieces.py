"""A page cut into its pieces: runs of text between two edges of layout, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.read.page.tree import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_UNREAD = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "select",
        "option",
        "textarea",
        "button",
        "video",
        "audio",
        "object",
        "embed",
        "head",
        "map",
        "canvas",
        "input",
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_CAPTION = re.compile(r"caption|(?:image|photo|picture|media)[-_]?(?:credit|desc)|\bcredit\b", re.IGNORECASE)
_EMBED = re.compile(
    r"twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|bluesky-embed|reddit-embed", re.IGNORECASE
)
_ASIDE = re.compile(
    r"newsletter|subscri|cookie|consent|paywall-(?:prompt|offer)|related|recommend|read-?(?:more|also|next)|most-?(?:read|popular)|"
    r"sign-?up|promo|comments?\b|social|share|breadcrumb|\btags?\b|disclaimer|author-?bio",
    re.IGNORECASE,
)
_OUT_OF_SIGHT = re.compile(r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader|a11y-hidden)", re.IGNORECASE)
_NO_STYLE = re.compile(r"display:none|visibility:hidden|clip:rect\(0|clip-path:inset\((?:50|100)%")
_EMPTY_LINE = re.compile(r"\n\s*\n")
_LONGEST_CAPTION = 1500
_SENTENCE_END = tuple(".!?:…。！？”\"'’»")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the layout text stands, inherited downwards."""

    path: int
    tag: str
    scope: int
    caption: bool
    embed: bool
    aside: bool
    names: str
    """Classes and ids of this block and the one around it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text between two edges of layout."""

    text: str
    tag: str
    path: int
    """The same for all pieces that stand under the same tags with the same classes."""
    scope: int
    """The `article` or `main` element that it stands in."""
    heading: bool
    caption: bool
    embed: bool
    aside: bool
    names: str
    linked: float
    """How much of it is links, 0 to 1."""
    bold: float


@dataclass(slots=True)
class _Run:
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0


def pieces(root: HtmlElement) -> Iterator[Piece]:
    """The page's pieces in reading order."""
    from lxml.etree import iterwalk

    paths: dict[tuple[int, str, str], int] = {}
    places = [_Place(0, "html", 0, caption=False, embed=False, aside=False, names="")]
    run = _Run()
    links = bolds = captions = 0
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _UNREAD or _is_hidden(element):
                walk.skip_subtree()
                continue
            if tag in _BLOCKS and not captions:  # a caption is one text, credit and all
                yield from _piece(run, places[-1])
                run = _Run()
                places.append(_inside(places[-1], element, tag, paths))
            captions += _is_short_caption(element, tag)
            links += tag == "a"
            bolds += tag in ("b", "strong")
            _add(run, element.text, links, bolds)
        else:
            unread = tag in _UNREAD or _is_hidden(element)
            if not unread:
                links -= tag == "a"
                bolds -= tag in ("b", "strong")
                captions -= _is_short_caption(element, tag)
                if tag in _BLOCKS and not captions:
                    yield from _piece(run, places.pop())
                    run = _Run()
            if tag == "br" and _breaks(run, element):
                yield from _piece(run, places[-1])
                run = _Run()
            elif tag == "br":
                run.parts.append(" ")
            _add(run, element.tail, links, bolds)


def _add(run: _Run, text: str | None, links: int, bolds: int) -> None:
    if text:
        run.parts.append(text)
        run.linked += len(text) if links else 0
        run.bold += len(text) if bolds else 0


def _breaks(run: _Run, br: HtmlElement) -> bool:
    """Whether a line break ends a paragraph: a second one, or one after the end of a sentence."""
    following = br.getnext()
    doubled = following is not None and following.tag == "br" and not (br.tail or "").strip()
    last = next((p for p in reversed(run.parts) if p.strip()), "")
    return doubled or last.rstrip().endswith(_SENTENCE_END)


def _is_short_caption(element: HtmlElement, tag: str) -> bool:
    """Whether an element is a caption, and not one that was never closed."""
    return tag == "figcaption" and len(element.text_content()) <= _LONGEST_CAPTION


def _is_hidden(element: HtmlElement) -> bool:
    style, classes = element.get("style"), element.get("class")
    if style and _NO_STYLE.search(style.replace(" ", "").lower()):
        return True
    return element.get("hidden") is not None or bool(classes and _OUT_OF_SIGHT.search(classes))


def _inside(place: _Place, element: HtmlElement, tag: str, paths: dict[tuple[int, str, str], int]) -> _Place:
    classes = " ".join(
        filter(None, (element.get("class"), element.get("id"), element.get("data-testid"), element.get("itemprop")))
    )
    own = element.get("class") or ""
    path = paths.setdefault((place.path, tag, "" if tag == "p" else own), len(paths) + 1)
    return _Place(
        path=path,
        tag=tag,
        scope=path if tag in ("article", "main") else place.scope,
        caption=place.caption or tag == "figcaption" or bool(_CAPTION.search(classes)),
        embed=place.embed or bool(_EMBED.search(classes)),
        aside=place.aside or tag in ("nav", "footer", "form") or bool(tag != "body" and _ASIDE.search(classes)),
        names=f"{place.names.rpartition('/')[2]}/{classes}",
    )


def _piece(run: _Run, place: _Place) -> Iterator[Piece]:
    raw = "".join(run.parts)
    length = max(1, len(raw.strip()))
    # what is typed in lines has its paragraphs between empty ones
    for part in _EMPTY_LINE.split(raw) if place.tag == "pre" else [raw]:
        if text := clean(part):
            yield Piece(
                text=text,
                tag=place.tag,
                path=place.path,
                scope=place.scope,
                heading=place.tag in _HEADINGS,
                caption=place.caption,
                embed=place.embed,
                aside=place.aside,
                names=place.names,
                linked=min(1.0, run.linked / length),
                bold=min(1.0, run.bold / length),
            )
