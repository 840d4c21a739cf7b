"""Adding over the web: what is pasted, uploaded or at an address comes on record, and what fails can be sent again."""

from __future__ import annotations

import gzip
import re
import tempfile
import time
from pathlib import Path

import pytest

from onrecord.domain import Article, Reading
from onrecord.errors import ModelError
from onrecord.record import open_ledger
from onrecord.record.filters import ActorFilter, ArticleFilter
from onrecord.record.ledger import ArticleRow
from onrecord.serve.web import jobs
from onrecord.serve.web.jobs import Jobs, Wanted
from onrecord.serve.web.tying import Tying
from tests.serve.fakes import FakeReader
from tests.serve.web.browser import Browser, fill, site

TEXT = "Anna said the sluice 🙂 is shut.\r\n\r\nЙорун said nothing. Bo warned of floods."


def articles(path: Path) -> dict[str | None, ArticleRow]:
    with open_ledger(path, create=False) as ledger:
        return {row.title: row for row in ledger.articles(ArticleFilter())}


def articles_of(path: Path) -> list[str]:
    with open_ledger(path, create=False) as ledger:
        return [row.id for row in ledger.articles(ArticleFilter())]


def texts(path: Path) -> set[str]:
    with open_ledger(path, create=False) as ledger:
        return {ledger.reading(row.version).article.text for row in ledger.articles(ArticleFilter())}


def test_a_pasted_text_is_kept_to_the_character_with_what_is_said_of_it(browser: Browser, ledger: Path) -> None:
    said = {"title": "Floods", "outlet": "Post", "authors": "A. Writer", "published": "2031-05-01"}
    page = browser.added({"text": TEXT, "url": "post.example/1", **said})
    assert "1 article, 2 statements" in page
    row = articles(ledger)["Floods"]
    assert (row.outlet, row.authors, row.published) == ("Post", ("A. Writer",), "2031-05-01")
    assert row.url == "https://post.example/1"
    assert TEXT.replace("\r\n", "\n") in texts(ledger)
    assert f'href="/articles/{row.id}"' in page
    assert "known already" in browser.added({"text": TEXT, "url": "https://post.example/1", **said})


def test_a_pasted_text_without_a_title_has_that_of_its_first_line(browser: Browser, ledger: Path) -> None:
    browser.added({"text": "Ferry stays\n\nAnna said on Tuesday that the ferry is not for sale at all."})
    browser.added({"text": "Anna said that the ferry is not for sale."})
    assert set(articles(ledger)) >= {"Ferry stays", None}


def test_files_come_on_record_each_with_what_is_wrong_with_it(browser: Browser, ledger: Path) -> None:
    files = [
        ("files", ("a.txt", b"Anna said the sluice is shut.")),
        ("files", ("b.jsonl", b'{"text": "Bo said yes.", "title": "B"}\n{oh\n{"text": "Bo said no.", "title": "C"}\n')),
        ("files", ("c.txt.gz", gzip.compress(b"Chen said it rains."))),
        ("files", ("d.pdf", b"%PDF-1.4")),
        ("files", ("e.txt", b"")),
    ]
    page = browser.added({"undated": "2031-05-01"}, files=files)
    assert "4 articles, 4 statements" in page
    for line in ("b.jsonl:2</b>: malformed JSON", "d.pdf</b>: a PDF, not an article", "e.txt</b>: empty"):
        assert line in page
    assert {row.published for row in articles(ledger).values()} >= {"2031-05-01"}
    assert {"B", "C"} <= set(articles(ledger))


def test_files_of_one_name_are_not_one_article(browser: Browser, ledger: Path) -> None:
    for text in (b"Anna said it is open.", b"Anna said it is shut."):
        assert "new ·" in browser.added({}, files={"files": ("index.txt", text)})
    assert {"Anna said it is open.", "Anna said it is shut."} <= texts(ledger)


