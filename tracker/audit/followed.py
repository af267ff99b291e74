"""What a database of one's own knows: full verdicts of followed repositories, where they are fresh."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from tracker.config import Settings
from tracker.health import Rules, Verdict

FRESH = timedelta(days=2)  # a repository is collected daily; one missed night does not make it stale


def verdicts(settings: Settings, names: Collection[str], rules: Rules) -> dict[str, tuple[Verdict, str]]:
    """{name in lower case: (verdict, when it was read)} of those read lately; {} without a database."""
    if not settings.database_url and not settings.live_database.exists():
        return {}
    from tracker.health.many import judge_all
    from tracker.series.opening import open_history
    from tracker.store.session import StoreError

    try:
        history = open_history(settings)
    except StoreError:
        return {}
    wanted = {name.lower() for name in names}
    fresh = [
        t
        for t in history.tracked()
        if wanted & {t.full_name.lower(), t.asked_as.lower()}
        and t.github_id is not None
        and t.seen_at is not None
        and settings.now() - t.seen_at <= FRESH
    ]
    judged = judge_all(history, fresh, settings.today(), rules)
    return {
        name.lower(): (judged[t.full_name], t.seen_at.isoformat())
        for t in fresh
        for name in (t.full_name, t.asked_as)
        if t.full_name in judged and t.seen_at is not None
    }
