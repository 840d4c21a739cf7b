"""How fast a large ledger answers, and whether adding to it slows down as it grows.

    python benchmarks/ledger.py --statements 1000000

makes a ledger of invented articles (the words follow Zipf's law, as words do) through `Ledger.add`, the same code that
`onrecord add` runs, and asks for the first page of every filter, rare and common words alike; then who is who, which is
worked out first. On a machine that is busy
with other work the time of the processor and the bytes written say more than the clock.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from onrecord.domain import (
    Act,
    Actor,
    Anchor,
    Article,
    Block,
    Entry,
    Event,
    EventType,
    Kind,
    Loaded,
    ReaderInfo,
    Reading,
    Realis,
    Statement,
    Time,
)
from onrecord.record import open_ledger
from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter
from onrecord.record.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PER_ARTICLE = 20
PAGE = 50
BATCH = 100
"""Articles in one transaction."""
ALONE = 1000
"""Articles that are added one by one, as `onrecord add` does."""
READER = ReaderInfo("0.1.0", "benchmark")
FIRST_DAY = date(2015, 1, 1)
DAYS = 4000
ROLES = (
    *("president", "prime minister", "foreign minister", "spokeswoman", "mayor", "senator", "general", "footballer"),
    *("French president", "Ukrainian minister", "Kenyan economist", "British actor", "Japanese ambassador", "singer"),
)
KINDS: tuple[Kind, ...] = ("direct", "indirect", "mixed")


class World:
    """Invented words, names and outlets, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.doings = random.Random(seed)
        syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
        words = sorted({"".join(self.random.choices(syllables, k=self.random.randint(1, 5))) for _ in range(60_000)})
        self.random.shuffle(words)
        self.words = words
        self.names = [f"{self._pick()} {self._pick()}".title() for _ in range(20_000)]
        self.outlets = [f"The {self._pick()} {self._pick()}".title() for _ in range(300)]

    def _pick(self) -> str:
        return self.random.choice(self.words[:3000])

    def articles(self, number: int, first: int = 0) -> Iterator[Reading]:
        """Articles with a title, `PER_ARTICLE` statements, a third as many events, and as many sentences with neither,
        numbered from `first`."""
        words = itertools.cycle(self._drawn(self.words, 1_000_003))
        names = itertools.cycle(self._drawn(self.names, 100_003))
        outlets = itertools.cycle(self._drawn(self.outlets, 10_007))
        for n in range(first, first + number):
            title = " ".join(itertools.islice(words, 8)).capitalize()
            text, statements = title + "\n\n", []
            told: dict[str, Actor] = {}
            day = FIRST_DAY + timedelta(days=self.random.randrange(DAYS))
            events: list[Event] = []
            times: list[Time] = []
            for k in range(PER_ARTICLE):
                source, content = next(names), " ".join(itertools.islice(words, 18))
                role = self.random.choice(ROLES) if self.random.random() < 0.3 else ""
                text += f"{role} " if role else ""
                at = len(text)
                if source not in told:
                    office = Anchor(at - len(role) - 1, at - 1, role)
                    told[source] = Actor(
                        f"a{k + 1}", source, "person", True, (Anchor(at, at + len(source), source),),
                        (office,) if role else (),
                    )  # fmt: skip
                text += f"{source} said {content}. {' '.join(itertools.islice(words, 15))}. "
                cue = at + len(source) + 1
                statements.append(
                    Statement(
                        f"s{k + 1}",
                        Anchor(at, at + len(source), source),
                        Anchor(cue, cue + 4, "said"),
                        (Anchor(cue + 5, cue + 5 + len(content), content),),
                        self.random.choices(KINDS, (3, 6, 1))[0],
                        round(self.random.betavariate(5, 1.5), 2),
                        speaker=told[source].id,
                        speaker_confidence=0.9,
                        act=self.doings.choice(get_args(Act)),
                    )
                )
                if k % 3 == 0:
                    self._happens(statements[-1], list(told.values()), day, events, times)
            article = Article(
                text,
                url=f"https://{n}.example/",
                title=title,
                outlet=next(outlets),
                published=day.isoformat() if self.random.random() < 0.95 else None,
                language="en",
                blocks=(Block("title", 0, len(title)), Block("paragraph", len(title) + 2, len(text))),
            )
            actors = tuple(told.values())
            yield Reading(article, READER, tuple(statements), (), actors, tuple(times), tuple(events))

    def _happens(
        self, statement: Statement, told: Sequence[Actor], day: date, events: list[Event], times: list[Time]
    ) -> None:
        """Something done in a statement's content, two times in three on a day."""
        content = statement.content[0]
        first, second, *_ = content.text.split(" ")
        at = content.start + len(first) + 1
        if self.doings.random() < 0.67:
            when = day + timedelta(days=self.doings.randint(-30, 10))
            anchor = Anchor(at, at + len(second), second)
            times.append(Time(f"t{len(times) + 1}", anchor, when.isoformat(), when, when))
        events.append(
            Event(
                f"e{len(events) + 1}",
                self.doings.choice(get_args(EventType)),
                Anchor(content.start, content.start + len(first), first),
                self.doings.choice(get_args(Realis)),
                (self.doings.choice(told).id,),
                (self.doings.choice(told).id,),
                time=times[-1].id if times and times[-1].anchor.start == at else None,
                according_to=statement.id,
                confidence=round(self.doings.betavariate(3, 1.5), 2),
            )
        )

    def _drawn(self, values: Sequence[str], number: int) -> list[str]:
        """By Zipf's law: the n-th value is 1/n as frequent as the first."""
        return self.random.choices(values, [1 / (rank + 1) for rank in range(len(values))], k=number)

    def filters(self, number: int) -> Iterator[tuple[str, list[StatementFilter]]]:
        """For each way to ask, `number` questions: from the most common word or name to one that is not there."""
        draw = random.Random(number)

        def spread(values: Sequence[str]) -> list[str]:
            ranks = [int(len(values) ** draw.random()) - 1 for _ in range(number - 2)]
            return [values[0], "zzyzx", *(values[rank] for rank in ranks)]

        names, words, outlets = spread(self.names), spread(self.words), spread(self.outlets)
        surnames = [name.split(" ")[-1] for name in names]
        others = draw.sample(words, number)
        days = [FIRST_DAY + timedelta(days=draw.randrange(DAYS)) for _ in range(number)]
        sure = [round(draw.random(), 2) for _ in range(number - 2)] + [0.0, 1.0]
        kinds = [draw.choice(KINDS) for _ in range(number)]
        pairs = [f"{a} {b}" for a, b in zip(words, others, strict=True)]

        yield "no filter", [StatementFilter(limit=PAGE)] * number
        yield "--by, whole name", [StatementFilter(by=n, limit=PAGE) for n in names]
        yield "--by, surname", [StatementFilter(by=n, limit=PAGE) for n in surnames]
        for letters in (2, 3, 4):
            yield f"--by, {letters} letters", [StatementFilter(by=n[:letters], limit=PAGE) for n in surnames]
        yield "--about, word", [StatementFilter(about=w, limit=PAGE) for w in words]
        for letters in (1, 2, 3, 4):
            yield f"--about, {letters} letters", [StatementFilter(about=w[:letters], limit=PAGE) for w in words]
        yield "--about, two words", [StatementFilter(about=p, limit=PAGE) for p in pairs]
        yield "--text, two words", [StatementFilter(text=p, limit=PAGE) for p in pairs]
        yield "--kind", [StatementFilter(kind=k, limit=PAGE) for k in kinds]
        yield "--outlet", [StatementFilter(outlet=o, limit=PAGE) for o in outlets]
        yield "--since", [StatementFilter(since=d, limit=PAGE) for d in days]
        yield "--until", [StatementFilter(until=d, limit=PAGE) for d in days]
        yield "--min-confidence", [StatementFilter(min_confidence=c, limit=PAGE) for c in sure]
        yield (
            "--by --about, in a year",
            [
                StatementFilter(by=n, about=w, since=d, until=d + timedelta(days=365), limit=PAGE)
                for n, w, d in zip(surnames, others, days, strict=True)
            ],
        )
        yield (
            "all of them",
            [
                StatementFilter(by=n, about=w, kind=k, outlet=o, min_confidence=c, since=FIRST_DAY, limit=PAGE)
                for n, w, k, o, c in zip(surnames, others, kinds, outlets, sure, strict=True)
            ],
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """What adding some articles took."""

    articles: int
    seconds: float
    processor: float
    """Seconds."""
    written: int
    """Bytes given to the disk, where Linux counts them."""

    def __str__(self) -> str:
        n = self.articles
        return f"{n / self.seconds:.0f}/s ({self.processor / n * 1000:.1f} ms, {self.written / n / 1024:.0f} KB each)"


def add(ledger: Ledger, readings: Sequence[Reading], batch: int) -> Cost:
    """Add all, each `batch` of them durable before the next."""
    clock, processor, before = time.perf_counter(), time.process_time(), written()
    for first in range(0, len(readings), batch):
        with ledger.transaction():
            for reading in readings[first : first + batch]:
                ledger.add(Loaded(reading.article, reading.article.url or ""), reading)
    return Cost(len(readings), time.perf_counter() - clock, time.process_time() - processor, written() - before)


def written() -> int:
    counts = Path("/proc/self/io")
    if not counts.exists():
        return 0
    return next(int(line.split()[1]) for line in counts.read_text().splitlines() if line.startswith("wchar"))


def fill(path: Path, world: World, number: int) -> None:
    """Make the ledger, and say whether adding to it slows down as it grows."""
    readings, others = world.articles(number), list(world.articles(ALONE, first=number))
    with open_ledger(path.with_name("small.db"), create=True) as small, open_ledger(path, create=True) as ledger:
        costs = []
        while some := list(itertools.islice(readings, max(1, number // 20))):
            costs.append(add(ledger, some, BATCH))
        print(f"{number} articles, {number * PER_ARTICLE} statements, {path.stat().st_size / 1e6:.0f} MB")
        slowest = max(costs, key=lambda cost: cost.seconds / cost.articles)
        print(f"{BATCH} at a time: at the start {costs[0]}, at the end {costs[-1]}, slowest twentieth {slowest}")
        few, many = add(small, others, 1), add(ledger, others, 1)
        print(f"one by one: into a new ledger {few}, into this {many}", flush=True)
    path.with_name("small.db").unlink()


def timed(ask: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def show(name: str, spent: list[float]) -> None:
    ranked = sorted(spent)
    half, most = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
    print(f"{name:26} {half:8.1f} {most:8.1f} {ranked[-1]:8.1f}", flush=True)


def ask_who(ledger: Ledger, path: Path, world: World, number: int) -> None:
    """Time who is who: all of it, then after one article more, then each question."""
    from onrecord.catalogues import filed_under, linker
    from onrecord.identities import Actors
    from onrecord.record.catalogue import Catalogues

    print(
        f"all worked out: {timed(lambda: Actors(ledger)) / 1000:.1f} s, {path.stat().st_size / 1e6:.0f} MB", flush=True
    )
    more = list(world.articles(number, first=10**7))

    def add_and_ask(reading: Reading) -> None:
        ledger.add(Loaded(reading.article, reading.article.url or ""), reading)
        Actors(ledger)

    show("add one and work it out", [timed(lambda r=r: add_and_ask(r)) for r in more])  # type: ignore[misc]
    draw = random.Random(number)
    names = [world.names[int(len(world.names) ** draw.random()) - 1] for _ in range(number - 1)] + [world.names[0]]
    actors = Actors(ledger)

    def said_by(name: str) -> int:
        speakers = Actors(ledger).speakers(name)
        wanted = StatementFilter(by=None if speakers else name, speakers=speakers, limit=PAGE)
        return len(list(ledger.statements(wanted)))

    def dossier(name: str) -> None:
        for known in Actors(ledger).find(name)[:1]:
            actors.dossier(known, 10)

    show("--by, an actor", [timed(lambda n=n: said_by(n)) for n in names])  # type: ignore[misc]
    show("actor", [timed(lambda n=n: dossier(n)) for n in names])  # type: ignore[misc]
    show("actors", [timed(lambda: list(ledger.actors(ActorFilter(limit=PAGE)))) for _ in range(3)])
    show("actors --text", [timed(lambda n=n: list(ledger.actors(ActorFilter(text=n, limit=PAGE)))) for n in names])  # type: ignore[misc]
    listed = [
        Entry(f"e{n}", name, "person", positions=(role,), topics=("sanction",) if n % 10 == 0 else ("role.pep",))
        for n, (name, role) in enumerate(zip(world.names[:5000], itertools.cycle(ROLES)))
    ]
    Catalogues.beside(path).load("bench", "bench", listed, filed_under)
    with linker(path) as links:
        assert links is not None
        first = timed(lambda: links.identities_with("sanction", actors))
        found = links.identities_with("sanction", actors)
        print(f"all matched with a catalogue of {len(listed):,}: {first / 1000:.1f} s; {len(found)} under the topic")

    def on_topic() -> None:
        with linker(path) as opened:
            assert opened is not None
            speakers = opened.identities_with("sanction", Actors(ledger))
            list(ledger.statements(StatementFilter(speakers=speakers, limit=PAGE)))

    show("--topic", [timed(on_topic) for _ in range(number)])


def main() -> None:
    parser = argparse.ArgumentParser(description=str(__doc__).split("\n")[0])
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=60, help="how many of each kind")
    parser.add_argument("--folder", type=Path, help="keep the ledger here, and use it again if it is there")
    parser.add_argument("--full-scan", action="store_true", help="also time reading every row, and deleting an article")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{given.statements}.db"
    number = given.statements // PER_ARTICLE
    world = World(seed=1)
    if not path.exists():
        fill(path, world, number)
    with open_ledger(path, create=False) as ledger:
        print(f"{f'first {PAGE} rows':26} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}")
        for name, filters in world.filters(given.questions):
            show(name, [timed(lambda f=f: list(ledger.statements(f))) for f in filters])  # type: ignore[misc]
        searches = [ArticleFilter(text=word, limit=PAGE) for word in world.words[: given.questions]]
        show("articles --text", [timed(lambda f=f: list(ledger.articles(f))) for f in searches])  # type: ignore[misc]
        ask_who(ledger, path, world, given.questions)
        if given.full_scan:
            everything = timed(lambda: sum(1 for _ in ledger.statements(StatementFilter())))
            print(f"every row: {everything / 1000:.1f} s")
            first = next(ledger.articles(ArticleFilter(limit=1)))
            print(f"deleting an article: {timed(lambda: ledger.delete(first.id)) / 1000:.1f} s")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if given.folder is None:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
