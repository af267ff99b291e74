"""`python -m tracker.backtest TRUTH.csv CLONES [FIGURES.csv]`: docs/health.md's tables and the record."""

from __future__ import annotations

import sys
from pathlib import Path

from tracker.backtest.clones import ClonesSource
from tracker.backtest.docs import write_measured, write_section
from tracker.backtest.monthly import MonthlyTable
from tracker.backtest.report import run
from tracker.backtest.subjects import FeatureSource, FirstOf
from tracker.backtest.truth import BacktestError

USAGE = """usage: python -m tracker.backtest TRUTH.csv CLONES [FIGURES.csv] [docs/health.md]
CLONES is a folder of whole bare clones, OWNER/NAME.git; a repository without one is taken from
FIGURES.csv, a table of monthly counts, which may also stand alone.
"""


def main(arguments: list[str]) -> int:
    """Exit code 0 when both files were written, 2 on bad usage or input."""
    paths = [Path(argument) for argument in arguments]
    pages = [path for path in paths if path.suffix == ".md"]
    sources = [path for path in paths[1:] if path not in pages]
    if not sources or len(pages) > 1 or len(sources) > 2:
        sys.stderr.write(USAGE)
        return 2
    document = pages[0] if pages else Path("docs") / "health.md"
    try:
        report = run(paths[0], _source(sources), lacks=True)
        write_section(report, document)
    except BacktestError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    write_measured(report)
    sys.stderr.write(f"wrote {document} and the measured record\n")
    return 0


def _source(paths: list[Path]) -> FeatureSource:
    found = list(map(_one, paths))
    return found[0] if len(found) == 1 else FirstOf(*found)


def _one(path: Path) -> FeatureSource:
    return ClonesSource(path) if path.is_dir() else MonthlyTable(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
