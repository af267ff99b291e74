"""Judging many repositories as of one day, and joining to each how its successors fare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker.dossier import Dossier
from tracker.health.judge import judge
from tracker.health.succession import LONGEST_CHAIN, resolved, with_headlines
from tracker.health.verdict import Verdict
from tracker.series import History, Repository
from tracker.signals.rules import Rules


def judge_all(
    history: History, repositories: Sequence[Repository], as_of: date, rules: Rules
) -> dict[str, Verdict]:
    """Verdicts by full name, of those whose identity is known.

    Successors that are followed are judged as well, so that a part of the list says what the whole does.
    """
    asked = history.dossiers(repositories)
    dossiers, found = dict(asked), {n: judge(d, as_of, rules) for n, d in asked.items()}
    for _ in range(LONGEST_CHAIN):
        more = history.dossiers(_followed(history, found))
        if not more:
            break
        dossiers |= more
        found |= {name: judge(dossier, as_of, rules) for name, dossier in more.items()}
    joined = join(found, dossiers, as_of)
    return {name: joined[name] for name in asked}


def join(verdicts: Mapping[str, Verdict], dossiers: Mapping[str, Dossier], as_of: date) -> dict[str, Verdict]:
    """The verdicts with their successors' headlines as of the same day, chains followed to their end."""
    headlines = {name: verdict.headline for name, verdict in verdicts.items()}
    later = {
        name: dossier.created_at.date()
        for name, dossier in dossiers.items()
        if dossier.created_at and dossier.created_at.date() > as_of
    }
    known = {
        name: replace(verdict, successors=with_headlines(verdict.successors, headlines, later))
        for name, verdict in verdicts.items()
    }
    return {name: replace(v, successors=resolved(v, known)) for name, v in known.items()}


def _followed(history: History, found: Mapping[str, Verdict]) -> list[Repository]:
    """Those named as successors that are followed and not yet judged."""
    wanted = {s.repository.lower() for verdict in found.values() for s in verdict.successors}
    wanted -= {name.lower() for name in found}
    return [t for t in history.tracked() if t.full_name.lower() in wanted and t.github_id is not None]
