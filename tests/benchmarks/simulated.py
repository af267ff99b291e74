"""The simulated request budget beside what the replay was really asked, over a month of quiet days.

SIMULATED_SIZES chooses how many repositories ("1000,10000"), SIMULATED_DAYS how many days.
"""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from time import process_time

import click

from tests.benchmarks.collector import DAY, asked, lab_of
from tracker.collectors.simulation import DAYS, Activity, simulate
from tracker.replay.synthetic import SyntheticWorld

SIZES = tuple(int(size) for size in os.environ.get("SIMULATED_SIZES", "1000").split(","))
MONTH = int(os.environ.get("SIMULATED_DAYS", str(DAYS)))
OLD = 400  # days of each repository's life
HEAD = """## The simulated budget

`tracker sync --plan --simulate N` beside what the replay was asked by the real collectors, of repositories on
which nothing happens: a mean day after the first reading. Points are planned with room for a moved README.

| repositories | days | core requests a day | simulated | points a day | simulated |
|--:|--:|--:|--:|--:|--:|
"""


def run() -> str:
    """The section of docs/benchmarks.md."""
    return HEAD + "\n".join(_row(size) for size in SIZES) + "\n"


def _row(size: int) -> str:
    world = SyntheticWorld.many(size, DAY - timedelta(days=1), days=OLD)
    with tempfile.TemporaryDirectory() as folder, lab_of(Path(folder) / "lab", world) as lab:
        asked(lab)
        month = []
        for day in range(MONTH):
            lab.at(DAY + timedelta(days=day))
            month.append(asked(lab))
            click.echo(f"{size:,} repositories: day {day + 1} of {MONTH}, {process_time():.0f} s", err=True)
    told = simulate({Activity(years=(OLD + MONTH) / 365): size})
    return (
        f"| {size:,} | {MONTH} | {_mean([t.rest for t in month])} | {told.requests:,.0f} "
        f"| {_mean([t.points for t in month])} | {told.points:,.0f} |"
    )


def _mean(days: list[int]) -> str:
    return f"{sum(days) / len(days):,.0f}"
