"""No page is out of reach, no link leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LINK = re.compile(r"\]\(([^)\s#]*)(?:#[^)\s]*)?(?: \"[^\"]*\")?\)|(?:src|href)=\"([^\"#]+)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def pages(root: Path) -> list[Path]:
    return [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "examples").rglob("*.md")]


def test_each_page_is_in_the_navigation(root: Path) -> None:
    navigation = (root / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")[2]
    listed = re.findall(r"([\w./-]+\.md)\s*$", navigation, re.MULTILINE)
    docs = root / "docs"
    assert sorted(listed) == sorted(p.relative_to(docs).as_posix() for p in docs.rglob("*.md"))


def test_the_tour_comes_first(root: Path) -> None:
    navigation = (root / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")[2]
    assert re.findall(r"([\w./-]+\.md)", navigation)[:2] == ["index.md", "tour.md"]


def test_each_relative_link_leads_somewhere(root: Path) -> None:
    dead = [
        f"{page.relative_to(root)}: {target}"
        for page in pages(root)
        for target in ("".join(found) for found in LINK.findall(FENCED.sub("", page.read_text("utf-8"))))
        if target and not target.startswith(("http://", "https://", "mailto:"))
        if not (page.parent / target).exists()
    ]
    assert dead == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_the_documents_of_the_root_are_there(root: Path, name: str) -> None:
    assert (root / name).read_text("utf-8").startswith("# ")
