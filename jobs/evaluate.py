"""The job that keeps every repository's verdict and numbers, and tells what changed to who wants to know."""

from __future__ import annotations

from collections import Counter

from jobs.base import JobResult, Selection, Workspace
from jobs.clocks import heal_if_sure
from tracker.alerts.astray import astray
from tracker.alerts.build_views import NEWS, build_views, news_since
from tracker.alerts.record import record
from tracker.alerts.settings import alerts_of
from tracker.health import HEADLINES
from tracker.readmodel.keeping import refresh
from tracker.readmodel.reading import present
from tracker.series import open_history


def run(workspace: Workspace, wanted: Selection) -> JobResult:
    """Judge what changed and evaluate the alert rules; the message counts both and names rules astray."""
    if (not_sure := heal_if_sure(workspace)) is not None:
        return JobResult(message=not_sure)
    history = open_history(workspace.settings, engine=workspace.engine)
    rules = workspace.settings.health
    made = refresh(history, rules, breathe=workspace.breathe, cluster=workspace.settings.pool)
    metrics = () if history.is_demo else NEWS
    kept = present(workspace.store, history.tracked(), metrics, news_since(history.today))
    views = build_views(history, history.today, rules, kept)
    alerts = alerts_of(workspace.settings)
    recorded = record(workspace.store, views, alerts, workspace.now())
    judged = tell(Counter(v.headline for v in kept.verdicts.values()), sum(one.whole for one in made))
    changed = f"{recorded.changes} alerts changed, {recorded.notifications} to be told"
    return JobResult(message="; ".join([judged, changed, *astray(alerts.rules, workspace.store)]))


def tell(counts: Counter[str], anew: int | None = None) -> str:
    """'28 judged: 3 archived, 20 active'; `anew`: how many of them were judged now."""
    parts = ", ".join(f"{counts[headline]} {headline}" for headline in HEADLINES if counts[headline])
    some = f" ({anew} anew)" if anew is not None and anew != counts.total() else ""
    return f"{counts.total()} judged{some}: {parts}" if counts else "nothing to judge yet"
