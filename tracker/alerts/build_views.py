"""Gathering views: everything that rules look at, from the history, the verdicts and the tracker itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from tracker.alerts.surges import BEFORE, RECENT, drops, news
from tracker.alerts.views import AlertView, Complaint, StarNews
from tracker.health import Rules
from tracker.health.many import judge_all
from tracker.readmodel.reading import Present
from tracker.records import Presence
from tracker.series import History, Repository
from tracker.series.frames import beside

NEWS = ("star_arrivals", "unstars")


def build_views(history: History, as_of: date, rules: Rules, kept: Present | None = None) -> list[AlertView]:
    """One view per followed repository whose identity is known. `kept`: what is kept of their present."""
    tracked = [t for t in history.tracked() if t.github_id is not None]
    verdicts = kept.verdicts if kept else judge_all(history, tracked, as_of, rules)
    dossiers = history.dossiers(tracked, light=kept is not None)
    others = {name.lower(): verdict for name, verdict in verdicts.items()}
    surges, falls = _stars(history, tracked, as_of, kept)
    stale, degraded = _stale(history, tracked), _degraded(history)
    origins = {row["github_id"]: row["origin"] for row in history.store.watches.all()}
    return [
        AlertView(
            as_of=as_of,
            github_id=t.github_id,
            full_name=t.full_name,
            category=t.category,
            lists=(*t.lists, origins[t.github_id]),
            looked=t.seen_at.date() if t.seen_at else None,
            verdict=verdicts.get(t.full_name),
            dossier=dossiers.get(t.full_name),
            others=others,
            surge=surges.get(t.full_name),
            drop=falls.get(t.full_name),
            stars_known=t.full_name in surges or t.full_name in falls,
            stale=tuple(stale[t.github_id]),
            degraded=tuple(degraded[t.github_id]),
            whole=partial(history.dossier, t) if kept else None,
        )
        for t in tracked
        if t.github_id is not None
    ]


def _stars(
    history: History, tracked: Sequence[Repository], as_of: date, kept: Present | None
) -> tuple[Mapping[str, StarNews], Mapping[str, StarNews]]:
    """Surges and drops. A demo's days are spread from quarters: no day of them is unusual or usual."""
    if history.is_demo:
        return {}, {}
    start = news_since(as_of)
    arrivals, losses = (
        beside([kept.series[(t.full_name, metric)].within(start, as_of) for t in tracked])
        if kept
        else history.frame(metric, tracked, start, as_of)
        for metric in NEWS
    )
    return news(arrivals, as_of), drops(losses, as_of)


def news_since(as_of: date) -> date:
    """From which day on NEWS are looked at."""
    return as_of - timedelta(days=BEFORE + RECENT + 2)


def _stale(history: History, tracked: Sequence[Repository]) -> defaultdict[int, list[Complaint]]:
    """When each collector last succeeded, where GitHub still shows it; rules say what is late."""
    shown = {t.github_id for t in tracked if t.presence is Presence.ACTIVE}
    found: defaultdict[int, list[Complaint]] = defaultdict(list)
    for repository_id, collector, success in history.freshness():
        if repository_id in shown:
            found[repository_id].append(Complaint(collector, success.date(), ""))
    return found


def _degraded(history: History) -> defaultdict[int, list[Complaint]]:
    found: defaultdict[int, list[Complaint]] = defaultdict(list)
    for row in history.store.gaps.degraded():
        found[row.repository_id].append(Complaint(row.metric, row.since.date(), row.reason))
    return found
