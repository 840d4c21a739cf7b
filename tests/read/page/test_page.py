from __future__ import annotations

import json

import pytest

from onrecord.domain import Article
from onrecord.errors import ReadError
from onrecord.read.page import read_page
from tests.read.pages import PARAGRAPHS, TITLE, json_ld, page


def blocks(article: Article) -> list[tuple[str, str]]:
    return [(b.kind, article.text[b.start : b.end]) for b in article.blocks]


def kind_of(html: str, text: str) -> str | None:
    """The kind of the block with this text; None where it is not in the article."""
    return next((kind for kind, found in blocks(read_page(html).article) if found == text), None)


def test_the_text_is_the_title_and_the_blocks_with_one_empty_line_between() -> None:
    article = read_page(page()).article
    assert article.text == "\n\n".join([TITLE, *PARAGRAPHS])
    assert blocks(article) == [("title", TITLE), *(("paragraph", p) for p in PARAGRAPHS)]


# titles


@pytest.mark.parametrize(
    "title", [f"{TITLE} | The Ostrand Courier", f"{TITLE} - Ostrand Courier", f"The Ostrand Courier: {TITLE}",
              f"{TITLE} – World – The Ostrand Courier", f"{TITLE} * The Ostrand Courier * by Edda Rask"],
)  # fmt: skip
def test_the_site_s_name_is_taken_off(title: str) -> None:
    head = f'<meta property="og:site_name" content="The Ostrand Courier"><meta property="og:title" content="{title}">'
    article = read_page(page(head=head)).article
    assert article.title == TITLE
    assert article.outlet == "The Ostrand Courier"


def test_marks_within_a_title_stay() -> None:
    title = "Budget 3.0 | Port fees - and who pays: a guide"
    head = '<meta property="og:site_name" content="The Ostrand Courier">'
    assert read_page(page(title=title, head=head)).article.title == title


def test_a_title_for_search_engines_gives_way_to_the_printed_one() -> None:
    seo = "Ostrand port winter 2031: what we know"
    head = json_ld({"@type": "NewsArticle", "headline": TITLE}) + f'<meta property="og:title" content="{seo}">'
    html = page(head=head).replace(f"<title>{TITLE}", f"<title>{seo}")
    assert read_page(html).article.title == TITLE


@pytest.mark.parametrize(
    ("document", "headings"),
    [
        (f"{TITLE} « The Ostrand Courier", f"<h1>The Ostrand Courier</h1><h2>{TITLE}</h2>"),
        (f"{TITLE} | Courier", f"<h1>Courier</h1><b>{TITLE}</b>"),
        (f"Courier » {TITLE}", f"<h2>{TITLE}</h2>"),
        (TITLE, f"<h1>World</h1><h2>{TITLE}</h2>"),
        ("Ostrand port: what we know", f"<h1>{TITLE}</h1>"),
        ("Courier", f"<h1>{TITLE.replace(' an ', '<br>an ')}</h1>"),
        (f"{TITLE} | Courier", ""),
    ],
)
def test_titles_where_nothing_is_declared(document: str, headings: str) -> None:
    text = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    html = f"<html><head><title>{document}</title></head><body>{headings}<div>{text}</div></body></html>"
    assert read_page(html, url="https://courier.example/port").article.title == TITLE


def test_the_title_is_not_told_twice() -> None:
    html = page(before=f"<h2>{TITLE}</h2>")
    assert read_page(html).article.text.count(TITLE) == 1


# metadata


def test_schema_org_comes_before_open_graph_and_meta_tags() -> None:
    node = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2031-02-03T10:00:00+0100",
        "author": [{"@type": "Person", "name": "By Edda Rask"}, {"@type": "Person", "name": "Ivo Lund"}],
        "publisher": {"@type": "Organization", "name": "The Ostrand Courier"},
        "url": "https://courier.example/port",
    }
    head = json_ld(node) + (
        '<meta property="article:published_time" content="2030-01-01"><meta name="author" content="Somebody Else">'
        '<meta property="og:site_name" content="courier"><meta property="og:url" content="https://courier.example/og">'
    )
    article = read_page(page(head=head)).article
    assert article.published == "2031-02-03T10:00:00+01:00"
    assert article.authors == ("Edda Rask", "Ivo Lund")
    assert article.outlet == "The Ostrand Courier"
    assert article.url == "https://courier.example/og"


