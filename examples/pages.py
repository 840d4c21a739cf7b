"""How each outlet of the example world lays out its pages: four habits that real pages have."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from onrecord.domain import Article

Fields = Mapping[str, str]


def page(article: Article, fields: Fields) -> str:
    """The page of an article, as its outlet would publish it."""
    layouts = {"courier": _courier, "tribune": _tribune, "post": _post, "lantern": _lantern}
    return layouts[fields["outlet"]](article, fields)


def feed(articles: Sequence[Article]) -> str:
    """The RSS feed of the Lantern's short reports, which it carries in full, the newest first."""
    items = "".join(_item(a) for a in sorted(articles, key=lambda a: a.published or "", reverse=True))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>\n'
        "<title>Lantern News</title>\n<link>https://lantern.example/brief</link>\n"
        "<description>In brief</description>\n<language>en</language>\n"
        f"{items}</channel>\n</rss>\n"
    )


def _item(article: Article) -> str:
    when = datetime.fromisoformat(article.published or "")
    creators = "".join(f"<dc:creator>{escape(a, quote=False)}</dc:creator>\n" for a in article.authors)
    return (
        f"<item>\n<title>{escape(article.title or '', quote=False)}</title>\n<link>{article.url}</link>\n"
        f'<guid isPermaLink="true">{article.url}</guid>\n<pubDate>{format_datetime(when)}</pubDate>\n{creators}'
        f"<description>{escape(_first(article), quote=False)}</description>\n"
        f"<content:encoded><![CDATA[{_blocks(article, {'paragraph': '<p>{}</p>'})}]]></content:encoded>\n</item>\n"
    )


def _first(article: Article) -> str:
    """The first paragraph."""
    return next(article.text[b.start : b.end] for b in article.blocks if b.kind == "paragraph")


def _blocks(article: Article, marks: Mapping[str, str]) -> str:
    """The blocks after the title, each in the markup that its kind has: `{}` is the text."""
    made = (marks[b.kind].format(escape(article.text[b.start : b.end], quote=False)) for b in article.blocks[1:])
    return "\n".join(made)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).replace("</", "<\\/")


def _courier(article: Article, fields: Fields) -> str:
    """JSON-LD, a figure with its caption, a list of other articles after the text."""
    title = escape(article.title or "", quote=False)
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "url": article.url,
        "datePublished": article.published,
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet},
    }
    marks = {
        "paragraph": "<p>{}</p>",
        "heading": "<h2>{}</h2>",
        "caption": '<figure><img src="/img/lead.jpg" alt=""><figcaption>{}</figcaption></figure>',
        "other": '<p class="read-also"><a href="/archive">{}</a></p>',
    }
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} - {article.outlet}</title>
<link rel="canonical" href="{article.url}">
<script type="application/ld+json">
{_json(about)}
</script>
</head>
<body>
<header><a href="/">{article.outlet}</a>
<nav><ul>
<li><a href="/news">News</a></li><li><a href="/river">The River</a></li><li><a href="/opinion">Opinion</a></li>
</ul></nav>
</header>
<main>
<article>
<h1>{title}</h1>
<p class="byline">By {escape(" and ".join(article.authors))}</p>
<div class="article-body">
{_blocks(article, marks)}
<p class="newsletter"><a href="/letters">Subscribe to the Courier's evening letter</a></p>
</div>
</article>
<aside><h3>Most read</h3><ul>
<li><a href="/a">Ferry fares rise again</a></li><li><a href="/b">A bakery for the old town</a></li>
</ul></aside>
</main>
<footer><p>Copyright {article.outlet}. All rights reserved.</p></footer>
</body>
</html>
"""


def _tribune(article: Article, fields: Fields) -> str:
    """OpenGraph and article: tags, the site's name on the title, a cookie notice."""
    title = escape(article.title or "")
    people = "\n".join(f'<meta name="author" content="{escape(a)}">' for a in article.authors)
    byline = "".join(f'<span class="author">{escape(a)}</span>' for a in article.authors) or "<span>NWA</span>"
    marks = {
        "paragraph": '<p class="story__p">{}</p>',
        "heading": "<h3>{}</h3>",
        "caption": '<div class="photo"><img src="/p.jpg" alt=""><p class="caption">{}</p></div>',
        "other": '<p class="read-more"><a href="/more">{}</a></p>',
    }
    return f"""<!DOCTYPE html>
<html lang="en" prefix="og: https://ogp.me/ns#">
<head>
<meta charset="utf-8">
<title>{title} | {article.outlet}</title>
<meta property="og:type" content="article">
<meta property="og:title" content="{title} | {article.outlet}">
<meta property="og:url" content="{article.url}">
<meta property="og:site_name" content="{article.outlet}">
<meta property="article:published_time" content="{article.published}">
{people}
</head>
<body>
<div id="cookie-banner" class="cookie-consent"><p>We use cookies to improve your visit.</p><button>Accept</button></div>
<div class="top-nav"><a href="/politics">Politics</a> <a href="/border">Border</a> <a href="/sport">Sport</a></div>
<div class="story" role="main">
<h1 class="story__title">{title}</h1>
<div class="story__meta">{byline} <time datetime="{article.published}">{(article.published or "")[:10]}</time></div>
<div class="story__text">
{_blocks(article, marks)}
</div>
</div>
<div class="footer">{article.outlet}, Quessel. <a href="/contact">Contact</a></div>
</body>
</html>
"""


