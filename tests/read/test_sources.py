from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.domain import Loaded
from onrecord.errors import ReadError
from onrecord.read import load
from tests.read.pages import PARAGRAPHS, TITLE, page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with every kind of file, and some that are none."""
    for name, content in {
        "b/2.html": page(),
        "b/1.txt": "\n".join(PARAGRAPHS),
        "a.jsonl": json.dumps({"id": "x", "text": "Words."}),
        "c.HTM": page(),
        "logo.png": "\x89PNG",
        "notes.docx": "PK",
        ".hidden.txt": "No.",
        ".git/x.txt": "No.",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    (tmp_path / "d.html.gz").write_bytes(gzip.compress(page().encode()))
    return tmp_path


def given_ids(*sources: str) -> list[str | None]:
    return [item.article.given_id for item in load(sources) if isinstance(item, Loaded)]


def test_folders_recursively_sorted_only_what_can_be_read(folder: Path) -> None:
    read = [*("c.HTM", "d.html.gz"), *("b/1.txt", "b/2.html")]
    assert given_ids(str(folder)) == ["x", *(str(folder / name) for name in read)]


def test_patterns_that_no_shell_expanded(folder: Path) -> None:
    assert given_ids(str(folder / "**" / "*.html")) == [str(folder / "b/2.html")]
    assert given_ids(str(folder / "?")) == [str(folder / "b/1.txt"), str(folder / "b/2.html")]


def test_a_file_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "[1].txt").write_text("Words.")
    assert given_ids(str(tmp_path / "[1].txt")) == [str(tmp_path / "[1].txt")]


def test_the_path_as_given_is_the_id(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert given_ids("./b/1.txt", "b", "b/") == ["./b/1.txt", "b/1.txt", "b/2.html", "b/1.txt", "b/2.html"]


def test_sources_in_the_order_given_and_errors_in_their_place(folder: Path) -> None:
    sources = [
        str(folder / "b/2.html"),
        str(folder / "none"),
        "",
        "ftp://x.example/",
        str(folder / "*.pdf"),
        str(folder / "a.jsonl"),
    ]
    kinds = [type(item) for item in load(sources)]
    assert kinds == [Loaded, ReadError, ReadError, ReadError, ReadError, Loaded]


def test_a_folder_without_anything_to_read(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"x")
    (item,) = load([str(tmp_path)])
    assert isinstance(item, ReadError)
    assert item.what == "no file in it that can be read"


def test_a_folder_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "a.txt").write_text("Words.")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if path.endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    first, second = load([str(tmp_path)])
    assert isinstance(first, Loaded)
    assert isinstance(second, ReadError)
    assert second.what == "permission denied"


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (page(), TITLE),
        ("\n".join([TITLE, *PARAGRAPHS]), TITLE),
        (json.dumps({"text": "Words.", "title": "A port"}) + "\n", "A port"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_standard_input_whatever_it_is(content: str, title: str, packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress(content.encode()) if packed else content.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    (item,) = load(["-"])
    assert isinstance(item, Loaded)
    assert item.article.title == title
    assert item.article.given_id is None  # two texts sent to it are not one document
    assert item.resource.startswith("standard input")


def test_a_page_is_kept_raw_a_text_is_not(folder: Path) -> None:
    for item in load([str(folder)]):
        assert isinstance(item, Loaded)
        is_page = (item.article.given_id or "").lower().endswith((".html", ".htm", ".gz"))
        assert (item.raw is not None) == is_page
        if item.raw is not None:
            assert item.raw.data == page().encode()
            assert item.raw.media_type == "text/html"


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    items = load([str(tmp_path / "later.txt")])
    (tmp_path / "later.txt").write_text("Words.")
    assert isinstance(next(items), Loaded)


def test_asking_to_read_loads_nothing_heavy() -> None:
    code = (
        "import sys; from onrecord.read import load; load(['x'])\n"
        "assert not {'lxml', 'trafilatura', 'httpx', 'numpy', 'py3langid', 'charset_normalizer'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
