"""Adding articles in the background: one thread that owns the reader, and what became of what it was given."""

from __future__ import annotations

import secrets
import tempfile
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

from onrecord.errors import OnrecordError, ReadError, UsageError
from onrecord.record import open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.domain import Loaded, Reading
    from onrecord.pipeline import Reader, Recorded
    from onrecord.record.ledger import Status
    from onrecord.serve.web.site import Site
    from onrecord.serve.web.tying import Tying

State = Literal["waiting", "loading", "reading", "tying", "done", "stopped"]
MOST_WAITING = 20
MOST_KEPT = 50
"""Jobs whose outcome can still be looked at."""
MOST_LISTED = 1000
"""Articles, and failures, of one job that are listed; a few bytes can be unpacked to millions."""


LONGEST = 1_000_000
"""Characters of an article. A longer one is read for minutes or hours, in which nothing else is added and nothing
can be stopped."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent."""

    name: str
    """What its sender calls it. Never a path here."""
    path: Path
    """Where its bytes are until the job is done."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be added."""

    pasted: dict[str, str] = field(default_factory=dict)
    """The fields of a record, as JSON Lines have them; none where no text was pasted."""
    addresses: tuple[str, ...] = ()
    uploads: tuple[Upload, ...] = ()
    published: str | None = None
    """The day of articles that don't say their own."""
    folder: tempfile.TemporaryDirectory[str] | None = None
    """Of the uploads; removed when the job is done."""

    def __len__(self) -> int:
        return bool(self.pasted) + len(self.addresses) + len(self.uploads)


@dataclass(frozen=True, slots=True)
class Found:
    """An article that was read, or known already."""

    status: Status
    title: str
    document: str
    statements: int
    speakers: tuple[tuple[str, int], ...] = ()
    """Names of those who speak, with how many statements; those who speak most first."""
    unnamed: int = 0
    """Statements of nobody that is known by name."""
    remarks: tuple[str, ...] = ()
    """What the reader should know of it: a missing day, a language that is not read."""


@dataclass(slots=True)
class Job:
    """One thing to add, as far as it is. Written by the reader's thread alone; to look at it, take what is there."""

    id: str
    wanted: Wanted
    state: State = "waiting"
    begun: int = 0
    """How many of the things wanted were begun."""
    articles: int = 0
    """Read, or known already."""
    statements: int = 0
    unread: int = 0
    found: list[Found] = field(default_factory=list)
    """The first of the articles, and"""
    failed: list[ReadError] = field(default_factory=list)
    """of what could not be read."""
    failed_addresses: list[str] = field(default_factory=list)
    pasted_failed: bool = False
    halted: bool = False
    """Whether somebody wants it to stop."""
    trouble: OnrecordError | None = None
    """Why it stopped before its end."""

    def read(self, one: Found) -> None:
        """Note an article."""
        self.articles += 1
        self.statements += one.statements
        if len(self.found) < MOST_LISTED:
            self.found.append(one)

    def missed(self, error: ReadError) -> None:
        """Note what could not be read."""
        self.unread += 1
        if len(self.failed) < MOST_LISTED:
            self.failed.append(error)

    @property
    def is_over(self) -> bool:
        return self.state in ("done", "stopped")

    @property
    def again(self) -> Wanted:
        """What can be sent again without being chosen anew: what failed, or all where it stopped."""
        if self.trouble is not None:
            return replace(self.wanted, uploads=(), folder=None)
        pasted = self.wanted.pasted if self.pasted_failed else {}
        return Wanted(pasted, tuple(self.failed_addresses), published=self.wanted.published)