def _post(article: Article, fields: Fields) -> str:
    """Plain meta tags, an old-fashioned page, a newsletter box under the text."""
    title = escape(article.title or "", quote=False)
    author = escape(" and ".join(article.authors))
    byline = f'<meta name="author" content="{author}">\n' if author else ""
    marks = {
        "paragraph": "<p>{}</p>",
        "heading": "<h4>{}</h4>",
        "caption": '<p class="caption">{}</p>',
        "other": '<p class="read-also">{}</p>',
    }
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title} - {article.outlet}</title>
{byline}<meta name="date" content="{article.published}">
<meta name="application-name" content="{article.outlet}">
<link rel="canonical" href="{article.url}">
</head>
<body>
<div id="masthead"><a href="/">{article.outlet}</a> | <a href="/harbour">Harbour</a> | <a href="/world">World</a></div>
<div id="content">
<h1>{title}</h1>
<div class="entry-content">
{_blocks(article, marks)}
<div class="newsletter-signup"><p>Sign up for Tideline, our morning letter from the harbour.</p></div>
</div>
</div>
<div id="sidebar"><h5>Also in the Post</h5><p><a href="/tides">Tide tables</a></p></div>
</body>
</html>
"""


def _lantern(article: Article, fields: Fields) -> str:
    """A JSON-LD graph, as content systems write it, and a modern page with share buttons."""
    title = escape(article.title or "", quote=False)
    people = [{"@type": "Person", "@id": f"#a{n}", "name": a} for n, a in enumerate(article.authors)]
    story = {
        "@type": "NewsArticle",
        "headline": article.title,
        "mainEntityOfPage": article.url,
        "datePublished": article.published,
        "dateModified": fields.get("modified", article.published),
        "publisher": {"@id": "#org"},
        **({"author": [{"@id": p["@id"]} for p in people]} if people else {}),
    }
    about = {
        "@context": "https://schema.org",
        "@graph": [story, {"@type": "Organization", "@id": "#org", "name": article.outlet}, *people],
    }
    marks = {
        "paragraph": '<p data-block="text">{}</p>',
        "heading": "<h2>{}</h2>",
        "caption": "<figure><figcaption>{}</figcaption></figure>",
        "other": '<p class="newsletter"><a href="/letters">{}</a></p>',
    }
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} | {article.outlet}</title>
<meta property="og:site_name" content="{article.outlet}">
<link rel="canonical" href="{article.url}">
<script type="application/ld+json">{_json(about)}</script>
<script>window.lantern = {{ready: true}};</script>
</head>
<body>
<nav aria-label="Main"><a href="/live">Live</a><a href="/stories">Stories</a><a href="/explained">Explained</a></nav>
<main>
<article>
<header><h1>{title}</h1></header>
<ul class="share"><li><button>Share</button></li><li><button>Copy link</button></li></ul>
<section>
{_blocks(article, marks)}
</section>
</article>
</main>
<footer><p>Lantern News is read in many countries.</p></footer>
</body>
</html>
"""
