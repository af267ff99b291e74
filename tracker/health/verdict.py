"""What is said of one repository on one day, with everything that it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.signals.base import Finding

HEADLINES = (
    "archived",
    "end-of-life",
    "moved",
    "maintenance-only",
    "dormant",
    "fading",
    "slow",
    "active",
    "unknown",
)
NOT_MAINTAINED = frozenset({"archived", "end-of-life", "moved", "dormant"})
MEANING = {
    "archived": "archived: its owners have closed it",
    "end-of-life": "at the end of its life, by its own word",
    "moved": "moved: development goes on elsewhere",
    "maintenance-only": "in maintenance only, by its own word",
    "dormant": "dormant: nobody has said that it is over, but nothing happens",
    "fading": "fading: far below its own pace, and still falling",
    "slow": "slow, but not given up",
    "active": "active",
    "unknown": "not known",
}


@dataclass(frozen=True, slots=True)
class Confidence:
    """How often the rule that decided was right when it was measured; None where it never fired there."""

    rule: str
    right: int | None
    fired: int | None
    sentence: str

    def __str__(self) -> str:
        return self.sentence

    def as_json(self) -> dict[str, object]:
        share = self.right / self.fired if self.right is not None and self.fired else None
        precision = round(share, 3) if share is not None else None
        return {"rule": self.rule, "right": self.right, "fired": self.fired, "precision": precision,
                "sentence": self.sentence}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Successor:
    """Where users went, with the successor's own headline as of the same day where the caller knows it."""

    repository: str
    headline: str | None = None
    begins: date | None = None  # when it was created, where that was later than the day of the verdict
    named_by: str = "catalog"  # "project": its own words; "others": who carry on; "catalog": us; "chain"
    source: str | None = None  # where that can be read
    since: date | None = None  # since when it is named

    def as_json(self) -> dict[str, object]:
        """The object of `successors` in a verdict."""
        return {"repository": self.repository, "headline": self.headline, "named_by": self.named_by,
                "source": self.source, "since": self.since.isoformat() if self.since else None}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """Three axes and one headline, as of one day."""

    repository: str
    github_id: int
    as_of: date
    headline: str
    declared: str  # "none", "maintenance-only", "end-of-life" or "archived"
    observed: str  # "active", "slow", "fading", "dormant" or "unknown"
    location: str  # "here", "renamed", "moved", "mirror", "gone" or "blocked"
    since: date | None  # since when the headline holds
    confidence: Confidence
    evidence: tuple[Finding, ...]
    would_change: tuple[str, ...]
    watch: bool  # slowing or fading: shown and explained, never an alarm
    successors: tuple[Successor, ...] = ()
    observed_since: date | None = None
    notes: tuple[str, ...] = ()  # what else to know: why unknown, what is held, that it was revived

    @property
    def since_by(self) -> bool:
        """Whether `since` is only the latest day on which it can have begun: searched for, not read."""
        return only_by(self.evidence, self.headline, self.since)

    @property
    def unmaintained(self) -> bool:
        """Whether a user should count on nobody: said so by the project, or shown by its silence."""
        return self.headline in NOT_MAINTAINED or self.observed == "dormant"

    def as_json(self) -> dict[str, object]:
        """The object of `status --json` and `explain --json`; the caller adds `stars`."""
        return {
            "repository": self.repository,
            "github_id": self.github_id,
            "as_of": self.as_of.isoformat(),
            "headline": self.headline,
            "declared": self.declared,
            "observed": self.observed,
            "location": self.location,
            "since": self.since.isoformat() if self.since else None,
            "since_by": self.since_by,
            "observed_since": self.observed_since.isoformat() if self.observed_since else None,
            "unmaintained": self.unmaintained,
            "watch": self.watch,
            "confidence": self.confidence.as_json(),
            "evidence": [finding.as_json() for finding in self.evidence],
            "would_change": list(self.would_change),
            "successors": [s.as_json() for s in self.successors],
            "notes": list(self.notes),
        }


def only_by(evidence: Sequence[Finding], decided: str, since: date | None) -> bool:
    """Whether all that decided was found on a day that was searched for, and may be older."""
    told = [f for f in evidence if f.state == decided and f.since == since]
    return bool(told) and all(f.values.get("by") is True for f in told)


def headline(declared: str, observed: str, location: str) -> str:
    """The gravest of the three axes, in the order of HEADLINES."""
    if declared in ("archived", "end-of-life"):
        return declared
    if location == "moved":
        return "moved"
    if declared == "maintenance-only":
        return declared
    return "unknown" if location in ("gone", "blocked") else observed