def test_meta_tags_where_there_is_no_schema_org() -> None:
    head = (
        '<meta property="article:published_time" content="2031-02-03">'
        '<meta name="author" content="Edda Rask and Ivo Lund">'
        '<meta property="og:site_name" content="The Ostrand Courier">'
        '<link rel="canonical" href="https://courier.example/port#top">'
    )
    article = read_page(page(head=head)).article
    assert (article.published, article.authors) == ("2031-02-03", ("Edda Rask", "Ivo Lund"))
    assert article.url == "https://courier.example/port"


def test_a_day_printed_above_the_text_or_in_the_address() -> None:
    changed = '<meta property="article:modified_time" content="2025-02-04">'
    assert read_page(page(head=changed, before="<p>Published February 3, 2025</p>")).article.published == "2025-02-03"
    assert read_page(page(), url="https://courier.example/2025/02/03/port").article.published == "2025-02-03"
    told = (PARAGRAPHS[0], "The port opened on February 3, 2025, the minister said.", *PARAGRAPHS[1:])
    assert read_page(page(told)).article.published is None


def test_the_time_in_the_article_comes_before_one_above_it() -> None:
    header = "<header><time datetime='2031-01-01'>now</time></header>"
    html = page(before="<time datetime='2031-02-03'>Monday</time>").replace("<body>", f"<body>{header}")
    assert read_page(html).article.published == "2031-02-03"


def test_a_desk_gives_way_to_a_person_but_not_to_an_agency() -> None:
    node = {"@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Person", "name": "Courier staff"}}
    assert read_page(page(head=json_ld(node), before="<p class=byline>Edda Rask")).article.authors == ("Edda Rask",)
    agency = '<meta name="author" content="Associated Press">'
    assert read_page(page(head=json_ld(node) + agency)).article.authors == ("Courier staff",)


@pytest.mark.parametrize(
    "byline",
    [
        "<div class=byline>By Edda Rask<br>Published 3 February 2031</div>",
        "<div class=byline><span>Edda Rask</span><span>Political Editor</span><span>@edda</span></div>",
        "<p class=author>Edda Rask (edda@courier.example)</p>",
    ],
)
def test_printed_bylines(byline: str) -> None:
    assert read_page(page(before=byline)).article.authors == ("Edda Rask",)


def test_a_desk_is_the_author_only_where_nobody_is_named() -> None:
    desk = json_ld({
        "@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Organization", "name": "The Ostrand Courier"},
        "publisher": {"@type": "Organization", "name": "The Ostrand Courier"},
    })  # fmt: skip
    assert read_page(page(head=desk)).article.authors == ("The Ostrand Courier",)
    html = page(head=desk, before='<a rel="author" href="/r">Edda Rask</a>')
    assert read_page(html).article.authors == ("Edda Rask",)


def test_the_author_of_an_image_is_not_the_article_s() -> None:
    after = '<figure><meta itemprop="author" content="Pia Foto"><figcaption>The port.</figcaption></figure>'
    assert read_page(page(after=after)).article.authors == ()


def test_a_front_page_is_no_article_s_address() -> None:
    head = '<link rel="canonical" href="https://courier.example/">'
    assert read_page(page(head=head)).article.url is None
    assert read_page(page(head=head), url="https://courier.example/port").article.url == "https://courier.example/port"


def test_a_day_that_is_not_declared_is_said() -> None:
    found = read_page(page(before="<p>Updated: February 3, 2031</p>"))
    assert any("does not declare its day" in w for w in found.warnings)
    unknown = read_page(page())
    assert unknown.article.published is None
    assert any("none was found" in w for w in unknown.warnings)
    assert read_page(page(), published="2031-02-03").article.published == "2031-02-03"


