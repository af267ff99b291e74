"""Before each repository's own requests: one query for what changed a little in very many of them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from tracker.collectors.base import Context, Target
from tracker.collectors.changes import Known, glances_issues, glances_readme, glances_releases
from tracker.cursors import CURSORS, IssuesCursor, NoticesCursor
from tracker.github import glances
from tracker.github.batch import Batch, ask
from tracker.github.glances import GlanceRequest
from tracker.github.protocol import BadToken, GitHubError, Offline, RateLimited

AT_ONCE = 50
log = logging.getLogger(__name__)
Asked = tuple[Target, GlanceRequest]


def look(context: Context, targets: Sequence[Target], chosen: Collection[str]) -> None:
    """Fill `context.glances` for the targets that would ask a little. Whoever has none asks for itself.

    Without a token, and when all is to be asked anew, nobody has one.
    """
    if not context.client.authorised or context.full:
        return
    asked = []
    for target in targets:
        with context.alone(partial(log.info, "no glance at %s: %s", target.full_name)):
            asked += [(target, wanted)] if (wanted := _wanted(context, target, chosen)) else []
    try:
        for (target, wanted), result in ask(context.client, asked, Batch(size=AT_ONCE), _query):
            context.breathe()
            if result.node is None:
                continue
            with context.alone(partial(log.info, "%s is asked for by itself: %s", target.full_name)):
                context.glances[target.id] = glances.glance(result.node, wanted)
    except (BadToken, Offline, RateLimited):
        raise
    except GitHubError as error:
        log.info("no glance at %d repositories, each is asked for by itself: %s", len(asked), error)


def _query(group: Sequence[Asked]) -> tuple[str, dict[str, Any], list[str]]:
    return glances.query([wanted for _, wanted in group])


def _wanted(context: Context, target: Target, chosen: Collection[str]) -> GlanceRequest | None:
    """What a glance may spare one repository; None when nothing."""
    if target.node_id is None or target.facts is None:
        return None
    positions = {name: context.positions.of(target.id, CURSORS[name]) for name in chosen}
    known = Known(target, positions, context.today, authorised=True)
    issues = "issues" in chosen and glances_issues(known)
    read = known.position(IssuesCursor).since if issues else None
    since = datetime.fromisoformat(read) - timedelta(seconds=1) if read else None
    releases = "releases" in chosen and glances_releases(known)
    readme = known.position(NoticesCursor).path if "notices" in chosen and glances_readme(known) else None
    if since is None and not releases and readme is None:
        return None
    return GlanceRequest(target.node_id, since, releases, readme)
