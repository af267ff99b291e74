"""`tracker mcp`: answers for coding agents over the Model Context Protocol."""

from __future__ import annotations

from threading import Event

import click

from tracker.commands.shared.application import Application


@click.command()
@click.option("--http", is_flag=True, help="Streamable HTTP at /mcp instead of standard input and output.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Where HTTP listens (default: 8766, or the next free)."
)
@click.option("--offline", is_flag=True, help="Audit by what is kept; ask nobody.")
@click.pass_obj
def command(application: Application, http: bool, port: int | None, offline: bool) -> None:
    """Serve five read-only tools to coding agents: check_packages, choose, replacement, history, audit.

    They read the database and change nothing. Needs the extra: pip install 'framework-tracker[mcp]'.
    HTTP listens on 127.0.0.1 alone.
    """
    from tracker.commands.shared import mcp_server

    settings = application.settings
    if not http:
        mcp_server.over_stdio(settings, offline)
        return
    from tracker.commands.shared.serving import address, bind, serve, stop_on_signals

    bound = bind("127.0.0.1", 8766 if port is None else port, or_next=port is None)
    stopping = Event()
    with stop_on_signals(stopping):
        click.echo(f"MCP: {address(bound)}mcp (Ctrl-C ends)", err=True)
        serve(mcp_server.over_http(settings, offline), bound, stopping)
