"""METRICS: one file a metric, in the order of the pages."""

from __future__ import annotations

from tracker.metrics import (
    commit_authors,
    commits,
    commits_substantive,
    conda_downloads,
    contributor_absence_factor,
    forks,
    issues_closed,
    issues_new,
    open_issues,
    open_pull_requests,
    pull_requests_merged,
    pull_requests_new,
    pypi_downloads,
    releases,
    star_arrivals,
    stars,
    time_to_close,
    time_to_first_response,
    unstars,
    watchers,
)
from tracker.metrics.base import Inputs, Metric

METRICS: dict[str, Metric] = {
    module.metric.name: module.metric
    for module in (
        stars,
        star_arrivals,
        unstars,
        forks,
        watchers,
        pypi_downloads,
        conda_downloads,
        commits,
        commits_substantive,
        commit_authors,
        contributor_absence_factor,
        issues_new,
        issues_closed,
        open_issues,
        pull_requests_new,
        pull_requests_merged,
        open_pull_requests,
        releases,
        time_to_first_response,
        time_to_close,
    )
}

__all__ = ["METRICS", "Inputs", "Metric"]
