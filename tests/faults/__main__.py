"""How much goes wrong, in bulk: `python -m tests.faults --answers 100000` writes its part of the report."""

from __future__ import annotations

import os
import platform
import re
import sys
from datetime import UTC, datetime

import click

from tests.faults.parts import PARTS, ROOT, Figures, module, run_alone

REPORT = ROOT / "docs" / "reliability.md"


def section(part: str, figures: Figures, command: str) -> str:
    """A part's figures in Markdown, under what it does."""
    title, _, about = (module(part).__doc__ or "").partition("\n\n")
    rows = {module(part).INPUTS: f"{figures.tried:,}"} | {k: f"{n:,}" for k, n in figures.counted.items()}
    table = "".join(f"| {name} | {value} |\n" for name, value in (rows | figures.notes).items())
    when = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}"
    head = f"## {title.strip().rstrip('.')}\n\n{about.strip()}\n\n| | |\n|---|---:|\n"
    text = f"{head}{table}\n*{when}: `{command}`.*\n"
    return f"<!-- {part} -->\n{text}<!-- end of {part} -->\n"


def put(report: str, part: str, text: str) -> str:
    """The report with a part's section replaced, or added at the end."""
    found = re.compile(f"<!-- {part} -->\n.*?<!-- end of {part} -->\n", re.S)
    return found.sub(lambda _: text, report) if found.search(report) else f"{report}\n{text}"


def options(command):
    """One option for each part."""
    for part in reversed(PARTS):
        told = (module(part).__doc__ or "").splitlines()[0]
        command = click.option(f"--{part}", type=click.IntRange(0), default=0, help=told)(command)
    return command


@click.command()
@options
@click.option("--seed", default=1, show_default=True)
@click.option("--write/--no-write", default=True, help="Whether docs/reliability.md is rewritten.")
def main(seed: int, write: bool, **asked: int) -> None:
    """Run the parts asked for, count, report; ends with 1 when anything was lost."""
    bad = False
    for part, many in asked.items():
        if not many:
            continue
        figures = run_alone(part, many, seed)
        text = section(part, figures, f"python -m tests.faults --{part} {many} --seed {seed}")
        click.echo(text)
        for what, example in figures.bad().items():
            click.echo(f"{what}: {example}", err=True)
        bad |= bool(figures.bad())
        if write:
            REPORT.write_text(put(REPORT.read_text(encoding="utf-8"), part, text), encoding="utf-8")
    sys.exit(bad)


if __name__ == "__main__":
    main()
