"""The commands about statements that people judge."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onrecord.record import open_ledger
from onrecord.serve.cli import main
from tests.record.judging import TEXT, span, told

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a ledger of one article."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LOGNAME", "ann")
    monkeypatch.delenv("ONRECORD_LEDGER", raising=False)
    monkeypatch.delenv("ONRECORD_BY", raising=False)
    with open_ledger(Path("onrecord.db"), create=True) as ledger:
        ledger.add(*told())


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def rows(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*arguments, "--format", "jsonl").stdout.splitlines()]


def statements() -> dict[str, dict[str, Any]]:
    """By the words of the cue."""
    return {row["statement"]["cue"]["text"]: row for row in rows("statements")}


def id_of(cue: str) -> str:
    row = statements()[cue]
    return f"{row['document'][:8]}/{row['id'][:4]}"


def whole(part: str) -> str:
    start, end = span(part)
    return f"{start}:{end}"


def test_the_tables_give_the_ids_that_are_taken() -> None:
    listed, waiting = run("statements").stdout, run("review").stdout
    assert all(id_of(cue) in listed and id_of(cue) in waiting for cue in ("said", "added", "denied", "threatened"))
    assert waiting.index(id_of("threatened")) < waiting.index(id_of("said"))
    assert "speaker unknown" in waiting


def test_the_queue_in_every_form() -> None:
    (first, *_) = rows("review", "--act", "deny")
    assert (first["statement"]["id"], first["reasons"]) == ("s3", ["deny"])
    assert len(rows("review", "--limit", "2")) == 2
    assert [row["statement"]["id"] for row in rows("review", "--by", "Odile Krass")] == ["s3"]
    (flat,) = csv.DictReader(io.StringIO(run("review", "--about", "safe", "--format", "csv").stdout))
    assert flat["reasons"] == "speaker unknown; direct"
    assert run("review", "--about", "nothing at all").stdout == "nothing found\n"


def test_accept_reject_correct_and_undo() -> None:
    said = id_of("said")
    assert run("accept", said).stdout.splitlines()[1].startswith(f"now: {said} Mira Tolan · said · the bridge")
    assert statements()["said"]["statement"]["reviewed"] == "accepted"
    assert "✓" in run("statements").stdout
    denied = id_of("denied")
    rejected = run("reject", denied, "--by", "Bo", "--why", "it does not")
    assert rejected.stdout.splitlines() == [
        f"judgement {rejected.stdout[10:18]}: rejected {denied}",
        f"now: {denied} is not shown",
    ]
    assert "denied" not in statements()
    corrected = run("correct", id_of("added"), "--speaker", "Lena Orr", "--act", "ASSERT", "--source", "none")
    assert "changed" in corrected.stdout
    assert "speaker Lena Orr; act assert; source none" in corrected.stdout
    assert (statements()["added"]["speaker"], statements()["added"]["statement"]["act"]) == ("Lena Orr", "assert")
    assert "(Lena Orr)" in run("statements").stdout
    judgements = rows("judgements")
    assert [(j["about"], j["verdict"], j["by"]) for j in judgements] == [
        ("statement", "accept", "ann"),
        ("statement", "reject", "Bo"),
        ("statement", "change", "ann"),
    ]
    undone = run("undo", judgements[1]["id"][:6])
    assert undone.stdout.splitlines()[0] == f"taken back: rejected {denied}"
    assert "denied" in statements()


def test_both_kinds_of_judgements_are_listed_and_taken_back() -> None:
    run("accept", id_of("said"))
    run("merge", "Mira Tolan", "Odile Krass")
    assert [j["about"] for j in rows("judgements")] == ["statement", "actors"]
    table = run("judgements").stdout
    assert f"accepted {id_of('said')}" in table
    assert "are one" in table
    flat = list(csv.DictReader(io.StringIO(run("judgements", "--format", "csv").stdout)))
    assert (flat[0]["act"], flat[1]["left"], flat[1]["about"]) == ("predict", "Mira Tolan", "actors")
    ambiguous = run("undo", "000")
    assert ambiguous.exit_code == 1
    assert "more than one judgement's id begins with 000; give more of the id" in ambiguous.stderr
    assert run("undo", "0002").stdout.startswith("taken back: “Mira Tolan” and “Odile Krass” are one")
    assert run("undo", "0001").stdout.startswith("taken back: accepted")
    assert run("undo", "zz").exit_code == 1


@pytest.mark.parametrize("judgement", [("accept",), ("merge", "Mira Tolan", "Odile Krass")])
def test_an_undo_that_is_undone_says_that_the_judgement_counts_again(judgement: tuple[str, ...]) -> None:
    run(*judgement, *([id_of("said")] if judgement == ("accept",) else []))
    told = [run("undo", f"000{number}").stdout.splitlines()[0].split(": ") for number in (1, 2, 3)]
    assert [state for state, _ in told] == ["taken back", "counts again", "taken back"]
    assert len({what for _, what in told}) == 1


def test_undo_where_the_article_is_gone() -> None:
    run("accept", id_of("said"))
    run("delete", statements()["said"]["document"], "--yes")
    assert run("undo", "0001").stdout.splitlines()[1] == "now: its article is on record no more"


def test_show_has_the_machines_view_and_the_judgements() -> None:
    document = statements()["said"]["document"]
    before = json.loads(run("show", document, "--format", "json").stdout)
    assert (before["machine"], before["judgements"]) == (None, [])
    run("reject", id_of("denied"), "--why", "it does not")
    shown = json.loads(run("show", id_of("said"), "--format", "json").stdout)
    assert [s["id"] for s in shown["reading"]["statements"]] == ["s1", "s2", "s4"]
    assert shown["machine"] == before["reading"]
    assert [j["verdict"] for j in shown["judgements"]] == ["reject"]
    assert "by ann: rejected" in run("show", document).stdout


def test_show_says_which_judgement_stays_with_an_earlier_version() -> None:
    run("correct", id_of("added"), "--no-speaker")
    run("accept", id_of("said"))
    with open_ledger(Path("onrecord.db"), create=False) as ledger:
        ledger.add(*told(TEXT.replace("Nothing", "Not much").replace("she added", "she then added")))
    document = statements()["said"]["document"]
    shown = json.loads(run("show", document, "--format", "json").stdout)
    assert [j["lapsed"] for j in shown["judgements"]] == [True, True]
    assert run("show", document).stdout.count("(of an earlier version: its words stand there no more)") == 2


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["accept", "zz"], 2, "'zz' is no statement; write ARTICLE/STATEMENT, as onrecord statements lists them"),
        (["reject", "zz/"], 2, "'zz/' is no statement"),
        (["accept", "zz/aa"], 1, "there is no article 'zz' in it"),
        (["correct", "SAID"], 2, "nothing is changed; say what is otherwise: the speaker, the act, a span"),
        (["correct", "SAID", "--content", "5"], 2, "'5' is no span; write offsets as 10:42"),
        (
            ["correct", "SAID", "--content", "none"],
            2,
            "a statement has a content; onrecord reject, where",
        ),
        (["correct", "SAID", "--cue", "9:9"], 2, "there is no span 9:9 in the text; give offsets between 0 and"),
        (["correct", "SAID", "--speaker", " "], 2, "the speaker has no name; give one, or say that it is unknown"),
        (["correct", "SAID", "--speaker", "A", "--no-speaker"], 2, "somebody or nobody says it"),
        (["correct", "SAID", "--speaker-kind", "group"], 2, "--speaker-kind without --speaker; name the speaker, too"),
        (["correct", "SAID", "--act", "shout"], 2, "'shout' is not one of"),
    ],
)
def test_an_error_is_one_line_and_a_code(arguments: list[str], code: int, says: str) -> None:
    done = run(*(id_of("said") if part == "SAID" else part for part in arguments))
    assert (done.exit_code, done.stdout) == (code, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


# Training data


def judged() -> None:
    run("accept", id_of("said"))
    run("correct", id_of("added"), "--speaker", "Mira Tolan")
    run("correct", id_of("threatened"), "--act", "none", "--content", whole("had threatened the town"))
    run("reject", id_of("denied"))


def exported(part: str) -> dict[str, Any]:
    (line,) = run("judgements", "export", "--data", part).stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def training(name: str) -> ModuleType:
    """A module of training/, which is no package."""
    spec = importlib.util.spec_from_file_location(f"training_{name}", ROOT / "training" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def texts(spans: list[list[int]]) -> list[str]:
    return [TEXT[start:end] for start, end in spans]


def test_nothing_judged_is_nothing_exported() -> None:
    assert run("judgements", "export").stdout == ""


def test_attributions_are_what_training_reads() -> None:
    judged()
    found = exported("attributions")
    article = told()[0].article
    assert (found["id"], found["sha256"]) == (article.id, article.sha256[:16])
    assert [texts(a["content"]) for a in found["attributions"]] == [
        ["the bridge would open in May"],
        ["“It is safe,”"],
        ["had threatened the town"],
    ]
    assert [texts(a["source"]) for a in found["rejected"]] == [["The mayor, Odile Krass"]]
    tokenizers = pytest.importorskip("tokenizers")
    tokenizer = tokenizers.Tokenizer.from_file(str(ROOT / "src" / "onrecord" / "model" / "tokenizer.json"))
    example = training("data").example(found | {"text": TEXT}, tokenizer)
    assert len(example.attributions) == 3
    assert all(spans.cue and spans.content for spans in example.attributions)


def test_speakers_are_what_training_reads() -> None:
    judged()
    found = exported("speakers")
    assert [(s["form"], s["name"], s["named"], s["kind"]) for s in found["statements"]] == [
        ("name", "Mira Tolan", True, "person"),
        ("pronoun", "Mira Tolan", True, "person"),
    ]
    assert all(texts([s["speaker"]]) == ["Mira Tolan"] for s in found["statements"])
    coded = json.loads((ROOT / "training" / "speakers.jsonl").read_text("utf-8").splitlines()[0])
    assert found.keys() == coded.keys()
    assert found["statements"][0].keys() == coded["statements"][0].keys()
    from onrecord.understand import load

    steps = list(training("antecedents").steps(load().read(told()[0].article), found, correct=True))
    assert [step.right.name for step in steps] == ["Mira Tolan", "Mira Tolan"]
    assert [step.coded for step in steps] == found["statements"]


def test_acts_are_what_training_reads() -> None:
    judged()
    found = exported("acts")
    assert [s["act"] for s in found["statements"]] == ["predict", None]
    coded = json.loads((ROOT / "training" / "acts.jsonl").read_text("utf-8").splitlines()[0])
    assert found.keys() == coded.keys()
    assert found["statements"][0].keys() == coded["statements"][0].keys() - {"also", "sure"}
    assert texts([found["statements"][1]["cue"]]) == ["threatened"]


def test_what_is_taken_back_or_unknown() -> None:
    run("accept", id_of("added"))
    assert exported("speakers")["statements"][0]["speaker"] is None
    run("correct", id_of("said"), "--speaker", "Lena Orr")
    assert len(exported("speakers")["statements"]) == 1  # nothing in the text can be pointed at
    for one in rows("judgements"):
        run("undo", one["id"])
    assert run("judgements", "export", "--data", "speakers").stdout == ""
