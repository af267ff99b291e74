"""Findings to one Verdict with evidence, as of any date. The floor above series."""

from __future__ import annotations

from tracker.health.because import because
from tracker.health.explain import explain_text, history_text
from tracker.health.judge import history, judge, turns
from tracker.health.verdict import HEADLINES, NOT_MAINTAINED, Confidence, Successor, Verdict
from tracker.signals.rules import Rules

__all__ = [
    "HEADLINES",
    "NOT_MAINTAINED",
    "Confidence",
    "Rules",
    "Successor",
    "Verdict",
    "because",
    "explain_text",
    "history",
    "history_text",
    "judge",
    "turns",
]
