"""SIGNALS: every question asked of a repository, in the order in which evidence is shown."""

from __future__ import annotations

from tracker.signals import (
    alive_question,
    announcement,
    archived,
    authors,
    description_notice,
    issue_balance,
    maintainer_issue,
    mirror,
    moved,
    own_pace,
    package_index,
    presence,
    readme_notice,
    release_age,
    release_text,
    renamed,
    stale_pull_requests,
    substantive_commits,
    successors,
)
from tracker.signals.base import Signal

SIGNALS: dict[str, Signal] = {
    member.signal.name: member.signal
    for member in (
        archived,
        readme_notice,
        announcement,
        maintainer_issue,
        description_notice,
        release_text,
        package_index,
        substantive_commits,
        release_age,
        own_pace,
        authors,
        issue_balance,
        alive_question,
        stale_pull_requests,
        moved,
        renamed,
        mirror,
        presence,
        successors,
    )
}
