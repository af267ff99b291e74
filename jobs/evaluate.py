"""The job that judges every repository, so that a verdict that cannot be made is noticed the same day."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from jobs.base import Result, Shop, Wanted
from tracker.health import HEADLINES, read_rules
from tracker.health.many import judge_all
from tracker.series import open_history


def run(shop: Shop, wanted: Wanted) -> Result:
    """Judge all; the run's message counts the headlines."""
    history = open_history(shop.settings, engine=shop.engine)
    verdicts = judge_all(history, history.tracked(), history.today, read_rules(Path.cwd()))
    return Result(message=tell(Counter(v.headline for v in verdicts.values())))


def tell(counts: Counter[str]) -> str:
    """'28 judged: 3 archived, 20 active'."""
    parts = ", ".join(f"{counts[headline]} {headline}" for headline in HEADLINES if counts[headline])
    return f"{counts.total()} judged: {parts}" if counts else "nothing to judge yet"
