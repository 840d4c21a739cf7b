"""What machines do to a ledger: one clear line each, and nothing damaged. docs/ledger.md has the table."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from onrecord.errors import LedgerError
from onrecord.record import open_ledger
from onrecord.record.filters import ArticleFilter, StatementFilter
from onrecord.record.schema import VERSION
from onrecord.record.sqlite import SqliteLedger

from .worlds import OLD, secret, story, trace

if TYPE_CHECKING:
    from onrecord.record.ledger import Ledger

ROOT = Path(__file__).parents[2]


def filled(path: Path, number: int = 3) -> Path:
    """A ledger with articles."""
    with open_ledger(path, create=True) as ledger:
        for n in range(number):
            ledger.add(*story(n, content=f"number {n}"))
    return path


def dump(path: Path) -> dict[str, list[object]]:
    """Every row of every table, those of the search index included."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%USING fts5%'"
        )
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in tables}


def sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong, in the tables and in what is searched."""
    with closing(sqlite3.connect(path)) as connection:
        made = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'").fetchall()
        for (index,) in made:
            connection.execute(f"INSERT INTO {index}({index}) VALUES ('integrity-check')")
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)] and not broken


def files(folder: Path) -> list[Path]:
    """All that lie in it, at any depth."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def one_line(caught: pytest.ExceptionInfo[LedgerError], path: Path) -> bool:
    """Where, what, and what to do next, on one line."""
    line = str(caught.value)
    return line.startswith(f"{path}: ") and "; " in line and "\n" not in line


def adding(path: Path, numbers: range, batch: int = 1) -> subprocess.Popen[str]:
    """A program that adds articles, running."""
    command = [
        sys.executable,
        "-m",
        "tests.record.adding",
        str(path),
        str(numbers.start),
        str(numbers.stop),
        str(batch),
    ]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


# The file is not what it should be


def test_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    with pytest.raises(LedgerError, match="there is no ledger") as caught:
        open_ledger(path, create=False)
    assert one_line(caught, path)
    assert not path.exists()


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no such folder") as caught:
        open_ledger(tmp_path / "none" / "x.db", create=True)
    assert one_line(caught, tmp_path / "none")


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300)
    for create in (True, False):
        with pytest.raises(LedgerError, match="file name too long") as caught:
            open_ledger(path, create=create)
        assert one_line(caught, path)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is a folder") as caught:
        open_ledger(tmp_path, create=True)
    assert one_line(caught, tmp_path)


