"""The API: its description is right, its answers are as described, and it shows what the command line prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from openapi_spec_validator import validate

from onrecord.identities import Actors
from onrecord.record import open_ledger
from onrecord.serve.cli import main
from onrecord.serve.web.routes.api import OPERATIONS
from tests.serve.fakes import FakeReader
from tests.serve.web.browser import Browser, fill, locked, log_in, site
from tests.stories import told


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Browser:
    """The example world, as far as a reader without a model finds something in it."""
    path = tmp_path_factory.mktemp("world") / "x.db"
    done = CliRunner().invoke(main, ["add", str(examples / "world"), "--ledger", str(path)], obj=FakeReader)
    assert done.exit_code == 0, done.output
    return Browser(site(path))


def rows(world: Browser, path: str) -> list[dict[str, Any]]:
    """All, a page after the other."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = world.get(f"/api{path}{cursor}").json()
        found += answer["rows"]
        if answer["next"] is None:
            return found
        cursor = f"&cursor={answer['next']}"


def printed(world: Browser, *arguments: str) -> list[dict[str, Any]]:
    ledger = str(world.state.site.ledger)
    done = CliRunner().invoke(main, [*arguments, "--format", "jsonl", "--ledger", ledger], obj=FakeReader)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_description_is_valid(world: Browser, stranger: Browser) -> None:
    described = world.get("/api/openapi.json").json()
    validate(described)
    assert set(described["paths"]) == {operation.path for operation in OPERATIONS}
    log_in(stranger)
    described = stranger.get("/api/openapi.json").json()
    validate(described)
    assert described["components"]["securitySchemes"]["session"]["name"] == "onrecord-8000"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_each_answer_is_as_described(world: Browser, operation: Any) -> None:
    described = world.get("/api/openapi.json").json()["paths"][operation.path]["get"]
    first = rows(world, "/statements?limit=500")[0]
    ids = {"article": first["document"], "statement": first["id"], "actor": "0" * 8}
    answer = world.get("/api" + operation.path.format(**ids))
    schema = described["responses"]["200"]["content"]["application/json"]["schema"]
    if operation.name == "actor":  # the reader without a model knows nobody
        assert answer.status_code == 404
        return
    assert answer.status_code == 200, answer.text
    jsonschema.validate(answer.json(), schema)


@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("/articles?limit=5", ("articles",)),
        ("/articles?limit=500&text=sluice&since=2026-05-05", ("articles", "--text", "sluice", "--since", "2026-05-05")),
        ("/statements?limit=3", ("statements",)),
        ("/statements?limit=2&by=Krass", ("statements", "--by", "Krass")),
        ("/statements?limit=7&kind=indirect&min_confidence=0.8", ("statements", "--min-confidence", "0.8")),
        ("/statements?limit=4&until=2026-05-06", ("statements", "--until", "2026-05-06")),
        ("/events?limit=5", ("events",)),
        ("/actors?limit=5", ("actors",)),
    ],
)
def test_page_after_page_it_shows_what_the_command_line_prints(
    world: Browser, path: str, arguments: tuple[str, ...]
) -> None:
    shown = rows(world, path)
    assert shown == printed(world, *arguments)
    if "articles" in path or "statements" in path:
        assert shown


def test_one_article_is_the_contract_s_object(world: Browser) -> None:
    first = rows(world, "/articles?limit=500")[0]
    whole = world.get(f"/api/articles/{first['id'][:10]}").json()
    assert whole["contract"] == 1
    assert whole["article"]["id"] == first["id"]
    assert len(whole["statements"]) == first["statements"]


