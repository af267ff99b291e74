"""The one home of the MCP SDK: answers as tools, over standard input and output, or HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import mcp_types as types
from mcp.server.lowlevel import Server

from tracker import __version__
from tracker.agents.tools import HINTS, INSTRUCTIONS, TOOLS

if TYPE_CHECKING:
    from tracker.agents.tool_runner import ToolRunner
    from tracker.audit.report import AuditReport
    from tracker.config import Settings
    from tracker.packages import Listing


def over_stdio(settings: Settings, offline: bool) -> None:
    """Answer until standard input ends."""
    from mcp.server.stdio import stdio_server

    server = _server(settings, offline)

    async def run() -> None:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())

    asyncio.run(run())


def over_http(settings: Settings, offline: bool) -> Any:
    """An ASGI application that answers at /mcp; only for programs of this machine."""
    return _server(settings, offline).streamable_http_app(stateless_http=True, json_response=True)


def _server(settings: Settings, offline: bool) -> Server[Any]:
    runner = Lazy(settings, offline)
    tools = [
        types.Tool(
            name=name,
            description=description,
            input_schema=taken,
            output_schema=given,
            annotations=types.ToolAnnotations.model_validate(HINTS),
        )
        for name, (description, taken, given) in TOOLS.items()
    ]

    async def list_tools(_context: Any, _params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools)

    async def call_tool(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        return await asyncio.to_thread(_answer, runner, params.name, params.arguments or {})

    return Server(
        "framework-tracker",
        version=__version__,
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _answer(runner: Lazy, tool: str, arguments: dict[str, Any]) -> types.CallToolResult:
    """One answer; a mistake is told in words that the agent can act on."""
    from tracker.agents.answer import BadQuestion
    from tracker.store.session import StoreError

    try:
        found = runner.runner.answer(tool, arguments)
    except (BadQuestion, StoreError) as error:
        return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
    return types.CallToolResult(
        content=[types.TextContent(text=found.text)], structured_content=dict(found.data)
    )


class Lazy:
    """The tools, opened with the first question: a client starts many servers and asks few."""

    def __init__(self, settings: Settings, offline: bool) -> None:
        self.settings, self.offline = settings, offline

    @cached_property
    def runner(self) -> ToolRunner:
        """The tools. Raises StoreError where there is no database."""
        return _desk(self.settings, self.offline)


def _desk(settings: Settings, offline: bool) -> ToolRunner:
    from datetime import timedelta

    from tracker.agents.tool_runner import ToolRunner
    from tracker.audit.policy import Policy
    from tracker.commands.shared import auditing
    from tracker.series import History
    from tracker.series.opening import open_history

    engine = open_history(settings).store.engine

    def opened() -> History:
        return open_history(settings, engine=engine)

    def look(listings: Sequence[Listing]) -> AuditReport:
        return auditing.run(settings, listings, Policy(), None, timedelta(days=1), offline, False)[0]

    return ToolRunner(opened, look, settings.health)
