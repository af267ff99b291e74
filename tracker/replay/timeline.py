"""Quarters spread over days: pure arithmetic, seeded by repository and quarter, the same at any clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tracker.replay.figures import Quarter

Ints = npt.NDArray[np.int64]
WEEKEND = 0.35  # a weekend day's share of a working day
WORKING_SECONDS = 43_000  # everything happens before noon UTC: a clock set to a date means its noon
EPOCH = date(1970, 1, 1)


def random(*words: object) -> np.random.Generator:
    """A generator seeded by words: the same words give the same numbers on every machine."""
    digest = hashlib.sha256("|".join(map(str, words)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def day_weights(first: date, days: int, *seed: object) -> npt.NDArray[np.float64]:
    """How busy each of `days` days from `first` is: weekends are quieter, and no two days are alike."""
    weekday = (first.weekday() + np.arange(days)) % 7
    quiet = np.where(weekday >= 5, WEEKEND, 1.0)
    return np.asarray(quiet * random(*seed).gamma(6.0, 1.0, days), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Curve:
    """A total by day: `values[i]` is what it was at the end of `start + i` days. Flat after its end."""

    start: date
    values: Ints

    def at(self, day: date) -> int:
        """The total on a day; 0 before the start, the last one after the end."""
        index = (day - self.start).days
        return int(self.values[min(index, len(self.values) - 1)]) if index >= 0 else 0

    def until(self, day: date) -> Ints:
        """The totals from the start to `day`, both included; empty when it lies before the start."""
        days = (day - self.start).days + 1
        if days <= len(self.values):
            return self.values[: max(days, 0)]
        return np.concatenate([self.values, np.full(days - len(self.values), self.values[-1])])


def recorded(quarters: Sequence[Quarter], name: str, created: date) -> list[tuple[date, int]]:
    """The points known of a total: nothing on the day of creation, then every recorded quarter's end."""
    known = [(q.end, v) for q in quarters if (v := q.total(name)) is not None and q.end > created]
    return [(created, 0), *known]


def spread_total(repository: str, name: str, points: Sequence[tuple[date, int]]) -> Curve:
    """A total by day through the known points: each span's change is shared out over its days."""
    start, value = points[0]
    values = [np.array([value], dtype=np.int64)]
    for (before, low), (after, high) in pairwise(points):
        days = (after - before).days
        share = np.cumsum(day_weights(before + timedelta(days=1), days, repository, name, after))
        values.append(low + np.rint((high - low) * share / share[-1]).astype(np.int64))
    return Curve(start, np.concatenate(values))


def linear_total(points: Sequence[tuple[date, int]]) -> Curve:
    """A total by day on straight lines through the known points."""
    days = [(day - points[0][0]).days for day, _ in points]
    values = np.interp(np.arange(days[-1] + 1), days, [value for _, value in points])
    return Curve(points[0][0], np.rint(values).astype(np.int64))


def retained(curve: Curve, today: date) -> Ints:
    """Arrivals by day of those who are still there `today`: their sum is the total of today.

    Whoever left since vanishes from the day of arrival, so the running sum on a day is the lowest total
    from that day on.
    """
    totals = curve.until(today)
    still = np.minimum.accumulate(totals[::-1])[::-1]
    return np.diff(still, prepend=0)


@dataclass(frozen=True, slots=True)
class CommitTimeline:
    """Commits, oldest first: when (Unix seconds) and by which synthetic author (1, 2, …)."""

    times: Ints
    authors: Ints


def spread_commits(repository: str, quarters: Sequence[Quarter], created: date) -> CommitTimeline:
    """Every recorded quarter's commits, at times within it, by as many authors as were counted.

    Where the authors were not counted the last count is carried on; `gaps` declares those quarters.
    """
    pool = _author_pool(quarters)
    times: list[Ints] = []
    authors: list[Ints] = []
    counted = 1
    for quarter in quarters:
        counted = quarter.authors if quarter.authors is not None else counted
        if quarter.commits:
            moments = _moments(repository, quarter, quarter.commits, created)
            times.append(moments)
            authors.append(_authorship(repository, quarter, len(moments), counted, pool))
    if not times:  # a repository has a first commit; it lies in days that are declared unknown
        return CommitTimeline(np.array([(created - EPOCH).days * 86_400]), np.ones(1, np.int64))
    return CommitTimeline(np.concatenate(times), np.concatenate(authors))


def _author_pool(quarters: Iterable[Quarter]) -> int:
    return int(1.6 * max((q.authors or 1 for q in quarters), default=1)) + 1


def _moments(repository: str, quarter: Quarter, count: int, created: date) -> Ints:
    """Sorted times of `count` commits; a repository born in this quarter starts on its birthday."""
    first = max(quarter.start, created) if created <= quarter.end else quarter.start
    weights = day_weights(first, (quarter.end - first).days + 1, repository, "commit days", quarter.end)
    rng = random(repository, "commit times", quarter.end)
    days = np.repeat(np.arange(len(weights)), rng.multinomial(count, weights / weights.sum()))
    seconds = ((first - EPOCH).days + days) * 86_400 + rng.integers(0, WORKING_SECONDS, count)
    return np.sort(seconds).astype(np.int64)


def _authorship(repository: str, quarter: Quarter, commits: int, authors: int, pool: int) -> Ints:
    """Who made each commit: exactly min(authors, commits) people, low numbers being the regulars."""
    rng = random(repository, "authors", quarter.end)
    regularity = 1.0 / (np.arange(pool) + 4.0)
    here = max(min(authors, commits), 1)
    chosen = rng.choice(pool, size=here, replace=False, p=regularity / regularity.sum())
    share = regularity[chosen] / regularity[chosen].sum()
    rest = rng.choice(chosen, size=commits - here, p=share)
    made = np.concatenate([chosen, rest])
    rng.shuffle(made)
    return made.astype(np.int64) + 1


def within(quarter: Quarter, count: int, *seed: object) -> Ints:
    """Sorted times of `count` happenings within a quarter."""
    weights = day_weights(quarter.start, (quarter.end - quarter.start).days + 1, *seed, quarter.end, "days")
    rng = random(*seed, quarter.end, "times")
    days = np.repeat(np.arange(len(weights)), rng.multinomial(count, weights / weights.sum()))
    when = ((quarter.start - EPOCH).days + days) * 86_400 + rng.integers(0, WORKING_SECONDS, count)
    return np.sort(when).astype(np.int64)


def quarter_days(quarter: Quarter, count: int, *seed: object) -> list[date]:
    """`count` days within a quarter, in order: for what is only known to have happened in it."""
    if not count:
        return []
    return [EPOCH + timedelta(days=int(t) // 86_400) for t in within(quarter, count, *seed)]
