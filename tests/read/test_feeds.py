from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.domain import Article, Loaded
from onrecord.errors import ReadError
from onrecord.read import load
from tests.read.pages import PARAGRAPHS, TITLE

BODY = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
RSS = f"""<?xml version="1.0" encoding="{{charset}}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Ostrand Courier</title><language>en-gb</language><link>https://courier.example/</link>
<item><title>{TITLE}</title><link>https://courier.example/port?a=1&amp;b=2</link><guid isPermaLink="false">c-17</guid>
<pubDate>Mon, 03 Feb 2031 10:20:30 GMT</pubDate><dc:creator>Edda Rask and Ivo Lund</dc:creator>
<description>In short.</description><content:encoded><![CDATA[{BODY}]]></content:encoded></item>
<item><title>Škoda &amp;amp; sons buy a ship</title><description>{PARAGRAPHS[1]}</description><link>https://courier.example/ship</link></item>
<item></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Ostrand Courier</title>
<entry><title type="html">{TITLE}</title><id>urn:c:17</id><link rel="self" href="https://courier.example/17.atom"/>
<link href="https://courier.example/port"/><published>2031-02-03T10:20:30Z</published>
<author><name>Edda Rask</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{BODY}</div></content></entry></feed>"""


def articles(path: Path) -> list[Article]:
    return [item.article for item in load([str(path)]) if isinstance(item, Loaded)]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1250"])
@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed"])
def test_rss(tmp_path: Path, charset: str, name: str) -> None:
    (tmp_path / name).write_bytes(
        RSS.format(charset=charset).encode("utf-8" if charset == "utf-8" else "cp1250", "xmlcharrefreplace")
    )
    first, second, third = load([str(tmp_path / name)])
    assert isinstance(first, Loaded)
    article = first.article
    assert article.text == "\n\n".join([TITLE, *PARAGRAPHS])
    assert [b.kind for b in article.blocks] == ["title", *["paragraph"] * len(PARAGRAPHS)]
    assert (article.given_id, article.url) == ("c-17", "https://courier.example/port?a=1&b=2")
    assert (article.outlet, article.language) == ("The Ostrand Courier", "en")
    assert article.authors == ("Edda Rask", "Ivo Lund")
    assert article.published == "2031-02-03T10:20:30Z"
    assert first.raw is None
    assert first.resource == f"{tmp_path / name}:1"
    assert isinstance(second, Loaded)
    assert second.article.title == "Škoda & sons buy a ship"
    assert second.article.text.endswith(PARAGRAPHS[1])
    assert second.warnings == ("no day of publication",)
    assert isinstance(third, ReadError)
    assert third.resource == f"{tmp_path / name}:3"


def test_atom(tmp_path: Path) -> None:
    (tmp_path / "a.atom").write_text(ATOM, "utf-8")
    (article,) = articles(tmp_path / "a.atom")
    assert article.text == "\n\n".join([TITLE, *PARAGRAPHS])
    assert (article.given_id, article.url) == ("urn:c:17", "https://courier.example/port")
    assert article.authors == ("Edda Rask",)


def test_a_feed_with_errors_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(RSS.format(charset="utf-8").replace("&amp; sons", "& sons &nbsp;"), "utf-8")
    assert len(articles(tmp_path / "a.xml")) == 2


def test_a_feed_without_items(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<rss><channel><title>Courier</title></channel></rss>")
    (item,) = load([str(tmp_path / "a.xml")])
    assert isinstance(item, ReadError)
    assert item.what == "a feed without items"


def test_xml_that_is_neither_a_page_nor_a_feed(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(f'<?xml version="1.0"?><nitf><body><p>{PARAGRAPHS[0]}</p></body></nitf>')
    (item,) = load([str(tmp_path / "a.xml")])
    assert isinstance(item, ReadError)
    assert item.what == "XML that is neither a page nor a feed"


def test_a_picture_s_words_are_not_the_item_s(tmp_path: Path) -> None:
    media = (
        "<media:content><media:title>A ship</media:title><media:credit>Photo: Pia Foto</media:credit></media:content>"
    )
    item = f"<item>{media}<title>{TITLE}</title><description>{PARAGRAPHS[0]}</description></item>"
    space = 'xmlns:media="http://search.yahoo.com/mrss/"'
    (tmp_path / "a.xml").write_text(f"<rss {space}><channel><title>Courier</title>{item}</channel></rss>")
    (article,) = articles(tmp_path / "a.xml")
    assert article.text == f"{TITLE}\n\n{PARAGRAPHS[0]}"
