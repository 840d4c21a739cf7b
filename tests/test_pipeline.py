from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from onrecord.errors import OnrecordError, ReadError
from onrecord.pipeline import Known, Map, Recorded, Understood, add, read, reread
from onrecord.read import Options
from onrecord.record import open_ledger
from onrecord.scale import AHEAD, InEachProcess, Pool
from tests.serve.fakes import FakeReader

A = TypeVar("A")
B = TypeVar("B")
TODAY = "2026-05-01T00:00:00+00:00"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Records of all fates: articles, one twice, a broken line, another language, a changed version."""
    folder = tmp_path / "news"
    folder.mkdir()
    lines: list[str] = [
        json.dumps({"id": f"{n}", "outlet": "Post", "text": f"Anna said number {n} is up. Bo warned it falls."})
        for n in range(12)
    ]
    lines.insert(3, '{"id": ')
    lines.insert(6, lines[1])
    lines += [json.dumps({"id": "uk", "text": "Слово сказано, і його не повернути назад.", "language": "uk"})]
    lines += [json.dumps({"id": "2", "outlet": "Post", "text": "Anna said number 2 is down."})]
    (folder / "all.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def added(news: Path, path: Path, map_: Map = map, reader: FakeReader | InEachProcess = FakeReader()) -> list[object]:  # noqa: B008 (frozen)
    with open_ledger(path, create=True, clock=lambda: TODAY) as ledger:
        return list(add([str(news)], Options(), ledger, reader, map=map_))


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, those apart in which SQLite keeps its search index."""
    database = sqlite3.connect(path)
    try:
        tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        indexes = tuple(name for name, sql in tables if sql.startswith("CREATE VIRTUAL"))
        kept = sorted(name for name, _ in tables if not name.startswith(indexes))
        assert len(kept) >= 4
        return {name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr) for name in kept}
    finally:
        database.close()


def test_one_outcome_for_every_record_in_order(news: Path) -> None:
    outcomes = list(read([str(news)], Options(), FakeReader()))
    assert len(outcomes) == 16
    assert isinstance(outcomes[3], ReadError)
    understood = [o for o in outcomes if isinstance(o, Understood)]
    ids = [o.loaded.article.given_id for o in understood]
    assert ids == ["0", "1", "2", "3", "4", "1", *map(str, range(5, 12)), "uk", "2"]
    assert all(o.reading.article is o.loaded.article for o in understood)
    assert [len(o.reading.statements) for o in understood] == [2] * 13 + [0, 1]
    assert understood[13].reading.note


def test_adding_twice_changes_nothing_and_reads_nothing(news: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    first = added(news, path)
    kinds = [type(o) for o in first]
    assert kinds.count(ReadError) == 1
    assert kinds.count(Known) == 1, "the second of two equal records"
    assert [o.added.status for o in first if isinstance(o, Recorded)] == ["new"] * 13 + ["new_version"]
    before = contents(path)

    class NoReader(FakeReader):
        def read(self, article: object, /) -> object:  # type: ignore[override]
            raise AssertionError("nothing is left to be read")

    # the version that came first is known too: it stands in the lineage
    second = added(news, path, reader=NoReader())
    assert {type(o) for o in second} == {Known, ReadError}
    assert contents(path) == before


def test_workers_give_the_same_ledger_as_serial(news: Path, tmp_path: Path) -> None:
    serial = added(news, tmp_path / "serial.db")
    pool = InEachProcess(FakeReader, FakeReader().info)
    parallel = added(news, tmp_path / "pool.db", Pool(2), pool)
    assert contents(tmp_path / "serial.db") == contents(tmp_path / "pool.db")
    # what is still in the pool is not in the ledger yet, so a repeated record may be read for nothing
    assert len(serial) == len(parallel)
    assert [str(o) for o in serial if isinstance(o, ReadError)] == [
        str(o) for o in parallel if isinstance(o, ReadError)
    ]


def test_rereading_leaves_the_old_reading_and_does_not_repeat_itself(news: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    added(news, path)
    newer = FakeReader("newer")
    with open_ledger(path, create=False) as ledger:
        outcomes = [o for o in reread(ledger, newer) if isinstance(o, Recorded)]
        assert {o.added.status for o in outcomes} == {"new_reading"}
        assert len(outcomes) == 13
        assert list(reread(ledger, newer)) == []
        (lineage,) = [v for a in [outcomes[0].added.document] for v in ledger.document(a).versions[-1:]]
        assert [r.reader.model for r in lineage.readings] == ["fake", "newer"]


def test_the_pipeline_takes_no_more_than_it_is_asked_for(news: Path) -> None:
    taken = 0

    def counting(function: Callable[[A], B], items: Iterable[A], /) -> Iterator[B]:
        nonlocal taken
        for item in items:
            taken += 1
            yield function(item)

    outcomes = read([str(news)], Options(), FakeReader(), map=counting)
    next(outcomes)
    assert taken == 1


# the pool


def double(number: int) -> int:
    return 2 * number


def die(number: int) -> int:
    os._exit(number)


def fail(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def test_a_pool_keeps_the_order_and_does_not_run_ahead() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(1, 201):
            taken = number
            yield number

    results = Pool(2)(double, items())
    seen = []
    for result in results:
        seen.append(result)
        assert taken <= len(seen) + 2 * AHEAD + 1
    assert seen == [2 * n for n in range(1, 201)]


def test_a_pool_that_is_left_early_ends() -> None:
    results = Pool(2)(double, iter(range(1000)))
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]  # it is a generator


def test_a_bug_in_a_worker_shows_and_a_killed_worker_is_one_clear_error() -> None:
    with pytest.raises(ValueError, match="three"):
        list(Pool(2)(fail, range(5)))
    with pytest.raises(OnrecordError, match=r"worker process was killed.*fewer --workers"):
        list(Pool(2)(die, [1]))


@pytest.mark.skipif(os.name == "nt", reason="looks at processes as POSIX has them")
def test_no_worker_outlives_a_parent_that_is_killed(root: Path) -> None:
    code = "from onrecord.scale import Pool; from tests.test_pipeline import own_id; import time\n"
    code += "print(next(Pool(1)(own_id, iter(range(9)))), flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    until = time.monotonic() + 20
    while (alive := is_running(worker)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # ended, but nobody has asked how: some containers have no process that does
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def own_id(_: int) -> int:
    return os.getpid()
