"""The words that some columns may hold; a test holds them against the words that the program writes."""

from __future__ import annotations

from sqlalchemy import Column

from tracker.cursors import CURSORS
from tracker.records import Presence
from tracker.store import models as m
from tracker.store.models import alert, delivery, life, notice, notification, repository, run, silence
from tracker.store.models import transition as t

STANDINGS = ("inactive", "pending", "firing", "resolved", "known")
DECLARES = ("end-of-life", "maintenance-only", "moved", "archived")
PLACES = (
    "readme", "description", "topics", "homepage", "issue", "release", "registry", "announcement",
    "discussion",
)  # fmt: skip
HEADLINES = (
    "archived", "end-of-life", "moved", "maintenance-only", "dormant", "fading", "slow", "active", "unknown",
)  # fmt: skip

OBSERVED = ("active", "slow", "fading", "dormant", "unknown")
LOCATIONS = ("here", "renamed", "moved", "mirror", "gone", "blocked")
STATED_ONCE = ("readme", "registry")  # places that say one thing of a kind at a time
ATTRIBUTES = (
    "archived", "description", "homepage", "topics", "default_branch", "has_issues", "is_mirror",
)  # fmt: skip
JOBS = ("collect", "evaluate", "forecast", "notify", "check", "import")
COUNTED = (  # stored series of whole numbers
    "star_count", "fork_count", "watcher_count", "open_issues", "closed_issues", "open_pull_requests",
    "merged_pull_requests", "closed_pull_requests", "release_count", "tag_count", "star_arrivals",
    "commits", "commits_human", "commits_substantive", "pypi_downloads",
)  # fmt: skip
SHOWN = (  # metrics as people see them: named in gaps, forecasts, kept series and imported ones
    "stars", "star_arrivals", "unstars", "forks", "watchers", "pypi_downloads", "conda_downloads", "commits",
    "commits_substantive", "commit_authors", "contributor_absence_factor", "issues_new", "issues_closed",
    "open_issues", "pull_requests_new", "pull_requests_merged", "open_pull_requests", "releases",
    "time_to_first_response", "time_to_close",
)  # fmt: skip
METRICS = tuple(dict.fromkeys((*COUNTED, *SHOWN, *(f"import:{name}" for name in SHOWN))))
KEPT = ("verdict", "levels:stars", "levels:commits", "values", *SHOWN)
PANELS = ("levels:stars", "levels:commits", "states", "declared", "seen", "authors", "response", "closing")

WORDS: tuple[tuple[Column[str], tuple[str, ...]], ...] = (
    (repository.c.presence, tuple(word.value for word in Presence)),
    (run.c.outcome, ("running", "done", "partial", "limited", "failed")),
    (alert.c.state, STANDINGS),
    (t.c.from_state, STANDINGS),
    (t.c.to_state, STANDINGS),
    (notification.c.state, ("queued", "muted", "sent", "dead")),
    (delivery.c.state, ("queued", "sending", "sent", "dead")),
    (delivery.c.kind, ("alert", "digest", "test")),
    (silence.c.kind, ("mute", "snooze", "ack")),
    (notice.c.place, PLACES),
    (notice.c.declares, DECLARES),
    (life.c.headline, HEADLINES),
    (life.c.declared, ("none", *DECLARES)),
    (life.c.observed, OBSERVED),
    (life.c.location, LOCATIONS),
    (m.overview.c.headline, HEADLINES),
    (m.kept.c.what, KEPT),
    (m.panel.c.what, PANELS),
    (m.attribute.c.name, ATTRIBUTES),
    (m.cursor.c.collector, tuple(CURSORS)),
    (run.c.job, JOBS),
    (m.job_state.c.job, JOBS),
)
