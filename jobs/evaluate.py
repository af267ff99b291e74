"""The job that judges every repository, and keeps what changed for those who want to be told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from jobs.base import Result, Shop, Wanted
from tracker.alerts.gather import gather
from tracker.alerts.record import record
from tracker.alerts.settings import load_alerts
from tracker.health import HEADLINES, read_rules
from tracker.health.many import judge_all
from tracker.series import open_history
from tracker.store.alerts import AlertBook


def run(shop: Shop, wanted: Wanted) -> Result:
    """Judge all and evaluate the alert rules; the run's message counts the headlines and the changes."""
    history = open_history(shop.settings, engine=shop.engine)
    rules = read_rules(Path.cwd())
    verdicts = judge_all(history, history.tracked(), history.today, rules)
    views = gather(history, history.today, rules, verdicts)
    recorded = record(AlertBook(shop.writer), views, load_alerts(), shop.now())
    judged = tell(Counter(v.headline for v in verdicts.values()))
    return Result(message=f"{judged}; {recorded.changes} alerts changed, {recorded.notifications} to be told")


def tell(counts: Counter[str]) -> str:
    """'28 judged: 3 archived, 20 active'."""
    parts = ", ".join(f"{counts[headline]} {headline}" for headline in HEADLINES if counts[headline])
    return f"{counts.total()} judged: {parts}" if counts else "nothing to judge yet"
