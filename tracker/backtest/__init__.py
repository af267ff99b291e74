"""How often the rules are right: replayed month by month against a table of known ends, beside baselines."""

from __future__ import annotations

from tracker.backtest.clones import ClonesSource
from tracker.backtest.docs import section, write_measured, write_section
from tracker.backtest.monthly import MonthlyTable
from tracker.backtest.report import BacktestReport, run
from tracker.backtest.subjects import DossierSource, FeatureSource, FirstOf
from tracker.backtest.truth import BacktestError

__all__ = [
    "BacktestError",
    "BacktestReport",
    "ClonesSource",
    "DossierSource",
    "FeatureSource",
    "FirstOf",
    "MonthlyTable",
    "run",
    "section",
    "write_measured",
    "write_section",
]
