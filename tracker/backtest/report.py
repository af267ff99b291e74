"""Running the backtest: every rule on every repository of a truth table, and what came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tracker.backtest.contestants import CONTESTANTS, Contestant, Flags, JudgedSubject, by_table
from tracker.backtest.forest import available, forest_flags
from tracker.backtest.lacks import under_lacks
from tracker.backtest.lead import LeadCurve, curves, watch_record
from tracker.backtest.pooled import cases as cases_of
from tracker.backtest.score import RuleOutcome, at_date, intervals, outcome, summary
from tracker.backtest.subjects import FeatureSource
from tracker.backtest.truth import ANNOUNCED, LIVING, OTHER, SILENT, BacktestError, Truth, read_truth
from tracker.health import HEADLINES, Rules

FIRST_YEAR = 2016
MAIN = "tracker"


@dataclass(frozen=True)
class BacktestReport:
    """What a backtest found. `without_figures` names repositories the source knows nothing of."""

    table: str
    source: str
    rules: Mapping[str, Mapping[str, object]]
    titles: Mapping[str, str]
    repositories: Sequence[Mapping[str, object]]
    without_figures: Sequence[str]
    headlines: Mapping[str, Mapping[str, int]]  # per headline: how often it fired and was right
    last_look: date
    skipped: Sequence[str] = ()  # rules that could not run, and why
    unscored: Mapping[str, int] = field(default_factory=dict)  # labels that say neither ended nor living
    had: Sequence[str] = ()  # the evidence that the verdicts rest on …
    lacked: Sequence[str] = ()  # … and what they would also rest on in use
    curves: Sequence[LeadCurve] = ()  # how early each mark stood
    watch: Mapping[str, float] = field(default_factory=dict)  # what came of those put on watch
    under: Mapping[str, Mapping[str, Mapping[str, int]]] = field(
        default_factory=dict
    )  # as headlines, by lack
    second_best: Sequence[str] = ()  # repositories that the best source knows nothing of

    def as_json(self) -> dict[str, object]:
        """The document of `backtest --json`."""
        return {
            "table": self.table,
            "source": self.source,
            "last_look": self.last_look.isoformat(),
            "rules": {name: dict(values) for name, values in self.rules.items()},
            "repositories": [dict(row) for row in self.repositories],
            "headlines": {name: dict(values) for name, values in self.headlines.items()},
            "without_figures": list(self.without_figures),
            "skipped": list(self.skipped),
            "unscored": dict(self.unscored),
            "evidence": {
                "had": list(self.had),
                "lacked": list(self.lacked),
                "second_best": list(self.second_best),
            },
        }


def run(
    truth_csv: Path,
    source: FeatureSource,
    rules: Rules | None = None,
    *,
    forest: bool = True,
    lacks: bool = False,
) -> BacktestReport:
    """Judge every repository of the truth table with every rule. Raises BacktestError on unusable input."""
    truths = read_truth(truth_csv)
    found = cases_of(source, [t.repository for t in truths], rules or Rules())
    lacking = [t.repository for t in truths if t.repository.lower() not in found]
    truths = [t for t in truths if t.repository.lower() in found]
    if not truths:
        raise BacktestError(f"{truth_csv}: {source.name} has figures for none of its repositories")
    cases = [found[t.repository.lower()] for t in truths]
    contestants, skipped = _contestants(truths, cases, forest)
    scored = {c.name: _scored(c, truths, cases) for c in contestants}
    return BacktestReport(
        table=truth_csv.name,
        source=source.name,
        rules={name: values for name, (values, _) in scored.items()},
        titles={c.name: c.title for c in contestants},
        repositories=_rows(truths, cases, {name: found for name, (_, found) in scored.items()}),
        without_figures=lacking,
        headlines=_headlines(truths, cases),
        last_look=max(case.subject.looks[-1] for case in cases),
        skipped=skipped,
        unscored=Counter(t.label or "no label" for t in truths if t.kind == OTHER),
        had=source.had,
        lacked=source.lacked,
        curves=curves(truths, cases),
        watch=watch_record(truths, cases),
        under=under_lacks(truths, cases, rules or Rules()) if lacks else {},
        second_best=_second_best(cases),
    )


def _second_best(cases: Sequence[JudgedSubject]) -> list[str]:
    best = cases[0].subject.source
    return [case.subject.repository for case in cases if case.subject.source != best]


def _contestants(
    truths: Sequence[Truth], cases: Sequence[JudgedSubject], forest: bool
) -> tuple[list[Contestant], list[str]]:
    if not forest:
        return list(CONTESTANTS), []
    if problem := available():
        return list(CONTESTANTS), [problem]
    table = forest_flags(truths, cases)
    title = "random forest, trained without the organisation"
    return [*CONTESTANTS, by_table("random_forest", title, table)], []


def _scored(
    contestant: Contestant, truths: Sequence[Truth], cases: Sequence[JudgedSubject]
) -> tuple[dict[str, object], list[RuleOutcome]]:
    flags: list[Flags] = [contestant.flags(case) for case in cases]
    found = [outcome(t, c, f) for t, c, f in zip(truths, cases, flags, strict=True)]
    elsewhere = [o for o, t in zip(found, truths, strict=True) if not t.announced_in_readme]
    values: dict[str, object] = {**summary(found)}
    values["median_delay_outside_readme_days"] = summary(elsewhere)["median_delay_days"]
    values["intervals"] = intervals(found)
    values["at_dates"] = [at_date(truths, cases, flags, day) for day in _dates(cases)]
    return values, found


def _dates(cases: Sequence[JudgedSubject]) -> list[date]:
    last = max(case.subject.looks[-1] for case in cases)
    return [*(date(year, 1, 1) for year in range(FIRST_YEAR, last.year + 1)), last]


def _rows(
    truths: Sequence[Truth], cases: Sequence[JudgedSubject], scored: Mapping[str, Sequence[RuleOutcome]]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for index, (truth, case) in enumerate(zip(truths, cases, strict=True)):
        last = case.verdicts[-1]
        rules = {}
        for name, outcomes in scored.items():
            one = outcomes[index]
            on = one.flagged_on.isoformat() if one.flagged_on else None
            rules[name] = {"found": one.found, "flagged_on": on, "delay_days": one.delay,
                           "false_alarms": one.false_alarms, "flaps": one.flaps}  # fmt: skip
        rows.append({
            "repository": truth.repository,
            "label": truth.label,
            "announced": truth.announced.isoformat() if truth.announced else None,
            "headline": last.headline,
            "since": last.since.isoformat() if last.since else None,
            "headlines": _path(case),
            "rules": rules,
        })  # fmt: skip
    return rows


def _path(case: JudgedSubject) -> list[list[str]]:
    """The headlines over time as [from, headline]."""
    steps: list[list[str]] = []
    for verdict in case.verdicts:
        if not steps or steps[-1][1] != verdict.headline:
            steps.append([verdict.as_of.isoformat(), verdict.headline])
    return steps


def _headlines(truths: Sequence[Truth], cases: Sequence[JudgedSubject]) -> dict[str, dict[str, int]]:
    """Per headline, how many repositories bore it and how many of those deserved it.

    Alarms count wherever they ever fired; active and slow as they stand at the end.
    The ambiguous are left out.
    """
    counted = {name: {"right": 0, "fired": 0} for name in HEADLINES if name != "unknown"}
    for truth, case in zip(truths, cases, strict=True):
        if truth.kind not in (ANNOUNCED, SILENT, LIVING):
            continue
        ended = truth.kind != LIVING
        for name, record in counted.items():
            alive = name in ("slow", "active")
            fired = (
                case.verdicts[-1].headline == name
                if alive
                else any(v.headline == name for v in case.verdicts)
            )
            record["fired"] += fired
            record["right"] += fired and (ended is not alive)
    return counted
