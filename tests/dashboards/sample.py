"""A small made-up world with lives like the real ones: rising, fading, over, gone, unknown, hostile.

Names and ends of life are real, the curves are drawn with a formula and a fixed seed.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import numpy as np
from sqlalchemy import Engine

from tracker.catalog import parse
from tracker.records import (
    CommitDay,
    Counters,
    Gap,
    Issue,
    Notice,
    Observation,
    Presence,
    Release,
    RepositoryFacts,
)
from tracker.series import History
from tracker.store.runs import Missed
from tracker.store.session import connect, sqlite_url, upgrade
from tracker.store.store import Store

TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
HOSTILE = ("evil", "<img src=x onerror=alert(1)>")
HOSTILE_WORDS = '"><script>alert(2)</script> \u202egnp.exe \U0001f525 ' + "very-long-word" * 40
CATALOG = """
[[repositories]]
repository = "Theano/Theano"
category = "frameworks"
backing = "MILA"
successor = ["google/jax", "pytorch/pytorch"]
[[repositories.milestones]]
date = 2017-09-28
kind = "end-of-life"
text = "End announced: no development after 1.0"
source = "https://example.org/theano"
where = "announcement"

[[repositories]]
repository = "microsoft/CNTK"
category = "frameworks"
successor = ["microsoft/onnxruntime"]

[[repositories]]
repository = "tensorflow/tensorflow"
category = "frameworks"
[[repositories.milestones]]
date = 2019-09-30
kind = "release"
text = "TensorFlow 2.0"
source = "https://example.org/tf2"
"""


@dataclass(frozen=True)
class Life:
    """How one repository lived: total stars at the end, steepness, busiest commits a day, and its end."""

    owner: str
    name: str
    born: date
    stars: int
    middle: date  # when half the stars had come
    years: float  # how long the rise took
    commits: float
    ended: date | None = None
    authors: int = 40


LIVES = (
    Life("Theano", "Theano", date(2011, 8, 10), 9_950, date(2016, 3, 1), 1.3, 6, date(2017, 11, 20)),
    Life("tensorflow", "tensorflow", date(2015, 11, 7), 197_212, date(2018, 6, 1), 2.4, 40, None, 300),
    Life("keras-team", "keras", date(2015, 3, 28), 64_000, date(2018, 9, 1), 2.2, 6, None, 90),
    Life("microsoft", "CNTK", date(2015, 11, 26), 17_600, date(2017, 2, 1), 1.2, 12, date(2019, 3, 20)),
    Life("pytorch", "pytorch", date(2016, 8, 13), 101_000, date(2022, 1, 1), 3.2, 60, None, 400),
    Life("google", "jax", date(2018, 10, 25), 38_400, date(2023, 2, 1), 2.4, 22, None, 120),
    Life("apache", "mxnet", date(2015, 4, 30), 20_800, date(2017, 9, 1), 1.8, 10, date(2021, 6, 1)),
    Life("BVLC", "caffe", date(2013, 9, 12), 34_700, date(2016, 12, 1), 1.5, 5, date(2017, 5, 1)),
    Life("chainer", "chainer", date(2015, 6, 5), 5_900, date(2017, 8, 1), 1.6, 9, date(2019, 12, 5)),
    Life("tinygrad", "tinygrad", date(2020, 10, 18), 32_000, date(2024, 5, 1), 2.0, 14, None, 60),
    Life(*HOSTILE, date(2021, 1, 1), 420, date(2023, 1, 1), 1.0, 1, None, 3),
    Life("torch", "torch7", date(2012, 1, 26), 9_000, date(2015, 12, 1), 1.2, 2, date(2017, 6, 1)),
)


def fill(engine: Engine, lives: tuple[Life, ...] = LIVES) -> None:
    """Write everything into a migrated, empty database; on SQLite a copy of what was written before."""
    if engine.dialect.name != "sqlite":
        _write(Store(engine), lives)
        return
    with closing(engine.raw_connection()) as raw:
        _written(lives).backup(cast(sqlite3.Connection, raw.driver_connection))


@cache
def _written(lives: tuple[Life, ...]) -> sqlite3.Connection:
    """These lives in memory: they take a second to write and a moment to copy."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with TemporaryDirectory() as folder:
        engine = connect(sqlite_url(Path(folder) / "sample.db"))
        upgrade(engine)
        _write(Store(engine), lives)
        with closing(engine.raw_connection()) as raw:
            cast(sqlite3.Connection, raw.driver_connection).backup(kept)
        engine.dispose()
    return kept


def _write(store: Store, lives: tuple[Life, ...]) -> None:
    for number, life in enumerate(lives, 1):
        _live(store, number, life)
    store.watches.add("nobody/nothing", "frameworks", "sample", NOW)
    store.watches.set_problem("nobody/nothing", "GitHub knows no repository of this name")
    _gone(store, len(lives) + 1)
    _run(store)


