"""Where the backtest's figures come from: dossiers, or a table of monthly counts. One shape for both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tracker.dossier import Daily, Dossier
from tracker.signals.meter import DossierMeter, months
from tracker.signals.numbers import Meter
from tracker.signals.rules import Rules
from tracker.signals.running import Running

Column = npt.NDArray[np.float64]
# What baselines look at, one value a look: all commits in 90 days, substantive commits in 90 and 365 days,
# days since the last commit and since the last final release (NaN: unknown; inf: never).
COLUMNS = ("all90", "sub90", "sub365", "since_commit", "since_release")


@dataclass(frozen=True)
class Subject:
    """One repository ready to be judged at its monthly looks."""

    dossier: Dossier
    looks: tuple[date, ...]
    columns: Mapping[str, Column]
    meter: Meter | None = None  # None: the dossier's own
    source: str = ""  # the name of what it was made from, where there are several

    @property
    def repository(self) -> str:
        return self.dossier.full_name


class FeatureSource(Protocol):
    """Gives the subjects of the repositories it has figures for; names are matched without case.

    `had` and `lacked` name the evidence that its verdicts can and cannot rest on.
    """

    name: str
    had: tuple[str, ...]
    lacked: tuple[str, ...]

    def subjects(self, repositories: Iterable[str]) -> list[Subject]: ...


class FirstOf:
    """Several sources, the best first: a repository is taken from the first that knows it."""

    def __init__(self, *sources: FeatureSource) -> None:
        self._sources = sources
        self.name = ", and where it knows nothing ".join(source.name for source in sources)
        self.had, self.lacked = sources[0].had, sources[0].lacked

    def subjects(self, repositories: Iterable[str]) -> list[Subject]:
        """Subjects in the order asked; repositories that no source knows are left out."""
        asked = list(repositories)
        found: dict[str, Subject] = {}
        for source in self._sources:
            missing = [name for name in asked if name.lower() not in found]
            for subject in source.subjects(missing):
                found[subject.repository.lower()] = replace(subject, source=source.name)
        return [found[name.lower()] for name in asked if name.lower() in found]


class DossierSource:
    """The tracker's own dossiers, looked at on every first of a month from their second year on."""

    had: tuple[str, ...] = ("what the tracker's database holds",)
    lacked: tuple[str, ...] = ()

    def __init__(
        self, dossiers: Mapping[str, Dossier], until: date, name: str = "the tracker's database"
    ) -> None:
        self.name = name
        self._dossiers = {key.lower(): dossier for key, dossier in dossiers.items()}
        self._until = until

    def subjects(self, repositories: Iterable[str]) -> list[Subject]:
        """Subjects in the order asked; repositories without any commits known are left out."""
        held = [self._dossiers.get(repository.lower()) for repository in repositories]
        return [subject for dossier in held if dossier and (subject := self._subject(dossier))]

    def _subject(self, dossier: Dossier) -> Subject | None:
        meter, rules = DossierMeter(dossier), Rules()
        commits = dossier.commits or dossier.substantive
        if meter.first_day is None or commits is None:
            return None
        looks = [
            m for m in months(meter.first_day, self._until) if (m - meter.first_day).days >= rules.young_days
        ]
        if not looks:
            return None
        return Subject(dossier, tuple(looks), _columns(meter, commits, looks, rules), meter)


def _columns(meter: DossierMeter, commits: Daily, looks: list[date], rules: Rules) -> dict[str, Column]:
    everything = Running(commits)
    rows = []
    for look in looks:
        numbers, today = meter.at(look, rules), look.toordinal()
        last = everything.last_event(today)
        quarter = everything.window(today - 89, today)
        age = numbers.release_age
        released = (
            float("inf") if age is None and numbers.releases_known else float("nan") if age is None else age
        )
        rows.append((
            quarter.known if quarter.complete else np.nan,
            numbers.quarter.known if numbers.quarter.complete else np.nan,
            numbers.year.known if numbers.year.complete else np.nan,
            today - last if last is not None else np.nan,
            released,
        ))  # fmt: skip
    table = np.array(rows, dtype=np.float64)
    return {name: table[:, index] for index, name in enumerate(COLUMNS)}
