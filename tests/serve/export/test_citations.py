"""Citations: each article once, taken by the programs that reporters cite with."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from bibtexparser.entrypoint import parse_string
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import HealthCheck, given, settings
from pylatexenc.latex2text import LatexNodes2Text

from onrecord.domain import Article, ReaderInfo, day
from onrecord.record.ledger import Setting
from onrecord.serve import rows
from onrecord.serve.export import citations
from onrecord.serve.marking import one_line
from tests.serve.export.worlds import article_rows, made, statement_rows

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
KNOWN = {"id", "type", "title", "author", "container-title", "issued", "URL", "language", "note"}


def test_each_article_is_cited_once() -> None:
    found, setting = article("Harbour Post", 3)
    items = json.loads(made("csl", rows.STATEMENTS, found, setting))
    assert [item["id"] for item in items] == ["harbourpost-20310302-" + "d" * 16]
    assert made("bibtex", rows.STATEMENTS, found, setting).count(b"@article{") == 1


def article(outlet: str, count: int) -> tuple[list[Any], Setting]:
    from tests.serve.test_output import statement_row

    text = Article(
        "x",
        url="https://harbour.example/1?a={b}&c=%20",
        title="50% & more: “Hold” {the} $bridge_ #1 \\ ~^",
        outlet=outlet,
        authors=("Ada Quist, Ph.D. and others", "Bo Li"),
        agency="TASS",
        published="2031-03-02T10:00:00+00:00",
        language="en",
    )
    return [replace(statement_row("t"), published=text.published)] * count, Setting(text, ReaderInfo("1", "m"), {})


def test_an_entry_says_what_is_known_and_which_text_was_read() -> None:
    found, setting = article("The Post", 1)
    (item,) = json.loads(made("csl", rows.STATEMENTS, found, setting))
    assert item == {
        "id": "thepost-20310302-" + "d" * 16,
        "type": "article-newspaper",
        "title": "50% & more: “Hold” {the} $bridge_ #1 \\ ~^",
        "author": [{"literal": "Ada Quist, Ph.D. and others"}, {"literal": "Bo Li"}],
        "container-title": "The Post",
        "issued": {"date-parts": [[2031, 3, 2]]},
        "language": "en",
        "note": "Agency: TASS. As read: urn:onrecord:version:v",
    }
    entry = made("bibtex", rows.STATEMENTS, found, setting).decode()
    assert "author = {{Ada Quist, Ph.D. and others} and {Bo Li}}" in entry
    title = entry.partition("title = {{")[2].partition("}},\n")[0]
    title = title.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")  # which this library lacks
    assert LatexNodes2Text().latex_to_text(title).replace("ˆ", "^") == setting.article.title
    assert r"{{50\% \& more: “Hold” \textbraceleft{}the\textbraceright{} \$bridge\_ \#1 \textbackslash{} " in entry


@few
@given(statement_rows())
def test_csl_has_the_schemas_fields_and_types(some: tuple[list[Any], Setting]) -> None:
    for item in json.loads(made("csl", rows.STATEMENTS, *some)):
        assert set(item) <= KNOWN
        assert {"id", "type"} <= set(item)
        for name, value in item.items():
            if name == "issued":
                assert set(value) == {"date-parts"}
                assert all(isinstance(part, int) for part in value["date-parts"][0])
            elif name == "author":
                assert all(set(one) == {"literal"} and one["literal"] for one in value)
            else:
                assert isinstance(value, str)
                assert value
        assert item.get("URL", "https://").startswith(("http://", "https://"))


def test_citeproc_makes_a_reference_of_it() -> None:
    found, setting = article("The Harbour Post", 1)
    items = json.loads(made("csl", rows.STATEMENTS, found, setting))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    bibliography.register(Citation([CitationItem(items[0]["id"])]))
    reference = str(bibliography.bibliography()[0])
    for part in ("Ada Quist, Ph.D. and others", "Bo Li", "2031", "The Harbour Post", "50% & more"):
        assert part in reference


@few
@given(statement_rows())
def test_bibtex_is_read_back_by_its_own_library(some: tuple[list[Any], Setting]) -> None:
    library = parse_string(made("bibtex", rows.STATEMENTS, *some).decode())
    assert library.failed_blocks == []
    (entry,) = library.entries
    article = some[1].article
    assert entry.entry_type == "article"
    assert re.fullmatch(r"[a-z0-9-]+", entry.key)
    fields = {field.key: field.value for field in entry.fields}
    assert ("title" in fields) == bool(one_line(article.title or ""))
    when = day(article.published)
    assert fields.get("year") == (f"{when.year:04}" if when else None)
    for value in fields.values():
        assert value.count("{") == value.count("}")


@few
@given(article_rows())
def test_an_articles_row_is_cited_as_its_statements_are(row: Any) -> None:
    setting = Setting(Article("x", title=row.title, published=row.published), ReaderInfo("1", "m"), {})
    (item,) = json.loads(made("csl", rows.ARTICLES, [row], setting))
    assert item["id"].endswith(row.id)


def test_a_name_is_never_cut_into_given_and_family_name() -> None:
    cited = citations.citation(Article("x", authors=("Ilsa von Tamrin",)), "d", "v")
    assert citations.csl(cited)["author"] == [{"literal": "Ilsa von Tamrin"}]
    assert cited.key == "article-undated-d"
