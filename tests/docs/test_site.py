"""The documentation's site: whole, without a dead link, and nothing in it is loaded from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "link": "href",
    "source": "src",
    "video": "src",
    "audio": "src",
}
"""Elements that load what an attribute names, when a page is opened."""
ELSEWHERE = re.compile(r"(?:[a-z]+:)?//|data:text|javascript:", re.IGNORECASE)


class Page(HTMLParser):
    """What a page loads, what it links to, and the places that can be linked to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.places.add(str(given["id"]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        # what these two name is not loaded
        named = given.get(LOADS.get(tag, ""))
        if named and given.get("rel") not in ("canonical", "next", "prev"):
            self.loaded.append(named)


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Page]:
    """All pages, built with warnings as errors."""
    for needed in ("material", "mkdocstrings"):
        if find_spec(needed) is None:
            pytest.skip(f"{needed} is not installed, so that the site can't be built: make docs installs it")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return {path.relative_to(folder): Page(path.read_text("utf-8")) for path in folder.rglob("*.html")} | {
        path.relative_to(folder): Page("") for path in folder.rglob("*") if path.is_file() and path.suffix != ".html"
    }


def test_nothing_is_loaded_from_elsewhere(site: dict[Path, Page]) -> None:
    elsewhere = {f"{path}: {what}" for path, page in site.items() for what in page.loaded if ELSEWHERE.match(what)}
    assert elsewhere == set()


def test_styles_load_nothing_from_elsewhere(root: Path) -> None:
    for path in [*(root / "docs" / "site").glob("*.css"), *(root / "src").rglob("*.css")]:
        assert not re.search(r"@import|url\(\s*['\"]?(?:[a-z]+:)?//", path.read_text("utf-8"), re.IGNORECASE), path


def test_each_link_leads_to_a_place_that_is_there(site: dict[Path, Page]) -> None:
    dead = set()
    for path, page in site.items():
        if path.name == "404.html":  # its links are those of a server's root
            continue
        for link in [*page.links, *page.loaded]:
            if re.match(r"https?://|mailto:|data:", link):
                continue
            target, place = urldefrag(unquote(link))
            meant = Path(os.path.normpath(path.parent / target)) if target else path
            there = site.get(meant)
            if there is None or (place and meant.suffix == ".html" and place not in there.places):
                dead.add(f"{path}: {link}")
    assert dead == set()


def test_the_search_knows_what_a_reader_looks_for(site: dict[Path, Page]) -> None:
    assert Path("search/search_index.js") in site, "without a server, the index is a script"
    assert Path("site/iframe-worker.js") in site


def test_a_notebook_is_a_page_with_its_outputs(site: dict[Path, Page]) -> None:
    page = site[Path("notebooks/week.html")]
    assert {place for place in page.places if re.fullmatch(r"n\d+-1", place)}, "an article with its statements"
