"""`python -m tracker.backtest TRUTH.csv FIGURES.csv`: docs/health.md's table and the measured record."""

from __future__ import annotations

import sys
from pathlib import Path

from tracker.backtest.docs import write_measured, write_section
from tracker.backtest.monthly import MonthlyTable
from tracker.backtest.report import run
from tracker.backtest.truth import BacktestError


def main(arguments: list[str]) -> int:
    """Exit code 0 when both files were written, 2 on bad usage or input."""
    if len(arguments) not in (2, 3):
        sys.stderr.write("usage: python -m tracker.backtest TRUTH.csv FIGURES.csv [docs/health.md]\n")
        return 2
    truth, figures = Path(arguments[0]), Path(arguments[1])
    document = Path(arguments[2]) if len(arguments) == 3 else Path("docs") / "health.md"
    try:
        report = run(truth, MonthlyTable(figures))
        write_section(report, document)
    except BacktestError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    write_measured(report)
    sys.stderr.write(f"wrote {document} and the measured record\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
