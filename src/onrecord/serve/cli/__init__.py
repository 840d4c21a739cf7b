"""The command line. One command a file, imported when its name is typed; what is heavy, when it runs.

Exit codes: 0 all was done, 1 some was not, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

import click

from onrecord.errors import OnrecordError, UsageError

COMMANDS = (
    "read",
    "add",
    "serve",
    "password",
    "statements",
    "events",
    "timeline",
    "articles",
    "actors",
    "actor",
    "show",
    "reread",
    "delete",
    "log",
    "review",
    "accept",
    "reject",
    "correct",
    "merge",
    "split",
    "judgements",
    "undo",
    "catalogue",
)
"""In the order in which a newcomer needs them; each is `command` in the module of its name."""


def say(message: object) -> None:
    """One line on standard error, whatever the message holds; no failure to say it is a failure."""
    with suppress(OSError):  # standard error went away or its disk is full
        click.echo(f"onrecord: {message}", err=True)


class Commands(click.Group):
    """The group: it knows the commands by name, and turns what goes wrong into one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        with _in_one_line():
            return super().invoke(ctx)

    def main(  # type: ignore[override]  # click declares overloads
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> Any:
        if not extra.pop("standalone_mode", True):
            return super().main(args, "onrecord", standalone_mode=False, **extra)
        _open_streams()
        try:
            code = super().main(args, "onrecord", standalone_mode=False, **extra)
        except click.exceptions.NoArgsIsHelpError as e:
            click.echo(e.format_message(), err=True)
            code = 2
        except click.ClickException as e:
            say(_usage(e))
            code = e.exit_code
        except click.Abort:
            say("interrupted")
            code = 130
        except OSError as e:
            if e.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            say(f"can't write: {e.strerror}; free some space, then run again")
            _silence_stdout()
            code = 1
        sys.exit(code if isinstance(code, int) else 0)


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
        sys.stdout.flush()
    except UsageError as e:
        say(e)
        raise click.exceptions.Exit(2) from e
    except OnrecordError as e:
        say(e)
        if isinstance(e.__cause__, BrokenPipeError):
            _silence_stdout()
        raise click.exceptions.Exit(1) from e
    except BrokenPipeError as e:
        # `| head` has seen enough: no failure, and nothing to flush when Python ends
        _silence_stdout()
        raise click.exceptions.Exit(0) from e
    except KeyboardInterrupt as e:
        say("interrupted")
        raise click.exceptions.Exit(130) from e


def _open_streams() -> None:
    """Whoever started the program may have closed them; nothing else shall get their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: PTH123, SIM115


def _silence_stdout() -> None:
    with suppress(OSError, ValueError):  # it may be something that is no file, as in tests
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(error: click.ClickException) -> str:
    message = error.format_message().rstrip(".").replace("\n", " ")
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "onrecord"
    return f"{message[:1].lower()}{message[1:]}; see {path} --help"


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from onrecord import __version__

        click.echo(f"onrecord {__version__}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Print the version."
)
def main() -> None:
    """Read news and keep who is reported to have said what, on whose word.

    \b
    onrecord read page.html              look at one article, keep nothing
    onrecord add articles/               put a folder of articles on record
    onrecord statements --by minister    ask who said what

    Exit codes: 0 all was done, 1 some was not, 2 wrong usage.
    """
