"""`onrecord serve`"""

from __future__ import annotations

import gc
import ipaddress
import socket
from contextlib import suppress
from pathlib import Path

import click

from onrecord.errors import UsageError
from onrecord.serve.cli import options

_LAST_PORT = 65535
CONNECTIONS = 200
"""At once; more are told to come back later."""


def _port(ctx: click.Context, param: click.Parameter, value: str) -> int:
    port = options.whole(ctx, param, value) or 0
    if port > _LAST_PORT:
        raise click.BadParameter(f"{value!r} is no port; give a number from 1 to {_LAST_PORT}", ctx, param)
    return port


@click.command("serve")
@options.ledger
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="Where to listen.  [default: 127.0.0.1]")
@click.option("--port", callback=_port, default="8000", metavar="N", help="At which port.  [default: 8000]")
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="A name that it is reached by, behind a proxy or not; once for each.",
)
@options.by
@click.pass_context
def command(ctx: click.Context, ledger: Path, host: str, port: int, names: tuple[str, ...], by: str) -> None:
    """Open the ledger in a browser: add, find, check and correct.

    It answers this machine only, until it is stopped with Ctrl-C. Once `onrecord password` has set a password, it may
    listen elsewhere, too. The ledger is made where there is none.
    """
    from onrecord.serve.password import stored

    hashed = stored(ledger)
    if hashed is None and (names or not _is_loopback(host)):
        asked = names[0] if _is_loopback(host) else host
        raise UsageError(
            "others could reach it, and no password is set", resource=asked, hint="onrecord password sets one"
        )

    from onrecord.serve.cli import say
    from onrecord.serve.web import application
    from onrecord.serve.web.site import LOOPBACK, Site
    from onrecord.serve.web.tying import MANY

    with options.open_ledger(ledger, create=True) as opened:
        many = opened.identities.backlog(MANY)
    shown = f"[{host}]" if ":" in host else host
    site = Site(
        ledger=ledger,
        who=by,
        make_reader=options.reader_maker(),
        port=port,
        hosts=LOOPBACK | {shown.lower(), *(name.lower() for name in names)},
        any_address=_is_anywhere(host),
        password=hashed,
    )
    listening = _listening(host, port)

    import uvicorn

    config = uvicorn.Config(
        application(site),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(names),
        forwarded_allow_ips="127.0.0.1",  # of a proxy on this machine only
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=5,
    )
    say(f"open http://{shown}:{port}/ in a browser; Ctrl-C stops it")
    gc.collect()
    gc.freeze()  # what is loaded by now stays; to look through it again and again would cost a page 50 ms
    if many:
        say("who is who is worked out meanwhile; the pages say so until it is done")
    with listening, suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host.lower() == "localhost"


def _is_anywhere(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_unspecified
    return False


def _listening(host: str, port: int) -> socket.socket:
    """A socket there. Raises UsageError where there can be none."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "no such address"
        raise UsageError(
            f"can't listen there: {why.lower()}", resource=f"{host}:{port}", hint="choose another with --host or --port"
        ) from error
