"""What a notebook shows of readings and rows, and the tables that pandas gets."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from onrecord import Anchor, EventRow, Reading, Rows, StatementRow, UsageError
from onrecord.serve.event_rows import EVENTS
from onrecord.serve.rows import ACTORS, ARTICLES, STATEMENTS
from tests.serve.fakes import TEXT, going_on

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\x1b[2J"


def row(number: int = 0, outlet: str = HOSTILE) -> StatementRow:
    statement = going_on().statements[3]
    return StatementRow(
        id=f"{number:016x}",
        document="d" * 16,
        version="v" * 16,
        reading="r" * 16,
        url="https://x.example/",
        title=HOSTILE,
        outlet=outlet,
        published="2026-05-01T23:30:00-03:00",
        statement=statement,
        speaker="=1+1",
        within=(going_on().statements[2],),
    )


def shown(thing: Reading | Rows[StatementRow]) -> html.HtmlElement:
    """What a notebook is given, parsed; it holds no script and loads nothing."""
    source = thing._repr_html_()
    root = html.fromstring(source)
    assert {e.tag for e in root.iter() if isinstance(e.tag, str)} <= set(
        "div style p span a bdi table caption thead tbody tr th td".split()
    )
    for element in root.iter():
        assert not {"src", "onerror", "onclick", "style"} & set(element.attrib)
        assert element.get("href", "#").startswith("#")
    assert "\x1b" not in source
    assert "url(" not in source
    return root


def test_a_reading_is_shown_with_its_marks_and_everything_in_it_is_text() -> None:
    root = shown(Reading.of(going_on()))
    (article,) = root.xpath("//div[@class='article']")
    text = "".join(article.itertext())
    for part in ("<b>won't</b>", "<i>Post</i>", "[red]The talks[/red]", "� run�[31m to Sunday"):
        assert part in text
    assert len(root.xpath("//table[1]/tbody/tr")) == len(going_on().statements)
    assert root.xpath("//td[contains(@class, 'who')]//a/@href")
    # each link leads to a place in it
    ids = set(root.xpath("//@id"))
    assert {href[1:] for href in root.xpath("//@href")} <= ids


def test_two_articles_of_one_notebook_have_places_of_their_own() -> None:
    one = Reading.of(going_on())
    other = Reading(one.article.__class__(TEXT + " "), one.reader, one.statements)
    assert not set(shown(one).xpath("//@id")) & set(shown(other).xpath("//@id"))


def test_the_style_stays_inside() -> None:
    style = (Path(sys.modules["onrecord.notebook"].__file__ or "").parent / "style.css").read_text("utf-8")
    rules = re.sub(r"/\*.*?\*/", "", style)
    selectors = [s.strip() for part in re.findall(r"([^{}]+)\{", rules) for s in part.split(",")]
    assert selectors
    assert [s for s in selectors if ".onrecord-shown" not in s] == []
    used = set(re.findall(r"[\w-]+", " ".join(shown(Reading.of(going_on())).xpath("//@class"))))
    assert used - set(re.findall(r"\.([\w-]+)", rules)) <= {"paragraph", "in0", "c-none"}


def test_rows_are_a_sequence_and_a_table_of_the_first_fifty() -> None:
    rows = Rows([row(n) for n in range(60)], STATEMENTS)
    assert len(rows) == 60
    assert repr(rows) == "<60 rows>"
    assert rows[59].id.endswith("3b")
    assert [r.id for r in rows[1:3]] == [rows[1].id, rows[2].id]
    root = shown(rows)
    assert len(root.xpath("//tbody/tr")) == 50
    assert root.xpath("//p[@class='remark']/text()") == ["and 10 more rows"]
    assert HOSTILE.replace("\x1b", "�") in root.xpath("//tbody/tr[1]/td[2]/text()")
    assert shown(Rows([], STATEMENTS)).xpath("//p/text()") == ["nothing found"]


def test_a_table_of_pandas_has_the_columns_of_the_csv_and_a_day() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed: pip install 'onrecord[pandas]'")
    table = Rows([row()], STATEMENTS).to_pandas()
    fields = list(STATEMENTS.fields)
    assert list(table.columns) == [*fields[:2], "day", *fields[2:]]
    assert table.loc[0, "day"] == pandas.Timestamp("2026-05-01"), "the day where it was published"
    assert table.loc[0, "speaker"] == "=1+1", "a table runs nothing"
    assert table.loc[0, "confidence"] == 0.81
    others: list[Rows[Any]] = [Rows([], ARTICLES), Rows([], ACTORS), Rows([], EVENTS)]
    for rows in others:
        assert "object" not in {str(t) for t in rows.to_pandas().dtypes}
    assert list(Rows([], STATEMENTS).to_pandas().dtypes) == list(table.dtypes)


def test_unknown_is_na_and_not_a_text() -> None:
    pytest.importorskip("pandas", reason="pandas is not installed: pip install 'onrecord[pandas]'")
    from dataclasses import replace

    unknown = replace(row(), published=None, outlet=None, speaker=None, within=())
    table = Rows([unknown], STATEMENTS).to_pandas()
    assert table[["published", "day", "outlet", "speaker", "speaker_confidence"]].isna().all(axis=None)


def test_without_pandas_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pandas is not installed; pip install 'onrecord\[pandas\]'"):
        Rows([row()], STATEMENTS).to_pandas()


def test_rows_as_programs_take_them() -> None:
    (value,) = Rows([row()], STATEMENTS).to_dicts()
    assert value["statement"]["cue"]["text"] == "had told"
    assert Rows[EventRow]([], EVENTS).to_dicts() == []
    assert Anchor(**value["statement"]["cue"]).is_grounded(TEXT)
