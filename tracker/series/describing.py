"""What is to be said of an export: its question, its metrics, what it cannot hold; for its descriptor."""

from __future__ import annotations

from importlib.metadata import version

from tracker.exports import columns
from tracker.exports.descriptor import About
from tracker.series.history import History
from tracker.series.query import Query, cards


def about(history: History, query: Query, form: str, shape: str = "long") -> About:
    """Everything that is known before the first row is written; rows, size and checksum come with them."""
    ageless = [r.full_name for r in query.repositories if query.axis == "age" and not r.created_at]
    unread = [r.full_name for r in query.repositories if r.github_id is None]
    notes = [f"not collected yet, so without rows: {', '.join(unread)}"] if unread else []
    notes += [f"age unknown, so without rows: {', '.join(ageless)}"] if ageless else []
    return About(
        format=form,
        columns=columns(query.axis),
        query=query.as_json(),
        metrics=cards(query.metrics),
        version=version("framework-tracker"),
        created=history.today.isoformat(),
        shape=shape,
        series=len(query.metrics) * sum(r.github_id is not None for r in query.repositories),
        notes=notes,
    )
