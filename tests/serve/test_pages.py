"""Every command and every error is in the documentation as the program has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.serve.cli import COMMANDS
from tests.serve.pages import CLASSES, PAGES, PART, errors_of, renewed


@pytest.mark.parametrize("page", PAGES)
def test_the_generated_parts_are_what_the_program_says(root: Path, page: str) -> None:
    text = (root / page).read_text("utf-8")
    assert renewed(text, PAGES[page]) == text, "look at it, then: python -m tests.serve.pages"


def test_every_command_and_every_class_of_error_has_its_part(root: Path) -> None:
    def parts(page: str) -> list[str]:
        return [found["name"] for found in PART.finditer((root / page).read_text("utf-8"))]

    assert parts("docs/commands.md") == ["onrecord", *COMMANDS]
    assert sorted(parts("docs/errors.md")) == sorted(CLASSES)


@pytest.mark.parametrize("name", CLASSES)
def test_an_error_says_what_to_do(name: str) -> None:
    rows = errors_of(name).splitlines()[2:]
    assert rows
    # nobody writes so many; there is nothing to be done but to cut the article
    beyond_help = {"| more than … statements or events in one article |  |"}
    assert {row for row in rows if row.endswith("|  |")} <= beyond_help


def test_every_option_has_a_help_text_and_every_command_a_page_section(root: Path) -> None:
    import click

    from onrecord.serve.cli import main

    context = click.Context(main)
    text = (root / "docs/commands.md").read_text("utf-8")
    for name in COMMANDS:
        command = main.get_command(context, name)
        assert command is not None
        assert f"\n## onrecord {name}\n" in text
        assert [p.name for p in command.params if isinstance(p, click.Option) and not p.help] == []
