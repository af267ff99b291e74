"""The time machine: alerts as they would have come, month by month, from what was knowable in each month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from tracker.alerts.evaluate import Key, Move, evaluate
from tracker.alerts.items import item
from tracker.alerts.messages import message
from tracker.alerts.rules import Rule
from tracker.alerts.settings import AlertSettings
from tracker.alerts.state import Standing
from tracker.alerts.views import AlertView
from tracker.channels.base import Item, Message
from tracker.dossier import Dossier
from tracker.health import Rules, Verdict, judge
from tracker.health import history as verdicts_of
from tracker.health.succession import with_headlines
from tracker.series import History, Repository

FIRST = date(2015, 1, 1)
# These watch our own reading, not the projects; nobody read anything in the years that are played back.
ABOUT_US = frozenset({"stale", "degraded", "star-surge", "star-drop"})


@dataclass(frozen=True, slots=True)
class ReplayedMonth:
    """One monthly look: the day, and what changed."""

    as_of: date
    moves: tuple[Move, ...]


def months(history: History, start: date, end: date, rules: Rules) -> Iterator[list[AlertView]]:
    """The views of every first of a month from `start` to `end`, and of `end` itself."""
    tracked = {t.full_name: t for t in history.tracked() if t.github_id is not None}
    dossiers = history.dossiers(list(tracked.values()))
    judged: dict[date, dict[str, Verdict]] = {}
    for name, dossier in dossiers.items():
        for verdict in verdicts_of(dossier, start, end, rules):
            judged.setdefault(verdict.as_of, {})[name] = verdict
    if end not in judged:
        judged[end] = {name: judge(dossier, end, rules) for name, dossier in dossiers.items()}
    for as_of in sorted(judged):
        yield list(_views(as_of, judged[as_of], dossiers, tracked))


def _views(
    as_of: date, verdicts: dict[str, Verdict], dossiers: dict[str, Dossier], tracked: dict[str, Repository]
) -> Iterator[AlertView]:
    existing = {  # nobody could follow, or be sent to, what was not there yet
        name for name in verdicts if (born := tracked[name].created_at) and born.date() <= as_of
    }
    headlines = {name: verdicts[name].headline for name in existing}
    others = {name.lower(): verdicts[name] for name in existing}
    for name in sorted(existing):
        dossier, about = dossiers[name], tracked[name]
        known = _with_successors(verdicts[name], headlines)
        yield AlertView(
            as_of, dossier.github_id, name, about.category, about.lists, as_of, known, dossier, others
        )


def _with_successors(verdict: Verdict, headlines: dict[str, str]) -> Verdict:
    """Only successors that are followed and were there: of others it is not known since when they are."""
    then = tuple(s for s in verdict.successors if s.repository in headlines)
    return replace(verdict, successors=with_headlines(then, headlines))


def play(
    history: History, settings: AlertSettings, start: date, end: date, rules: Rules
) -> Iterator[ReplayedMonth]:
    """Every monthly look with what changed in it, nothing of it written anywhere."""
    standings: dict[Key, Standing] = {}
    wanted = past_rules(settings.rules)
    for views in months(history, start, end, rules):
        moves = tuple(evaluate(views, wanted, standings))
        standings.update({(m.repository_id, m.rule.name): m.standing for m in moves})
        if views:
            yield ReplayedMonth(views[0].as_of, moves)


def past_rules(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules that can speak of the past."""
    return tuple(rule for rule in rules if rule.when not in ABOUT_US)


def items_of(look: ReplayedMonth, base_url: str = "") -> list[Item]:
    """What would have been told after a look, in the order of happening. Numbers are of this replay only."""
    at = noon(look.as_of)
    return [
        item(number, m.rule.name, m.change.to_state.value, at, m.change.reason, m.payload, base_url)
        for number, m in enumerate(look.moves, 1)
        if m.tell and m.change is not None and m.payload is not None and not m.payload.silent
    ]


def message_of(look: ReplayedMonth, base_url: str = "") -> Message | None:
    """The one message of a look, or None when there was nothing to tell."""
    items = items_of(look, base_url)
    key = f"replay-{look.as_of.isoformat()}"
    return message(key, "alert", items, noon(look.as_of)) if items else None


def noon(day: date) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(12), tzinfo=UTC)
