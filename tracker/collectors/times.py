"""Times in answers: nothing that GitHub shows can have happened in days to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tracker.collectors.base import Context
from tracker.github.protocol import Malformed

LEEWAY = timedelta(days=1)  # of our clock against GitHub's; a larger difference stops the whole run


def refuse_ahead(context: Context, what: str, times: Iterable[datetime | None]) -> None:
    """Raises Malformed when an answer about `what` dates something ahead of us.

    Kept, it would stand in the ledger as what it cannot be, and a position taken from it would pass over
    everything until that day.
    """
    late = context.now() + LEEWAY
    ahead = next((when for when in times if when is not None and when > late), None)
    if ahead is not None:
        raise Malformed(f"GitHub's answer about {what} tells of days to come ({ahead.date()})")
