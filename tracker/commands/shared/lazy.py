"""A click group that imports a command only when it is asked for."""

from __future__ import annotations

import difflib
import importlib
import keyword
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """Commands live in `package.<name>` as `command`; `listed` holds their names and one-line helps."""

    def __init__(self, *args: Any, package: str, listed: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.package = package
        self.listed = listed

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the list, not of the alphabet."""
        return list(self.listed)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command; None when there is no such command."""
        if cmd_name not in self.listed:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        found: click.Command = importlib.import_module(f"{self.package}.{module}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.listed.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the closest name in the complaint."""
        name = args[0]
        if name not in self.listed and not name.startswith("-"):
            close = difflib.get_close_matches(name, self.listed, n=1)
            hint = f" Did you mean {close[0]}?" if close else " See: tracker --help"
            ctx.fail(f"There is no command {name!r}.{hint}")
        return super().resolve_command(ctx, args)
