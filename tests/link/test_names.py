from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.names import HALVES, figures, pairs
from onrecord.link.names import THRESHOLD, compare, keys

HOSTILE = ("", "x", "Б", "<b></b>", "\x00\x01", "12345", "!?", "a" * 500, "<b>x</b>", "\u202e", "一")


@pytest.mark.parametrize("half", HALVES)
def test_pairs_of_names_keep_their_floors(half: str) -> None:
    assert len(list(pairs())) == 200
    precision, recall = figures(half)
    assert precision >= 0.99
    assert recall >= 0.97


@pytest.mark.parametrize("kind", ["person", "organization", "country", "place", "group", "document", "other"])
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_name_is_nobody(name: str, kind: str) -> None:
    assert compare(name, "Sergei Lavrov", kind).score < THRESHOLD
    assert compare(name, "", kind).score == 0.0
    assert len(keys(name, kind)) <= 8


@pytest.mark.parametrize("name", ["", "x", "<b></b>", "\x00\x01", "12345", "!?"])
def test_nothing_left_to_compare_has_no_keys_and_is_not_itself(name: str) -> None:
    assert keys(name, "person") == ()
    assert compare(name, name, "person").score == 0.0


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["person", "organization", "place"]))
def test_a_comparison_has_no_sides(left: str, right: str, kind: str) -> None:
    assert compare(left, right, kind) == compare(right, left, kind)
    assert 0.0 <= compare(left, right, kind).score <= 1.0


def test_a_name_in_mixed_scripts_is_read_as_one() -> None:
    assert compare("Sergeй Лavrov", "Sergei Lavrov", "person").score >= THRESHOLD


def test_markup_in_a_name_is_no_part_of_it() -> None:
    assert compare("<b>Sergei</b> Lavrov", "Sergei Lavrov", "person").score == 1.0


def test_the_tables_of_scripts_are_loaded_late() -> None:
    code = "import sys, onrecord.link.names; sys.exit(any(m in sys.modules for m in ('anyascii', 'rapidfuzz')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_second_and_a_third_of_a_name_are_two() -> None:
    assert compare("King Charles III", "King Charles II", "person").score < THRESHOLD
