"""Two hundred repositories over twelve years and more, and the viewers who look at them all at once."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from threading import Thread

import httpx

from tests.benchmarks.exports import DAYS, FIRST, fill

REPOSITORIES = 200
SERIES_A_REPOSITORY = 5
LAST = FIRST + timedelta(days=DAYS - 1)
# Set-based: two author-days on each working day, an issue every other day, closed within two months.
LEDGERS = f"""
INSERT INTO metric VALUES (90, 'star_count');
INSERT INTO observation
 SELECT repository_id, 90, '{LAST}', sum(value), 2, 1780000000, 1780000000 FROM observation
 WHERE metric_id = 1 GROUP BY repository_id;
CREATE TEMP TABLE day AS WITH RECURSIVE d(n, day) AS
 (SELECT 0, '{FIRST}' UNION ALL SELECT n + 1, date(day, '+1 day') FROM d WHERE day < '{LAST}')
 SELECT * FROM d;
INSERT INTO author_day SELECT github_id, day, github_id * 1000 + (n * 7 + who * 13) % 40
 FROM repository, day, (SELECT 0 AS who UNION SELECT 1) WHERE n % 7 < 5 ORDER BY 1, 2, 3;
INSERT INTO issue (repository_id, number, is_pull_request, created_at, updated_at, closed_at, author_is_bot,
 first_response_at, comments, asks_if_alive)
 SELECT github_id, n, n % 6 = 0, day || ' 08:00:00.000000', day || ' 09:00:00.000000',
  CASE WHEN n % 10 THEN date(day, '+' || (n % 59) || ' days') || ' 10:00:00.000000' END, 0,
  day || ' 20:00:00.000000', 1, 0
 FROM repository, day WHERE n % 2 = 0 ORDER BY 1, 2;
INSERT INTO cursor SELECT github_id, what, '{{"complete": true}}', '{LAST} 12:00:00.000000'
 FROM repository, (SELECT 'issues' AS what UNION SELECT 'releases');
"""


@dataclass(frozen=True)
class Waited:
    """How long answers took, in milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Waited:
        return cls(median(seconds) * 1000, quantiles(seconds, n=20)[-1] * 1000)


def store(folder: Path) -> Path:
    """A database of 200 repositories with stars, forks, watchers, commits, authors and issues by day."""
    path = folder / "crowd.db"
    fill(path, REPOSITORIES * SERIES_A_REPOSITORY * DAYS)
    with closing(sqlite3.connect(path)) as database:
        database.executescript(LEDGERS)
        database.execute("ANALYZE")
        database.commit()
    return path


@contextmanager
def serving(
    home: Path, url: str, clock: str = "", *options: str
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`tracker serve OPTIONS` in a process of its own: its address, and the process. Raises RuntimeError."""
    more = {"TRACKER_DATABASE_URL": url, "TRACKER_HOME": str(home), "TRACKER_CLOCK": clock}
    (home / "tracker.toml").write_text("[api]\nrequests_a_minute = 0\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", "serve", "--port", "0", *options],
        env=os.environ | {name: value for name, value in more.items() if value},
        cwd=home, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        said = process.stderr.readline()
        found = re.search(r"http://\S+?(?=/\s)", said)
        if found is None:
            raise RuntimeError(f"tracker serve did not begin: {said}")
        yield found[0], process
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


def first_answer(address: str, path: str = "/") -> float:
    """Seconds until a page is answered, from now on. Raises RuntimeError after two minutes."""
    began = time.perf_counter()
    with httpx.Client(base_url=address, timeout=120) as client:
        while time.perf_counter() - began < 120:
            try:
                client.get(path).raise_for_status()
                return time.perf_counter() - began
            except httpx.ConnectError:
                time.sleep(0.02)
    raise RuntimeError(f"{address}{path} was not answered")


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has used so far."""
    words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def look(address: str, paths: Mapping[int, Sequence[str]], think: float = 0.1) -> Waited:
    """Each viewer in a thread asks for its paths one after another, thinking in between.

    They come one after another within the first thought, as people do, not all in one moment.
    """
    took: list[float] = []
    trouble: list[httpx.HTTPError] = []

    def viewer(wanted: Sequence[str], after: float) -> None:
        time.sleep(after)
        try:
            with httpx.Client(base_url=address, timeout=60, headers={"Accept-Encoding": "br"}) as client:
                for path in wanted:
                    began = time.perf_counter()
                    with client.stream("GET", path) as answer:  # unpacking is the browser's work
                        answer.raise_for_status()
                        sum(len(part) for part in answer.iter_raw())
                    took.append(time.perf_counter() - began)
                    time.sleep(think)
        except httpx.HTTPError as error:
            trouble.append(error)

    threads = [
        Thread(target=viewer, args=(wanted, think * place / len(paths)))
        for place, wanted in enumerate(paths.values())
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if trouble:
        raise trouble[0]
    return Waited.of(took)
