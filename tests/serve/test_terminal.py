from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.domain import Reading
from onrecord.record.chains import Chains
from onrecord.record.difference import difference
from onrecord.serve.marking import shortened
from onrecord.serve.output import Output
from onrecord.serve.rows import Column
from onrecord.serve.terminal import Terminal, show_article, show_changes, show_rows
from tests.serve.fakes import TEXT, going_on, nested

GOLDEN = Path(__file__).parent / "golden" / "article.txt"
STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")


def shown(reading: Reading, *, watched: bool) -> str:
    raw = io.BytesIO()
    out = Output(raw, "test", watched=watched)
    show_article(Terminal(out), reading)
    out.flush()
    return raw.getvalue().decode()


def test_without_colour_brackets_and_numbers_say_it(root: Path) -> None:
    """To renew: python -m tests.serve.test_terminal"""
    text = shown(nested(), watched=False)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80
    assert text == GOLDEN.read_text("utf-8")


def test_on_a_terminal_the_parts_have_styles_and_the_text_is_all_there() -> None:
    text = shown(nested(), watched=True)
    assert "{The" not in text
    plain = STYLE.sub("", text)
    words = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]", "", " ".join(plain.split()))
    assert words.startswith('Minister: "We <b>won\'t</b> sign" — aides say that Korvia lied')
    assert "that 'the mayor believes the bridge will hold', and that nobody (she laughed) would be hurt" in words
    assert len(set(STYLE.findall(text))) > 8


@pytest.mark.parametrize("watched", [True, False])
def test_nothing_of_an_article_is_obeyed(watched: bool) -> None:
    text = STYLE.sub("", shown(nested(), watched=watched)).replace("�", "")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    plain = re.sub(r"[¹²³⁴⁵⁶⁷\[\]{}/]", "", text)
    assert "redThe talksred will run31m" in plain.replace("\n", " "), "markup is text"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_a_terminal_without_colour_gets_brackets(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    assert "{Minister}" in STYLE.sub("", shown(nested(), watched=True))


def test_what_stands_in_a_statement_is_set_in_and_says_where() -> None:
    """At the depths 0, 1 and 2."""
    text = shown(nested(), watched=False)
    assert re.search("^3  The foreign", text, re.MULTILINE)
    assert re.search(r"^4   the envoy .*\n    \(in 3\) ", text, re.MULTILINE)
    assert re.search(r"^5    the mayor .*\n     \(in 4\) ", text, re.MULTILINE)
    outer = shown(replace(nested(), statements=nested().statements[:3]), watched=False)
    assert "on the word of" not in outer
    lost = shown(replace(nested(), statements=nested().statements[3:4]), watched=False)
    assert "(in ?)" in " ".join(lost.split()), "it never looks like the outlet's own report"


@pytest.mark.parametrize("watched", [True, False])
def test_a_sentence_that_goes_on_has_its_sign_before_it(watched: bool) -> None:
    text = " ".join(STYLE.sub("", shown(going_on(), watched=watched)).split())
    assert "hold', ↪ and that nobody" in text.replace("]", "").replace("⁵", "").replace("⁴", "")
    assert text.count("↪") == 4, "three sentences and the legend; an offset in no content is left out"
    assert "↪" not in shown(nested(), watched=watched)


def test_where_there_is_no_such_sign_another_stands_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    text = " ".join(STYLE.sub("", shown(going_on(), watched=True)).split())
    assert ">> and that nobody" in text
    assert "↪" not in text


def test_changes_say_on_whose_word() -> None:
    now = nested()
    before = replace(now, statements=(*now.statements[:3], replace(now.statements[3], parent=None)))
    raw = io.BytesIO()
    out = Output(raw, "test", watched=False)
    chains = Chains(before.statements), Chains(now.statements)
    show_changes(Terminal(out), difference(before, now), *chains)
    out.flush()
    lines = raw.getvalue().decode().splitlines()
    minister = "The foreign minister, Ilsa Tamrin"
    assert f"+ the mayor (according to the envoy, via {minister}) · believes · the bridge will hold" in lines
    (place,) = [
        n for n, line in enumerate(lines) if line.startswith(f"~ the envoy (according to {minister}) · had told · that")
    ]
    assert lines[place + 1].startswith("  was: the envoy · had told")


def test_what_is_not_there_is_said() -> None:
    reading = nested()
    assert "No statement found." in shown(replace(reading, statements=()), watched=False)
    note = shown(replace(reading, statements=(), note="not looked into"), watched=False)
    assert "not looked into" in note
    assert "No statement" not in note
    untitled = shown(replace(reading, article=replace(reading.article, blocks=(), title="A title")), watched=False)
    assert untitled.startswith("A title\n")


def test_a_long_table_is_laid_out_in_pages_of_one_shape_and_takes_rows_as_they_come() -> None:
    raw = io.BytesIO()
    out = Output(raw, "test", watched=False)
    columns = [Column("day", 10), Column("what"), Column("narrow", 6, needs=81)]
    taken = 0

    def rows() -> Iterator[list[str]]:
        nonlocal taken
        for number in range(450):
            taken += 1
            if number == 250:
                assert raw.tell() or out._size, "the first page is out before the second is asked for"
            yield ["2026-05-01", f"row {number} [b]x[/b]\n\x1b", "gone"]

    assert show_rows(Terminal(out), columns, rows()) == taken == 450
    out.flush()
    lines = raw.getvalue().decode().splitlines()
    assert len(lines) == 452
    assert len(set(map(len, lines))) == 1
    assert "row 449 [b]x[/b] �" in lines[-1]
    assert "gone" not in raw.getvalue().decode()


@pytest.mark.parametrize("wide", ["0", "7", "40"])
def test_a_narrow_terminal_loses_nothing(wide: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", wide)
    text = shown(nested(), watched=False)
    assert all(s.source is None or f"{{{s.source.text.split()[0]}" in text for s in nested().statements)
    raw = io.BytesIO()
    out = Output(raw, "test", watched=False)
    columns = [Column("day", 10), Column("what"), Column("article", 8)]
    show_rows(Terminal(out), columns, [["2026-05-01", "so", "abcdef12"]])
    out.flush()
    assert raw.getvalue().decode().splitlines()[-1].split() == ["2026-05-01", "so", "abcdef12"]


def test_long_contents_are_cut_between_words() -> None:
    assert shortened("one two three", 9) == "one two …"
    assert shortened("x" * 30, 9) == "x" * 9 + " …"
    assert shortened("one", 9) == "one"
    assert TEXT


if __name__ == "__main__":
    import os

    os.environ.update(COLUMNS="80", TERM="xterm-256color")
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(shown(nested(), watched=False), "utf-8")
