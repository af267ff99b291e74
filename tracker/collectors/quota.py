"""What GitHub still allows, as room for a plan, and the words for what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tracker.collectors.costs import Cost
from tracker.collectors.plan import PUT_OFF, PlannedTurn, Room
from tracker.github.client import GitHubClient

SMALL = {
    True: 1_250,
    False: 15,
}  # requests with a token and without: a quarter of a window


def room(client: GitHubClient, asked: Sequence[PlannedTurn]) -> Room:
    """What may be spent in this window; GitHub is asked, for nothing, when the plan is large."""
    needed = sum(step.cost.requests for turn in asked for step in turn.steps)
    if needed > SMALL[client.authorised] and not client.budget.knows("core"):
        client.learn_limits()
    return _room(client)


def _room(client: GitHubClient) -> Room:
    requests, _, until = client.budget.room("core")
    points, _, later = client.budget.room("graphql")
    return Room(requests, points, max(filter(None, (until, later)), default=None))


def learned(client: GitHubClient) -> tuple[Room, Room]:
    """(what may be spent now, what a whole window offers), after asking."""
    client.learn_limits()
    whole = [client.budget.room(bucket)[1] for bucket in ("core", "graphql")]
    return _room(client), Room(whole[0], whole[1])


def next_window(client: GitHubClient) -> datetime | None:
    """When what was put off can be asked for."""
    return _room(client).until


def put_off(cost: Cost) -> str:
    """The reason of a miss that only waits for the next run."""
    about = "about " if cost.guessed else ""
    parts = [f"{about}{cost.requests:,} request{'s' * (cost.requests != 1)}"] if cost.requests else []
    if cost.points >= 1:
        parts.append(f"{cost.points:,.0f} points")
    return f"{PUT_OFF}: {' and '.join(parts) or 'a query'} did not fit what GitHub allows this hour"
