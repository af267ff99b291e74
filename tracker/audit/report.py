"""What an audit found: each dependency with its verdict, what it means for the gate, and what stays open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.audit.policy import Ignore, Policy
from tracker.health import HEADLINES, Verdict, because
from tracker.packages import Dependency, PassedOver

ORDER = {headline: place for place, headline in enumerate(HEADLINES)}


@dataclass(frozen=True, slots=True)
class AuditedDependency:
    """One package: where it stands, who publishes it, how that fares. Without a `verdict` nobody can say."""

    wanted: Dependency
    repository: str | None
    reason: str | None = None  # why there is no verdict
    verdict: Verdict | None = None
    read_at: str | None = None  # when GitHub said so
    without: tuple[str, ...] = ()  # evidence that was not read; empty for a followed repository
    ignored: Ignore | None = None
    baseline: str | None = None  # new, known or worse, beside a baseline

    @property
    def headline(self) -> str:
        return self.verdict.headline if self.verdict else "unknown"

    @property
    def why(self) -> str:
        """The sentence that decided, or why there is none."""
        if self.verdict is None:
            return self.reason or "nothing is known of it"
        return because(self.verdict) or (self.verdict.notes[0] if self.verdict.notes else "")

    @property
    def since(self) -> date | None:
        return self.verdict.since if self.verdict else None

    @property
    def since_by(self) -> bool:
        """Whether `since` is only the latest day on which it can have begun."""
        return bool(self.verdict and self.verdict.since_by)

    @property
    def since_cell(self) -> str:
        """'2023-06-01', 'by 2023-06-01' where no more is known, or a dash: a cell of a table."""
        return f"{'by ' if self.since_by else ''}{self.since}" if self.since else "–"

    @property
    def since_words(self) -> str:
        """' since 2023-06-01', ' by 2023-06-01' or nothing: what follows a headline in a sentence."""
        return f" {'by' if self.since_by else 'since'} {self.since}" if self.since else ""

    @property
    def instead(self) -> tuple[str, ...]:
        """What to use instead, each with its own headline where it is known."""
        found = self.verdict.successors if self.verdict and self.headline != "active" else ()
        return tuple(f"{s.repository} ({s.headline})" if s.headline else s.repository for s in found)

    @property
    def chain(self) -> str:
        return f"via {' > '.join(self.wanted.via)}" if self.wanted.via else ""

    @property
    def place(self) -> str:
        line = f":{self.wanted.line}" if self.wanted.line else ""
        return f"{self.wanted.path}{line}"


@dataclass
class AuditReport:
    """One audit as of one day."""

    as_of: date
    policy: Policy
    dependencies: Sequence[AuditedDependency] = ()
    files: Sequence[tuple[str, str]] = ()  # path, kind
    passed: Sequence[PassedOver] = ()
    skipped: Counter[str] = field(default_factory=Counter)
    stale: Sequence[str] = ()  # what is wrong with ignores, a sentence each
    gone: Sequence[str] = ()  # in the baseline, and not here any more

    @property
    def sorted(self) -> list[AuditedDependency]:
        """The gravest first, what fails before what does not, then by name; unknown before active."""
        place = ORDER | {"unknown": ORDER["active"] - 0.5}
        return sorted(
            self.dependencies, key=lambda d: (place[d.headline], d.ignored is not None, d.wanted.name)
        )

    def fails(self, dependency: AuditedDependency) -> bool:
        """Whether it reaches the threshold: grave enough, in scope, not ignored, not known before."""
        return (
            dependency.headline in self.policy.fail_on
            and dependency.ignored is None
            and dependency.baseline != "known"
            and not (self.policy.direct_only and dependency.wanted.direct is False)
        )

    @property
    def failing(self) -> list[AuditedDependency]:
        return [d for d in self.sorted if self.fails(d)]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each headline, the gravest first."""
        found = Counter(d.headline for d in self.dependencies)
        return {headline: found[headline] for headline in HEADLINES if found[headline]}

    @property
    def summary(self) -> str:
        """One sentence: what reached the threshold, of how many, and what is unknown."""
        total, failing = len(self.dependencies), len(self.failing)
        words = ", ".join(self.policy.fail_on) or "none"
        parts = [f"{failing} of {total} dependencies reach the threshold ({words})"]
        if unknown := self.counts.get("unknown", 0):
            parts.append(f"{unknown} unknown")
        if ignored := sum(d.ignored is not None for d in self.dependencies):
            parts.append(f"{ignored} ignored")
        if skipped := sum(self.skipped.values()):
            kinds = ", ".join(f"{many} {kind}" for kind, many in self.skipped.most_common(5))
            parts.append(f"{skipped} entries passed over ({kinds})")
        if faults := sum(p.fault for p in self.passed):
            parts.append(f"{faults} could not be read")
        return "; ".join(parts) + "."
