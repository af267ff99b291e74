"""How fast it is, beside what others use; every part's section of docs/benchmarks.md is rewritten.

`python -m tests.benchmarks` runs all parts, `python -m tests.benchmarks exports alerts` those named. Each is
a module of this folder with `run() -> str`, the Markdown of its section; other sections stay as they are.
"""

from __future__ import annotations

import importlib
import os
import platform
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

REPORT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
PARTS = (
    "collector",
    "refresh",
    "sharing",
    "simulated",
    "backfill",
    "store",
    "days",
    "health",
    "alerts",
    "dashboards",
    "phone",
    "exports",
    "lake",
    "scale",
    "quiet",
    "viewers",
)
HEAD = """# Benchmarks

Ratios measured side by side in one run on one machine; seconds alone say little. Made by `make benchmark`;
`python -m tests.benchmarks PART` measures one part again. Each section says when, on what, and how busy the
machine was: a load well above 0 before the run means that others were taking its time.
"""


def known() -> tuple[str, ...]:
    """The parts that this checkout has."""
    return tuple(part for part in PARTS if (Path(__file__).parent / f"{part}.py").exists())


def measured(part: str) -> str:
    """The section of a part, between its markers, with the circumstances of the measurement."""
    load = os.getloadavg()[0]
    section = importlib.import_module(f"tests.benchmarks.{part}").run().strip()
    circumstances = (
        f"*Measured on {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, load {load:.1f} before the run.*"
    )
    return f"<!-- {part} -->\n{section}\n\n{circumstances}\n<!-- end of {part} -->\n"


def put(report: str, part: str, section: str) -> str:
    """The report with one section replaced or added; sections stand in the order of PARTS."""
    place = re.compile(r"<!-- (\w+) -->\n.*?<!-- end of \1 -->\n", re.DOTALL)
    sections = {found[1]: found[0] for found in place.finditer(report)} | {part: section}
    head = place.sub("", report).rstrip()
    return "\n\n".join([head, *(sections[name].rstrip() for name in PARTS if name in sections)]) + "\n"


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(known()))
def main(parts: tuple[str, ...]) -> None:
    """Measure the PARTS named, or all, and write their sections into docs/benchmarks.md."""
    for part in parts or known():
        click.echo(f"measuring {part} …", err=True)
        section = measured(part)
        report = REPORT.read_text(encoding="utf-8") if REPORT.exists() else HEAD
        REPORT.write_text(put(report, part, section), encoding="utf-8")
        click.echo(section)


if __name__ == "__main__":
    sys.path.insert(0, str(REPORT.parents[1]))
    main()
