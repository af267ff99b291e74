"""Every threshold of the health rules in one place, with its reason and its checks."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from tracker.config.errors import SettingsError

SHARES = frozenset({"fading_share", "slow_share", "issues_closed_share"})
POSITIVE = frozenset({"looks", "dormant_commits", "revived_commits", "fading_peak"})


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds; days are whole days, shares lie between 0 and 1, counts are substantive commits.

    The defaults were chosen on a development table and frozen; docs/health.md says how well they do.
    """

    dormant_commits: int = 6  # fewer than this in 365 days counts as silence: a trickle is not development
    dormant_release_days: int = 365  # a final release this young forbids "dormant"
    silence_percent: int = 100  # of the silence that its size and its past ask for before "dormant"; 0: none
    silent_days: int = 730  # releases never asked for: only this long without any commit proves dormancy
    revived_commits: int = 6  # this many in 180 days end dormancy and fading, and void a withdrawn notice
    revived_quarter: int = 3  # or this many in 90 days together with a release
    fading_share: float = 0.10  # of the repository's own best year among the four before
    fading_peak: int = 24  # own pace says nothing of a repository whose best year had fewer
    fading_release_days: int = 274  # about nine months without a final release
    slow_share: float = 0.25  # of its own best year: worth watching, never an alarm
    slow_commits: int = 12  # fewer than one a month is slow whatever the past
    looks: int = 2  # monthly looks that must agree before activity changes a verdict
    young_days: int = 365  # a younger repository is not called slow, fading or dormant
    stale_days: int = 45  # commits known up to this long ago still speak for the present
    hold_days: int = 100  # how long the last verdict on activity stands when facts are missing
    release_proves_days: int = 180  # a release this young proves life when commits are not known
    issues_opened: int = 20  # fewer issues in a year are too few to judge their closing
    issues_closed_share: float = 0.15  # closing less than this share is neglect
    question_days: int = 30  # how long "is this dead?" may wait for an answer
    pull_request_days: int = 180  # how long an outsider's pull request may lie open
    pull_requests: int = 5  # fewer waiting pull requests are no sign

    def __post_init__(self) -> None:
        for field in fields(self):
            problem = _problem(field.name, getattr(self, field.name))
            if problem:
                raise SettingsError(f"health.{field.name}: {problem}", "health", field.name)
        if self.fading_share > self.slow_share:
            raise SettingsError(
                "health.fading_share: it must not be above health.slow_share", "health", "fading_share"
            )

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Rules:
        """The defaults with a `[health]` table's overrides. Raises SettingsError naming the wrong key."""
        known = [f.name for f in fields(cls)]
        for key in table:
            if key not in known:
                close = difflib.get_close_matches(key, known, n=1)
                hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"
                raise SettingsError(
                    f"tracker.toml [health]: unknown threshold {key!r}; {hint}", "health", key
                )
        return cls(**table)


def _problem(name: str, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return f"{value!r} is not a number"
    if name in SHARES:
        return None if 0 <= value <= 1 else f"{value} is not a share; give a number from 0 to 1"
    if not isinstance(value, int):
        return f"{value} is not a whole number"
    low = 1 if name in POSITIVE or name.endswith("_days") else 0
    return None if value >= low else f"{value} is too small; give at least {low}"
