"""A reporter looks at what was read, and puts it right by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from onrecord.record import open_ledger
from onrecord.record.filters import StatementFilter
from tests.serve.web.visiting import TEXT, unicode_ledger

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

SELECT = """([words]) => {
  const block = [...document.querySelectorAll("[data-start]")].find((b) => b.textContent.includes("🌊"));
  const nodes = [];
  const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(".ref")) nodes.push(walk.currentNode);
  const whole = nodes.map((n) => n.data).join("");
  const point = (at) => {
    for (const node of nodes) {
      if (at <= node.length) return [node, at];
      at -= node.length;
    }
  };
  const start = whole.indexOf(words);
  const selection = getSelection();
  selection.setBaseAndExtent(...point(start), ...point(start + words.length));
}"""
"""Selects words of the text as a pointer does: across the elements that mark it, in UTF-16 units."""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "x.db"
    unicode_ledger(path)
    return path


@pytest.fixture
def address(ledger: Path, served: Callable[[Path], str]) -> str:
    return served(ledger)


def follow(page: Page, link: str) -> None:
    """Go where a link leads, until the scripts are there."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name=link).first.click()


def statements(ledger: Path) -> list[tuple[str | None, str, str | None]]:
    with open_ledger(ledger, create=False) as opened:
        rows = opened.statements(StatementFilter())
        return [(r.speaker, " … ".join(a.text for a in r.statement.content), r.statement.reviewed) for r in rows]


def test_from_the_article_to_a_statement_to_another_speaker_by_keyboard(page: Page, address: str, ledger: Path) -> None:
    page.goto(f"{address}/articles")
    follow(page, "Лёд 🧊")
    follow(page, "warn · indirect")
    page.keyboard.press("s")
    page.keyboard.type("Ada")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=changed")
    assert page.locator("h1").inner_text() == "Ada Quist warned"
    assert statements(ledger)[1] == ("Ada Quist", "that ice is thin", "changed")
    assert page.locator("table.sides tbody tr").inner_text().split("\t") == ["Speaker", "unknown", "Ada Quist"]
    page.wait_for_load_state()
    page.keyboard.press("u")
    page.wait_for_selector("text=taken back")
    assert statements(ledger)[1] == (None, "that ice is thin", None)


@pytest.mark.parametrize("words", ["“река 🌊", "река 🌊 замёрзла”, and she", "🎉 Mayor"])
def test_words_with_emoji_and_cyrillic_are_picked_by_selecting_them(
    page: Page, address: str, ledger: Path, words: str
) -> None:
    page.goto(f"{address}/articles")
    follow(page, "Лёд 🧊")
    follow(page, "“река 🌊 замёрзла”")
    page.keyboard.press("e")
    page.evaluate(SELECT, [words])
    page.wait_for_selector(".picked:not([hidden])")
    assert page.locator("#picked").inner_text() == words
    page.keyboard.press("3")
    start = TEXT.index(words)
    assert page.locator("[name=content_at]").first.input_value() == f"{start}-{start + len(words)}"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=What the machine has")
    assert statements(ledger)[0][1:] == (words, "changed")


def test_the_queue_by_keyboard(page: Page, address: str, ledger: Path) -> None:
    page.goto(f"{address}/review")
    page.keyboard.press("a")  # the first is looked at before it is judged
    assert [s[2] for s in statements(ledger)] == [None, None]
    page.keyboard.press("a")
    page.wait_for_selector("text=Accepted.")
    assert sorted(str(s[2]) for s in statements(ledger)) == ["None", "accepted"]
    page.wait_for_load_state()
    page.keyboard.press("u")
    page.wait_for_selector("text=taken back")
    page.goto(f"{address}/review")
    follow(page, "One at a time")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_function("first => location.href !== first", arg=first)
    page.wait_for_load_state()
    page.keyboard.press("r")
    page.wait_for_selector("text=Rejected.")
    page.wait_for_load_state()
    assert len(statements(ledger)) == 1
    page.keyboard.press("?")
    assert page.locator(".keys dl").is_visible()


def test_the_keys_can_be_turned_off(page: Page, address: str, ledger: Path) -> None:
    page.goto(f"{address}/review")
    follow(page, "One at a time")
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.reload()
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert [s[2] for s in statements(ledger)] == [None, None]


def test_pointing_at_a_part_lights_what_belongs_together(page: Page, world: str) -> None:
    page.goto(f"{world}/articles?text=ultimatum")
    follow(page, "Holk threatens")
    page.locator(".block .m.cue").nth(1).hover()
    assert page.locator(".note.on").count() == 1
    assert page.locator(".m.content.on").count() >= 1
