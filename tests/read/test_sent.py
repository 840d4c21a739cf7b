"""What somebody sends names no file of this machine."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import pytest

from onrecord.domain import Loaded
from onrecord.errors import ReadError
from onrecord.read import Options
from onrecord.read.sent import load_address, load_record, load_upload


@pytest.mark.parametrize(
    "address", [__file__, f"file://{__file__}", "-", str(Path(__file__).parent), "*.py", "", "http:"]
)
def test_an_address_is_never_a_file(address: str) -> None:
    (found,) = load_address(address, Options(timeout=1))
    assert isinstance(found, ReadError)
    assert "web address" in found.what or "no such host" in found.what


def test_an_upload_is_known_by_its_bytes_and_its_name_s_ending() -> None:
    said = b"<p>Anna said that the sluice is shut for all of May.</p>"
    html = b"<title>Floods</title><article><h1>Floods</h1>" + said + b"</article>"
    for name, data in (("a.html", html), ("nothing", html), ("a.html.gz", gzip.compress(html))):
        (found,) = load_upload(BytesIO(data), name, Options())
        assert isinstance(found, Loaded)
        assert (found.article.title, found.article.given_id, found.resource) == ("Floods", None, name)


def test_what_is_wrong_with_an_upload_is_said_under_its_name() -> None:
    for data, what in ((b"", "empty"), (b"%PDF-1", "a PDF, not an article"), (b"\x1f\x8b\0", "broken gzip")):
        (found,) = load_upload(BytesIO(data), "a.txt", Options())
        assert isinstance(found, ReadError)
        assert (found.what, found.resource) == (what, "a.txt")


def test_a_record_is_read_as_a_line_of_json_lines_is() -> None:
    found = load_record({"text": "Anna said so.", "published": "3 May 2031"}, "the text", Options())
    assert isinstance(found, Loaded)
    assert found.article.published == "2031-05-03"
    wrong = load_record({"text": " "}, "the text", Options())
    assert isinstance(wrong, ReadError)
    assert str(wrong) == "the text: empty text; leave it out or fill it"
