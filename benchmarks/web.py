"""How fast each page of the web application is over a large ledger.

    python -m benchmarks.web --statements 1000000 --only /search

makes the ledger of `benchmarks.ledger` (with `--folder` once, then it is used again), works out who is who, and asks
the application for each page and for searches of every kind, rare and common words alike, in this process: what is
measured is what the program does, from the request to the last byte of the answer. The goal is 150 ms at p95. Beside it
stands the processor's time: on a machine that others use too, it says what the program itself costs.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import os
import random
import re
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import urlencode

from onrecord.domain import EventType
from onrecord.identities import Actors
from onrecord.record import open_ledger
from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter
from onrecord.serve.web import application
from onrecord.serve.web.site import Site

from .ledger import BATCH, FIRST_DAY, PER_ARTICLE, World, add

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.types import ASGIApp

    from onrecord.pipeline import Reader

GOAL = 150.0
"""Milliseconds at p95."""
WARM = 3
"""Requests before those that are measured: what is loaded once is not a page's."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer."""

    status: int
    milliseconds: float
    processor: float
    """Milliseconds of the processor, of all threads."""
    size: int
    location: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of page."""

    name: str
    answers: tuple[Answer, ...]

    @property
    def statuses(self) -> set[int]:
        return {a.status for a in self.answers}

    def at(self, share: float, *, processor: bool = False) -> float:
        """Milliseconds, of the clock or of the processor, that this share of the answers took at most."""
        ranked = sorted(a.processor if processor else a.milliseconds for a in self.answers)
        return ranked[min(len(ranked) - 1, int(len(ranked) * share))]

    def __str__(self) -> str:
        size = max(a.size for a in self.answers) / 1024
        said = "" if self.statuses == {200} else f"  answered {', '.join(map(str, sorted(self.statuses)))}"
        late = "  over the goal" if self.at(0.95) > GOAL else ""
        clock = f"{self.at(0.5):8.1f} {self.at(0.95):8.1f} {self.at(1):8.1f}"
        return f"{self.name:34} {clock} {self.at(0.95, processor=True):8.1f} {size:8.0f}{said}{late}"


def make(path: Path, world: World, articles: int) -> None:
    """The ledger, with who is who worked out."""
    readings = world.articles(articles)
    with open_ledger(path, create=True) as ledger:
        while some := list(itertools.islice(readings, BATCH)):
            add(ledger, some, BATCH)


def addresses(path: Path, world: World, number: int) -> Iterator[tuple[str, list[str]]]:
    """For each kind of page, `number` addresses of it."""
    draw = random.Random(number)
    with open_ledger(path, create=False) as ledger:
        Actors(ledger)
        days = [FIRST_DAY.replace(year=draw.randrange(2015, 2026), month=draw.randrange(1, 13)) for _ in range(number)]
        articles = [next(ledger.articles(ArticleFilter(since=d, limit=1)), None) for d in days]
        documents = [a.id for a in articles if a] or [a.id for a in ledger.articles(ArticleFilter(limit=number))]
        said = [next(ledger.statements(StatementFilter(document=d, limit=1))) for d in documents]
        common = [a.id for a in ledger.actors(ActorFilter(limit=10))]
        rare = {world.names[int(len(world.names) ** draw.random()) - 1] for _ in range(number)}
        actors = [*common, *(k.id for name in sorted(rare) for k in ledger.identities.containing(name, 1))][:number]

    def each(page: str, *asked: Mapping[str, Any]) -> list[str]:
        return [f"{page}?{urlencode(one)}" for one in asked]

    def spread(values: list[str]) -> list[str]:
        return [values[0], "zzyzx", *(values[int(len(values) ** draw.random()) - 1] for _ in range(number - 2))]

    names, words, outlets = spread(world.names), spread(world.words), spread(world.outlets)
    surnames = [name.split(" ")[-1] for name in names]
    kinds = [draw.choice(("direct", "indirect", "mixed")) for _ in range(number)]
    yield "/", ["/"] * number
    yield "/?days=90", ["/?days=90"] * number
    yield "/add", ["/add"] * number
    yield "/articles", ["/articles"] * number
    yield "/articles?text=", each("/articles", *({"text": w} for w in words))
    yield "/articles/…", [f"/articles/{d}" for d in documents]
    yield "/articles/…/statements/…", [f"/articles/{row.document}/statements/{row.id}" for row in said]
    yield "/actors", ["/actors"] * number
    yield "/actors?text=", each("/actors", *({"text": n} for n in surnames))
    yield "/actors/…", [f"/actors/{a}" for a in actors]
    yield "/timeline", each("/timeline", *({"since": d, "until": d} for d in days))
    yield "/timeline, all of it", ["/timeline"] * number
    yield "/timeline?about=", each("/timeline", *({"about": w} for w in words))
    yield "/events", ["/events"] * number
    yield "/events?type=", each("/events", *({"type": draw.choice(get_args(EventType))} for _ in range(number)))
    yield "/events?confidence=", each("/events", *({"confidence": round(draw.random(), 2)} for _ in range(number)))
    yield "/review", ["/review"] * number
    yield "/judgements", ["/judgements"] * number
    yield "/search", ["/search"] * number
    yield "/search?text=", each("/search", *({"text": w} for w in words))
    yield (
        "/search?text=two words",
        each("/search", *({"text": f"{a} {b}"} for a, b in zip(words, reversed(words), strict=True))),
    )
    yield "/search?about=, three letters", each("/search", *({"about": w[:3]} for w in words))
    yield "/search?by=, whole name", each("/search", *({"by": n} for n in names))
    yield "/search?by=, surname", each("/search", *({"by": n} for n in surnames))
    yield "/search?kind=", each("/search", *({"kind": k} for k in kinds))
    yield "/search?outlet=", each("/search", *({"outlet": o} for o in outlets))
    yield "/search?since=&until=", each("/search", *({"since": d, "until": d.replace(day=28)} for d in days))
    many = zip(surnames, words, days, outlets, strict=True)
    yield (
        "/search, all of them",
        each("/search", *({"by": n, "about": w, "since": d, "outlet": o, "kind": "indirect"} for n, w, d, o in many)),
    )
    yield "/search.atom?text=", each("/search.atom", *({"text": w} for w in words))
    yield "/api/statements?about=", each("/api/statements", *({"about": w} for w in words))
    yield "/api/statements?by=", each("/api/statements", *({"by": n} for n in names))
    yield "/api/articles/…", [f"/api/articles/{d}" for d in documents]
    yield "/api/actors", ["/api/actors"] * number


async def ask(app: ASGIApp, address: str) -> Answer:
    """What the application answers, redirects followed, as a browser does."""
    spent, processor, size = 0.0, 0.0, 0
    for _ in range(5):
        path, _, query = address.partition("?")
        scope: dict[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "root_path": "",
        }
        scope |= {"path": path, "raw_path": path.encode(), "query_string": query.encode()}
        scope |= {"headers": [(b"host", b"localhost")], "server": ("localhost", 8000), "client": ("127.0.0.1", 1)}
        sent: list[Any] = []
        whole = asyncio.Event()

        async def receive(whole: asyncio.Event = whole) -> dict[str, Any]:
            if not whole.is_set():
                whole.set()
                return {"type": "http.request", "body": b"", "more_body": False}
            await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        async def send(message: Any, sent: list[Any] = sent) -> None:
            sent.append(message)

        start, before = time.perf_counter(), time.process_time()
        await app(scope, receive, send)
        spent += (time.perf_counter() - start) * 1000
        processor += (time.process_time() - before) * 1000
        size += sum(len(message.get("body", b"")) for message in sent)
        status = int(sent[0]["status"])
        location = dict(sent[0]["headers"]).get(b"location", b"").decode() or None
        if status not in (301, 302, 303, 307, 308) or location is None:
            break
        address = location.removeprefix("http://localhost")
    return Answer(status, spent, processor, size, location)


def measure(path: Path, world: World, number: int, only: str = "") -> Iterator[Row]:
    """Each kind of page whose name a regular expression, `only`, finds, one request after the other."""
    site = Site(ledger=path, who="benchmark", make_reader=_no_reader)
    app = application(site)

    async def all_of(asked: list[str]) -> tuple[Answer, ...]:
        return tuple([await ask(app, address) for address in asked])

    gc.collect()
    gc.freeze()  # as `onrecord serve` does
    with asyncio.Runner() as runner:
        for name, asked in addresses(path, world, number):
            if not re.search(only, name):
                continue
            runner.run(all_of(asked[:WARM]))
            yield Row(name, runner.run(all_of(asked)))


def _no_reader() -> Reader:
    raise RuntimeError("nothing is added here")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=60, help="how many of each kind")
    parser.add_argument("--folder", type=Path, help="keep the ledger here, and use it again if it is there")
    parser.add_argument("--only", default="", metavar="PATTERN", help="the pages that this regular expression finds")
    given = parser.parse_args(arguments)
    folder = given.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{given.statements}.db"
    world = World(seed=1)
    try:
        if not path.exists():
            start = time.perf_counter()
            make(path, world, max(1, given.statements // PER_ARTICLE))
            print(f"made in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:.0f} MB", flush=True)
        print(f"{given.statements:,} statements; milliseconds, and KiB of the largest answer")
        print(f"{'page':34} {'p50':>8} {'p95':>8} {'max':>8} {'cpu p95':>8} {'KiB':>8}", flush=True)
        rows = []
        for row in measure(path, world, given.questions, given.only):
            rows.append(row)
            print(row, flush=True)
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    finally:
        if given.folder is None:
            shutil.rmtree(folder)
    return int(any(row.at(0.95) > GOAL or row.statuses != {200} for row in rows))


if __name__ == "__main__":
    sys.exit(main())
