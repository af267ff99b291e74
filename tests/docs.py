"""The generated parts of docs/: `python -m tests.docs` writes them, tests/test_docs.py checks them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from tracker.metrics import METRICS
from tracker.records import Quality

DOCS = Path(__file__).parent.parent / "docs"
KINDS = {
    "total": "a level: a week or month shows its last known value",
    "count": "a flow: a week or month shows the sum, and is unknown when one of its days is",
    "duration": "a time in days: a week or month shows the median",
}


def metrics_page() -> str:
    """docs/metrics.md, from the registry."""
    lines = [
        "# Metrics",
        "",
        "Made from the registry by `make docs`; the same words stand on pages, in exports and in the API.",
        "Unknown is an absent value, never 0. Every value carries one of these labels: "
        + ", ".join(f"`{q.value}`" for q in Quality)
        + " (see [the glossary](glossary.md)).",
        "",
    ]
    for metric in METRICS.values():
        lines += [
            f"## {metric.title} (`{metric.name}`)",
            "",
            metric.definition,
            "",
            f"- unit: {metric.unit}",
            f"- kind: {metric.kind}, {KINDS[metric.kind]}",
            f"- source: {metric.source}",
            f"- computed from: {', '.join(f'`{name}`' for name in metric.inputs)}",
            "",
        ]
    return "\n".join(lines)


def commands_page() -> str:
    """docs/commands.md: the help of every command, as the terminal shows it."""
    from tracker.__main__ import cli

    lines = ["# Commands", "", "The help of every command, as the terminal shows it (`make docs`).", ""]
    for context in _walk(click.Context(cli, info_name="tracker", terminal_width=100, **cli.context_settings)):
        lines += [f"## {context.command_path}", "", "```", context.get_help(), "```", ""]
    return "\n".join(lines)


def _walk(context: click.Context) -> Iterator[click.Context]:
    """A command and those below it, each in the context in which a person would meet it."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            child = context.command.get_command(context, name)
            if child is not None and not child.hidden:
                settings = child.context_settings
                yield from _walk(click.Context(child, parent=context, info_name=name, **settings))


PAGES = {"metrics.md": metrics_page, "commands.md": commands_page}


def main() -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
