"""JSON Lines: an article a line. One item comes out for every record, whatever it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from onrecord.domain import Article, Loaded
from onrecord.errors import ReadError
from onrecord.read.dates import iso_date
from onrecord.read.files import readable
from onrecord.read.language import declared, language_of
from onrecord.read.options import MIB, Options
from onrecord.read.text import blocks_of, check, is_blank

_SKIP = MIB


def read_lines(stream: BinaryIO, where: str, options: Options) -> Iterator[Loaded | ReadError]:
    """The articles of a JSON Lines stream, each with its line number in `resource`."""
    number, empty = 0, True
    while True:
        number += 1
        resource = f"{where}:{number}"
        try:
            line = _line(stream, options.max_article_bytes)
        except ReadError as e:
            yield ReadError(e.what, resource=resource, hint=e.hint)
            return
        if not line:
            if empty:
                yield ReadError("empty", resource=where, hint="give a file with an article in it")
            return
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
            if line.startswith((b"\xff\xfe", b"\xfe\xff")):
                yield ReadError("JSON Lines in UTF-16", resource=where, hint="save the file as UTF-8")
                return
        if line.isspace() or not line:
            continue
        empty = False
        try:
            if len(line) > options.max_article_bytes:
                _skip(stream, line)
                raise ReadError(f"a line of more than {options.max_article_bytes // MIB} MiB", hint="an article a line")
            yield record(_value(line), resource, options)
        except ReadError as e:
            yield ReadError(e.what, resource=resource, hint=e.hint)


def read_whole(text: str, where: str, options: Options) -> Iterator[Loaded | ReadError]:
    """The articles of a JSON document: an object or a list of them, each with its place in the list."""
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as e:
        yield ReadError(_malformed(e), resource=where, hint="check it with a JSON tool")
        return
    if value == []:
        yield ReadError("empty", resource=where, hint="give a file with an article in it")
    for number, one in enumerate(value if isinstance(value, list) else [value], 1):
        resource = f"{where}:{number}" if isinstance(value, list) else where
        try:
            yield record(one, resource, options)
        except ReadError as e:
            yield ReadError(e.what, resource=resource, hint=e.hint)


def record(value: Any, resource: str, options: Options) -> Loaded:
    """One record as an article. Raises ReadError where it is none."""
    if not isinstance(value, dict):
        raise ReadError("not an object", hint='write {"id": …, "text": …}')
    text = value.get("text")
    if not isinstance(text, str):
        raise ReadError('no "text"', hint='write {"id": …, "text": …}')
    check(text)
    if is_blank(text):
        raise ReadError("empty text", hint="leave it out or fill it")
    warnings: list[str] = []
    title, url, outlet = (_text(value, name, warnings) for name in ("title", "url", "outlet"))
    said = _text(value, "published", warnings)
    published = iso_date(said)
    if said and published is None:
        warnings.append(f"published {said[:40]!r} is no day: left out")
    published = published or options.published
    if published is None:
        warnings.append("no day of publication")
    article = Article(
        text=text,
        given_id=_id(value, warnings),
        url=_url(url, warnings),
        title=title,
        outlet=outlet,
        authors=_authors(value, warnings),
        published=published,
        language=language_of(text, declared(_text(value, "language", warnings))),
        blocks=blocks_of(text, title),
    )
    return Loaded(article, resource, warnings=tuple(warnings))


def _line(stream: BinaryIO, most: int) -> bytes:
    with readable():
        return stream.readline(most + 1)


def _skip(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = _line(stream, _SKIP)


def _value(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as e:
        raise ReadError("not UTF-8", hint="save the file as UTF-8") from e
    except (ValueError, RecursionError) as e:
        raise ReadError(_malformed(e), hint='write {"id": …, "text": …} on one line') from e


def _malformed(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"malformed JSON: {error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}"
    return "malformed JSON: too deep or too large a number"


def _id(value: dict[str, Any], warnings: list[str]) -> str | None:
    given = value.get("id")
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, str | int):
        warnings.append("id is neither a text nor a whole number: left out")
        return None
    check(str(given), "id")
    return str(given) or None


def _text(value: dict[str, Any], name: str, warnings: list[str]) -> str | None:
    found = value.get(name)
    if found is None:
        return None
    if not isinstance(found, str):
        warnings.append(f"{name} is not a text: left out")
        return None
    check(found, name)
    return found if found.strip() else None


def _url(url: str | None, warnings: list[str]) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in ("http", "https") and parts.netloc:
        return url.strip()
    warnings.append(f"url {url[:60]!r} is no web address: left out")
    return None


def _authors(value: dict[str, Any], warnings: list[str]) -> tuple[str, ...]:
    found = value.get("authors")
    names = [found] if isinstance(found, str) else found if isinstance(found, list) else []
    texts = [n for n in names if isinstance(n, str)]
    if found is not None and (len(texts) < len(names) or not isinstance(found, str | list)):
        warnings.append("authors are not a list of names: what is none was left out")
    for name in texts:
        check(name, "authors")
    return tuple(dict.fromkeys(n for n in texts if n.strip()))
