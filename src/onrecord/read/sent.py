"""Articles that somebody sends, who may name no file of this machine: an address, a file's bytes, a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from onrecord.errors import ReadError
from onrecord.read.loading import load_source, load_stream
from onrecord.read.records import record
from onrecord.read.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.domain import Loaded
    from onrecord.read.options import Options


def load_address(address: str, options: Options) -> Iterator[Loaded | ReadError]:
    """The articles at a web address. Whatever is given, no file is opened, and nothing of this machine's network."""
    return load_source(Source("web", address), options)


def load_upload(stream: BinaryIO, name: str, options: Options) -> Iterator[Loaded | ReadError]:
    """The articles in a file's bytes. `name` is what its sender calls it: it says the kind and stands in messages.

    It does not identify an article, as a path does: files of many folders have the same name.
    """
    return load_stream(stream, name, options)


def load_record(value: dict[str, Any], resource: str, options: Options) -> Loaded | ReadError:
    """The article of one record, as a line of JSON Lines holds it."""
    try:
        return record(value, resource, options)
    except ReadError as error:
        return ReadError(error.what, resource=resource, hint=error.hint)
