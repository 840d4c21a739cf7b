"""The quality gate on real pages: a floor a figure, measured by the referee. Floors only rise."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.contract import to_contract
from onrecord.domain import Loaded, ReaderInfo, Reading
from onrecord.read import load

FLOORS = {"title": 95.9, "day": 100.0, "author": 93.8, "text F1": 98.5}
"""Reached on 2026-11-25 with trafilatura 2.3.1."""
CORPUS = "91690336f11b2a932814b6ff621e3a68105fb00868f27c7c563a1fb09f87d25a"
"""SHA-256 over the names and bytes of the pages and of what is expected of them."""


def test_pages_reach_their_floors(shared: Path, tmp_path: Path) -> None:
    pages = shared / "data" / "pages"
    files = sorted([*pages.glob("*/*.html.gz"), *pages.glob("*/*.json")])
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.parent.name}/{file.name}".encode() + file.read_bytes())
    if digest.hexdigest() != CORPUS:
        pytest.skip("the pages are others than those that the floors were measured on")
    predicted = tmp_path / "predicted.jsonl"
    with predicted.open("w", encoding="utf-8") as out:
        for item in load([str(pages / "*" / "*.html.gz")]):
            assert isinstance(item, Loaded), item
            out.write(json.dumps(to_contract(Reading(item.article, ReaderInfo("-", "-")))) + "\n")
    referee = shared / "eval" / "score_pages.py"
    done = subprocess.run([sys.executable, referee, pages, predicted], check=True, capture_output=True, text=True)
    figures = {
        name: float(value) for name, value in re.findall(r"^(title|day|author|text F1)\s+([\d.]+)", done.stdout, re.M)
    }
    assert figures.keys() == FLOORS.keys()
    assert all(figures[name] >= floor for name, floor in FLOORS.items()), done.stdout
