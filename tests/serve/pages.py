"""The generated parts of docs/commands.md and docs/errors.md.

    python -m tests.serve.pages

writes them into the pages; look at the difference.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from click.testing import CliRunner

from onrecord.record import faults
from onrecord.serve.cli import main

ROOT = Path(__file__).parents[2]
PART = re.compile(r"(?<=<!-- generated: )(?P<name>\w+)( -->\n).*?(?=<!-- end -->)", re.DOTALL)
CLASSES = (
    *("UsageError", "ReadError", "LedgerError", "ModelError", "OnrecordError"),
    *("ForgedError", "StaleError", "NotOnRecordError"),
)


def help_of(name: str) -> str:
    """What `onrecord NAME --help` prints, 100 columns wide, with that of its own commands where it has some.

    Of the program itself for `onrecord`.
    """
    if name == "onrecord":
        return _help()
    command = main.get_command(click.Context(main), name)
    inner = sorted(command.commands) if isinstance(command, click.Group) else []
    return "\n".join([_help(name), *(_help(name, one) for one in inner)])


def _help(*names: str) -> str:
    printed = CliRunner().invoke(main, [*names, "--help"], terminal_width=100)
    assert printed.exit_code == 0, printed.output
    return f"```text\n{printed.stdout}```\n"


def errors_of(name: str) -> str:
    """Every message of an error class that stands in the code, with what it says to do; `…` for what varies."""
    found = {pair for path in sorted((ROOT / "src").rglob("*.py")) for pair in _messages(path, name)}
    if name == "LedgerError":
        found |= {(what, hint) for what, hint in faults._FAULTS.values()}
    rows = [
        f"| {_cell(what)} | {_cell(hint)} |\n" for what, hint in sorted(found, key=lambda pair: (pair[0].lower(), pair))
    ]
    return "".join(["| what happened | what to do |\n", "|---|---|\n", *rows])


def _messages(path: Path, name: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(path.read_text("utf-8"))
    named = {
        node.targets[0].id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for function in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]:
        for call in _calls(function, name):
            # a function that makes the error out of what it is given: each call of it is a message
            given = function.args.args and function.args.args[0].arg
            is_given = isinstance(call.args[0], ast.Name) and call.args[0].id == given
            hint = next((_text(k.value, named) for k in call.keywords if k.arg == "hint"), None) or ""
            for source in _calls(tree, function.name) if is_given else [call]:
                what = _text(source.args[0], {})
                if what is not None:
                    yield what, hint


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and node.args:
            yield node


def _text(node: ast.expr, named: dict[str, ast.expr]) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_text(value, {}) or "…" for value in values)
        case ast.IfExp(body=body, orelse=other):
            return f"{_text(body, named)}; or: {_text(other, named)}"
        case ast.Name(id=name) if name in named:
            return _text(named[name], {})
    return None


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def renewed(page: str, part: Callable[[str], str]) -> str:
    """The page with its generated parts made anew."""
    return PART.sub(lambda found: f"{found['name']}{found[2]}{part(found['name'])}", page)


PAGES = {"docs/commands.md": help_of, "docs/errors.md": errors_of}

if __name__ == "__main__":
    for name, part in PAGES.items():
        path = ROOT / name
        path.write_text(renewed(path.read_text("utf-8"), part), "utf-8")
