"""What a backtest found, as the generated section of docs/health.md and as the record behind confidence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tracker.backtest import lacks, lead
from tracker.backtest.report import BacktestReport
from tracker.backtest.truth import BacktestError

BEGIN = "<!-- backtest: begin (written by a command, do not edit) -->"
END = "<!-- backtest: end -->"
MEASURED = Path(__file__).parents[1] / "health" / "measured.json"
CAVEATS = (
    "**In-sample.** Thresholds and phrases were written by people who had seen these repositories.",
    "**Partly circular.** For most announced ends the label's date *is* the README commit, so a delay of "
    "about "
    "15 days is the monthly grid and nothing more; only ends announced elsewhere say anything about being "
    "early.",
    "**Survivors.** The living repositories were picked because they live today, which lowers false alarms.",
    "**One person's labels.** Nobody has labelled them a second time.",
    "**Scorecard without issues.** Its issue half is missing here, so it is judged more harshly than it "
    "deserves.",
    "**Not independent.** Repositories of one organisation end together; the intervals draw organisations.",
)
COLUMNS = (
    "rule",
    "announced ends found",
    "median delay, days",
    "silent ends found",
    "delay of silent ends, days",
    "false alarms (per repository-year)",
    "flaps",
)
WORDS = (
    "*Announced ends found*: flagged within 24 months of the announcement. *Silent ends found*: flagged at "
    "the end "
    "of the table; their delay runs from the last substantive commit. *Flaps*: flags taken back on "
    "repositories "
    "that had ended. A declared maintenance phase counts as a flag on both sides."
)


def section(report: BacktestReport) -> str:
    """The Markdown of the generated section."""
    main = report.rules["tracker"]
    lines = [
        BEGIN,
        f"Measured on `{report.table}` with {report.source}, every first of a month up to "
        f"{report.last_look}: "
        f"{main['announced']} announced ends, {main['silent']} silent ends, {main['living']} living "
        f"repositories ({main['living_repo_years']} repository-years).",
        "",
        f"| {' | '.join(COLUMNS)} |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *(_row(report.titles[name], values) for name, values in report.rules.items()),
        "",
        WORDS,
        "",
        *_elsewhere(main),
        *_intervals(main),
        *_evidence(report),
        *_without(report),
        lead.WORDS,
        "",
        *lead.table(report.curves),
        *_sights(report),
        "The tracker's verdict on fixed dates (ended repositories against living ones; the year before an "
        "end is "
        "left out):",
        "",
        "| date | right | wrong | missed | precision | recall |",
        "|---|--:|--:|--:|--:|--:|",
        *(_dated(row) for row in _dates(main)),
        "",
        "Caveats, to be repeated wherever these numbers are used:",
        "",
        *(f"{number}. {text}" for number, text in enumerate(CAVEATS, start=1)),
        END,
    ]
    return "\n".join(lines) + "\n"


def _elsewhere(main: Mapping[str, Any]) -> list[str]:
    delay = main["median_delay_outside_readme_days"]
    if delay is None:
        return []
    return [
        f"Of the ends announced outside the README first, the median delay is {delay:+.0f} days in this "
        f"source. A "
        "monthly table of README flags cannot see such announcements; with the dated announcements of the "
        "catalog "
        "the tracker flags them on their day, by construction.",
        "",
    ]


def write_section(report: BacktestReport, path: Path) -> None:
    """Put the section between its marks in a document. Raises BacktestError when the marks are missing."""
    replace_between(path, BEGIN, END, section(report), "the backtest")


def replace_between(path: Path, begin: str, end: str, section: str, what: str) -> None:
    """Put a section, its marks included, in the place of the one that stands there. Raises BacktestError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BacktestError(f"{path} cannot be read: {error.strerror}") from None
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        raise BacktestError(f"{path} has no place for {what}: it needs the lines {begin!r} and {end!r}")
    before, rest = text.split(begin)
    after = rest.split(end, 1)[1].removeprefix("\n")
    path.write_text(before + section + after, encoding="utf-8")


def write_measured(report: BacktestReport, path: Path = MEASURED) -> None:
    """Keep, per headline, how often it fired and was right: what a verdict's confidence is made of."""
    record = {
        "table": "the development table",
        "had": list(report.had),
        "lacked": list(report.lacked),
        "rules": {k: dict(v) for k, v in report.headlines.items()},
        "watch": dict(report.watch),
        "under": {lack: {k: dict(v) for k, v in found.items()} for lack, found in report.under.items()},
    }
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _row(title: str, values: Mapping[str, Any]) -> str:
    cells = (
        title,
        f"{values['announced_found']} of {values['announced']}",
        _number(values["median_delay_days"]),
        f"{values['silent_found']} of {values['silent']}",
        _number(values["median_silent_delay_days"]),
        f"{values['false_alarms']} ({values['false_alarms_per_repo_year']:.3f})"
        if values["false_alarms_per_repo_year"] is not None
        else "–",
        str(values["flaps"]),
    )
    return f"| {' | '.join(cells)} |"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:+.0f}"


def _dates(main: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for row in main["at_dates"] if row["right"] + row["wrong"] + row["missed"]]


def _dated(row: Mapping[str, Any]) -> str:
    shares = ("–" if row[k] is None else f"{row[k]:.2f}" for k in ("precision", "recall"))
    return f"| {row['date']} | {row['right']} | {row['wrong']} | {row['missed']} | {' | '.join(shares)} |"


def _intervals(main: Mapping[str, Any]) -> list[str]:
    found = main["intervals"]
    parts = [
        f"{name} {interval[0]:.2f} to {interval[1]:.2f}"
        for name, key in (
            ("announced ends found", "announced_found_share"),
            ("silent ends found", "silent_found_share"),
            ("false alarms per repository-year", "false_alarms_per_repo_year"),
        )
        if (interval := found[key])
    ]
    if not parts:
        return []
    text = (
        f"95 % intervals of the tracker, drawing organisations again: {'; '.join(parts)}. An interval of no "
        "width only says that the table holds no miss to draw; with n cases and no failure the true rate may "
        "still be about 3/n."
    )
    return [text, ""]


def _sights(report: BacktestReport) -> list[str]:
    if not report.under:
        return []
    return [lacks.WORDS, "", *lacks.table(report.under, report.headlines), ""]


def _evidence(report: BacktestReport) -> list[str]:
    """Which evidence the measure had, and which it had not."""
    lines = [
        f"This measure had {_and(report.had)}."
        + (f" It had no {_or(report.lacked)}." if report.lacked else "")
    ]
    if report.second_best:
        lines[0] += f" Of the second source: {', '.join(report.second_best)}."
    return [*lines, ""]


def _and(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _or(words: Sequence[str]) -> str:
    return _and(words).replace(" and ", " or ")


def _without(report: BacktestReport) -> list[str]:
    lines = []
    if report.without_figures:
        lines += [f"Without figures, and so not scored: {', '.join(report.without_figures)}.", ""]
    return lines + [line for reason in report.skipped for line in (f"Not run: {reason}.", "")]
