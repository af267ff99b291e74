"""The rules that compete: the tracker's own verdicts, and the baselines others use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from tracker.backtest.subjects import Subject
from tracker.health import NOT_MAINTAINED, Rules, Verdict, history

Flags = npt.NDArray[np.bool_]
DECLARED = frozenset({"archived", "end-of-life", "moved", "maintenance-only"})
# Truth tables count a declared maintenance phase among the announced ends, so it counts as a flag here too,
# against living repositories as well.
FLAGGED = NOT_MAINTAINED | DECLARED


@dataclass(frozen=True)
class JudgedSubject:
    """A subject with the tracker's verdict at every look."""

    subject: Subject
    verdicts: tuple[Verdict, ...]

    def on(self, index: int) -> date:
        """When the flag of a look could first be raised: a declared end counts from its very day."""
        verdict, look = self.verdicts[index], self.subject.looks[index]
        since = verdict.since if verdict.headline in DECLARED else None
        before = self.subject.looks[index - 1] if index else None
        return since if since and (before is None or since > before) and since <= look else look


def judged(subject: Subject, rules: Rules) -> JudgedSubject:
    """The verdicts at the subject's looks, by the same code that judges for users."""
    verdicts = history(subject.dossier, subject.looks[0], subject.looks[-1], rules, meter=subject.meter)
    at = {verdict.as_of: verdict for verdict in verdicts}
    return JudgedSubject(subject, tuple(at[look] for look in subject.looks))


@dataclass(frozen=True)
class Contestant:
    """One rule: its name, what it says, and at which looks it flags a repository."""

    name: str
    title: str
    flags: Callable[[JudgedSubject], Flags]


def _headlines(*groups: frozenset[str] | str) -> Callable[[JudgedSubject], Flags]:
    wanted = frozenset().union(*(g if isinstance(g, frozenset) else {g} for g in groups))
    return lambda case: np.array([v.headline in wanted for v in case.verdicts], dtype=bool)


def _dormant(case: JudgedSubject) -> Flags:
    return np.array([v.observed == "dormant" for v in case.verdicts], dtype=bool)


def _declared(case: JudgedSubject) -> Flags:
    return np.array([v.headline in DECLARED for v in case.verdicts], dtype=bool)


def _scorecard(score: int) -> Callable[[JudgedSubject], Flags]:
    """OpenSSF Scorecard's Maintained on commits alone: floor(10 * commits / 12), of at most 30 in 90 days."""

    def flags(case: JudgedSubject) -> Flags:
        commits = np.minimum(case.subject.columns["all90"], 30)
        return np.asarray(np.floor(10 * commits / 12) <= score)

    return flags


def _older(column: str, days: float) -> Callable[[JudgedSubject], Flags]:
    return lambda case: np.asarray(case.subject.columns[column] > days)


CONTESTANTS: tuple[Contestant, ...] = (
    Contestant("tracker", "the tracker: declared or dormant", _headlines(FLAGGED)),
    Contestant("tracker_fading", "the tracker, fading included", _headlines(FLAGGED, "fading")),
    Contestant("notice_only", "declared evidence only", _declared),
    Contestant("dormant_only", "dormant only", _dormant),
    Contestant("scorecard_0", "Scorecard Maintained, commits only, score 0", _scorecard(0)),
    Contestant("scorecard_2", "Scorecard Maintained, commits only, score 2 or less", _scorecard(2)),
    Contestant("no_commit_6", "no commit for 6 months", _older("since_commit", 182)),
    Contestant("no_commit_12", "no commit for 12 months", _older("since_commit", 365)),
    Contestant("no_commit_24", "no commit for 24 months", _older("since_commit", 730)),
    Contestant("no_release_12", "no release for 12 months", _older("since_release", 365)),
    Contestant("best_of_inactive", "best-of's mark 'inactive'", _older("since_commit", 180)),
    Contestant("best_of_dead", "best-of's mark 'dead'", _older("since_commit", 360)),
)  # fmt: skip


def by_table(name: str, title: str, table: dict[str, Flags]) -> Contestant:
    """A rule whose flags were computed beforehand, by repository."""
    return Contestant(name, title, lambda case: table[case.subject.repository])


def spells(flags: Flags) -> list[tuple[int, int]]:
    """The unbroken runs of flagged looks as (first, last), both included."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def names(contestants: Sequence[Contestant]) -> list[str]:
    return [contestant.name for contestant in contestants]
