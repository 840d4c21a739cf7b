"""Whatever goes in, an article or one line comes out, and what comes out is sound."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from onrecord.domain import Loaded
from onrecord.errors import ReadError
from onrecord.read import load
from onrecord.read.page import read_page
from onrecord.read.text import blocks_of, title_of
from tests.read.pages import PARAGRAPHS, page

IN_ONE_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

texts = st.text(st.characters(codec="utf-8"))
scraps = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "<b>", "<br>", "<br><br>", "<h1>", "<h2>", "<figure>", "<figcaption>", "<article>"),
        *("<script>", "</script>", "<table><tr><td>", "<a href=x>", "</a>", "<li>", "<!--", "-->", "<![CDATA[", "]]>"),
        *("&amp;", "&#0;", "&#7;", "&#xd800;", "&#x110000;", "<meta charset=utf-16>", "<svg><title>x</title></svg>"),
        *('<time datetime="2031-13-45">', "\ufeff", "\u202e", "\ufffe", "\x1b"),
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":["a",{}],"author":{"@id":"x"}}</script>',
        '<script type="application/ld+json">[[[{"@graph":null</script>',
    ]
)
soups = st.lists(st.one_of(scraps, st.sampled_from(PARAGRAPHS), texts), max_size=30).map(" ".join)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
records = st.fixed_dictionaries(
    {"text": st.text() | values},
    optional=dict.fromkeys(("id", "title", "url", "outlet", "authors", "published", "language"), values),
)


def sound(item: Loaded | ReadError) -> None:
    """Fails unless an item is a line for people, or an article that every later stage can rely on."""
    if isinstance(item, ReadError):
        assert item.what
        assert item.resource
        assert str(item).isprintable()
        return
    article = item.article
    article.text.encode()
    assert article.text.strip()
    assert "\0" not in article.text
    assert len(article.id) == 16
    assert len(article.sha256) == 64
    end = 0
    for block in article.blocks:
        assert end <= block.start < block.end <= len(article.text)
        assert article.text[block.start : block.end].strip()
        end = block.end
    if article.published is not None:
        assert article.published[:10].count("-") == 2
    json.dumps([article.title, article.outlet, article.url, *article.authors], ensure_ascii=False).encode()


@IN_ONE_FOLDER
@given(data=st.binary(max_size=2000), name=st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.json", "a.xml", "a.gz"]))
def test_any_bytes(tmp_path: Path, data: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(data)
    items = list(load([str(tmp_path / name)]))
    assert items
    for item in items:
        sound(item)


@IN_ONE_FOLDER
@given(soup=soups, codec=st.sampled_from(["utf-8", "utf-16", "cp1251"]), packed=st.booleans())
def test_any_page(tmp_path: Path, soup: str, codec: str, packed: bool) -> None:
    data = f"<!doctype html><html><body>{soup}</body></html>".encode(codec, "replace")
    (tmp_path / "a.html").write_bytes(gzip.compress(data) if packed else data)
    (item,) = load([str(tmp_path / "a.html")])
    sound(item)


@IN_ONE_FOLDER
@given(values=st.lists(records | values, min_size=1, max_size=5))
def test_any_records_one_item_each(tmp_path: Path, values: list[object]) -> None:
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(v) + "\n" for v in values), "utf-8")
    items = list(load([str(tmp_path / "a.jsonl")]))
    assert len(items) == len(values)
    for number, item in enumerate(items, 1):
        sound(item)
        assert item.resource == f"{tmp_path / 'a.jsonl'}:{number}"


@given(text=texts)
def test_text_stays_to_the_character_and_blocks_leave_nothing_out(text: str) -> None:
    blocks = blocks_of(text, title_of(text))
    inside = {i for b in blocks for i in range(b.start, b.end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in inside)


@given(soup=soups)
def test_a_page_s_text_is_its_blocks_with_one_empty_line_between(soup: str) -> None:
    try:
        article = read_page(page(before=soup, after=soup)).article
    except ReadError:
        reject()
    assert "\n\n".join(article.text[b.start : b.end] for b in article.blocks) == article.text
    assert article == read_page(page(before=soup, after=soup)).article


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_no_newline_is_translated(tmp_path: Path, newline: str) -> None:
    text = newline.join(PARAGRAPHS)
    (tmp_path / "a.txt").write_bytes(text.encode())
    (item,) = load([str(tmp_path / "a.txt")])
    assert isinstance(item, Loaded)
    assert item.article.text == text
    assert len(item.article.blocks) == len(PARAGRAPHS)
