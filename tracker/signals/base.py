"""The contract of the family: a Signal asks one question of a dossier and gets one Finding."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from tracker.dossier import Dossier
from tracker.records import Gap, Notice
from tracker.signals.issue_ledger import IssueLedger
from tracker.signals.meter import DossierMeter
from tracker.signals.numbers import Meter, Numbers
from tracker.signals.rules import Rules

Value = str | int | float | bool | None


class Outcome(StrEnum):
    """What a signal found. UNKNOWN means that the facts do not tell, never that all is well or lost."""

    RAISED = "raised"
    QUIET = "quiet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """A signal's answer: a whole sentence, the numbers in it, what they were held against, and a link.

    `state` is what the finding argues for on its axis ("end-of-life", "dormant", "moved" …), or None.
    """

    signal: str
    axis: str
    outcome: Outcome
    sentence: str
    values: Mapping[str, Value] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    url: str | None = None
    since: date | None = None
    state: str | None = None

    def as_json(self) -> dict[str, object]:
        """The evidence object of `status --json`."""
        return {
            "signal": self.signal,
            "axis": self.axis,
            "outcome": self.outcome.value,
            "sentence": self.sentence,
            "values": dict(self.values),
            "thresholds": dict(self.thresholds),
            "url": self.url,
            "since": self.since.isoformat() if self.since else None,
        }


class Case:
    """A dossier made ready for many looks: its running sums and its issues by day."""

    def __init__(self, dossier: Dossier, meter: Meter | None = None) -> None:
        self.dossier = dossier
        self.meter: Meter = meter or DossierMeter(dossier)
        self.back: dict[date, tuple[date, date | None]] = {}  # since when looked at, first active look
        self.stood: tuple[date, Rules, list[Notice]] | None = None  # the notices standing at the last look
        self.ledger = None if dossier.issues is None else IssueLedger(dossier.issues)

    def view(self, as_of: date, rules: Rules) -> View:
        return View(self, as_of, self.meter.at(as_of, rules))


@dataclass(frozen=True, slots=True)
class View:
    """A dossier as it could be read on one day, with that day's numbers."""

    case: Case
    as_of: date
    numbers: Numbers

    @property
    def dossier(self) -> Dossier:
        return self.case.dossier

    @property
    def url(self) -> str:
        return f"https://github.com/{self.case.dossier.full_name}"

    def gap(self, metrics: Collection[str], days: int) -> Gap | None:
        """A declared gap in the days up to the look: what a ledger says of them is not all there was."""
        first = self.as_of - timedelta(days=days)
        return next(
            (g for g in self.dossier.gaps if g.metric in metrics and g.start <= self.as_of and g.end > first),
            None,
        )


@dataclass(frozen=True, slots=True)
class Signal:
    """One question. `axis` is "declared", "observed" or "location"; `see` is pure."""

    name: str
    question: str
    axis: str
    see: Callable[[View, Rules], Finding]

    def look(self, dossier: Dossier, as_of: date, rules: Rules | None = None) -> Finding:
        """The finding as of a day, from a dossier alone."""
        rules = rules or Rules()
        return self.see(Case(dossier).view(as_of, rules), rules)
