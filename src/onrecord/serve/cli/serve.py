"""`onrecord serve`"""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.serve.cli import options


@click.command("serve")
@options.ledger
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="Where to listen.  [default: 127.0.0.1]")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, metavar="N", help="At which port.  [default: 8000]"
)
@options.by
@click.pass_context
def command(ctx: click.Context, ledger: Path, host: str, port: int, by: str) -> None:
    """Open the ledger in a browser: add, find, check and correct, without a terminal.

    It answers this machine only, until it is stopped with Ctrl-C. The ledger is made where there is none.
    """
    import uvicorn

    from onrecord.serve.cli import say
    from onrecord.serve.web import application
    from onrecord.serve.web.site import Site

    options.open_ledger(ledger, create=True).close()
    site = Site(ledger=ledger, who=by, make_reader=options.reader_maker(), port=port)
    say(f"open http://{host}:{port}/ in a browser; Ctrl-C stops it")
    uvicorn.run(application(site), host=host, port=port, log_level="warning", access_log=False, server_header=False)
