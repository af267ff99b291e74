"""Days of observations as ISO text, as SQLite keeps them, beside days as integers: size, reading, turning.

DAYS_ROWS says how many observations are made up. Decision 22 rests on what this measures.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import numpy as np

ROWS = int(os.environ.get("DAYS_ROWS", "5000000"))
FIRST, LONG = date(2014, 7, 1), 12 * 365 + 3
SERIES = max(ROWS // LONG, 1)
EPOCH = date(1970, 1, 1)
TABLE = """CREATE TABLE observation (
 repository_id INTEGER NOT NULL, metric_id SMALLINT NOT NULL, day {form} NOT NULL, value DOUBLE NOT NULL,
 source_id SMALLINT NOT NULL, first_seen BIGINT NOT NULL, fetched_at BIGINT NOT NULL,
 PRIMARY KEY (repository_id, metric_id, day)) WITHOUT ROWID"""
ONE = (
    "SELECT repository_id, metric_id, day, value, source_id FROM observation "
    "WHERE repository_id = ? AND metric_id = 1 "
)
PART, LAST = "AND day >= ? AND day < ? ", "AND day <= ? ORDER BY day DESC LIMIT 1"
TURNED = "INSERT INTO turned SELECT repository_id, metric_id, CAST(julianday(day) - 2440587.5 AS INTEGER), "
ASKED = 300  # times each is asked


def run() -> str:
    """The section of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory(prefix="days-") as folder:
        text = measured(Path(folder) / "text.db", "DATE", date.isoformat)
        whole = measured(Path(folder) / "whole.db", "INTEGER", lambda day: (day - EPOCH).days)
        turning = _turned(Path(folder) / "text.db")
    lines = [f"| {what} | {text[what]} | {whole[what]} |" for what in text]
    head = (
        f"## Days as text or as integers\n\n{SERIES * LONG:,} observations in SQLite, processor time; days "
        "stay text: [decision 22](adr/0022-days-stay-text.md).\n\n| | text | integers |\n|---|--:|--:|\n"
    )
    return head + "\n".join([*lines, f"| turning all of them | | {turning:.1f} s |"]) + "\n"


def measured(path: Path, form: str, day: Callable[[date], object]) -> dict[str, str]:
    """Size of the file and processor time of what is read every day, days kept in one form."""
    days = [day(FIRST + timedelta(days=n)) for n in range(LONG)]
    with closing(sqlite3.connect(path)) as database:
        database.execute(TABLE.format(form=form))
        database.executemany("INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(days))
        database.commit()
        size = path.stat().st_size / 1e6

        def spent(query: str, *more: object) -> float:
            begun = time.process_time()
            for n in range(ASKED):
                rows = database.execute(query, (1 + n % SERIES, *more)).fetchall()
                np.array([row[2] for row in rows], "datetime64[D]")
            return (time.process_time() - begun) / ASKED * 1000

        return {
            "the file": f"{size:.0f} MB",
            "a series of twelve years": f"{spent(ONE):.2f} ms",
            "200 days of it": f"{spent(ONE + PART, days[3000], days[3200]):.3f} ms",
            "the last value before a day": f"{spent(ONE + LAST, days[4000]):.4f} ms",
        }


def _rows(days: list[object]) -> Iterator[tuple[object, ...]]:
    for series in range(1, SERIES + 1):
        for n, day in enumerate(days):
            yield series, 1, day, float(n * series % 997), 1, 1_780_000_000, 1_780_000_000 + n % 7


def _turned(path: Path) -> float:
    """Seconds of turning a table of text into one of integers."""
    with closing(sqlite3.connect(path)) as database:
        database.execute(TABLE.format(form="INTEGER").replace("observation", "turned"))
        begun = time.process_time()
        database.execute(f"{TURNED} value, source_id, first_seen, fetched_at FROM observation")
        database.commit()
        return time.process_time() - begun
