"""What a forecast is, once it is made, and what became of it. Values that are never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from tracker.forecasts.drift import HORIZON, LEVEL

METHOD = "damped drift 1"  # another number whenever the same figures give another forecast
__all__ = ["HORIZON", "LEVEL", "METHOD", "Hit", "Prediction", "Score", "score"]


@dataclass(frozen=True, slots=True)
class Prediction:
    """Said at the end of the month of `made_on` of the month that ends on `target`.

    low and high hold what comes in LEVEL of cases; a total's value is its level at the end of `target`'s
    month, a count's the sum of that month.
    """

    metric: str
    made_on: date
    target: date
    low: float
    value: float
    high: float
    method: str = METHOD

    @property
    def ahead(self) -> int:
        """How many months after it was made."""
        return (self.target.year - self.made_on.year) * 12 + self.target.month - self.made_on.month

    def as_json(self) -> dict[str, object]:
        """The object of the API and of `forecast --json`."""
        return {
            "made_on": self.made_on.isoformat(), "target": self.target.isoformat(), "ahead": self.ahead,
            "low": self.low, "value": self.value, "high": self.high, "method": self.method,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A prediction beside what came. `kept`: it was said before; else it is replayed from the past."""

    said: Prediction
    came: float
    kept: bool

    @property
    def held(self) -> bool:
        """Whether what came lies in the interval."""
        return self.said.low <= self.came <= self.said.high

    @property
    def error(self) -> float | None:
        """How far off, as a share of what came; None where nothing came."""
        return abs(self.said.value - self.came) / self.came if self.came else None

    def as_json(self) -> dict[str, object]:
        """The object of the API and of `forecast --json`."""
        return {**self.said.as_json(), "came": self.came, "held": self.held, "error": self.error,
                "kept": self.kept}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """How forecasts did: how many, their median error as a share, and the share whose interval held."""

    many: int
    error: float | None
    held: float | None

    def as_json(self) -> dict[str, object]:
        """The object of the API and of `forecast --json`."""
        return {"many": self.many, "median_error": self.error, "held": self.held}


def score(hits: Sequence[Hit]) -> Score:
    """The score of some; without any, unknown."""
    wrong = [hit.error for hit in hits if hit.error is not None]
    if not hits:
        return Score(0, None, None)
    return Score(len(hits), median(wrong) if wrong else None, sum(hit.held for hit in hits) / len(hits))