def history(engine: Engine, today: date = TODAY) -> History:
    """A history of the sample with the sample's own catalog."""
    return History(Store(engine), today, parse(CATALOG))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _live(store: Store, number: int, life: Life) -> None:
    draw = np.random.default_rng(number)
    days = _days(life.born, TODAY)
    arrivals = _arrivals(draw, days, life)
    full_name = f"{life.owner}/{life.name}"
    store.watches.add(full_name, "frameworks", "sample", NOW)
    over = life.name in ("CNTK", "mxnet", "chainer")
    facts = RepositoryFacts(
        number, f"R_{number}", life.owner, life.name,
        created_at=datetime.combine(life.born, datetime.min.time(), UTC),
        archived=over, archived_at=datetime(2023, 11, 17, tzinfo=UTC) if over else None,
        description=HOSTILE_WORDS if life.owner == "evil" else f"{life.name}, a deep-learning framework",
        language="Python", license="MIT", has_issues=True,
        counters=Counters(stars=int(arrivals.sum()), forks=life.stars // 4, open_issues=life.stars // 300,
                          closed_issues=life.stars // 20, watchers=life.stars // 60),
    )  # fmt: skip
    with store.transaction():
        store.repositories.save(facts, NOW, "github")
        store.observations.save(
            (
                Observation(number, "star_arrivals", day, float(n), "github-history")
                for day, n in zip(days, arrivals, strict=True)
            ),
            NOW,
        )
        store.commits.save_days(number, _commits(draw, days, life), "git", NOW, zero_until=TODAY)
        store.releases.save(number, _releases(life), NOW)
        store.issues.save(number, _issues(draw, life))
        for collector in ("stars", "issues", "releases", "commits", "counters"):
            store.progress.set_cursor(number, collector, {"complete": True}, NOW)
        if life.name == "Theano":
            store.notices.save(number, "readme", [_notice()], NOW)
        if life.name == "caffe":
            store.gaps.save(
                number, Gap("star_arrivals", date(2018, 1, 1), date(2018, 6, 30), "never recorded")
            )
        if life.name == "torch7":
            store.gaps.mark_degraded(number, "star_arrivals", "the weeks do not add up to the total", NOW)


def _arrivals(draw: np.random.Generator, days: list[date], life: Life) -> np.ndarray:
    at = np.array([(day - life.middle).days / 365.25 for day in days])
    rate = 1 / np.cosh(at / life.years) ** 2
    rate = rate + 0.06 * rate.max() * (at > 0)
    return draw.poisson(rate / rate.sum() * life.stars)


def _commits(draw: np.random.Generator, days: list[date], life: Life) -> list[CommitDay]:
    found = []
    for day in days:
        if life.ended and day > life.ended:
            break
        many = int(draw.poisson(life.commits * (0.3 if day.weekday() > 4 else 1.2)))
        if many:
            authors = frozenset(int(a) for a in draw.integers(1, life.authors, size=min(many, 3)))
            human = max(many - many // 6, 1)
            found.append(CommitDay(day, many, human, max(human - many // 8, 1), authors))
    return found


def _releases(life: Life) -> list[Release]:
    end = life.ended or TODAY - timedelta(days=20)
    days = range(200, (end - life.born).days, 150)
    return [
        Release(
            f"v{n // 4}.{n % 4}", datetime.combine(life.born + timedelta(days=d), datetime.min.time(), UTC)
        )
        for n, d in enumerate(days)
    ]


def _issues(draw: np.random.Generator, life: Life) -> list[Issue]:
    end = min((life.ended or TODAY) + timedelta(days=200), TODAY)
    found = []
    for number in range(1, 161):
        opened = datetime.combine(
            life.born + timedelta(days=int((end - life.born).days * number / 161)), datetime.min.time(), UTC
        )
        closed = opened + timedelta(days=float(draw.exponential(20)))
        shut = closed if closed.date() < end else None
        found.append(Issue(number, opened, shut or opened, shut, is_pull_request=number % 3 == 0,
                           merged_at=shut if number % 3 == 0 else None))  # fmt: skip
    return found


def _notice() -> Notice:
    return Notice(
        "end-of-life", "readme", "MILA will stop developing Theano.", "https://github.com/Theano/Theano#readme",
        datetime(2017, 10, 6, tzinfo=UTC),
    )  # fmt: skip


def _gone(store: Store, number: int) -> None:
    store.watches.add("vanished/repository", "frameworks", "sample", NOW)
    facts = RepositoryFacts(
        number, f"R_{number}", "vanished", "repository", created_at=datetime(2019, 1, 1, tzinfo=UTC)
    )
    store.repositories.save(facts, NOW - timedelta(days=400), "github")
    store.repositories.mark_presence(number, Presence.GONE, "GitHub answers 404", NOW - timedelta(days=30))


def _run(store: Store) -> None:
    run = store.runs.start("collect", "2026-06-30", NOW - timedelta(minutes=4))
    assert run is not None
    missed = [Missed("issues", "GitHub answered 502 three times", 2)]
    store.runs.finish(run, "partial", NOW, requests=412, points=96, observations=51_200, missed=missed)