def test_uploads_leave_nothing_behind(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    browser.added({}, files={"files": ("a.txt", b"Anna said so.")})
    browser.submit("/add", {"published": "never", "text": "x"}, files={"files": ("a.txt", b"Anna said so.")})
    assert list(folder.iterdir()) == []


def test_who_is_who_is_worked_out_with_it(browser: Browser, ledger: Path) -> None:
    with open_ledger(ledger, create=False) as opened:
        assert opened.identities.stale()
    browser.added({"text": "Anna said so."})
    with open_ledger(ledger, create=False) as opened:
        assert not opened.identities.stale()
        assert [row.name for row in opened.actors(ActorFilter())] == ["Mira Tolan"]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, "There is nothing to add yet"),
        ({"text": "  \r\n"}, "There is nothing to add yet"),
        ({"title": "Only this"}, "There is no text under"),
        ({"text": "Anna said so.", "published": "tomorrow"}, "is not a day"),
        ({"addresses": "\r\n".join(f"https://{n}.example" for n in range(51))}, "More than 50 addresses"),
    ],
)
def test_what_can_t_be_meant_is_said_with_the_form_as_it_was(
    browser: Browser, given: dict[str, str], wrong: str
) -> None:
    typed = {"outlet": "The <Post>", **given} if "title" not in given and given.get("text", "").strip() else given
    answer = browser.submit("/add", typed)
    assert answer.status_code == 400
    assert wrong in answer.text
    for value in filter(None, (v.strip() for v in typed.values())):
        assert value.replace("<", "&lt;").replace(">", "&gt;").replace("\r\n", "\n") in answer.text


def test_what_failed_can_be_sent_again(browser: Browser) -> None:
    page = browser.added({"addresses": "http://127.0.0.1/x", "text": "Anna\0 said so.", "title": "Kept"})
    assert "NUL in the text" in page
    again = re.search(r'href="(/add\?again=[^"]+)"', page)
    assert again is not None
    form = browser.get(again[1]).text
    assert "http://127.0.0.1/x</textarea>" in form
    assert 'value="Kept"' in form
    assert "said so." in form
    worked = browser.added({"text": "Anna said so."})
    assert "?again=" not in worked


def test_a_text_that_was_typed_before_a_restart_is_not_lost(browser: Browser, ledger: Path) -> None:
    with Browser(site(ledger)) as after:  # of another secret
        answer = after.post("/add", data={"token": "old", "text": "Anna said a long text."})
        assert answer.status_code == 403
        assert "Anna said a long text.</textarea>" in answer.text
        assert 'name="token" value="old"' not in answer.text
        assert len(after.state.jobs) == 0


