from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from onrecord.domain import Actor, Article, ReaderInfo, Reading
from onrecord.serve.html import page
from onrecord.serve.html.marks import GOES_ON
from onrecord.serve.marking import harmless
from tests.serve.fakes import TEXT, FakeReader, anchor, going_on, nested

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Tree(HTMLParser):
    """Checks that elements nest, and keeps what is of interest."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        """Of each title and paragraph of an article, without the numbers."""
        self.marked: dict[tuple[str, str], str] = {}
        """The characters under each statement's role."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag not in VOID:
            self.open.append((tag, given))
        if tag in ("h1", "h2") or (given.get("class") or "") == "text":
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        classes = [(tag, (given.get("class") or "").split()) for tag, given in self.open]
        if any("ref" in names for _, names in classes):
            return
        if any(tag in ("h1", "h2") or "text" in names for tag, names in classes):
            self.texts[-1] += data
            for _, given in self.open:
                names = (given.get("class") or "").split()
                if "m" in names and given.get("data-s"):
                    key = (str(given["data-s"]), names[1])
                    self.marked[key] = self.marked.get(key, "") + data


def parsed(readings: list[Reading]) -> tuple[str, Tree]:
    whole = "".join(page(readings))
    tree = Tree()
    tree.feed(whole)
    tree.close()
    assert tree.open == []
    return whole, tree


def test_what_is_shown_is_the_text_and_each_mark_covers_its_span() -> None:
    reading = nested()
    _, tree = parsed([reading])
    assert "\n\n".join(tree.texts) == harmless(reading.article.text)
    for number, statement in enumerate(reading.statements, 1):
        key = f"1-{number}"
        content = "".join(harmless(a.text) for a in statement.content)
        assert tree.marked[key, "content"] == content
        assert tree.marked.get((key, "source")) == (statement.source and harmless(statement.source.text))
        assert tree.marked.get((key, "cue")) == (statement.cue and harmless(statement.cue.text))


def test_nothing_of_an_article_is_markup_and_nothing_is_obeyed() -> None:
    reading = nested()
    hostile = replace(
        reading,
        article=replace(
            reading.article,
            blocks=(),
            title="<script>alert(1)</script>",
            url="javascript:alert(1)",
            language='"><script>',
        ),
    )
    whole, tree = parsed([hostile, reading])
    assert [tag for tag, _ in tree.tags].count("script") == 1
    assert not {"b", "i", "img"} & {tag for tag, _ in tree.tags}
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", whole)
    assert not any((given.get("href") or "#").startswith("javascript") for _, given in tree.tags)


