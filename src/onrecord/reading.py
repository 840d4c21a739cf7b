"""Articles read from Python: one, a text that is at hand, or many. What `import onrecord` offers before a ledger."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Self

from onrecord import domain, pipeline
from onrecord.domain import Loaded
from onrecord.errors import ReadError
from onrecord.link import resolved
from onrecord.read.options import Options

if TYPE_CHECKING:
    from onrecord.understand.reader import Reader

Source = str | os.PathLike[str]
"""A file, a folder, a pattern or a web address."""
Day = str | date
"""A day, or as text: `2025-10-27`."""
Failed = Callable[[ReadError], object]
"""Is given what could not be read. `list.append` will do."""


class Remark(UserWarning):
    """Something to know of an article that was read all the same: a charset that was guessed, a day that is missing."""


class Reading(domain.Reading):
    """One `article` and what one `reader` found in it; a notebook shows it with its statements marked.

    `statements`, `actors`, `times` and `events` are tuples in text order; ids tie them together. `note` says why
    nothing was looked for, where it wasn't: another language than English. (`mentions` is empty.)
    """

    __slots__ = ()

    @classmethod
    def of(cls, reading: domain.Reading) -> Self:
        """The same reading, which a notebook can show."""
        return cls(*(getattr(reading, part.name) for part in fields(reading)))

    def __repr__(self) -> str:
        named = self.article.title or self.article.given_id or self.article.id
        return f"<Reading of {named!r}: {len(self.statements)} statements, {len(self.events)} events>"

    def _repr_html_(self) -> str:
        from onrecord.notebook import article_html

        return article_html(self)


def read(source: Source, *, published: Day | None = None) -> Reading:
    """The one article in a file or at a web address, read.

    `published`: its day, where it does not say its own. Raises ReadError where it can't be read, or holds more than one
    article; UsageError where `published` is no day; ModelError where the model is missing or damaged.
    """
    outcomes = pipeline.read([os.fspath(source)], options(published), reader())
    found = _raised_or_read(next(outcomes))
    if next(outcomes, None) is not None:
        raise ReadError(
            "holds more than one article", resource=os.fspath(source), hint="read_many() gives them one by one"
        )
    return found


def read_many(*sources: Source, published: Day | None = None, failed: Failed | None = None) -> Iterator[Reading]:
    """The articles in files, folders, patterns and at web addresses, read one by one, in order, as they are asked for.

    `failed` is given what can't be read, and the rest goes on; without it, the first such ReadError is raised.
    """
    for outcome in pipeline.read([os.fspath(s) for s in sources], options(published), reader()):
        if failed is not None and isinstance(outcome, ReadError):
            failed(outcome)
        else:
            yield _raised_or_read(outcome)


def read_text(
    text: str,
    *,
    published: Day | None = None,
    title: str | None = None,
    outlet: str | None = None,
    authors: Iterable[str] = (),
    url: str | None = None,
    language: str | None = None,
    id: str | None = None,  # noqa: A002 (the contract's word)
) -> Reading:
    """A text that is at hand, read as an article. It is kept to the character; offsets count in it.

    `published`: its day, without which "Monday" is no date. `authors`: their names, or the one. `language`: ISO 639-1,
    else found out. `id`: a name of your own. Raises ReadError where the text is empty or holds what is no character.
    """
    return remarked(understood(loaded_text(text, published, title, outlet, authors, url, language, id)))


# What a ledger does with them, too


@cache
def reader() -> Reader:
    """With the package's model, which takes a moment to load."""
    from onrecord.understand import load

    return load()


def _raised_or_read(outcome: pipeline.Understood | ReadError) -> Reading:
    if isinstance(outcome, ReadError):
        raise outcome
    return remarked(outcome)


def remarked(outcome: pipeline.Understood | pipeline.Recorded) -> Reading:
    """The reading; what there is to know of it besides is said as a warning."""
    for remark in outcome.loaded.warnings:
        warnings.warn(f"{outcome.loaded.resource}: {remark}", Remark, stacklevel=4)
    return Reading.of(outcome.reading)


def loaded_text(
    text: str,
    published: Day | None,
    title: str | None,
    outlet: str | None,
    authors: Iterable[str],
    url: str | None,
    language: str | None,
    given_id: str | None,
) -> Loaded:
    """A text as an article. It is a record like those of JSON Lines, under the same rules."""
    from onrecord.read.records import record

    by = authors if isinstance(authors, str) else [*authors]  # one name is not its letters
    said = {"title": title, "outlet": outlet, "authors": by, "url": url, "language": language, "id": given_id}
    loaded = record({"text": text, **said}, "the text", options(published))
    # that nobody gave a day is plain to whoever wrote the call
    return replace(loaded, warnings=tuple(w for w in loaded.warnings if w != "no day of publication"))


def understood(loaded: Loaded) -> pipeline.Understood:
    """The article, read here and now."""
    return pipeline.Understood(loaded, resolved(reader().read(loaded.article)))


def options(published: Day | None) -> Options:
    """How to read; raises UsageError where that is no day."""
    return Options(published=published.isoformat() if isinstance(published, date) else published)