def test_an_actor_is_what_the_command_line_prints(browser: Browser) -> None:
    known = browser.get("/api/actors").json()["rows"][0]
    whole = browser.get(f"/api/actors/{known['id'][:8]}").json()
    ledger = str(browser.state.site.ledger)
    done = CliRunner().invoke(main, ["actor", "Mira Tolan", "--format", "json", "--limit", "50", "--ledger", ledger])
    assert whole == json.loads(done.stdout)
    assert len(rows(browser, f"/statements?limit=2&actor={known['id']}")) == 3
    assert len(rows(browser, f"/statements?limit=2&by={known['name']}")) == 3


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/statements?kind=loud", 400, "one of direct, indirect, mixed"),
        ("/statements?since=yesterday", 400, "written as 2025-10-27"),
        ("/statements?min_confidence=nan", 400, "between 0 and 1"),
        ("/statements?limit=0", 400, "from 1 to 500"),
        ("/statements?limit=501", 400, "from 1 to 500"),
        ("/statements?cursor=zz", 400, "no cursor"),
        ("/actors?cursor=-1", 400, "no cursor"),
        ("/statements?cursor=" + "f" * 16, 400, "no cursor"),
        ("/statements?about=" + "x" * 301, 400, "1 to 300 characters"),
        ("/statements?about=%3F", 400, "no word to look for"),
        ("/statements?nonsense=1", 400, "there are by, actor"),
        ("/statements?kind=direct&kind=mixed", 400, "given twice"),
        ("/articles/0123456789abcdef", 404, "there is no article"),
        ("/articles/ZZ", 400, "hexadecimal"),
        ("/actors/0123456789abcdef", 404, "no such actor"),
        ("/statements?actor=0123456789abcdef", 404, "no such actor"),
        ("/statements?actor=0123456789abcdef&by=Krass", 404, "no such actor"),
        ("/nothing", 404, "no such page"),
    ],
)
def test_what_can_t_be_answered_is_a_problem_for_programs(world: Browser, path: str, status: int, said: str) -> None:
    answer = world.get("/api" + path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    body = answer.json()
    assert body["status"] == status
    assert said in body["detail"], body


def test_it_changes_nothing(world: Browser) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = world.request(method, "/api/articles")
        assert answer.status_code == 405
        assert answer.headers["content-type"] == "application/problem+json"
    assert world.head("/api/articles").status_code == 200


def test_a_bug_is_a_problem_too(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a secret")

    monkeypatch.setattr("onrecord.serve.web.answers.open_ledger", broken)
    answer = Browser(site(ledger)).get("/api/articles")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "secret" not in answer.text


def test_it_asks_for_the_password(ledger: Path) -> None:
    assert Browser(locked(ledger)).get("/api/openapi.json").status_code == 401


def test_a_statement_that_was_rejected_keeps_its_address(tmp_path: Path) -> None:
    path = fill(tmp_path / "x.db", 1)
    browser = Browser(site(path))
    first = rows(browser, "/statements?limit=50")[0]
    with open_ledger(path, create=False) as ledger:
        ledger.reviews.reject(first["document"], first["id"], by="Mira")
    answer = browser.get(f"/api/articles/{first['document']}/statements/{first['id']}").json()
    assert answer["status"] == "rejected"
    assert answer["statement"]["content"] == first["statement"]["content"]
    assert first["id"] not in [row["id"] for row in rows(browser, "/statements?limit=50")]


@pytest.fixture
def people(tmp_path: Path) -> tuple[Browser, dict[str, str]]:
    """Three who speak, two of whom were held to be one since; and the ids that they had before."""
    path = tmp_path / "x.db"
    with open_ledger(path, create=True) as ledger:
        ledger.add(*told(1, ("", "Ada Quist", "it snows"), ("", "Bo Lind", "it rains"), ("", "Vera Holm", "it thaws")))
        actors = Actors(ledger)
        ids = {name: actors.one(name).id for name in ("Ada Quist", "Bo Lind", "Vera Holm")}
        actors.merge("Ada Quist", "Bo Lind", by="M.")
    return Browser(site(path)), ids


def test_every_condition_must_hold_also_by_beside_actor(people: tuple[Browser, dict[str, str]]) -> None:
    browser, ids = people

    def spoke(asked: str) -> list[str]:
        return [row["speaker"] for row in rows(browser, f"/statements?{asked}")]

    ada = ids["Ada Quist"]
    assert spoke(f"actor={ada}&by=Ada+Quist") == ["Ada Quist", "Bo Lind"]
    assert spoke(f"actor={ada}&by=Lind") == ["Bo Lind"], "words of a name narrow it, too"
    assert spoke(f"actor={ada}&by=Vera+Holm") == []
    assert spoke(f"actor={ada}&by=nobody") == []
    assert spoke(f"actor={ada}&about=snows") == ["Ada Quist"]


def test_an_actor_is_found_by_an_old_id_and_by_one_that_is_only_begun(people: tuple[Browser, dict[str, str]]) -> None:
    browser, ids = people
    for name in ("Ada Quist", "Bo Lind"):
        for id_ in (ids[name], ids[name][:10]):
            whole = browser.get(f"/api/actors/{id_}").json()
            assert len(rows(browser, f"/statements?actor={id_}")) == whole["statements"] == 2
    assert len(rows(browser, f"/statements?actor={ids['Vera Holm']}")) == 1
