"""The dossier: one page that loads nothing, with every statement in its words and on whose word."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from onrecord.domain import Anchor, Article, ReaderInfo
from onrecord.record.chains import Chains
from onrecord.record.identities import Known
from onrecord.record.ledger import Setting, StatementRow
from onrecord.serve import rows
from onrecord.serve.export import dossier
from onrecord.serve.marking import harmless
from tests.serve.export.worlds import made, statement_rows
from tests.serve.fakes import nested
from tests.serve.test_html import Tree

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NAMES = {"a1": "Ilsa Tamrin"}
HOSTILE = replace(
    nested().article,
    title="<script>alert(1)</script>",
    url="javascript:alert(1)",
    outlet='"><img src=x onerror=alert(1)>',
)


def said() -> list[StatementRow]:
    """All statements of one article, the third and last by a known actor."""
    found = [replace(s, speaker="a1") if s.id in ("s3", "s7") else s for s in nested().statements]
    article = nested().article
    return [
        StatementRow(
            id=f"{s.id:0>16}",
            document="d",
            version="v" * 16,
            reading="r",
            url=article.url,
            title=article.title,
            outlet=article.outlet,
            published=article.published,
            statement=s,
            speaker=NAMES.get(s.speaker or ""),
            within=Chains(found).around(s),
        )
        for s in found
    ]


def page(found: list[Any], article: Article | None = None) -> tuple[str, Tree]:
    whole = made("dossier", rows.STATEMENTS, found, Setting(article or nested().article, ReaderInfo("1", "m"), NAMES))
    tree = Tree()
    tree.feed(whole.decode())
    tree.close()
    assert tree.open == []
    return whole.decode(), tree


def words(whole: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", whole.partition("<body>")[2].replace("</dt>", " ")).split())


def test_it_says_what_was_asked_how_much_was_found_and_what_is_not_known() -> None:
    whole, _ = page(said())
    text = words(whole)
    assert "7 statements in 1 article of 1 outlet, published on 1 May 2026." in text
    assert "by =Tolan" in text
    assert "as of 2031-03-02T00:00:00+00:00" in text
    assert "Of 5 statements it is not known who speaks" in text
    assert "2 stand inside what somebody else says" in text
    assert "does not say what is true" in text


def test_who_speaks_is_counted_by_who_they_are() -> None:
    """One who goes by two names is one; two who go by one name are two."""
    names = ("Lavrov", "Sergei Lavrov", "Lavrov", "Ada Quist", "Ada Quist", "Bo Lind")
    ids = ("aa", "aa", "aa", "bb", "cc", None)
    row = next(r for r in said() if r.statement.speaker == "a1")
    found = [replace(row, speaker=name, place=n, reading=str(n)) for n, name in enumerate(names)]
    main = {"aa": "Sergei Lavrov", "bb": "Ada Quist", "cc": "Ada Quist"}
    known = {(n, "a1"): Known(id_, main[id_], "person", 1) for n, id_ in enumerate(ids) if id_}
    setting = Setting(nested().article, ReaderInfo("1", "m"), NAMES)
    text = words(made("dossier", rows.STATEMENTS, found, setting, known).decode())
    speak = text.partition("Who speaks")[2].partition("What is not known")[0]
    assert speak.split() == "Sergei Lavrov 3 Ada Quist bb 1 Ada Quist cc 1 Bo Lind 1".split()


def test_whom_the_article_only_describes_is_nobody_among_those_who_speak() -> None:
    setting = Setting(nested().article, ReaderInfo("1", "m"), NAMES, frozenset({"a1"}))
    text = words(made("dossier", rows.STATEMENTS, said(), setting).decode())
    assert "Who speaks" not in text.partition("What is not known")[0]
    assert "Of 2 the article describes the speaker and gives no name" in text
    assert text.count("speaker not named") == 2


def test_each_statement_is_marked_in_its_words_and_says_on_whose_word() -> None:
    whole, _ = page(said())
    text = words(whole)
    assert "the mayor according to the envoy, via The foreign minister, Ilsa Tamrin" in text
    assert "she (Ilsa Tamrin)" in text
    assert "Nobody named" not in text or any(row.statement.source is None for row in said())
    for row in said():
        assert row.id in text
    content = re.findall(r'<span class="content[^"]*">(.*?)</span>', whole)
    assert "that Korvia lied" in content
    assert "As read: urn:onrecord:version:" + "v" * 16 in text


def test_a_chain_with_a_pronoun_reads_as_english() -> None:
    row = next(r for r in said() if len(r.within) == 1)
    around = replace(row.within[0], source=Anchor(0, 3, "She"))
    whole, _ = page([replace(row, within=(around,))])
    assert "according to her (Ilsa Tamrin)" in words(whole)


def test_what_a_person_judged_is_said_instead_of_a_chance() -> None:
    one, other = (row.statement for row in said()[:2])
    judged = (replace(one, confidence=1.0, reviewed="accepted"), replace(other, confidence=1.0, reviewed="changed"))
    whole, _ = page([replace(row, statement=s) for row, s in zip(said(), judged, strict=False)])
    assert "accepted by a person" in words(whole)
    assert "changed by a person" in words(whole)
    assert "100 % sure" not in words(whole)


def test_what_is_not_there_is_said() -> None:
    found = [replace(said()[0], published=None)]
    whole, _ = page(found, replace(nested().article, published=None, outlet=None, title=None, url=None))
    text = words(whole)
    for part in ("Date not known", "outlet not known", "Without a title", "No address known", "speaker not known"):
        assert part in text
    assert "Nothing on record answers this" in words(page([])[0])


def test_nothing_of_an_article_is_markup_and_nothing_is_obeyed() -> None:
    found = [replace(row, title=HOSTILE.title, outlet=HOSTILE.outlet, speaker="<i>x</i>\x1b[2J") for row in said()]
    whole, tree = page(found, HOSTILE)
    assert not {"script", "img", "b", "i"} & {tag for tag, _ in tree.tags}
    assert not any((given_.get("href") or "#").startswith("javascript") for _, given_ in tree.tags)
    assert not any("style" in given_ or any(n.startswith("on") for n in given_) for _, given_ in tree.tags)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", whole)


def test_the_policy_names_the_style_and_the_page_asks_nothing_of_anybody() -> None:
    whole, tree = page(said(), replace(nested().article, url="https://harbour.example/1"))
    policy = next(g["content"] for _, g in tree.tags if g.get("http-equiv") == "Content-Security-Policy")
    (style,) = re.findall("<style>(.*?)</style>", whole, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    assert not any("src" in given_ or tag in ("link", "img", "iframe", "script") for tag, given_ in tree.tags)
    assert not re.search(r"url\(|@import", whole)
    assert re.findall('href="([^"#]+)"', whole) == ["https://harbour.example/1"] * 2


def test_links_lead_somewhere_and_names_are_given_once() -> None:
    days = ["2026-05-01", "2026-05-02", "2026-05-01", None, None, "2026-05-02", None]
    _, tree = page([replace(said()[0], published=when, reading=str(n)) for n, when in enumerate(days)])
    names = [given_["id"] for _, given_ in tree.tags if "id" in given_]
    assert len(names) == len(set(names))
    targets = {str(g["href"])[1:] for _, g in tree.tags if str(g.get("href", "")).startswith("#")}
    assert targets == {"d2026-05-01", "d2026-05-02", "undated"}
    assert targets <= set(names)


@few
@given(statement_rows())
def test_any_statement_makes_a_page_and_the_same_again(some: tuple[list[Any], Setting]) -> None:
    first = made("dossier", rows.STATEMENTS, *some)
    assert first == made("dossier", rows.STATEMENTS, *some)
    tree = Tree()
    tree.feed(first.decode())
    tree.close()
    assert tree.open == []
    assert "script" not in {tag for tag, _ in tree.tags}


@pytest.mark.parametrize("before", [10, 1000])
def test_a_long_paragraph_is_cut_between_words_and_says_so(before: int) -> None:
    text = "word " * before + "Mira Tolan said it rains. " + "more " * 1000 + "\nend"
    start = text.index("it rains")
    statement = replace(
        nested().statements[0], source=None, cue=None, content=(Anchor.of(text, start, start + 8),), inserted=()
    )
    shown = re.sub("<[^>]+>", "", dossier._in_context(statement, text))
    assert shown.startswith("… word" if before > 100 else "word")
    assert shown.endswith("more …")
    assert len(shown) < 500
    assert harmless(shown) == shown
