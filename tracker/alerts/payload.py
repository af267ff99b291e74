"""What a transition carries: all that a message says of it, as it was known at the moment of the change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

from tracker.versioned import Versioned


class Why(NamedTuple):
    """One piece of evidence in words, and where it can be looked up."""

    sentence: str
    url: str | None


@dataclass(frozen=True, slots=True)
class MonthlyCommits:
    """Commits by people in each month from `first` (`2024-03`) on; None where a month is not fully known."""

    first: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPayload(Versioned):
    """What changed, since when, why, how sure, what to use instead, and when it was last looked.

    `when` is the rule's condition, or `clock` for what takes a false alert back. `prompt`: it asks people to
    look and judges nothing. `silent`: why nobody is told.
    """

    WHAT: ClassVar[str] = "what an alert carries"
    CURE: ClassVar[str] = "look for the damage with tracker db check"

    repository: str = ""
    url: str = ""
    when: str = ""
    before: str = ""
    value: str = ""
    since: date | None = None
    since_by: bool | None = None  # True where it may have begun earlier
    why: tuple[Why, ...] = ()
    sure: str = ""
    instead: tuple[str, ...] = ()
    looked: date | None = None
    prompt: bool = False
    silent: str | None = None
    chart: MonthlyCommits | None = None
