"""Forecasts of many repositories: made once for each month, and kept as they were said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from tracker.forecasts.making import FORECAST, Outlook, outlook
from tracker.forecasts.prediction import Prediction
from tracker.health.verdict import Verdict
from tracker.series import History, Repository
from tracker.store.forecasts import Said
from tracker.writing import day, spoken

BLOCK = 50  # repositories whose forecasts are one commit


def outlook_of(
    history: History, repository: Repository, metric: str, as_of: date, verdict: Verdict | None
) -> Outlook:
    """One repository's forecast as of a day, beside what was foretold before and what came of it."""
    series = history.series(metric, repository).as_of(as_of)
    return outlook(series, as_of, ended(verdict), kept(history, repository, metric, as_of))


def kept(history: History, repository: Repository, metric: str, as_of: date) -> list[Prediction]:
    """What was foretold of a metric up to a day."""
    if repository.github_id is None:
        return []
    rows = history.store.forecasts.of(repository.github_id, metric)
    return [
        Prediction(metric, r.made_on, r.target, r.low, r.value, r.high, r.method)
        for r in rows
        if r.made_on <= as_of
    ]


def ended(verdict: Verdict | None) -> str | None:
    """Why nothing more is to be expected; None when something is, or nobody knows."""
    if verdict is None or not verdict.unmaintained:
        return None
    since = f" since {day(verdict.since)}" if verdict.since else ""
    return f"as of {day(verdict.as_of)} it is {spoken(verdict.headline)}{since}"


def keep_forecasts(
    history: History,
    verdicts: Mapping[str, Verdict],
    at: datetime,
    breathe: Callable[[], None] = lambda: None,
) -> int:
    """Foretell what was not yet foretold from the month before `at`; how many series got a forecast.

    Killed anywhere, the next run goes on. What is refused now is asked again each time: that costs little.
    """
    said_for = history.today.replace(day=1) - timedelta(days=1)
    followed = [r for r in history.tracked() if r.github_id is not None]
    last = history.store.forecasts.last([r.github_id for r in followed if r.github_id is not None])
    due = [
        (repository, metric)
        for repository in followed
        for metric in FORECAST
        if last.get((repository.github_id or 0, metric), date.min) < said_for
        and not ended(verdicts.get(repository.full_name))
    ]
    made = 0
    for start in range(0, len(due), BLOCK):
        made += _keep(history, due[start : start + BLOCK], verdicts, at)
        breathe()
    return made


def _keep(
    history: History, due: Sequence[tuple[Repository, str]], verdicts: Mapping[str, Verdict], at: datetime
) -> int:
    fresh = History(history.store, history.today, history.catalog)  # nothing is remembered: memory stays flat
    fresh.load(FORECAST, [repository for repository, _ in due])
    said: list[Said] = []
    made = 0
    for repository, metric in due:
        found = outlook(
            fresh.series(metric, repository), fresh.today, ended(verdicts.get(repository.full_name))
        )
        made += bool(found.ahead)
        assert repository.github_id is not None
        said += [
            (repository.github_id, metric, p.made_on, p.target, p.low, p.value, p.high, p.method)
            for p in found.ahead
        ]
    history.store.forecasts.save(said, at)
    return made
