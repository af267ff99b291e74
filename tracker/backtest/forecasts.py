"""`python -m tracker.backtest.forecasts FIGURES.csv [docs/forecasts.md]`: how forecasts did in the past.

FIGURES.csv has columns repository, day, value: levels as they were recorded, at any days. Between two
recorded days the level is taken to go straight; from every month after the first 24 the next year is foretold
with nothing known that came later, and held against what came.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import fmean, median

import numpy as np

from tracker.asking import typed_day
from tracker.backtest.truth import BacktestError
from tracker.forecasts import HORIZON, LEVEL, METHOD, Hit, outlook
from tracker.forecasts.drift import Values
from tracker.forecasts.making import ENOUGH, later
from tracker.series import Series

BEGIN = "<!-- forecasts: begin (written by a command, do not edit) -->"
END = "<!-- forecasts: end -->"


@dataclass(frozen=True, slots=True)
class Fared:
    """How forecasts of one repository did: many, median error, share held; and when nothing had changed."""

    name: str
    many: int
    error: float
    held: float
    naive: float  # the median error of saying that the level stays


def measured(figures: Path) -> list[Fared]:
    """Every repository with enough figures. Raises BacktestError on unusable input."""
    found = []
    for name, points in _read(figures).items():
        series = _straight(name, points)
        said = outlook(series, later(series.days[-1].item(), 1)).hits if len(series) else ()
        wrong = [hit.error for hit in said if hit.error is not None]
        if wrong:
            held = fmean(hit.held for hit in said)
            found.append(Fared(name, len(said), median(wrong), held, _naive(series, said)))
    if not found:
        raise BacktestError(f"{figures}: no repository has {ENOUGH + HORIZON} months of figures")
    return found


def _naive(series: Series, said: Sequence[Hit]) -> float:
    at = dict(zip(series.days.tolist(), series.values.tolist(), strict=True))
    wrong: list[float] = [abs(at[h.said.made_on] - h.came) / h.came for h in said if h.came]
    return median(wrong)


def _read(figures: Path) -> Mapping[str, list[tuple[date, float]]]:
    found: dict[str, list[tuple[date, float]]] = {}
    with figures.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if lacking := {"repository", "day", "value"} - set(rows.fieldnames or ()):
            raise BacktestError(f"{figures}: there is no column {', '.join(sorted(lacking))}")
        for row in rows:
            try:
                day, value = typed_day("day", row["day"]), float(row["value"])
                found.setdefault(row["repository"], []).append((day, value))
            except (TypeError, ValueError) as error:
                raise BacktestError(f"{figures}, line {rows.line_num}: {error}") from None
    return {name: sorted(points) for name, points in found.items()}


def _straight(name: str, points: Sequence[tuple[date, float]]) -> Series:
    """A level by day, straight between the recorded days."""
    known = np.array([day for day, _ in points], dtype="datetime64[D]")
    days = np.arange(known[0], known[-1] + 1)
    values: Values = np.interp(days.astype(np.int64), known.astype(np.int64), [v for _, v in points])
    return Series(name, "stars", "total", days, values, extent=(days[0].item(), days[-1].item()))


def section(found: Sequence[Fared], figures: str) -> str:
    """The Markdown of the generated part."""
    return "\n".join(_lines(found, figures)) + "\n"


def _lines(found: Sequence[Fared], figures: str) -> Iterator[str]:
    error, naive = median(f.error for f in found), median(f.naive for f in found)
    yield BEGIN
    yield (
        f"Measured on `{figures}`, {len(found)} repositories, {sum(f.many for f in found):,} forecasts "
        f"{HORIZON} months ahead, method `{METHOD}`; every repository counts once."
    )
    yield from ("", "| | forecast | saying that nothing changes |", "|---|--:|--:|")
    yield f"| median error | {error:.1%} | {naive:.1%} |"
    worse = sum(f.error > f.naive for f in found)
    yield f"| repositories where it is the worse of the two | {worse} | {len(found) - worse} |"
    yield f"| share of intervals that held ({LEVEL:.0%} wanted) | {fmean(f.held for f in found):.2f} | – |"
    yield from ("", "The ten that did worst:", "", "| repository | forecasts | median error | held |")
    yield "|---|--:|--:|--:|"
    for one in sorted(found, key=lambda f: -f.error)[:10]:
        yield f"| {one.name} | {one.many} | {one.error:.1%} | {one.held:.2f} |"
    yield END


def write(found: Sequence[Fared], figures: str, document: Path) -> None:
    """Put the section in its place. Raises BacktestError when the document has none."""
    text = document.read_text(encoding="utf-8") if document.exists() else ""
    if BEGIN not in text or END not in text:
        raise BacktestError(f"{document} has no place for the section: {BEGIN} … {END}")
    before, after = text.split(BEGIN)[0], text.split(END)[1].lstrip("\n")
    document.write_text(f"{before}{section(found, figures)}{after}", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Exit code 0 when it was measured, 2 on bad usage or input."""
    if len(arguments) not in (1, 2):
        sys.stderr.write("usage: python -m tracker.backtest.forecasts FIGURES.csv [docs/forecasts.md]\n")
        return 2
    figures = Path(arguments[0])
    try:
        found = measured(figures)
        if len(arguments) == 2:
            write(found, figures.as_posix(), Path(arguments[1]))
    except (BacktestError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(section(found, figures.as_posix()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
