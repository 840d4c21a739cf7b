"""What was looked for is marked where the search index finds it, and no character is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.serve.web.lines import Parts, around, marked


def found(parts: Parts) -> list[str]:
    return [text for text, is_found in parts if is_found]


@pytest.mark.parametrize(
    ("asked", "line", "marks"),
    [
        (["bridge"], "The Bridge, bridges, abridged", ["Bridge", "bridges"]),
        (["café"], "CAFE cafés", ["CAFE", "cafés"]),
        (["the bridge wou"], "the bridge would; a bridge would", ["the bridge would"]),
        (["река"], "река замёрзла", ["река"]),
        (["замерзла"], "река замёрзла", ["замёрзла"]),
        (["a"], "a man and a plan", ["a", "a"]),
        (["!!!", ""], "what!!!", []),
        (["the", "the bridge"], "the bridge", ["the bridge"]),
        (["<b>"], "a <b>bold</b> b", ["b", "b", "b"]),
    ],
)
def test_words_are_marked(asked: list[str], line: str, marks: list[str]) -> None:
    assert found(marked(line, asked)) == marks


def test_of_a_long_line_the_part_around_the_first_mark_is_shown() -> None:
    line = "word " * 400 + "needle " + "word " * 400
    parts = marked(line, ["needle"], longest=100)
    shown = "".join(text for text, _ in parts)
    assert found(parts) == ["needle"]
    assert len(shown) <= 106
    assert shown.startswith("… word")
    assert shown.endswith("word …")
    assert len("".join(t for t, _ in marked("x" * 500, ["y"], longest=100))) <= 102


@given(st.text(max_size=80), st.lists(st.text(max_size=8), max_size=3))
def test_the_parts_are_the_line(line: str, asked: list[str]) -> None:
    assert "".join(text for text, _ in marked(line, asked)) == line


@given(st.text(min_size=1, max_size=80), st.data())
def test_around_keeps_the_words(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    parts = around(line, start, end, each=10)
    assert found(parts) == [line[start:end]]
    assert all(text.strip("… ") in line for text, _ in parts)