class Jobs:
    """Those that wait, run and ran; they are done one after the other, because a reader takes all of a processor."""

    def __init__(self, site: Site, tying: Tying) -> None:
        self._site = site
        self._tying = tying
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()
        self._reader: Reader | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._closed = False

    def begin(self, wanted: Wanted) -> Job:
        """The job, waiting. Raises UsageError where too many do."""
        with self._lock:
            if sum(not job.is_over for job in self._jobs.values()) >= MOST_WAITING:
                raise UsageError("too much is being added already", hint="send it again when some of it is done")
            over = [key for key, job in self._jobs.items() if job.is_over]
            for key in over[: max(0, len(self._jobs) + 1 - MOST_KEPT)]:  # the oldest come first
                del self._jobs[key]
            job = Job(secrets.token_urlsafe(9), wanted)
            self._jobs[job.id] = job
        self._thread.submit(self._run, job)
        return job

    def __len__(self) -> int:
        return len(self._jobs)

    def get(self, key: str) -> Job | None:
        """The job of that id, if it is known still."""
        return self._jobs.get(key)

    def close(self) -> None:
        """Begin nothing more, and stop after the article that is being read. What is recorded stays."""
        self._closed = True
        self._thread.shutdown(wait=True, cancel_futures=True)

    # In the reader's thread

    def _run(self, job: Job) -> None:
        try:
            self._tying.wait()
            job.state = "loading"
            self._reader = self._reader or self._site.make_reader()
            self._add(job, self._reader)
            job.state = "done"
        except OnrecordError as error:
            job.trouble, job.state = error, "stopped"
        except Exception:  # a thread's errors would be lost
            traceback.print_exc()
            hint = "the terminal that it runs in shows where; what is listed here is on record"
            job.trouble, job.state = OnrecordError("something went wrong in this program", hint=hint), "stopped"
        finally:
            if job.wanted.folder is not None:
                job.wanted.folder.cleanup()
            if not (job.pasted_failed or job.trouble):
                job.wanted = replace(job.wanted, pasted={})  # it is on record, and need not be kept here too

    def _add(self, job: Job, reader: Reader) -> None:
        from onrecord.identities import Actors
        from onrecord.pipeline import Recorded, add_loaded

        with open_ledger(self._site.ledger, create=True) as ledger:
            job.state = "reading"
            for outcome in add_loaded(map(_short_enough, _items(job)), ledger, reader):
                if isinstance(outcome, ReadError):
                    job.missed(outcome)
                elif isinstance(outcome, Recorded):
                    job.read(_found(outcome))
                else:
                    article = outcome.loaded.article
                    shown = ledger.reading(ledger.document(article.id).versions[-1].id)
                    job.read(
                        Found("unchanged", _title(outcome.loaded), article.id, *_counts(shown), outcome.loaded.warnings)
                    )
                if self._closed or job.halted:
                    raise OnrecordError("somebody stopped it", hint="what was read before is on record")
            job.state = "tying"
            self._tying.spare(ledger)
            Actors(ledger)


def _items(job: Job) -> Iterator[Loaded | ReadError]:
    """The articles of all that is wanted. What failed is noted, so that it can be sent again."""
    from onrecord.read import Options
    from onrecord.read.sent import load_address, load_record, load_upload

    options, wanted = Options(published=job.wanted.published), job.wanted
    if wanted.pasted:
        job.begun += 1
        item = load_record(dict(wanted.pasted), "the pasted text", Options())
        job.pasted_failed = isinstance(item, ReadError)
        yield item
    for address in wanted.addresses:
        job.begun += 1
        failed = False
        for item in load_address(address, options):
            failed = failed or isinstance(item, ReadError)
            yield item
        if failed:
            job.failed_addresses.append(address)
    for upload in wanted.uploads:
        job.begun += 1
        with upload.path.open("rb") as stream:
            yield from load_upload(stream, upload.name, options)


def _short_enough(item: Loaded | ReadError) -> Loaded | ReadError:
    if isinstance(item, ReadError) or len(item.article.text) <= LONGEST:
        return item
    hint = "split it into articles; the command line reads it as it is, in its own time"
    return ReadError(f"longer than {LONGEST:,} characters", resource=item.resource, hint=hint)


def _found(outcome: Recorded) -> Found:
    loaded, reading, added = outcome.loaded, outcome.reading, outcome.added
    remarks = (*loaded.warnings, *([reading.note] if reading.note else []))
    return Found(added.status, _title(loaded), added.document, *_counts(reading), remarks)


def _counts(reading: Reading) -> tuple[int, tuple[tuple[str, int], ...], int]:
    """How many statements, who speaks, and how many are nobody's who is known by name."""
    names = {actor.id: actor.name for actor in reading.actors if actor.named}
    said = Counter(names[s.speaker] for s in reading.statements if s.speaker in names)
    return len(reading.statements), tuple(said.most_common()), len(reading.statements) - said.total()


def _title(loaded: Loaded) -> str:
    return loaded.article.title or loaded.resource
