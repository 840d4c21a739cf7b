from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.domain import Loaded
from onrecord.read import load
from onrecord.read.text import blocks_of, title_of
from tests.read.pages import PARAGRAPHS, TITLE


def kinds(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(b.kind, text[b.start : b.end]) for b in blocks_of(text, title)]


def test_title_caption_heading_and_paragraphs() -> None:
    lines = [TITLE, "Photo: the port of Ostrand (archive)", PARAGRAPHS[0], "What the council says", *PARAGRAPHS[1:]]
    text = "\n".join(lines)
    assert title_of(text) == TITLE
    assert kinds(text, TITLE) == [
        ("title", lines[0]),
        ("caption", lines[1]),
        ("paragraph", lines[2]),
        ("heading", lines[3]),
        *(("paragraph", line) for line in lines[4:]),
    ]


def test_a_first_line_that_is_no_title_is_none() -> None:
    assert title_of("\n".join(PARAGRAPHS)) is None
    assert title_of(TITLE) is None
    assert title_of(f"{TITLE}\nshort\nlines") is None


def test_only_the_given_title_is_one() -> None:
    text = "\n".join([TITLE, *PARAGRAPHS])
    assert kinds(text, "Another title")[0][0] != "title"


@pytest.mark.parametrize("line", ["Image problem: the minister has one, say voters.", "Photos do not lie."])
def test_prose_is_no_caption(line: str) -> None:
    assert kinds(f"{PARAGRAPHS[0]}\n{line}\n{PARAGRAPHS[1]}")[1][0] == "paragraph"


def test_a_short_last_line_is_no_heading() -> None:
    assert kinds("\n".join([*PARAGRAPHS, "The Ostrand Courier"]))[-1][0] == "paragraph"


def test_paragraphs_that_an_editor_broke_into_lines() -> None:
    wrapped = [
        "The harbour minister said on Tuesday that the port of\nOstrand would stay open through the winter,"
        " whatever the\nweather brings.",
        "“We have the coal and we have the crews,” Mirel Dovan\ntold reporters after the council meeting on the"
        "\nquestion.",
    ]
    text = "\n\n".join([TITLE, *wrapped])
    assert title_of(text) == TITLE
    assert kinds(text, TITLE) == [("title", TITLE), *(("paragraph", w) for w in wrapped)]


def test_the_seed_article_s_blocks(shared: Path) -> None:
    (item,) = load([str(shared / "seed" / "article.txt")])
    assert isinstance(item, Loaded)
    gold = json.loads((shared / "seed" / "gold.json").read_text("utf-8"))["article"]
    assert item.article.text == gold["text"]
    assert item.article.title == gold["title"]
    assert item.article.language == "en"
    assert [{"kind": b.kind, "start": b.start, "end": b.end} for b in item.article.blocks] == gold["blocks"]
