"""`onrecord --help` answers at once, because nothing heavy is loaded before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

HEAVY = {
    "httpx",
    "jinja2",
    "lxml",
    "numpy",
    "onnxruntime",
    "openpyxl",
    "py3langid",
    "pyarrow",
    "rich",
    "sqlalchemy",
    "tokenizers",
    "trafilatura",
}

LOADED = """
import json, sys
from onrecord.serve.cli import main
try:
    main({arguments})
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["read", "--help"], ["statements", "--nonsense"]])
def test_help_and_wrong_usage_load_nothing_heavy(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", LOADED.format(arguments=arguments)], capture_output=True, text=True)
    modules = set(json.loads(done.stderr.splitlines()[-1]))
    assert "onrecord.serve.cli" in modules
    assert modules & HEAVY == set()


def test_a_query_loads_no_model() -> None:
    code = LOADED.format(arguments=["statements", "--ledger", "no/such/ledger.db"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    modules = set(json.loads(done.stderr.splitlines()[-1]))
    assert modules & {"onnxruntime", "tokenizers", "trafilatura", "httpx"} == set()


def test_help_answers_at_once() -> None:
    """0.2 s on a free machine; here the best of five within what a busy one needs."""

    def seconds() -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "onrecord", "--help"], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began

    assert min(seconds() for _ in range(5)) < 0.5


def test_every_stage_states_its_contract_without_its_weight() -> None:
    code = "import sys, onrecord.read, onrecord.understand, onrecord.record, onrecord.pipeline; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & HEAVY == set()
