"""Completion in fish: click's script cuts an answer at every comma; a list such as stars,forks has one."""

from __future__ import annotations

from click.shell_completion import FishComplete, add_completion_class


def offer_lists() -> None:
    """Let an answer be cut at its first comma only, which stands between its kind and its words."""
    add_completion_class(FishWithLists)


class FishWithLists(FishComplete):
    """click's script for fish, with commas left in what is offered."""

    source_template = FishComplete.source_template.replace('split ","', 'split --max 1 ","')