def test_the_policy_names_the_style_and_the_script_and_lets_in_nothing_else() -> None:
    whole, tree = parsed([nested()])
    policy = next(g["content"] for t, g in tree.tags if g.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'")
    for tag in ("style", "script"):
        (source,) = re.findall(f"<{tag}>(.*?)</{tag}>", whole, re.DOTALL)
        assert f"{tag}-src 'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy
    assert not any("style" in given or any(name.startswith("on") for name in given) for _, given in tree.tags)


def test_the_page_asks_nothing_of_anybody() -> None:
    whole, tree = parsed([nested()])
    assert not any("src" in given or tag in ("link", "img", "iframe") for tag, given in tree.tags)
    assert not re.search(r"url\(|@import|https?://", whole)


def test_links_lead_somewhere_and_names_are_given_once() -> None:
    _, tree = parsed([nested(), nested()])
    names = [given["id"] for _, given in tree.tags if "id" in given]
    assert len(names) == len(set(names))
    targets = {str(given["href"])[1:] for _, given in tree.tags if str(given.get("href", "")).startswith("#")}
    assert targets <= set(names)


def test_what_stands_in_statements_names_them_and_leads_to_each() -> None:
    """In the margin and in the table, at the depths 1 and 2."""
    whole, tree = parsed([nested()])
    found = re.findall(r'<span class="inside" lang="en">(.*?)</span></a></span>', whole)
    chains = [re.sub("<[^>]*>", "", part) for part in found]
    minister = "The foreign minister, Ilsa Tamrin 3"
    assert chains == 2 * [f"according to {minister}", f"according to the envoy 4, via {minister}"]
    assert [re.findall('href="(.*?)"', part) for part in found] == 2 * [["#n1-3"], ["#n1-4", "#n1-3"]]
    depths = [str(given["class"]).split()[-1] for tag, given in tree.tags if tag == "tr" and given.get("data-s")]
    assert depths == ["in0", "in0", "in0", "in1", "in2", "in0", "in0"]


def test_whoever_is_not_named_or_not_there_is_said_to_be_unnamed() -> None:
    reading = nested()
    nameless = replace(reading.statements[2], source=None)
    whole, _ = parsed([replace(reading, statements=(nameless, reading.statements[3]))])
    assert 'href="#n1-1"><bdi>somebody unnamed</bdi>' in whole
    alone, _ = parsed([replace(reading, statements=reading.statements[3:4])])
    assert alone.count("according to somebody unnamed</span>") == 2, "it never looks like the outlet's own report"


def test_a_pronoun_in_a_chain_has_the_name_beside_it() -> None:
    reading = nested()
    outer = replace(reading.statements[2], source=anchor("she"), speaker="a1")
    known = replace(
        reading,
        statements=(outer, reading.statements[3]),
        actors=(Actor("a1", "Ilsa Tamrin", "person", True, (anchor("Ilsa Tamrin"),)),),
    )
    assert "according to <a" in parsed([known])[0]
    assert "<bdi>her (Ilsa Tamrin)</bdi>" in parsed([known])[0]


def test_a_sentence_that_goes_on_has_its_sign_where_it_begins() -> None:
    whole, tree = parsed([going_on()])
    assert "\n\n".join(tree.texts) == harmless(TEXT), "the sign is no part of the text"
    signs = re.findall(r'<span class="onward c\d" role="img" data-s="(1-\d)"[^>]*></span>(.{9})', whole)
    assert signs == [("1-3", "and that "), ("1-7", "[red]The "), ("1-7", "to Sunday")]
    assert [g["aria-label"] for _, g in tree.tags if "onward c" in str(g.get("class"))] == 3 * [GOES_ON]
    assert anchor("and that nobody").start in going_on().statements[2].carried


def test_the_legend_explains_what_there_is() -> None:
    def legend(*readings: Reading) -> str:
        (found,) = re.findall('<p class="legend">.*?</p>', parsed([*readings])[0])
        return str(found)

    plain = replace(nested(), statements=nested().statements[:3])
    assert "According to" not in legend(plain)
    assert "goes on" not in legend(plain, nested())
    assert "According to" in legend(plain, nested())
    assert "goes on" in legend(plain, going_on(), plain)


def test_several_articles_have_an_index_and_one_has_none() -> None:
    reading = nested()
    whole, tree = parsed(
        [reading, replace(reading, statements=()), replace(reading, statements=(), note="not English")]
    )
    assert [g["href"] for _, g in tree.tags if str(g.get("href", "")).startswith("#a")] == ["#a1", "#a2", "#a3"]
    assert "No statement found." in whole
    assert "not English" in whole
    assert "nav" not in [tag for tag, _ in parsed([reading])[1].tags]
    assert "0 articles" in "".join(page([]))


def test_only_a_web_address_is_a_link() -> None:
    article = Article("Anna said no.", url="https://example.org/a?b=1&c=2")
    _, tree = parsed([FakeReader().read(article)])
    assert [g["href"] for t, g in tree.tags if t == "a" and g.get("rel")] == ["https://example.org/a?b=1&c=2"]


@pytest.mark.parametrize("text", ["", " \n", "Anna said no"])
def test_an_article_without_title_or_text_is_still_a_page(text: str) -> None:
    _, tree = parsed([Reading(Article(text), ReaderInfo("0", "m"))])
    assert tree.texts[0] == "Untitled"


def test_the_same_readings_give_the_same_page() -> None:
    assert "".join(page([nested()])) == "".join(page([nested()]))


def test_colours_can_be_read_in_the_light_and_in_the_dark(root: Path) -> None:
    """WCAG 2.2, 1.4.3: a contrast of 4.5 to 1, also where a statement is lit."""
    style = (root / "src/onrecord/serve/html/page.css").read_text("utf-8")
    light, dark = style.split("@media (prefers-color-scheme: dark)", 1)
    for theme in (light, dark.split("}", 1)[0]):
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", theme))
        paper = rgb(colours["paper"])
        for name in ("ink", "soft", "c-none", *(f"c{n}" for n in range(8))):
            assert contrast(rgb(colours[name]), paper) >= 4.5, name
            lit = tuple(0.2 * c + 0.8 * p for c, p in zip(rgb(colours[name]), paper, strict=True))
            assert contrast(rgb(colours["ink"]), lit) >= 4.5, name


def rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    def luminance(colour: tuple[float, ...]) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
