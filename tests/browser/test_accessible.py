"""WCAG 2.2 AA on each page, in the light and in the dark, and nothing wider than a telephone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pages(page: Page, world: str) -> list[str]:
    """One of each kind."""

    def first(address: str, kind: str) -> str:
        page.goto(world + address)
        found = page.eval_on_selector_all("main a", "links => links.map((a) => a.getAttribute('href'))")
        return str(next(a for a in found if re.match(kind, a)))

    article = first("/articles?text=ultimatum", "/articles/[0-9a-f]+$")
    changed = first("/articles?text=promised+day", "/articles/[0-9a-f]+$")
    return [
        *("/search", "/search?text=sluice", "/search?text=!", "/search?text=zzz", "/timeline", "/events"),
        *("/articles", "/actors", "/review", "/judgements", "/articles/nope", "/actors/e", article, changed),
        f"{changed}?version=1",
        first(article, "/articles/[0-9a-f]+/statements/"),
        first("/review", ".*queue=1"),
        first("/actors", "/actors/[0-9a-f]+$"),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, world: str, scheme: Literal["light", "dark"]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    found = []
    for address in pages(page, world):
        page.goto(world + address)
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        result = axe.run(page, options={"runOnly": RULES}).response
        found += [f"{address} {v['id']}: {n['html'][:200]}" for v in result["violations"] for n in v["nodes"]]
    context.close()
    assert found == []


def test_a_telephone_needs_no_scrolling_sideways(browser: Browser, world: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for address in pages(page, world):
        page.goto(world + address)
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    context.close()