def test_a_day_in_words_outweighs_the_last_change_and_one_that_never_was_does_not() -> None:
    node = {"@type": "NewsArticle", "headline": TITLE, "dateModified": "2031-02-09"}
    told = read_page(page(head=json_ld({**node, "datePublished": "February 3, 2031 10:20 AM"})))
    assert told.article.published == "2031-02-03"
    never = read_page(page(head=json_ld({**node, "datePublished": "1970-01-01T00:00:00Z"})))
    assert never.article.published == "2031-02-09"


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("OSTRAND (AP) — The port stays open.", "Associated Press"),
        ("OSTRAND, Feb 3 (Reuters) - The port stays open.", "Reuters"),
        ("LUNDE, Northmark (Kyodo News) – The port stays open.", "Kyodo News"),
        ("(Reuters) - The port stays open.", "Reuters"),
        ("NEW LUNDE: (PTI) The port stays open.", "Press Trust of India"),
        ("New Lunde [Northmark], February 3 (ANI): The port stays open.", "ANI"),
        ("New Lunde, Feb 3 (PTI) The port stays open.", "Press Trust of India"),
        ("OSTRAND, February 3. /TASS/. The port stays open.", "TASS"),
        ("OSTRAND (AP/KOST) — The port stays open.", "Associated Press"),
        ("OSTRAND (KOST) — The port stays open.", "KOST"),
        ("The Pilots' Assembly (PA) — which runs it — keeps the port open.", None),
        ("Ostrand's Pilots Assembly (PA) keeps the port open.", None),
        ("Northmark's Harbour Office (NHO) - keeps the port open.", None),
        ("The port (which freezes) - stays open.", None),
        ("The council voted (12) - and lost.", None),
    ],
)
def test_datelines_name_agencies(line: str, agency: str | None) -> None:
    first = f"{line} {PARAGRAPHS[0]}"
    article = read_page(page((first, *PARAGRAPHS[1:]))).article
    assert article.agency == agency
    assert first in article.text


def test_a_byline_names_an_agency() -> None:
    head = json_ld(
        {"@type": "NewsArticle", "headline": TITLE, "author": {"@type": "Person", "name": "Associated Press"}}
    )
    assert read_page(page(head=head)).article.agency == "Associated Press"


# blocks


def test_captions_headings_and_boxes_are_told_apart() -> None:
    caption = "The port of Ostrand in January. Photo: Pia Foto"
    half = len(PARAGRAPHS) // 2
    html = page(
        PARAGRAPHS[:half],
        before=f"<figure><img src=x><figcaption>{caption}</figcaption></figure>",
        after="<h2>What the council says</h2>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS[half:]),
    )
    assert blocks(read_page(html).article) == [
        ("title", TITLE),
        ("caption", caption),
        *(("paragraph", p) for p in PARAGRAPHS[:half]),
        ("heading", "What the council says"),
        *(("paragraph", p) for p in PARAGRAPHS[half:]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Read more: How the port froze in 2019",
        "Sign up for our morning newsletter and never miss a story.",
        "We use cookies to improve your experience.",
        "Additional reporting by Ivo Lund in Lunde",
        "© 2031 The Ostrand Courier. All rights reserved.",
        "Edda Rask contributed to this report.",
        "Do you have a story to tell? Email tips@courier.example",
        "With inputs from PTI",
        "(This story has not been edited by our staff and is published from a syndicated feed.)",
        "This article is for subscribers only",
    ],
)
def test_the_site_s_own_texts_are_no_paragraphs(text: str) -> None:
    assert kind_of(page((*PARAGRAPHS[:2], text, *PARAGRAPHS[2:])), text) in ("other", None)


