"""Input that misbehaves, a test a row of the table in docs/input.md."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from onrecord.domain import Article, Loaded
from onrecord.errors import ReadError
from onrecord.read import Options, files, load
from onrecord.read.charset import decode
from tests.read.pages import PARAGRAPHS, TITLE, json_ld, page

RUSSIAN = (
    "Министр сообщил во вторник, что порт останется открытым всю зиму. «У нас есть уголь и есть экипажи», — сказал он "
    "журналистам после заседания совета. Депутаты оппозиции с этим не согласились."
)
FRENCH = (
    "Le ministre a déclaré mardi que le port resterait ouvert tout l'hiver. « Nous avons le charbon », a-t-il ajouté."
)


def one(path: Path) -> Loaded:
    """The one article in a file."""
    (item,) = load([str(path)])
    assert isinstance(item, Loaded), item
    return item


def error(path: Path) -> str:
    """The one line that a file gives instead of an article."""
    (item,) = load([str(path)])
    assert isinstance(item, ReadError), item
    assert item.resource == str(path)
    assert item.hint
    assert "\n" not in str(item)
    return item.what


def written(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def in_bounds(article: Article) -> bool:
    """Whether the blocks lie in the text, in order, without overlap."""
    ends = [0, *(b.end for b in article.blocks)]
    return all(e <= b.start < b.end <= len(article.text) for e, b in zip(ends, article.blocks, strict=False))


# what is not there, or is nothing


def test_missing(tmp_path: Path) -> None:
    assert error(tmp_path / "none.txt") == "no such file or folder"


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl"])
@pytest.mark.parametrize("content", [b"", gzip.compress(b"")])
def test_empty(tmp_path: Path, name: str, content: bytes) -> None:
    assert error(written(tmp_path / name, content)) == "empty"


@pytest.mark.parametrize("content", [" \n\r\n\t", "\ufeff\n", "\x0b"])
def test_only_white_space(tmp_path: Path, content: str) -> None:
    assert error(written(tmp_path / "a.txt", content)) == "empty"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7 ...", "a PDF, not an article"),
        (b"PK\x03\x04....", "a ZIP archive or an office document, not an article"),
        (bytes(range(256)) * 20, "binary, not text"),
    ],
)
def test_binary(tmp_path: Path, content: bytes, what: str) -> None:
    assert error(written(tmp_path / "a.txt", content)) == what


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes among its files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert error(tmp_path / "a.txt") == "not a regular file"


# gzip


def test_broken_gzip(tmp_path: Path) -> None:
    data = gzip.compress(page().encode())
    assert error(written(tmp_path / "cut.html.gz", data[: len(data) // 2])) == "broken gzip"
    assert error(written(tmp_path / "bent.html.gz", data[:40] + b"\xff\xff\xff\xff" + data[44:])) == "broken gzip"


def test_broken_gzip_of_lines_gives_what_was_whole(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"id": i, "text": os.urandom(300).hex()}).encode() + b"\n" for i in range(200))
    data = gzip.compress(lines)
    items = list(load([str(written(tmp_path / "a.jsonl.gz", data[: len(data) // 2]))]))
    assert len(items) > 10
    assert all(isinstance(item, Loaded) for item in items[:-1])
    assert isinstance(items[-1], ReadError)
    assert items[-1].what == "broken gzip"


def test_gzip_bomb(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb") as f:
        for _ in range(80):
            f.write(b"<p>" + b"a" * (1024 * 1024))
    assert error(written(tmp_path / "a.html.gz", packed.getvalue())) == "larger than 64 MiB once unpacked"


# charsets


@pytest.mark.parametrize("where", ["meta", "http-equiv"])
def test_windows_1251_declared(tmp_path: Path, where: str) -> None:
    declared = {
        "meta": '<meta charset="windows-1251">',
        "http-equiv": '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    }
    html = page((RUSSIAN, RUSSIAN[::-1], RUSSIAN.swapcase()), title="Порт останется открытым", head=declared[where])
    item = one(written(tmp_path / "a.html", html.encode("cp1251")))
    assert item.article.title == "Порт останется открытым"
    assert RUSSIAN in item.article.text
    assert not any("charset" in w for w in item.warnings)


def test_windows_1251_undeclared(tmp_path: Path) -> None:
    item = one(written(tmp_path / "a.txt", RUSSIAN.encode("cp1251")))
    assert item.article.text == RUSSIAN
    assert item.article.language == "ru"
    assert "charset guessed: cp1251" in item.warnings


def test_latin_1_declared(tmp_path: Path) -> None:
    html = page((FRENCH, FRENCH.upper(), FRENCH.title()), head='<meta charset="iso-8859-1">')
    item = one(written(tmp_path / "a.html", html.encode("latin-1")))
    assert FRENCH in item.article.text
    assert not any("charset" in w for w in item.warnings)


def test_latin_1_undeclared(tmp_path: Path) -> None:
    item = one(written(tmp_path / "a.txt", FRENCH.encode("latin-1")))
    assert item.article.text == FRENCH
    assert any(w.startswith("charset guessed") for w in item.warnings)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16(tmp_path: Path, codec: str) -> None:
    text = "\n".join(PARAGRAPHS)
    item = one(written(tmp_path / "a.txt", text.encode(codec)))
    assert item.article.text == text
    assert ("charset guessed" in " ".join(item.warnings)) == (codec != "utf-16")
    assert PARAGRAPHS[0] in one(written(tmp_path / "a.html", page().encode(codec))).article.text


def test_utf_8_with_a_mark_in_text_keeps_every_character(tmp_path: Path) -> None:
    text = "\ufeff" + "\n".join([TITLE, *PARAGRAPHS])
    article = one(written(tmp_path / "a.txt", text)).article
    assert article.text == text
    assert article.title == TITLE
    assert article.blocks[0].kind == "title"


def test_utf_8_with_a_mark_in_a_page(tmp_path: Path) -> None:
    article = one(written(tmp_path / "a.html", "\ufeff" + page())).article
    assert article.text.startswith(TITLE)


def test_utf_8_with_a_mark_in_lines(tmp_path: Path) -> None:
    article = one(written(tmp_path / "a.jsonl", "\ufeff" + json.dumps({"id": "x", "text": "\ufeffWords."}))).article
    assert article.text == "\ufeffWords."


def test_utf_8_declared_as_something_else(tmp_path: Path) -> None:
    html = page((FRENCH, FRENCH.upper(), FRENCH.title()), head='<meta charset="iso-8859-1">')
    item = one(written(tmp_path / "a.html", html))
    assert FRENCH in item.article.text
    assert any("but is UTF-8" in w for w in item.warnings)


@pytest.mark.parametrize("name", ["undefined", "punycode", "unicode_escape"])
def test_what_is_a_codec_and_no_charset(name: str) -> None:
    text = f"<meta charset={name}><p>“The café is open,” said José. {' '.join(PARAGRAPHS)} We pay £5.</p>"
    assert decode(text.encode("cp1252"), markup=True).text == text


@pytest.mark.parametrize("text", ["Édouard’s café is open. " * 9, "He said “no”. " * 9])
def test_one_bad_byte_leaves_utf_8_what_it_is(text: str) -> None:
    assert decode(text.encode() + b"\xe2\x80", markup=True).text == text + "\ufffd"


def test_an_unknown_charset_is_no_crash(tmp_path: Path) -> None:
    html = page(head='<meta charset="x-klingon">')
    assert one(written(tmp_path / "a.html", html)).article.title == TITLE


# size and shape


def test_twenty_megabytes_of_text(tmp_path: Path) -> None:
    line = " ".join(PARAGRAPHS) + "\n"
    text = line * (20 * 1024 * 1024 // len(line.encode()))
    article = one(written(tmp_path / "a.txt", text)).article
    assert article.text == text
    assert len(article.blocks) == text.count("\n")
    assert in_bounds(article)


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_two_hundred_thousand_words_in_one_paragraph(tmp_path: Path, name: str) -> None:
    long = " ".join(f"word{i}" for i in range(200_000)) + "."
    content = long if name == "a.txt" else page((long,))
    article = one(written(tmp_path / name, content)).article
    assert long in article.text
    assert in_bounds(article)


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "table><tr><td"])
def test_html_nested_100_000_deep(tmp_path: Path, tag: str) -> None:
    deep = page(after=f"<{tag}>" * 100_000 + "<p>The end of it.</p>")
    item = one(written(tmp_path / "behind.html", deep))
    assert PARAGRAPHS[-1] in item.article.text
    assert any("nested too deep" in w for w in item.warnings)
    around = f"<html><body>{f'<{tag}>' * 100_000}<p>{PARAGRAPHS[0]}</p></body></html>"
    assert "nested too deep" in error(written(tmp_path / "around.html", around))


@pytest.mark.parametrize(
    "html",
    [
        "<html></html>",
        "<!doctype html><html><head><title>Sign in</title></head><body><form><input name=q></form></body></html>",
        "<html><body><ul><li><a href='/a'>One</a></li><li><a href='/b'>Two</a></li></ul></body></html>",
        "<p>",
    ],
)
def test_html_without_an_article(tmp_path: Path, html: str) -> None:
    assert error(written(tmp_path / "a.html", html)).startswith("no ")


SHAPES: dict[str, Callable[[int], str]] = {
    "lines.txt": lambda n: "\n".join(PARAGRAPHS * (n // 4)),
    "spaces.txt": lambda n: "\n".join([PARAGRAPHS[0] + " " * 40 * n, PARAGRAPHS[1] + " \n" * 20 * n, PARAGRAPHS[2]]),
    "wrapped.txt": lambda n: "\n\n".join(["the harbour minister said on Tuesday evening that\nthe port"] * n),
    "paragraphs.html": lambda n: page(PARAGRAPHS * (n // 4)),
    "breaks.html": lambda n: page(("<br>".join(PARAGRAPHS * (n // 4)),)),
    "captions.html": lambda n: page(after=f"<figure><figcaption>{PARAGRAPHS[0]}</figcaption></figure>" * n),
    "comments.html": lambda n: "<!---->" * n + page(),
    "quotes.html": lambda n: page(head='<script>x = "\\u003cp' + '\\"' * 100 * n + "</script>"),
    "title.html": lambda n: page(
        title="Ostrand Courier | " * n, head='<meta property="og:site_name" content="Ostrand Courier">'
    ),
    "data.html": lambda n: page(
        head=json_ld({"@type": "NewsArticle", "articleBody": "<](" * 10 * n, "x": [{}] * 10 * n})
    ),
    "list.json": lambda n: json.dumps([{"text": PARAGRAPHS[0]}] * n),
}


@pytest.mark.parametrize("name", SHAPES)
def test_reading_time_is_linear(tmp_path: Path, name: str) -> None:
    def seconds(n: int) -> float:
        path = written(tmp_path / name, SHAPES[name](n))
        begun = time.process_time()
        for _ in load([str(path)]):
            pass
        return time.process_time() - begun

    seconds(8)  # what is loaded once
    small = min(seconds(500) for _ in range(2))
    # eight times as much: a square would take 64 times as long
    assert seconds(4000) < 20 * max(small, 0.02)


# characters


def test_markup_marks_and_emoji_in_names_and_quotations(tmp_path: Path) -> None:
    shown = "“\u202bשלום\u202c 👩‍🚒 & <b>not bold</b>,” said O’Brien-Šťastný 🇺🇦 of the <harbour> board on Monday."
    escaped = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    article = one(written(tmp_path / "a.html", page((escaped, *PARAGRAPHS)))).article
    assert shown in article.text
    text = f"{shown}\n{PARAGRAPHS[0]}"
    assert one(written(tmp_path / "a.txt", text)).article.text == text


def test_control_characters(tmp_path: Path) -> None:
    text = f"A bell \x07, an escape \x1b[31m and a tab \t.\x0b\x0c\x1c\x85\u2028\n{PARAGRAPHS[0]}"
    assert one(written(tmp_path / "a.txt", text)).article.text == text
    article = one(
        written(tmp_path / "a.html", page((f"A bell \x07 and \x1b[31m in it. {PARAGRAPHS[0]}", *PARAGRAPHS)))
    ).article
    assert not any(c in article.text for c in "\x07\x1b")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl"])
def test_nul_is_refused(tmp_path: Path, name: str) -> None:
    content = {"a.txt": "A\0B " * 3000, "a.html": page(("A\0B",)), "a.jsonl": json.dumps({"text": "A\0B"})}[name]
    path = written(tmp_path / name, content)
    (item,) = load([str(path)])
    assert isinstance(item, ReadError)
    assert "NUL" in item.what or "binary" in item.what


@pytest.mark.parametrize("field", ["text", "title", "outlet", "url", "id", "authors"])
def test_half_a_surrogate_pair_is_refused(tmp_path: Path, field: str) -> None:
    record = {"id": "x", "text": "Words.", field: "A\ud800B"}
    (item,) = load([str(written(tmp_path / "a.jsonl", json.dumps(record)))])
    assert isinstance(item, ReadError)
    assert "surrogate" in item.what


def test_half_a_surrogate_pair_in_a_page_s_data_is_left_out(tmp_path: Path) -> None:
    data = {"@type": "NewsArticle", "headline": "A\ud800 port", "author": "J\udc00 Doe"}
    article = one(written(tmp_path / "a.html", page(head=json_ld(data)))).article
    assert len(article.id) == 16
    assert article.authors == ("J Doe",)


# files that move, and many of them


def test_lines_that_change_while_they_are_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", '{"id": 1, "text": "One."}\n{"id": 2, "text": "Two."}\n')
    items = iter(load([str(path)]))
    first = next(items)
    with path.open("a") as f:
        f.write('{"id": 3, "text": "Three."}\n')
    rest = list(items)
    assert isinstance(first, Loaded)
    assert [i.article.given_id for i in rest if isinstance(i, Loaded)][:1] == ["2"]
    assert isinstance(rest[-1], ReadError)
    assert "changed while it was read" in rest[-1].what


def test_a_page_that_changes_once_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.html", page())
    changes = iter([page(title="A new headline over the same text")])
    monkeypatch.setattr(files, "read", _changing(path, changes))
    assert one(path).article.title == "A new headline over the same text"


def test_a_page_that_keeps_changing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.html", page())
    monkeypatch.setattr(files, "read", _changing(path, iter([page(title="Two" * i) for i in range(2, 9)])))
    assert "keeps changing" in error(path)


def _changing(path: Path, contents: Iterator[str]) -> object:
    read = files.read

    def read_and_change(stream: BinaryIO, most: int) -> bytes:
        data = read(stream, most)
        content = next(contents, None)
        if content is not None:
            path.write_text(content, "utf-8")
        return data

    return read_and_change


def test_a_folder_of_ten_thousand_files_some_unreadable(tmp_path: Path) -> None:
    for i in range(10_000):
        folder = tmp_path / f"{i % 10}"
        folder.mkdir(exist_ok=True)
        name = folder / f"{i:05}.txt"
        if i % 100 == 1:
            name.symlink_to(tmp_path / "gone")
        elif i % 100 == 2:
            name.write_bytes(gzip.compress(b"Words.")[:12])
        else:
            name.write_text(f"Words number {i}.")
    items = list(load([str(tmp_path)]))
    assert len(items) == 10_000
    assert sum(isinstance(i, ReadError) for i in items) == 200
    names = [i.resource for i in items]
    assert names == sorted(n for n in names if n is not None)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names themselves")
def test_file_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    Path(os.fsdecode(name)).write_text("Words.")
    (item,) = load([str(tmp_path)])
    assert isinstance(item, Loaded)
    assert item.article.given_id is not None
    item.article.given_id.encode()
    assert len(item.article.id) == 16


def _peak_mib(path: Path) -> float:
    code = (
        "import resource, sys; from onrecord.read import load\n"
        "n = sum(1 for _ in load([sys.argv[1]]))\n"
        "print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], check=True, capture_output=True, text=True)
    return float(done.stdout.split()[1])


def _lines(path: Path, mib: int) -> Path:
    line = json.dumps({"id": "x", "text": "\n".join(PARAGRAPHS * 100)}).encode() + b"\n"
    with path.open("wb") as f:
        for _ in range(mib * 1024 * 1024 // len(line)):
            f.write(line)
    return path


def test_a_large_file_of_lines_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    small, large = _peak_mib(_lines(tmp_path / "1.jsonl", 1)), _peak_mib(_lines(tmp_path / "48.jsonl", 48))
    assert large < small + 16


@pytest.mark.slow
def test_a_gigabyte_of_lines_in_flat_memory(tmp_path: Path) -> None:
    assert _peak_mib(_lines(tmp_path / "a.jsonl", 1024)) < _peak_mib(_lines(tmp_path / "1.jsonl", 1)) + 16


def test_a_line_that_is_too_long_is_left_out(tmp_path: Path) -> None:
    lines = ['{"id": 1, "text": "One."}', json.dumps({"id": 2, "text": "x" * 5000}), '{"id": 3, "text": "Three."}']
    path = written(tmp_path / "a.jsonl", "\n".join(lines))
    first, second, third = load([str(path)], Options(max_article_bytes=1000))
    assert isinstance(first, Loaded)
    assert isinstance(second, ReadError)
    assert second.resource == f"{path}:2"
    assert isinstance(third, Loaded)
    assert third.article.given_id == "3"


def test_an_entity_bomb_in_a_feed(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    feed = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "boom">{entities}<!ENTITY f SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>Courier</title><item><title>Port &e11; open &f;</title>
<description>{PARAGRAPHS[0]}</description></item></channel></rss>"""
    items = list(load([str(written(tmp_path / "a.xml", feed))]))
    assert len(items) == 1
    for item in items:
        assert len(str(item)) < 10_000
        assert "root:" not in str(item)
