"""The example world: its files are what its sources make, its truth is sound, and its pages are read as it says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from onrecord.contract import from_contract
from onrecord.domain import Article, Loaded
from onrecord.read import load

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
TRUTHS = sorted(p.stem for p in (EXAMPLES / "truth").glob("*.json"))
ACTS = frozenset(
    [
        "assert",
        "deny",
        "predict",
        "report",
        "announce",
        "ask",
        "demand",
        "promise",
        "offer",
        "warn",
        "threaten",
        "intend",
        "accept",
        "reject",
        "support",
        "criticize",
        "accuse",
        "believe",
    ]
)


def truth(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((EXAMPLES / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    return value


@cache
def read() -> dict[str | None, Article]:
    """The articles of the world by their id in the truth: the path under the root, or the feed item's own."""
    found: dict[str | None, Article] = {}
    for outcome in load([str(EXAMPLES / "world")]):
        assert isinstance(outcome, Loaded), str(outcome)
        given = (outcome.article.given_id or "").replace("\\", "/")
        found[given[given.index("examples/world") :] if "examples/world" in given else given] = outcome.article
    return found


def spans(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if {"start", "end", "text"} <= node.keys():
            yield node
        for value in node.values():
            yield from spans(value)
    elif isinstance(node, list):
        for value in node:
            yield from spans(value)


def test_the_committed_files_are_what_the_sources_make(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(EXAMPLES / "build.py"), str(tmp_path)], check=True, capture_output=True)
    made = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    there = {
        p.relative_to(EXAMPLES): p.read_bytes()
        for folder in ("world", "truth")
        for p in (EXAMPLES / folder).rglob("*")
        if p.is_file()
    }
    assert made.keys() == there.keys()
    assert [str(name) for name in made if made[name] != there[name]] == []


@pytest.mark.parametrize("name", TRUTHS)
def test_the_truth_has_the_contracts_form(name: str, shared: Path) -> None:
    import jsonschema

    jsonschema.validate(truth(name), json.loads((shared / "eval" / "contract.schema.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", TRUTHS)
def test_every_span_is_the_text_at_its_offsets(name: str) -> None:
    value = truth(name)
    text = value["article"]["text"]
    found = list(spans({k: v for k, v in value.items() if k != "article"}))
    assert found
    assert [s for s in found if text[s["start"] : s["end"]] != s["text"]] == []


@pytest.mark.parametrize("name", TRUTHS)
def test_the_blocks_are_the_text(name: str) -> None:
    article = truth(name)["article"]
    pieces = [article["text"][b["start"] : b["end"]] for b in article["blocks"]]
    assert "\n\n".join(pieces) == article["text"]
    assert article["blocks"][0]["kind"] == "title"
    assert pieces[0] == article["title"]


@pytest.mark.parametrize("name", TRUTHS)
def test_names_derive_from_content(name: str) -> None:
    value = truth(name)
    article = from_contract(value).article
    assert (value["article"]["id"], value["article"]["sha256"]) == (article.id, article.sha256)


@pytest.mark.parametrize("name", TRUTHS)
def test_what_is_referred_to_is_there(name: str) -> None:
    value = truth(name)
    actors = {a["id"] for a in value["actors"]}
    times = {t["id"] for t in value["times"]}
    statements = {s["id"]: s for s in value["statements"]}
    assert len(statements) == len(value["statements"]) > 0
    for s in value["statements"]:
        addressee = (s["addressee"] or {}).get("actor")
        assert {s["speaker"], s["on_behalf_of"], addressee} - {None} <= actors
        assert {s["time"]} - {None} <= times
        assert s["act"] in ACTS
        if s["parent"]:
            around = statements[s["parent"]]["content"]
            for inner in [*spans(s["source"]), *spans(s["cue"]), *s["content"]]:
                assert any(o["start"] <= inner["start"] and inner["end"] <= o["end"] for o in around), inner
        for at in s["carried"]:
            assert any(c["start"] < at < c["end"] for c in s["content"])
    assert {a["part_of"] for a in value["actors"]} - {None} <= actors


def test_nothing_in_the_world_lacks_its_truth() -> None:
    assert read().keys() == {truth(name)["article"]["given_id"] for name in TRUTHS}


@pytest.mark.parametrize("name", TRUTHS)
def test_a_page_is_read_as_the_truth_says(name: str) -> None:
    said = from_contract(truth(name)).article
    got = read()[said.given_id]
    assert got.text == said.text
    assert got.blocks == said.blocks
    for field in ("id", "url", "title", "outlet", "agency", "authors", "language"):
        assert getattr(got, field) == getattr(said, field), field
    assert got.published is not None
    assert said.published is not None
    assert datetime.fromisoformat(got.published) == datetime.fromisoformat(said.published)


def test_the_wire_story_is_one_text_and_two_documents() -> None:
    here, there = (from_contract(truth(f"{o}-brackwater-wire")).article for o in ("tribune", "post"))
    assert here.text == there.text
    assert here.id != there.id


def test_the_correction_is_one_document_and_two_texts() -> None:
    before, after = (from_contract(truth(f"lantern-crews-freed-{v}")).article for v in ("v1", "v2"))
    assert before.id == after.id
    assert before.sha256 != after.sha256


def test_the_world_shows_what_it_promises() -> None:
    every = [s for name in TRUTHS for s in truth(name)["statements"]]
    contents = "".join(c["text"] for s in every for c in s["content"])
    assert {s["kind"] for s in every} == {"direct", "indirect", "mixed"}
    assert set("“”\"‘’'«»„—") <= set(contents)
    assert any("\n\n" in c["text"] for s in every for c in s["content"])
    assert any(s["act"] == "threaten" and s["condition"] for s in every)
    for part in ("parent", "carried", "inserted", "negated", "stance", "venue", "time"):
        assert any(s[part] for s in every), part
    assert any(s["source"] is None for s in every)
