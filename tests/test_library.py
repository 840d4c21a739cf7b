"""What `import onrecord` offers, with a reader that needs no model."""

from __future__ import annotations

import ast
import doctest
import inspect
import json
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord import library, reading
from onrecord.catalogues import load
from onrecord.identities import Actors
from onrecord.record.events import EventFilter
from onrecord.record.filters import ActorFilter, ArticleFilter, StatementFilter
from tests.record.test_events import told as events_told
from tests.serve.fakes import FakeReader
from tests.stories import told


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "reader", FakeReader)
    monkeypatch.setattr(reading, "reader", FakeReader)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """An article of one's own, and two records of which the second is broken."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Anna said the sluice is shut. Bo warned of floods.", "utf-8")
    line = {"id": "b", "text": "Chen said one and one is two.", "outlet": "Post", "published": "2026-05-02"}
    (folder / "b.jsonl").write_text(json.dumps(line) + "\n{oh\n")
    return folder


# the front


def test_the_quick_start_is_true(tmp_path: Path, examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(examples, tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testmod(onrecord)
    assert tried > 5
    assert failed == 0


@pytest.mark.parametrize(
    "code",
    [
        "import onrecord",
        "import onrecord; import onrecord.read.web",
        "import onrecord.read.web; import onrecord",
        "from onrecord.read import Options, load; import onrecord; onrecord.Reading",
    ],
)
def test_read_is_a_function_whatever_is_loaded_before_and_after(code: str) -> None:
    code += "; assert onrecord.read.__module__ == 'onrecord.reading', onrecord.read"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_type_checkers_see_is_what_there_is() -> None:
    tree = ast.parse(inspect.getsource(onrecord))
    seen = {
        alias.asname: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module != "importlib" and node.level == 0
        for alias in node.names
        if alias.asname
    }
    homes = {name: f"onrecord.{home}" for home, names in onrecord._FROM.items() for name in names}
    assert seen == homes
    assert set(onrecord.__all__) == set(homes)
    with pytest.raises(AttributeError, match="nonsense"):
        onrecord.nonsense  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", onrecord.__all__)
def test_each_public_thing_is_documented(name: str) -> None:
    thing = getattr(onrecord, name)
    if not callable(thing) or not hasattr(thing, "__module__") or thing.__module__ == "typing":
        return  # a closed list of words
    assert inspect.getdoc(thing)
    if inspect.isclass(thing):
        for attribute, value in vars(thing).items():
            if inspect.isfunction(value) and not attribute.startswith("_"):
                assert value.__doc__, f"{name}.{attribute}"
                assert "return" in value.__annotations__, f"{name}.{attribute}"


@pytest.mark.parametrize("name", [n for n in onrecord.__all__ if is_dataclass(getattr(onrecord, n))])
def test_each_field_is_documented_by_itself_or_named_by_its_class(name: str) -> None:
    kind = getattr(onrecord, name)
    module = ast.parse(inspect.getsource(inspect.getmodule(kind)))  # type: ignore[arg-type]
    (body,) = (node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == kind.__name__)
    documented = {
        node.target.id
        for node, after in zip(body, [*body[1:], None], strict=True)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
    }
    said = str(kind.__doc__)
    assert {f.name for f in fields(kind) if f.name not in documented and f"`{f.name}`" not in said} == set()


# reading


@pytest.mark.usefixtures("faked")
def test_one_article_is_read_or_raised(news: Path) -> None:
    with pytest.warns(onrecord.Remark, match=r"a\.txt: no day of publication"):
        assert [s.source and s.source.text for s in onrecord.read(news / "a.txt").statements] == ["Anna", "Bo"]
    with pytest.raises(onrecord.ReadError, match="no such file or folder"):
        onrecord.read(news / "none.txt")
    with pytest.raises(onrecord.ReadError, match="more than one article"):
        onrecord.read(news, published="2026-05-01")
    with pytest.raises(onrecord.UsageError, match="not a day"):
        onrecord.read(news / "a.txt", published="Monday")


@pytest.mark.usefixtures("faked")
def test_of_many_the_failures_are_raised_or_given(news: Path) -> None:
    failed: list[onrecord.ReadError] = []
    found = list(onrecord.read_many(news, news / "none.txt", published=date(2026, 5, 1), failed=failed.append))
    assert [r.article.published for r in found] == ["2026-05-01", "2026-05-02"]
    assert [e.resource and Path(e.resource).name for e in failed] == ["b.jsonl:2", "none.txt"]
    one_by_one = onrecord.read_many(news, published="2026-05-01")
    assert next(one_by_one).article.published == "2026-05-01"
    with pytest.raises(onrecord.ReadError, match="malformed JSON"):
        list(one_by_one)


@pytest.mark.usefixtures("faked")
def test_a_text_is_an_article_with_what_is_said_of_it() -> None:
    reading = onrecord.read_text(
        "\ufeffAnna said so.\n",
        published=date(2026, 5, 1),
        title="So",
        outlet="Post",
        authors=["B. Writer"],
        url="https://post.example/so",
        id="7",
    )
    article = reading.article
    assert article.text == "\ufeffAnna said so.\n"
    assert (article.title, article.outlet, article.authors) == ("So", "Post", ("B. Writer",))
    assert (article.published, article.url, article.given_id) == ("2026-05-01", "https://post.example/so", "7")
    assert onrecord.read_text("Anna said so.", authors="Mira Tolan").article.authors == ("Mira Tolan",)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nobody who gave no day is told so
        assert onrecord.read_text("Anna said so.") == onrecord.read_text("Anna said so.")
    with pytest.raises(onrecord.ReadError, match="empty text"):
        onrecord.read_text(" ")
    with pytest.warns(onrecord.Remark, match="no web address"):
        onrecord.read_text("Anna said so.", url="nowhere")


# the ledger


@pytest.mark.usefixtures("faked")
def test_a_ledger_takes_articles_in_once_and_answers(news: Path, tmp_path: Path) -> None:
    failed: list[onrecord.ReadError] = []
    with onrecord.open_ledger(tmp_path / "x.db", create=True) as ledger:
        added = ledger.add(news, published="2026-05-01", failed=failed.append)
        assert [a.status for a in added] == ["new", "new"]
        assert len(failed) == 1
        assert ledger.add(news, published="2026-05-01", failed=failed.append) == ()
        with pytest.raises(onrecord.ReadError):
            ledger.add(news, published="2026-05-01")
        text = ledger.add_text("Dora said no.", outlet="Post", id="d", published="2026-05-03")
        assert ledger.add_text("Dora said yes.", outlet="Post", id="d").status == "new_version"
        assert ledger.reading(text.document[:8]).article.text == "Dora said yes."
        assert ledger.reading(text.document, 1).article.text == "Dora said no."
        with pytest.raises(onrecord.UsageError, match="there is no version 3; say a number from 1 to 2"):
            ledger.reading(text.document, 3)

        rows = ledger.statements(outlet="post", since="2026-05-01")
        assert [r.statement.source and r.statement.source.text for r in rows] == ["Chen"]
        assert [r.statement.cue and r.statement.cue.text for r in ledger.statements(min_confidence=0.5, limit=2)] == [
            "said",
            "said",
        ]
        assert len(ledger.statements(document=text.document[:8])) == 1
        assert [r.title for r in ledger.articles(text="sluice")] == [None]
        assert [*ledger.events(), *ledger.timeline(), *ledger.actors()] == []
    with pytest.raises(onrecord.LedgerError, match="there is no ledger"):
        onrecord.open_ledger(tmp_path / "none.db")


@pytest.mark.usefixtures("faked")
@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda x: x.statements(act="promises"), "there is no act 'promises'; there is: assert deny"),
        (lambda x: x.statements(kind="loud"), "there is no kind 'loud'"),
        (lambda x: x.statements(since="May"), "'May' is not a day"),
        (lambda x: x.statements(limit=0), "a limit of 0; give a number from 1 on"),
        (lambda x: x.statements(limit=2.5), "a limit of 2.5; give a number from 1 on"),
        (lambda x: x.articles(limit="2"), "a limit of 2; give a number from 1 on"),
        (lambda x: x.statements(min_confidence=2), "a confidence of 2; give a number between 0 and 1"),
        (lambda x: x.statements(about="!"), "there is no word to look for"),
        (lambda x: x.events(type="WAR"), "there is no type 'WAR'"),
        (lambda x: x.events(realis="true"), "there is no realis 'true'"),
        (lambda x: x.actors(kind="robot"), "there is no kind 'robot'"),
        (lambda x: x.actor("Nobody"), "there is no actor 'Nobody' on record"),
        (lambda x: x.actor("\ud800"), "half a surrogate pair in '\\ud800'; write the whole character"),
        (lambda x: x.actors(text="\ud800"), "half a surrogate pair in"),
        (lambda x: x.statements(by="\ud800"), "half a surrogate pair in"),
        (lambda x: x.statements(topic="\ud800"), "half a surrogate pair in"),
        (lambda x: x.timeline(actor="\ud800"), "half a surrogate pair in"),
        (lambda x: x.events(recipient="\ud800"), "half a surrogate pair in"),
        (lambda x: x.statements(outlet="\ud800"), "half a surrogate pair in"),
        (lambda x: x.events(about="\ud800"), "half a surrogate pair in"),
        (lambda x: x.articles(language="\ud800"), "half a surrogate pair in"),
    ],
)
def test_what_cannot_be_meant_is_said(ask: Callable[[Any], object], says: str, tmp_path: Path) -> None:
    with onrecord.open_ledger(tmp_path / "x.db", create=True) as ledger:
        with pytest.raises(onrecord.UsageError) as caught:
            ask(ledger)
        assert says in str(caught.value)


@pytest.mark.parametrize(
    "ask",
    [
        lambda x: x.statements(by="Anna"),
        lambda x: x.events(),
        lambda x: x.timeline(),
        lambda x: x.articles(),
        lambda x: x.actors(),
        lambda x: x.actor("Anna"),
        lambda x: x.document("abc"),
        lambda x: x.reading("abc"),
        lambda x: x.add("nowhere"),
    ],
)
@pytest.mark.usefixtures("faked")
def test_a_closed_ledger_says_so(ask: Callable[[Any], object], tmp_path: Path) -> None:
    ledger = onrecord.open_ledger(tmp_path / "x.db", create=True)
    ledger.close()
    ledger.close()
    with pytest.raises(onrecord.LedgerError, match=r"x\.db: is closed; open it again with open_ledger\(\)"):
        ask(ledger)


@pytest.mark.parametrize(
    ("method", "kind", "without"),
    [
        ("statements", StatementFilter, {"speakers", "concerning"}),
        ("events", EventFilter, {"party"}),
        ("timeline", EventFilter, {"party", "type", "realis", "recipient", "newest_first"}),
        ("articles", ArticleFilter, set()),
        ("actors", ActorFilter, set()),
    ],
)
def test_all_that_a_ledger_can_be_asked_can_be_asked_here(method: str, kind: type[Any], without: set[str]) -> None:
    asked = set(inspect.signature(getattr(onrecord.Ledger, method)).parameters) - {"self", "topic"}
    known = {field.name for field in fields(kind)} - {"after", "skip"}  # the next page is for pages
    assert asked - {"actor"} == known - without - {"actor"}


@pytest.mark.parametrize("method", ["statements", "events", "timeline", "articles", "actors"])
def test_what_the_command_can_be_asked_can_be_asked_here(method: str) -> None:
    command = import_module(f"onrecord.serve.cli.{method}").command
    options = {(p.name or "").rstrip("_") for p in command.params} - {"ledger", "form", "path"}
    assert options <= set(inspect.signature(getattr(onrecord.Ledger, method)).parameters)


def test_events_of_namesakes_are_told_apart(tmp_path: Path) -> None:
    with onrecord.open_ledger(tmp_path / "x.db", create=True) as ledger:
        ledger.record.add(*events_told(1))
        ledger.record.add(*events_told(2))
        actors = Actors(ledger.record)
        actors.split("Vey", document=events_told(2)[0].article.id, by="ann")
        ids = [known.id for known in actors.find("Vey")]
        for ask in (ledger.events, ledger.timeline):
            each = [{row.document for row in ask(actor=id_)} for id_ in ids]
            assert [len(found) for found in each] == [1, 1]
            assert each[0] | each[1] == {row.document for row in ask(actor="Vey")}
        assert [len(list(ledger.events(recipient=id_))) for id_ in ids] == [1, 1]


def test_statements_are_found_by_a_topic_of_their_speakers(tmp_path: Path, examples: Path) -> None:
    path = tmp_path / "x.db"
    with onrecord.open_ledger(path, create=True) as ledger:
        ledger.record.add(*told(1, ("President of Korvia", "Edvar Holk", "it snows"), ("", "Tove Marn", "it rains")))
        with pytest.raises(onrecord.UsageError, match="no catalogue is loaded, so no topic is known"):
            ledger.statements(topic="sanction")
        load(examples / "catalogue.csv", "made", path)
        assert [row.speaker for row in ledger.statements(topic="sanction")] == ["Edvar Holk"]
        assert [row.speaker for row in ledger.statements(topic="role", by="Edvar Holk")] == ["Edvar Holk"]
        assert list(ledger.statements(topic="sanction", by="Tove Marn")) == []
        for unknown in ("sanctions", ""):
            with pytest.raises(onrecord.UsageError, match="there is: role"):
                ledger.statements(topic=unknown)
