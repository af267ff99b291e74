"""What to compare and how, read from a query string; the page, its chart and its CSV all start from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from tracker.asking import AXES, PERIODS
from tracker.metrics import METRICS, Metric
from tracker.series import Repository, UnknownRepository

EVERY = ("auto", *PERIODS)
AXIS_WORDS = {"calendar": "by date", "age": "by age of the repository"}
SCALES = ("linear", "log", "indexed")
SMOOTH = ("0", "7", "28", "90", "365")
DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91}
NONE = "none"  # in the address: no repository is chosen
MOST = 60  # lines; more is no picture any more


@dataclass(frozen=True)
class Comparison:
    """A checked question: which repositories, which metric, how drawn, from when to when, as of when."""

    repositories: tuple[Repository, ...]
    not_found: tuple[str, ...]
    metric: Metric
    every: str
    axis: str
    scale: str
    smooth: int
    start: date | None
    end: date
    as_of: date
    total: bool
    focus: str  # the full name of the line that is brought forward; empty for none
    asked: QueryString

    @property
    def names(self) -> list[str]:
        """What is compared, by full name."""
        return [r.full_name for r in self.repositories]

    def without(self, full_name: str) -> dict[str, object]:
        """The same question with one repository less; of the last one, none is left."""
        return self.but(repos=[name for name in self.names if name != full_name] or [NONE])

    @property
    def unit(self) -> str:
        """What one drawn value counts: a flow's period is told beside it, so "a day" is dropped."""
        return self.metric.unit.removesuffix(" a day") if self.metric.kind == "count" else self.metric.unit

    @property
    def query(self) -> dict[str, object]:
        """The question as a query string that restores the whole view."""
        keys = ("metric", "every", "axis", "scale", "smooth", "from", "to", "as_of", "sum", "focus")
        kept: dict[str, object] = {"repos": self.names or [NONE]}
        return kept | {key: self.asked.text(key) for key in keys}

    def but(self, **changes: object) -> dict[str, object]:
        """The same question with something else in it; `from_` is `from`."""
        return self.query | {key.rstrip("_"): value for key, value in changes.items()}


def read(snapshot: Snapshot, asked: QueryString) -> Comparison:
    """The question. Raises BadParameter; names nobody follows are kept apart, to be said on the page."""
    metric = asked.one_of("metric", tuple(METRICS), "stars")
    as_of = asked.as_of(snapshot.today)
    start, end = asked.span(as_of)
    found, missing = repositories_of(snapshot, asked, as_of)
    kind = METRICS[metric].kind
    return Comparison(
        repositories=tuple(found),
        not_found=tuple(missing),
        metric=METRICS[metric],
        every=_every(_period(asked), kind, start or snapshot.first_day, end),
        axis=asked.one_of("axis", AXES, "calendar"),
        scale=asked.one_of("scale", SCALES, "linear"),
        smooth=int(asked.one_of("smooth", SMOOTH, "0")),
        start=start,
        end=end,
        as_of=as_of,
        total=asked.flag("sum"),
        focus=_focus(asked, found),
        asked=asked,
    )


def _focus(asked: QueryString, found: list[Repository]) -> str:
    """The line to bring forward: a name that is not drawn brings none."""
    wanted = asked.text("focus").lower()
    return next((r.full_name for r in found if r.full_name.lower() == wanted), "")


def repositories_of(
    snapshot: Snapshot, asked: QueryString, as_of: date
) -> tuple[list[Repository], list[str]]:
    """The repositories that were asked for, and what is said of names that nobody follows.

    Nobody asked for: where a first look begins. NONE asked for, because the last was taken out: none.
    """
    named = asked.names("repos")
    wanted = [name for name in named + asked.names("add") if name != NONE]
    if not wanted:
        return ([] if NONE in named else typical(snapshot, as_of) or _begun(snapshot, as_of)), []
    found: dict[str, Repository] = {}
    missing = []
    for name in wanted[:MOST]:
        try:
            repository = snapshot.find(name)
            found.setdefault(repository.full_name, repository)
        except UnknownRepository as error:
            missing.append(str(error))
    return list(found.values()), missing


def typical(snapshot: Snapshot, as_of: date) -> list[Repository]:
    """Where a first look begins: the three most starred that live, and the three that did not last."""
    rows = summaries(snapshot, as_of)
    columns = rows.columns
    order = np.argsort(-columns.stars, kind="stable")
    order = order[columns.stars[order] > 0]
    living, over = columns.says("active", "slow")[order], columns.unmaintained[order]
    return [rows[place].repository for which in (living, over) for place in order[which][:3].tolist()]


def _begun(snapshot: Snapshot, as_of: date) -> list[Repository]:
    """Today's first look, of a day on which nobody's stars are known: those of it that had begun by then."""
    found = typical(snapshot, snapshot.today)
    return [r for r in found if r.created_at is None or r.created_at.date() <= as_of]


def _period(asked: QueryString) -> str:
    """A period, as everywhere; 'auto', which only a picture can mean, when none is asked for."""
    return "auto" if asked.text("every", "auto") == "auto" else asked.one_of("every", PERIODS, "day")


def _every(asked: str, kind: str, start: date, end: date) -> str:
    """'auto' draws no more points than can be seen; durations are told month by month."""
    if kind == "duration":
        return asked if asked in ("month", "quarter") else "month"
    if asked != "auto":
        return asked
    days = (end - start).days
    if kind == "total":
        return "day" if days < 800 else "week"
    return "day" if days < 100 else "week" if days < 800 else "month"