class Broken:
    """What goes wrong in the reader's thread."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __call__(self) -> FakeReader:
        raise self.error


def test_a_damaged_model_is_one_line_and_the_text_stays(ledger: Path) -> None:
    with Browser(site(ledger, make_reader=Broken(ModelError("the model can't be read", hint="install it")))) as browser:
        page = browser.added({"text": "Anna said so.", "title": "Kept"})
        assert "It stopped: the model can&#39;t be read; install it." in page
        again = re.search(r'href="(/add\?again=[^"]+)"', page)
        assert again is not None
        assert "Anna said so." in browser.get(again[1]).text


def test_a_bug_is_said_and_shows_in_the_terminal_only(ledger: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Browser(site(ledger, make_reader=Broken(RuntimeError("a secret")))) as browser:
        page = browser.added({"text": "Anna said so."})
        assert "something went wrong in this program" in page
        assert "a secret" not in page
        assert "a secret" in capsys.readouterr().err
        assert "nothing is known of this" in browser.get("/add/unknown").text.lower()
        assert browser.get("/add/unknown").status_code == 404


def test_the_reader_is_made_once_and_only_when_it_is_needed(ledger: Path) -> None:
    made: list[FakeReader] = []

    def make() -> FakeReader:
        made.append(FakeReader())
        return made[-1]

    with Browser(site(ledger, make_reader=make)) as browser:
        browser.get("/")
        assert made == []
        for n in range(3):
            browser.added({"text": f"Anna said {n}."})
        assert len(made) == 1


class Slow(FakeReader):
    def read(self, article: Article, /) -> Reading:
        time.sleep(0.2)
        return super().read(article)


def test_progress_is_shown_without_script_and_with_it(ledger: Path) -> None:
    with Browser(site(ledger, make_reader=Slow)) as browser:
        lines = b"\n".join(b'{"text": "Anna said %d."}' % n for n in range(5))
        job = browser.submit("/add", {}, files={"files": ("a.jsonl", lines)}).headers["location"]
        page = browser.get(job).text
        assert '<noscript><meta http-equiv="refresh"' in page
        assert 'role="status"' in page
        assert '<script src="/static/adding.js"' in page
        seen = {browser.get(f"{job}/progress").json()["line"]}
        time.sleep(0.5)
        seen.add(browser.get(f"{job}/progress").json()["line"])
        assert any(re.fullmatch(r"Reading · \d read", line) for line in seen), seen
        over = browser.over(job)
        assert "5 articles, 5 statements" in over
        assert "refresh" not in over


def test_a_job_can_be_stopped_and_what_was_read_stays(ledger: Path) -> None:
    with Browser(site(ledger, make_reader=Slow)) as browser:
        lines = b"\n".join(b'{"text": "Anna said %d."}' % n for n in range(100))
        job = browser.submit("/add", {}, files={"files": ("a.jsonl", lines)}).headers["location"]
        assert "Stop it" in browser.get(job).text
        time.sleep(0.3)
        assert browser.submit(job, {}).status_code == 303
        assert "stopping after the article that is being read" in browser.get(f"{job}/progress").json()["line"]
        page = browser.over(job)
        assert "It stopped: somebody stopped it; what was read before is on record" in page
        assert 4 <= len(articles_of(ledger)) < 100


def test_what_is_too_long_to_be_an_article_holds_up_nothing(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "LONGEST", 20)
    lines = b'{"text": "Anna said 1."}\n{"text": "Anna said more than anybody reads."}\n{"text": "Anna said 3."}'
    page = browser.added({}, files={"files": ("a.jsonl", lines)})
    assert "2 articles, 2 statements" in page
    assert "a.jsonl:2</b>: longer than 20 characters" in page


def test_what_unpacks_to_more_than_anybody_reads_is_counted(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_LISTED", 3)
    lines = b"{}\n" * 5 + b"".join(b'{"text": "Anna said %d."}\n' % n for n in range(7))
    page = browser.added({}, files={"files": ("a.jsonl.gz", gzip.compress(lines))})
    assert "7 articles, 7 statements" in page
    assert "And 2 more." in page
    assert "And 4 articles more" in page


def test_jobs_are_bounded(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_KEPT", 3)
    monkeypatch.setattr(jobs, "MOST_WAITING", 2)
    with Browser(site(ledger, make_reader=Slow)) as browser:
        begun = [browser.submit("/add", {"text": f"Anna said {n}."}) for n in range(3)]
        assert [answer.status_code for answer in begun] == [303, 303, 400]
        assert "too much is being added already" in begun[2].text.lower()
        assert "Anna said 2." in begun[2].text
        browser.over(begun[1].headers["location"])
        for n in range(3, 7):
            browser.added({"text": f"Anna said {n}."})
        assert len(browser.state.jobs) == 3
        assert browser.get(begun[0].headers["location"]).status_code == 404


def test_stopping_the_program_stops_after_the_article_that_is_read(tmp_path: Path) -> None:
    path = fill(tmp_path / "x.db", 1)
    upload = tmp_path / "many.jsonl"
    upload.write_bytes(b"\n".join(b'{"text": "Anna said %d."}' % n for n in range(50)))
    running = Jobs(site(path, make_reader=Slow), Tying(path))
    job = running.begin(Wanted(uploads=(jobs.Upload("many.jsonl", upload),)))
    time.sleep(0.5)
    running.close()
    assert job.trouble is not None
    with open_ledger(path, create=False) as opened:
        assert len(list(opened.articles(ArticleFilter()))) == 1 + len(job.found) < 50
