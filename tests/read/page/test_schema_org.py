from __future__ import annotations

from typing import Any

import pytest
from lxml.html import document_fromstring

from onrecord.read.page.schema_org import Schema
from tests.read.pages import json_ld

ARTICLE: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "A port",
    "author": {"@type": "Person", "name": "Edda Rask"},
}


def schema(scripts: str) -> Schema:
    return Schema(document_fromstring(f"<html><head>{scripts}</head><body></body></html>"))


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [ARTICLE],
        {"@graph": [{"@type": "WebSite", "name": "Courier"}, ARTICLE]},
        [[{"@type": "WebPage", "mainEntity": ARTICLE}]],
        {**ARTICLE, "@type": ["Thing", "ReportageNewsArticle"]},
    ],
)
def test_wherever_the_article_stands(value: Any) -> None:
    found = schema(json_ld(value))
    assert found.text("headline") == "A port"
    assert found.names("author") == [("Edda Rask", False)]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Edda Rask", ["Edda Rask"]),
        (["Edda Rask", {"name": "Ivo Lund"}], ["Edda Rask", "Ivo Lund"]),
        ([{"@id": "#edda"}], ["Edda Rask"]),
        ({"@type": "Person", "byline": "Edda Rask"}, ["Edda Rask"]),
        ({"name": ["Edda Rask"]}, ["Edda Rask"]),
        ({"name": ["Edda Rask", "Ivo Lund"]}, ["Edda Rask; Ivo Lund"]),
        ({"name": "<a href='/r'>Edda</a> &lt;b&gt;Rask&lt;/b&gt;"}, ["Edda Rask"]),
        ({"name": "Edda O&#8217;Rask"}, ["Edda O’Rask"]),
        ({"name": None}, []),
        ([None, 3, [], {}], []),
    ],
)
def test_authors_in_all_shapes(author: Any, names: list[str]) -> None:
    graph = {"@graph": [{**ARTICLE, "author": author}, {"@type": "Person", "@id": "#edda", "name": "Edda Rask"}]}
    assert [name for name, _ in schema(json_ld(graph)).names("author")] == names


def test_other_articles_on_the_page_are_not_it() -> None:
    other = {"@type": "NewsArticle", "headline": "Another port", "datePublished": "2031-01-01"}
    lists = {"@type": "ItemList", "itemListElement": [other]}
    updates = {"@type": "LiveBlogPosting", "headline": "A port", "liveBlogUpdate": [{"@type": "BlogPosting", **other}]}
    assert schema(json_ld(lists)).text("headline") == ""
    assert schema(json_ld(lists, ARTICLE)).text("headline", "datePublished") == "A port"
    assert schema(json_ld(updates)).text("datePublished") == ""


def test_two_nodes_on_the_same_article_complete_each_other() -> None:
    second = {"@type": "Article", "headline": "A&nbsp;port", "datePublished": "2031-02-03"}
    found = schema(json_ld(ARTICLE, second, {"@type": "Article", "headline": "Else", "description": "x"}))
    assert found.text("datePublished") == "2031-02-03"
    assert found.text("description") == ""


def test_the_node_whose_headline_is_shown_is_the_page_s_own() -> None:
    other = {**ARTICLE, "headline": "Another port", "datePublished": "2031-01-01"}
    shown = "<title>A port | Courier</title>"
    assert schema(json_ld(other, ARTICLE) + shown).text("headline") == "A port"
    assert schema(json_ld(other, ARTICLE)).text("headline") == "Another port"


def test_what_is_said_of_the_page_holds_for_the_article_on_it() -> None:
    web = {"@type": "WebPage", "datePublished": "2031-02-03", "author": {"@id": "#edda"}}
    graph = {"@graph": [web, {"@type": "Person", "@id": "#edda", "name": "Edda Rask"}]}
    assert schema(json_ld(graph)).names("author") == [("Edda Rask", False)]
    found = schema(json_ld(graph, {"@type": "NewsArticle", "headline": "A port", "author": "Ivo Lund"}))
    assert found.text("datePublished") == "2031-02-03"
    assert found.names("author") == [("Ivo Lund", False)]


@pytest.mark.parametrize(
    "text",
    [
        '<!-- {"@type": "NewsArticle", "headline": "A port"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "A port"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "A port",}',
        '{"@type": "NewsArticle", "headline": "A\n port"}',
        '{"@type": "WebSite"}{"@type": "NewsArticle", "headline": "A port"}',
        '{"@type": "NewsArticle", "headline": "A port"};',
    ],
)
def test_broken_json_is_mended_where_it_can_be(text: str) -> None:
    assert schema(script(text)).text("headline") == "A port"


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, '{"@type": "NewsArticle", "headline": ' + "[" * 5000 + "]" * 5000 + "}"]
)
def test_what_cannot_be_mended_says_nothing(text: str) -> None:
    assert schema(script(text)).text("headline") == ""
