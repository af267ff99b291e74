"""From views, rules and standings to moves: new standings and the changes people may be told of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.alerts.build_payload import build_payload
from tracker.alerts.conditions import CONDITIONS
from tracker.alerts.payload import AlertPayload
from tracker.alerts.rules import Rule
from tracker.alerts.state import Change, Standing, State, step
from tracker.alerts.views import AlertView

Key = tuple[int, str]  # (repository id, rule name)


@dataclass(frozen=True, slots=True)
class Move:
    """What one evaluation did to one alert. `change` and `payload` come together or not at all."""

    repository_id: int
    rule: Rule
    standing: Standing
    change: Change | None = None
    payload: AlertPayload | None = None

    @property
    def tell(self) -> bool:
        """Whether this is to be told at all."""
        if self.change is None or not self.change.worth_telling:
            return False
        return self.rule.resolved or self.change.to_state is not State.RESOLVED


def evaluate(
    views: Iterable[AlertView], rules: Sequence[Rule], standings: Mapping[Key, Standing]
) -> Iterator[Move]:
    """Every alert whose standing is new or different. Evaluating the same day again gives nothing new."""
    for view in views:
        for rule in rules:
            if not rule.covers(view):
                continue
            condition = CONDITIONS[rule.when]
            before = standings.get((view.github_id, rule.name))
            after, change = step(before, condition.see(view, rule), view.as_of, rule.patience)
            if after is None or after == before:
                continue
            payload = build_payload(view, rule, condition, change) if change else None
            yield Move(view.github_id, rule, after, change, payload)
