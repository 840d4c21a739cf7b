from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.domain import Loaded
from onrecord.errors import ReadError, UsageError
from onrecord.read import Options, load
from tests.read.pages import PARAGRAPHS, TITLE

FULL = {
    "id": "c-1",
    "text": "\n".join([TITLE, *PARAGRAPHS]),
    "title": TITLE,
    "url": "https://courier.example/port",
    "outlet": "The Ostrand Courier",
    "authors": ["Edda Rask", "Ivo Lund"],
    "published": "2031-02-03T10:00:00Z",
    "language": "en-GB",
}


def read(path: Path, *values: Any, options: Options | None = None) -> list[Loaded | ReadError]:
    path.write_text("".join(json.dumps(v, ensure_ascii=False) + "\n" for v in values), "utf-8")
    return list(load([str(path)], options or Options()))


def test_all_fields(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "a.jsonl", FULL)
    assert isinstance(item, Loaded)
    article = item.article
    assert (article.given_id, article.text, article.title) == ("c-1", FULL["text"], TITLE)
    assert (article.url, article.outlet) == (FULL["url"], FULL["outlet"])
    assert article.authors == ("Edda Rask", "Ivo Lund")
    assert article.published == "2031-02-03T10:00:00Z"
    assert article.language == "en"
    assert article.blocks[0].kind == "title"
    assert item.raw is None
    assert item.warnings == ()
    assert item.resource == f"{tmp_path / 'a.jsonl'}:1"


def test_one_item_for_every_record_duplicates_too(tmp_path: Path) -> None:
    items = read(tmp_path / "a.jsonl", FULL, FULL, {"text": 3}, FULL)
    assert [type(i) for i in items] == [Loaded, Loaded, ReadError, Loaded]


def test_a_malformed_line_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{json.dumps(FULL)}\n\n{{"id": 1, "text"\n[]\n{json.dumps(FULL)}', "utf-8")
    first, second, third, fourth = load([str(path)])
    assert isinstance(first, Loaded)
    assert isinstance(second, ReadError)
    assert str(second).startswith(f"{path}:3: malformed JSON: ")
    assert isinstance(third, ReadError)
    assert str(third).startswith(f"{path}:4: not an object")
    assert isinstance(fourth, Loaded)


def test_gzip(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(FULL).encode()))
    (item,) = load([str(path)])
    assert isinstance(item, Loaded)


@pytest.mark.parametrize("name", ["a.json", "a.txt"])
@pytest.mark.parametrize("layout", [json.dumps([FULL, {"id": 2}, FULL], indent=1), json.dumps([FULL, {"id": 2}, FULL])])
def test_a_json_list(tmp_path: Path, layout: str, name: str) -> None:
    (tmp_path / name).write_text(layout, "utf-8")
    first, second, third = load([str(tmp_path / name)])
    assert isinstance(first, Loaded)
    assert isinstance(second, ReadError)
    assert second.resource == f"{tmp_path / name}:2"
    assert isinstance(third, Loaded)


def test_one_object_over_several_lines(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(FULL, indent=2), "utf-8")
    (item,) = load([str(tmp_path / "a.json")])
    assert isinstance(item, Loaded)


def test_lines_in_utf_16_are_one_error(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes("\n".join([json.dumps(FULL)] * 3).encode("utf-16"))
    (item,) = load([str(tmp_path / "a.jsonl")])
    assert isinstance(item, ReadError)
    assert "UTF-16" in item.what


def test_a_line_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "caf\xe9"}\n{"text": "tea"}\n')
    first, second = load([str(tmp_path / "a.jsonl")])
    assert isinstance(first, ReadError)
    assert first.what == "not UTF-8"
    assert isinstance(second, Loaded)


def test_a_day_that_is_none_is_left_out_and_said(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "a.jsonl", {**FULL, "published": "last Tuesday"})
    assert isinstance(item, Loaded)
    assert item.article.published is None
    assert any("last Tuesday" in w for w in item.warnings)


def test_the_default_day_is_for_records_without_one(tmp_path: Path) -> None:
    options = Options(published="2031-01-01")
    items = read(tmp_path / "a.jsonl", FULL, {"text": "Words."}, {"text": "Words.", "published": "x"}, options=options)
    days = [i.article.published for i in items if isinstance(i, Loaded)]
    assert days == ["2031-02-03T10:00:00Z", "2031-01-01", "2031-01-01"]


def test_a_default_day_that_is_none_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="is not a day"):
        Options(published="2031-02-30")


def test_fields_of_the_wrong_kind_are_left_out_and_said(tmp_path: Path) -> None:
    odd = {"text": "Words.", "title": 3, "url": "ftp://x", "outlet": [], "authors": {"a": 1}, "id": [1], "language": 7}
    (item,) = read(tmp_path / "a.jsonl", odd)
    assert isinstance(item, Loaded)
    article = item.article
    assert (article.title, article.url, article.outlet, article.given_id) == (None,) * 4
    assert article.authors == ()
    assert len(item.warnings) == 7


def test_an_object_over_several_lines_is_one_document_and_an_empty_list_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{ "id": 1,\n  "text": "Words."}')
    (item,) = load([str(path)])
    assert isinstance(item, Loaded)
    assert item.article.text == "Words."
    path.write_text('{"id": 1, "text": "Words."},\n{"id": 2, "text": "Words."}')
    first, second = load([str(path)])
    assert isinstance(first, ReadError)
    assert isinstance(second, Loaded)
    path.write_text("[\n]")
    (empty,) = load([str(path)])
    assert isinstance(empty, ReadError)
    assert empty.what == "empty"


def test_text_is_kept_to_the_character(tmp_path: Path) -> None:
    text = "\ufeff One.\r\n\r\n\tTwo\u2028\u00ad \u0007 🚢 e\u0301\r"
    (item,) = read(tmp_path / "a.jsonl", {"text": text})
    assert isinstance(item, Loaded)
    assert item.article.text == text


def test_polnear_reads_whole(shared: Path) -> None:
    path = shared / "data" / "polnear" / "dev.jsonl"
    items = list(load([str(path)]))
    with path.open("rb") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    assert [i.article.text for i in items if isinstance(i, Loaded)] == texts
    assert {i.article.language for i in items if isinstance(i, Loaded)} == {"en"}
