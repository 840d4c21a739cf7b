"""One source to its articles: what it is decides who reads it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from onrecord.domain import Article, Loaded, Raw
from onrecord.errors import ReadError
from onrecord.read import files
from onrecord.read.charset import decode
from onrecord.read.kinds import HEAD, Kind, kind_of
from onrecord.read.language import language_of
from onrecord.read.options import Options
from onrecord.read.records import read_lines, read_whole
from onrecord.read.sources import Source, named
from onrecord.read.text import blocks_of, check, is_blank, title_of

_TRIES = 2
"""Times that a file is read which changes meanwhile."""


def load_source(source: Source | ReadError, options: Options) -> Iterator[Loaded | ReadError]:
    """The articles of one source, or why there are none."""
    if isinstance(source, ReadError):
        yield source
        return
    where = named(source.place)
    try:
        if source.kind == "web":
            yield from _web(where, options)
        elif source.kind == "stdin":
            with files.unpacked(cast("BinaryIO", sys.stdin.buffer)) as stream:
                yield from _stream(cast("BinaryIO", _peekable(stream)), "", where, None, options)
        else:
            yield from _file(source.place, where, options)
    except ReadError as e:
        yield e if e.resource else ReadError(e.what, resource=where, hint=e.hint)


def load_stream(stream: BinaryIO, name: str, options: Options) -> Iterator[Loaded | ReadError]:
    """The articles of a file's bytes, called `name`, or why there are none."""
    try:
        with files.unpacked(cast("BinaryIO", _peekable(stream))) as unpacked:
            yield from _stream(cast("BinaryIO", _peekable(unpacked)), name, name, None, options)
    except ReadError as e:
        yield e if e.resource else ReadError(e.what, resource=name, hint=e.hint)


def _file(path: str, where: str, options: Options) -> Iterator[Loaded | ReadError]:
    for _ in range(_TRIES):
        before = files.state(Path(path))
        with files.opened(Path(path)) as stream:
            peekable = _peekable(stream)
            with files.readable():
                head = peekable.peek(HEAD)[:HEAD]
            if not head:
                raise ReadError("empty", hint="give a file with an article in it")
            kind = kind_of(head, path)
            if kind == "lines":
                # a stream: what was read is out already, so a change can only be said
                yield from read_lines(cast("BinaryIO", peekable), where, options)
                if files.state(Path(path)) != before:
                    yield ReadError(
                        "it changed while it was read", resource=where, hint="read it again when it is complete"
                    )
                return
            data = files.read(cast("BinaryIO", peekable), options.max_article_bytes)
        if files.state(Path(path)) == before:
            yield from _whole(data, kind, where, where, None, None, options)
            return
    raise ReadError("it keeps changing while it is read", hint="read it again when it is complete")


def _stream(
    stream: BinaryIO, name: str, where: str, given_id: str | None, options: Options
) -> Iterator[Loaded | ReadError]:
    with files.readable():
        head = cast("BufferedReader", stream).peek(HEAD)[:HEAD]
    if not head:
        raise ReadError("empty", hint="give an article")
    kind = kind_of(head, name)
    if kind == "lines":
        yield from read_lines(stream, where, options)
    else:
        yield from _whole(files.read(stream, options.max_article_bytes), kind, where, given_id, None, None, options)


def _web(address: str, options: Options) -> Iterator[Loaded | ReadError]:
    from onrecord.read.web import fetch

    got = fetch(address, options)
    if not got.data.strip():
        raise ReadError("an empty page", hint="open it in a browser and save it")
    kind = kind_of(got.data[:HEAD])
    if kind == "lines":
        yield from read_lines(BytesIO(got.data), address, options)
    else:
        yield from _whole(got.data, kind, address, address, got.url, got.charset, options)


def _whole(
    data: bytes, kind: Kind, where: str, given_id: str | None, url: str | None, charset: str | None, options: Options
) -> Iterator[Loaded | ReadError]:
    if kind == "feed":
        from onrecord.read.feeds import read_feed

        yield from read_feed(data, where, options)
        return
    decoded = decode(data, declared=charset, markup=kind == "html")
    if kind == "json":
        yield from read_whole(decoded.text, where, options)
    elif kind == "html":
        from onrecord.read.page import read_page

        page = read_page(decoded.text, given_id=given_id, url=url, published=options.published)
        yield Loaded(page.article, where, Raw(data, "text/html"), (*decoded.warnings, *page.warnings))
    else:
        yield _text(decoded.text, where, given_id, url, decoded.warnings, options)


def _text(
    text: str, where: str, given_id: str | None, url: str | None, warnings: tuple[str, ...], options: Options
) -> Loaded:
    check(text)
    if is_blank(text):
        raise ReadError("empty", hint="give a file with an article in it")
    title = title_of(text)
    article = Article(
        text=text,
        given_id=given_id,
        url=url,
        title=title,
        published=options.published,
        language=language_of(text, None),
        blocks=blocks_of(text, title),
    )
    undated = () if options.published else ("no day of publication",)
    return Loaded(article, where, warnings=(*warnings, *undated))


def _peekable(stream: BinaryIO) -> BufferedReader:
    return stream if isinstance(stream, BufferedReader) else BufferedReader(cast("BufferedReader", stream))
