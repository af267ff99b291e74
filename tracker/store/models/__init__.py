"""The tables. Narrow, keyed by what a row is, the repository first in every key.

Unknown is an absent row, never 0; zero is a row. A new metric or source is a row in a small table, so it
needs no migration. Times are aware UTC; `first_seen` and `fetched_at` of observations are Unix seconds.
"""

from tracker.store.models.alerts import alert, baseline, delivery, notification, silence, transition
from tracker.store.models.base import BigId, UTCDateTime, metadata
from tracker.store.models.derived import (
    READ_MODEL,
    fact_version,
    forecast,
    kept,
    life,
    overview,
    panel,
    panel_stale,
)
from tracker.store.models.facts import (
    author_day,
    degraded,
    gap,
    issue,
    metric,
    notice,
    observation,
    release,
    revision,
    source,
)
from tracker.store.models.progress import cursor, job_lease, job_state, meta, run, run_gap, validator
from tracker.store.models.repositories import (
    attribute,
    repository,
    repository_name,
    watch,
    watch_list,
    watch_list_entry,
)

__all__ = [
    "READ_MODEL",
    "BigId",
    "UTCDateTime",
    "alert",
    "attribute",
    "author_day",
    "baseline",
    "cursor",
    "degraded",
    "delivery",
    "fact_version",
    "forecast",
    "gap",
    "issue",
    "job_lease",
    "job_state",
    "kept",
    "life",
    "meta",
    "metadata",
    "metric",
    "notice",
    "notification",
    "observation",
    "overview",
    "panel",
    "panel_stale",
    "release",
    "repository",
    "repository_name",
    "revision",
    "run",
    "run_gap",
    "silence",
    "source",
    "transition",
    "validator",
    "watch",
    "watch_list",
    "watch_list_entry",
]
