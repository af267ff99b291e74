"""Small dossiers for tests: a repository's history in a few lines."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tracker.dossier import Daily, Dossier
from tracker.records import AttributeChange, Notice, Release


def noon(text: str) -> datetime:
    """'2017-10-06' as its noon, UTC."""
    return datetime.fromisoformat(text).replace(hour=12, tzinfo=UTC)


def spread(years: Mapping[int, int], until: str, first: str | None = None) -> Daily:
    """Commits of whole years spread evenly over their days, zero in years left out, known up to `until`."""
    start = date.fromisoformat(first) if first else date(min(years), 1, 1)
    end = date.fromisoformat(until)
    values = np.zeros((end - start).days + 1)
    for year, commits in years.items():
        low, high = max(date(year, 1, 1), start), min(date(year, 12, 31), end)
        days = (high - low).days + 1
        for number in range(commits):
            values[(low - start).days + (number * days) // commits] += 1
    return Daily(start, values)


def daily(start: str, until: str, per_day: float = 0.0) -> Daily:
    """The same number every day."""
    first = date.fromisoformat(start)
    return Daily(first, np.full((date.fromisoformat(until) - first).days + 1, per_day))


def on_days(days: Iterable[str], start: str, until: str) -> Daily:
    """One commit on each of the named days, none on the others."""
    series = daily(start, until)
    for day in days:
        series.values[(date.fromisoformat(day) - series.start).days] += 1
    return series


def unknown_after(series: Daily, last: str) -> Daily:
    """The same series, not recorded after `last`."""
    values = series.values.copy()
    values[(date.fromisoformat(last) - series.start).days + 1 :] = np.nan
    return Daily(series.start, values)


def release(day: str, tag: str | None = None, *, prerelease: bool = False) -> Release:
    return Release(tag or f"v{day}", noon(day), is_prerelease=prerelease)


def releases(*days: str) -> tuple[Release, ...]:
    return tuple(release(day) for day in days)


def notice(
    day: str, sentence: str, declares: str = "end-of-life", where: str = "readme", until: str | None = None
) -> Notice:
    url = "https://github.com/example/project/blob/0123456/README.md"
    return Notice(declares, where, sentence, url, noon(day), noon(until) if until else None)


def attribute(name: str, value: str | None, day: str) -> AttributeChange:
    return AttributeChange(name, value, noon(day))


def dossier(full_name: str = "example/project", commits: Daily | None = None, **facts: Any) -> Dossier:
    """A dossier whose substantive commits are `commits` and whose releases are known to be none."""
    facts.setdefault("github_id", sum(map(ord, full_name)))
    facts.setdefault("releases", ())
    facts.setdefault("substantive", commits)
    facts.setdefault("human", commits)
    return Dossier(full_name=full_name, commits=facts.pop("all_commits", commits), **facts)


def days(start: str, number: int) -> list[str]:
    first = date.fromisoformat(start)
    return [(first + timedelta(days=i)).isoformat() for i in range(number)]


def real(full_name: str, **facts: Any) -> Dossier:
    """A real repository from the counted figures beside the health tests.

    Quarters are spread over their days, but where days are known.
    """
    rows = [r for r in _figures("quarters") if r["repo"] == full_name]
    assert rows, f"no figures for {full_name}"
    start = date.fromisoformat(rows[0]["as_of"]) - timedelta(days=90)
    length = (date.fromisoformat(rows[-1]["as_of"]) - start).days
    series = {"commits_90_days": np.zeros(length), "substantive_90_days": np.zeros(length)}
    for row in rows:
        first = (date.fromisoformat(row["as_of"]) - start).days - 90
        for name, values in series.items():
            number = int(row[name])
            for i in range(number):
                values[first + (i * 90) // number] += 1
    _by_day(full_name, start, series["substantive_90_days"])
    known = tuple(release(r["released"]) for r in _figures("releases") if r["repo"] == full_name)
    facts.setdefault("releases", known)
    return dossier(
        full_name,
        Daily(start, series["substantive_90_days"]),
        all_commits=Daily(start, series["commits_90_days"]),
        **facts,
    )


def _by_day(full_name: str, start: date, values: Any) -> None:
    """Where its days are known they stand in the place of what was spread, from the first to the last."""
    known = {
        (date.fromisoformat(r["day"]) - start).days: int(r["substantive"])
        for r in _figures("days")
        if r["repo"] == full_name
    }
    if known:
        values[max(min(known), 0) : max(known) + 1] = 0
    for at, number in known.items():
        if at >= 0:
            values[at] = number


@cache
def _figures(name: str) -> list[dict[str, str]]:
    path = Path(__file__).parent / "health" / "figures" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