@pytest.mark.parametrize("content", [b"What is this?", b"x" * 5000, b"SQLite format 3\0" + b"x" * 5000])
@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_not_a_ledger(tmp_path: Path, content: bytes, create: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"is not a ledger|is damaged") as caught:
        open_ledger(path, create=create)
    assert one_line(caught, path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("create", [True, False])
def test_another_programs_database(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="is not a ledger") as caught:
        open_ledger(path, create=create)
    assert one_line(caught, path)
    assert path.read_bytes() == before


def test_an_empty_file_holds_no_ledger_until_something_is_added(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(LedgerError, match="holds no ledger yet") as caught:
        open_ledger(path, create=False)
    assert one_line(caught, path)
    assert path.stat().st_size == 0
    filled(path)
    assert sound(path)


def test_a_ledger_of_a_newer_version(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = dump(path)
    for create in (True, False):
        with pytest.raises(LedgerError, match="newer onrecord") as caught:
            open_ledger(path, create=create)
        assert one_line(caught, path)
    assert dump(path) == before


def test_a_damaged_ledger(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db", 200)
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(LedgerError, match="is damaged") as caught, open_ledger(path, create=False) as ledger:
        list(ledger.statements(StatementFilter()))
    assert one_line(caught, path)


# The disk is full


def room(ledger: Ledger, pages: int) -> None:
    """Let the file grow by so many pages and no further."""
    assert isinstance(ledger, SqliteLedger)
    size = ledger._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    ledger._connection.exec_driver_sql(f"PRAGMA max_page_count = {size + pages}")


def fill_up(ledger: Ledger, added: list[str]) -> None:
    """Add until there is no room, or there has been too much of it."""
    for number in range(3, 300):
        added.append(ledger.add(*story(number, content=f"number {number}")).document)


def test_a_full_disk(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db")
    added: list[str] = []
    with open_ledger(path, create=True) as ledger:
        room(ledger, 8)
        with pytest.raises(LedgerError, match="the disk is full") as caught:
            fill_up(ledger, added)
        assert one_line(caught, path)
        assert len(list(ledger.articles(ArticleFilter()))) == 3 + len(added) > 3
        room(ledger, 100_000)
        fill_up(ledger, added)
    assert sound(path)


def test_a_disk_that_is_full_in_the_middle_of_a_batch(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db")
    before = dump(path)
    with open_ledger(path, create=True) as ledger:
        room(ledger, 8)
        with pytest.raises(LedgerError, match="the disk is full"), ledger.transaction():
            fill_up(ledger, [])
    assert dump(path) == before
    assert sound(path)


def test_a_disk_that_is_full_while_something_is_deleted(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db", 200)
    before = dump(path)
    document = story(7)[0].article.id
    with open_ledger(path, create=False) as ledger:
        room(ledger, 0)
        with pytest.raises(LedgerError, match="the disk is full") as caught:
            ledger.delete(document)
        assert one_line(caught, path)
        assert dump(path) == before
        room(ledger, 100_000)
        assert ledger.delete(document).statements == 1
    assert sound(path)


def test_a_page_that_cannot_be_saved_leaves_no_row_behind(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db")
    before = dump(path)
    (tmp_path / "x.db.pages").write_text("in the way")
    with open_ledger(path, create=True) as ledger, pytest.raises(LedgerError) as caught:
        ledger.add(*story(7, page=b"<p>"))
    assert "x.db.pages" in str(caught.value)
    assert dump(path) == before


# No right to write. Root has every right, so these are tried as somebody else

AS_NOBODY = """
import os, sys
from pathlib import Path
from tempfile import TemporaryDirectory
from onrecord.errors import LedgerError
from onrecord.record import open_ledger
from onrecord.record.filters import StatementFilter
from tests.record.worlds import story

def ask(path):
    with open_ledger(path, create=False) as ledger:
        return [row.statement.content[0].text for row in ledger.statements(StatementFilter(by="mira"))]

def add(path):
    with open_ledger(path, create=True) as ledger:
        return ledger.add(*story(9, page=b"<p>")).status

if os.getuid() == 0:
    with TemporaryDirectory() as scratch:  # loads all that is needed while it may still be read
        print("first", add(Path(scratch, "x.db")), ask(Path(scratch, "x.db")), file=sys.stderr)
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for act in (ask, add):
    try:
        print(act(Path(sys.argv[1])))
    except LedgerError as error:
        print(error)
"""


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """A folder that others may enter."""
    if os.name == "nt":
        pytest.skip("needs POSIX permissions")
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    return tmp_path


def as_nobody(path: Path) -> list[str]:
    """What asking a ledger and adding to it say, without the right to write."""
    run = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def test_a_read_only_folder_can_still_be_asked(open_folder: Path) -> None:
    path = filled(open_folder / "x.db", 1)
    path.chmod(0o666)
    open_folder.chmod(0o555)
    before = path.read_bytes()
    asked, added = as_nobody(path)
    open_folder.chmod(0o755)
    assert asked == "['number 0']"
    assert added.startswith(f"{path}: ")
    assert path.read_bytes() == before
    assert list(open_folder.iterdir()) == [path]


def test_a_read_only_file_can_still_be_asked(open_folder: Path) -> None:
    path = filled(open_folder / "x.db", 1)
    path.chmod(0o444)
    open_folder.chmod(0o777)
    before = path.read_bytes()
    asked, added = as_nobody(path)
    assert asked == "['number 0']"
    assert added == f"{path}: is read-only here, so nothing can be written; copy it to a folder that you may write in"
    assert path.read_bytes() == before
    assert list(open_folder.iterdir()) == [path], "what is left behind would shut out the file's owner"


def test_who_may_only_read_can_ask_while_another_adds(open_folder: Path) -> None:
    path = open_folder / "x.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add(*story(0, content="number 0"))
        path.chmod(0o644)
        asked, _ = as_nobody(path)
        assert asked == "['number 0']"
        assert ledger.add(*story(1)).status == "new"
    assert sound(path)


def test_a_read_only_folder_without_a_ledger(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    asked, added = as_nobody(open_folder / "x.db")
    open_folder.chmod(0o755)
    assert asked.startswith(f"{open_folder / 'x.db'}: there is no ledger; ")
    hint = "name a file in another folder with --ledger"
    assert added == f"{open_folder}: nothing can be written in this folder; {hint}"


def test_a_folder_that_may_not_be_entered(open_folder: Path) -> None:
    path = filled(open_folder / "x.db", 1)
    open_folder.chmod(0o000)
    said = as_nobody(path)
    open_folder.chmod(0o755)
    assert [line.startswith(f"{path}: no permission; ") for line in said] == [True, True]


def test_a_file_that_may_not_be_read(open_folder: Path) -> None:
    path = filled(open_folder / "x.db", 1)
    path.chmod(0o000)
    asked, added = as_nobody(path)
    for line in (asked, added):
        assert line == f"{path}: can't be opened; see that the file and its folder may be read"


def test_a_read_only_folder_where_something_waits_in_the_log_is_not_misread(open_folder: Path) -> None:
    path = open_folder / "x.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add(*story(0, content="number 0"))
        copy = open_folder / "copy"
        copy.mkdir()
        for name in ("x.db", "x.db-wal"):  # as a kill leaves them
            shutil.copy(open_folder / name, copy / name)
            (copy / name).chmod(0o644)
    copy.chmod(0o555)
    asked, _ = as_nobody(copy / "x.db")
    copy.chmod(0o755)
    assert asked == f"{copy / 'x.db'}: can't be opened; see that the file and its folder may be read"


# Other programs


def test_locked_by_another_program(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db")
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        open_ledger(path, create=True, wait=0.1) as ledger,
    ):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerError, match="is in use by another program") as caught:
            ledger.add(*story(7))
        assert one_line(caught, path)
        assert len(list(ledger.articles(ArticleFilter()))) == 3, "asking goes on meanwhile"
        other.execute("ROLLBACK")
        assert ledger.add(*story(7)).status == "new"
        ledger.delete(story(7)[0].article.id)
    assert sound(path)


def test_deleting_while_another_program_reads(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with open_ledger(path, create=True, wait=0.1) as ledger, open_ledger(path, create=False) as other:
        for number in range(400):  # more than are fetched at once
            ledger.add(*story(number, content=secret(number)))
        rows = other.statements(StatementFilter())
        first = next(rows)
        ledger.delete(story(7)[0].article.id)
        assert len({row.id for row in [first, *rows]}) == 400, "as it was when the question was put"
        assert len(list(other.statements(StatementFilter()))) == 399
    assert files(tmp_path) == [path]
    assert trace(secret(7)) not in path.read_bytes()
    assert sound(path)


def test_kept_to_itself_by_another_program(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("COMMIT")
        for create in (True, False):
            with pytest.raises(LedgerError, match="is in use by another program") as caught:
                open_ledger(path, create=create, wait=0.1)
            assert one_line(caught, path)
    assert sound(path)


@pytest.mark.parametrize("batch", [1, 7])
def test_two_processes_adding_at_once_both_succeed(tmp_path: Path, batch: int) -> None:
    path = tmp_path / "x.db"  # which both make
    both = [adding(path, numbers, batch) for numbers in (range(60), range(40, 100))]
    for process in both:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    with open_ledger(path, create=False) as ledger:
        assert sorted(row.statement.content[0].text for row in ledger.statements(StatementFilter())) == sorted(
            f"number {n}" for n in range(100)
        )
        assert len(list(ledger.log())) == 100
    assert sound(path)


# Kills


def check_what_is_left(path: Path, reported: dict[int, tuple[str, str]]) -> None:
    """What was reported is there with its page, nothing is twice, and the file is sound."""
    if not path.exists():
        assert not reported
        return
    assert sound(path)
    if not reported:  # there may be no ledger yet
        return
    with open_ledger(path, create=False) as ledger:
        rows = list(ledger.articles(ArticleFilter()))
        assert len({row.id for row in rows}) == len(rows)
        assert {document for document, _ in reported.values()} <= {row.id for row in rows}
        for number, (_, version) in reported.items():
            page = ledger.raw(version)
            assert page is not None
            assert page.data == b"<p>%d" % number
        assert len(list(ledger.statements(StatementFilter(by="mira")))) == len(rows)


def reported_by(process: subprocess.Popen[str], kill_after: int | None = None) -> dict[int, tuple[str, str]]:
    """What the program said it had added; killed, where asked for, soon after so many lines of it."""
    assert process.stdout is not None
    output = ""
    if kill_after is not None:
        output = "".join(process.stdout.readline() for _ in range(kill_after))
        time.sleep(random.Random(kill_after).uniform(0, 0.05))  # somewhere in the next article, or the start
        process.send_signal(signal.SIGKILL)
    output += process.stdout.read()
    process.wait()
    assert process.returncode in {0, -signal.SIGKILL}
    lines = [line.split() for line in output.split("\n")[:-1]]  # the last may be cut
    return {int(number): (document, version) for number, document, version in lines}


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_kill_in_the_middle_of_adding(tmp_path: Path, kills: int) -> None:
    chance = random.Random(3)
    number = 150
    path = tmp_path / "x.db"
    for kill in range(kills):
        if kill % 3 != 2:  # else the same ledger once more
            path = tmp_path / f"{kill}.db"
        reported = reported_by(adding(path, range(number), chance.choice([1, 10])), kill_after=chance.randrange(60))
        check_what_is_left(path, reported)
    assert len(reported_by(adding(path, range(number)))) == number
    with open_ledger(path, create=False) as ledger:
        assert len(list(ledger.statements(StatementFilter()))) == number
        assert all(ledger.knows(story(n, content=f"number {n}", page=b"<p>%d" % n)[0], OLD) for n in range(number))
    assert sound(path)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("kills", [4, pytest.param(40, marks=pytest.mark.slow)])
def test_kill_in_the_middle_of_deleting(tmp_path: Path, kills: int) -> None:
    chance = random.Random(4)
    path = tmp_path / "x.db"
    words = {}
    with open_ledger(path, create=True) as ledger, ledger.transaction():
        for number in range(6 * kills):
            word = secret(number)
            words[ledger.add(*story(number, content=word, page=word.encode())).document] = word
    for _ in range(kills):
        command = [sys.executable, "-m", "tests.record.deleting", str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            reported = [process.stdout.readline() for _ in range(chance.randrange(4))]
            time.sleep(chance.uniform(0, 0.02))
            process.send_signal(signal.SIGKILL)
            reported += process.stdout.readlines()
        with open_ledger(path, create=False) as ledger:
            rows = list(ledger.articles(ArticleFilter()))
            pages = [ledger.raw(row.version) for row in rows]
        there = {row.id for row in rows}
        assert [page and page.data.decode() for page in pages] == [words[row.id] for row in rows]
        assert len(list(tmp_path.rglob("*.gz"))) == len(there)
        assert not there & {line.strip() for line in reported}
        assert sound(path)
        left = b"".join(file.read_bytes() for file in files(tmp_path))
        for document, word in words.items():
            assert (trace(word) in left) == (document in there)
    with open_ledger(path, create=False) as ledger:
        for row in list(ledger.articles(ArticleFilter())):
            ledger.delete(row.id)
    assert files(tmp_path) == [path]


def test_an_interrupt_behind_any_command_leaves_all_or_nothing_and_a_ledger_to_go_on_with(tmp_path: Path) -> None:
    path = filled(tmp_path / "x.db", 1)
    with open_ledger(path, create=False) as ledger:
        assert isinstance(ledger, SqliteLedger)
        number = 0
        while _interrupted(ledger, number := number + 1):
            there = len(list(ledger.articles(ArticleFilter()))) == number + 1
            added = ledger.add(*story(number, content=f"number {number}"))
            assert added.status == ("unchanged" if there else "new")
    assert number > 10
    assert sound(path)
    assert len(dump(path)["documents"]) == number + 1


def _interrupted(ledger: SqliteLedger, behind: int) -> bool:
    """Adds an article, with an interrupt behind that many commands. Whether they were so many."""
    commands = iter(range(1, behind + 1))

    def interrupt(*_: object) -> None:
        if next(commands, None) == behind:
            raise KeyboardInterrupt

    event.listen(ledger._connection, "after_cursor_execute", interrupt)
    try:
        ledger.add(*story(behind, content=f"number {behind}"))
    except KeyboardInterrupt:
        return True
    finally:
        event.remove(ledger._connection, "after_cursor_execute", interrupt)
    return False
