"""Every command, option and variable of the environment is on its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from onrecord.serve.cli import COMMANDS, main

FROM_RICH = {"NO_COLOR", "FORCE_COLOR"}
"""Asked for by Rich, in our place."""
READS = re.compile(r"envvar=\"(\w+)\"|environ(?:\.get\(|\[)\"(\w+)\"|\"(\w+)\" in os\.environ|getenv\(\"(\w+)\"")


def test_every_variable_is_on_the_page_and_every_one_of_the_page_is_asked_for(root: Path) -> None:
    asked = {
        name
        for path in (root / "src").rglob("*.py")
        for found in READS.findall(path.read_text("utf-8"))
        for name in found
        if name
    }
    users, workers = (root / "docs" / "settings.md").read_text("utf-8").split("for who works on onrecord")
    rows = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
    assert set(rows.findall(users)) == asked | FROM_RICH
    made = (root / "Makefile").read_text("utf-8") + (root / "tests" / "conftest.py").read_text("utf-8")
    assert all(name in made for name in rows.findall(workers))


def commands(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each command with its name as it is typed, the commands inside commands, too."""
    context = click.Context(command)
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield from commands(found, f"{name} {inner}".strip())
    if name:
        yield name, command


ALL = dict(commands(main))


def test_the_commands_inside_commands_are_found() -> None:
    assert {*COMMANDS} <= set(ALL)
    assert "catalogue load" in ALL


@pytest.mark.parametrize("name", ALL)
def test_every_option_of_every_command_is_documented(root: Path, name: str) -> None:
    page = (root / "docs" / "commands.md").read_text("utf-8")
    assert f"onrecord {name}" in page
    section = page.partition(f"\n## onrecord {name.split()[0]}\n")[2].partition("\n## ")[0]
    for parameter in ALL[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"
            assert any(option in section for option in parameter.opts), f"{name} {parameter.opts}"


def test_every_error_of_the_operating_system_s_kind_has_a_class(root: Path) -> None:
    """A message reaches the page only through the classes that the page lists."""
    errors = (root / "src" / "onrecord" / "errors.py").read_text("utf-8")
    page = (root / "docs" / "errors.md").read_text("utf-8")
    for name in re.findall(r"^class (\w+)\(", errors, re.MULTILINE):
        assert f"<!-- generated: {name} -->" in page
