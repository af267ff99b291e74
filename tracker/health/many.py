"""Judging many repositories as of one day, each knowing how its successors fare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.health.judge import judge
from tracker.health.verdict import Verdict, successors_of
from tracker.series import History, Tracked
from tracker.signals.rules import Rules


def judge_all(
    history: History, repositories: Sequence[Tracked], as_of: date, rules: Rules
) -> dict[str, Verdict]:
    """Verdicts by full name, of those whose identity is known."""
    dossiers = history.dossiers(repositories)
    found = {name: judge(dossier, as_of, rules) for name, dossier in dossiers.items()}
    headlines = {name: verdict.headline for name, verdict in found.items()}
    later = {
        name: dossier.created_at.date()
        for name, dossier in dossiers.items()
        if dossier.created_at and dossier.created_at.date() > as_of
    }
    return {
        name: replace(verdict, successors=successors_of(dossiers[name].successors, headlines, later))
        for name, verdict in found.items()
    }