@pytest.mark.parametrize(
    "text",
    [
        "Reading more is what the minister wants of the schools in Ostrand, she told the council on Monday.",
        "Donate blood now, the Red Cross of Ostrand said on Monday, since none was left after the storm.",
        "“Sign it or leave it,” he told the council, adding that no other ship would be bought this year.",
        "Photographs of the broken ship were shown to the council by the opposition on Monday evening.",
        "The court struck down the port's privacy policy on Monday, and the minister said she would appeal.",
    ],
)
def test_prose_stays_prose(text: str) -> None:
    assert kind_of(page((*PARAGRAPHS[:2], text, *PARAGRAPHS[2:])), text) == "paragraph"


def test_an_embedded_post_is_not_the_article_s_own_words() -> None:
    post = '<blockquote class="twitter-tweet"><p>The port is closed, whatever she says.</p>— Ivo (@ivo)</blockquote>'
    html = page(PARAGRAPHS[:2], after=post + "".join(f"<p>{p}</p>" for p in PARAGRAPHS[2:]))
    assert kind_of(html, "The port is closed, whatever she says.") in ("other", None)


def test_the_standfirst_is_part_of_the_text() -> None:
    lead = "Two of four ships are in repair, yet the minister gives her word that the coal will come."
    html = page(head=f'<meta name="description" content="{lead}">', before=f"<div>{lead}</div>")
    assert blocks(read_page(html).article)[1] == ("paragraph", lead)


def test_text_for_screen_readers_only_is_not_in_a_sentence() -> None:
    linked = PARAGRAPHS[0].replace("the port", 'the <a href="/p">port<span class="sr-only">, opens new tab</span></a>')
    assert read_page(page((linked, *PARAGRAPHS[1:]))).article.text == "\n\n".join([TITLE, *PARAGRAPHS])


def test_paragraphs_divided_by_line_breaks_only() -> None:
    html = page(("<br><br>".join(PARAGRAPHS),))
    assert [text for kind, text in blocks(read_page(html).article) if kind == "paragraph"] == list(PARAGRAPHS)


def test_paragraphs_typed_in_lines() -> None:
    typed = "\n\n".join(p.replace(" the ", "\nthe ") for p in PARAGRAPHS)
    html = page((), after=f"<pre>\n{typed}\n</pre>")
    assert [text for kind, text in blocks(read_page(html).article) if kind == "paragraph"] == list(PARAGRAPHS)


def test_what_a_script_would_draw_is_read() -> None:
    inner = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    state = json.dumps({"story": {"html": inner}}).replace("<", "\\u003c")
    script = f"<script>window.S = {state}</script>"
    html = f"<html><head><title>{TITLE}</title></head><body><div id=app></div>{script}</body></html>"
    assert read_page(html).article.text == "\n\n".join([TITLE, *PARAGRAPHS])


def test_what_a_page_carries_as_data_completes_its_text() -> None:
    long = tuple(f"{p} {n}" for n in range(6) for p in PARAGRAPHS)
    node = {"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(long)}
    columns = "</div></div><div class=c><div class=ad></div><div class=body>".join(f"<p>{p}</p>" for p in long)
    html = page((), head=json_ld(node), after=f"<div class=c><div class=body>{columns}</div></div>")
    assert [text for kind, text in blocks(read_page(html).article) if kind == "paragraph"] == list(long)


def test_the_title_is_not_told_twice_where_the_layout_is_of_no_use() -> None:
    text = "".join(f"<p>{p} {n}</p>" for n in range(3) for p in PARAGRAPHS)
    assert read_page(page((), after=f'<div style="display:none">{text}</div>')).article.text.count(TITLE) == 1


def test_a_short_article_is_one() -> None:
    assert read_page(page(PARAGRAPHS[:1])).article.text == f"{TITLE}\n\n{PARAGRAPHS[0]}"


def test_a_page_without_an_article_says_so() -> None:
    with pytest.raises(ReadError, match="no article on this page"):
        read_page("<html><body><nav><a href='/'>Home</a></nav></body></html>")


def test_a_page_that_trafilatura_stumbles_over_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def stumble(*_: object, **__: object) -> None:
        raise AttributeError("NoneType")

    monkeypatch.setattr(trafilatura, "bare_extraction", stumble)
    with pytest.raises(ReadError, match="stumbles over this page"):
        read_page(page())
