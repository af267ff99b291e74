"""Rules: who wants to know what of which repositories. The defaults need no editing."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from typing import Any

from tracker.alerts.state import Patience
from tracker.alerts.views import AlertView
from tracker.config import SettingsError
from tracker.health import HEADLINES

ENDED = ("archived", "end-of-life", "moved", "maintenance-only", "dormant")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of interest. Empty `repositories`, `groups` and `lists` mean everything that is followed."""

    name: str
    when: str  # a name in tracker.alerts.conditions.CONDITIONS
    repositories: tuple[str, ...] = ()  # OWNER/NAME, with * and ? if wanted
    groups: tuple[str, ...] = ()  # categories
    lists: tuple[str, ...] = ()  # named lists (`tracker watch lists`), or "by hand"
    becomes: tuple[str, ...] = ENDED  # headline, successor: the headlines that raise it
    leaves: tuple[str, ...] = ()  # headline: raised by every headline but these, in place of `becomes`
    months: int = 12  # no-release: this long without a final release
    days: int = 3  # stale: this long without a successful look; stars, renamed: how long it stays news
    factor: float = 8.0  # stars: so many times the usual day
    at_least: int = 100  # stars: fewer are never news
    hold_days: int = 0  # wait so long before saying so
    clear_days: int = 0  # wait so long before saying that it is over
    known_after_days: int = 60  # at first sight, what is older than this is old news
    channels: tuple[str, ...] = ()  # none: all of [alerts] channels
    resolved: bool = True  # tell when it is over
    enabled: bool = True

    @property
    def patience(self) -> Patience:
        return Patience(self.hold_days, self.clear_days, self.known_after_days)

    def covers(self, view: AlertView) -> bool:
        """Whether this rule is about this repository. Lists narrow one another."""
        name = view.full_name.lower()
        return (
            (not self.repositories or any(fnmatchcase(name, p.lower()) for p in self.repositories))
            and (not self.groups or (view.category or "") in self.groups)
            and (not self.lists or not set(self.lists).isdisjoint(view.lists))
        )


DEFAULT_RULES: tuple[Rule, ...] = (
    Rule("unmaintained", "headline"),
    Rule("gone", "gone"),
    Rule("renamed", "renamed", days=7, resolved=False),
    Rule("successor", "successor", becomes=("archived", "end-of-life", "dormant")),
    Rule("star-surge", "star-surge", days=7, resolved=False),
    Rule("star-drop", "star-drop", days=7, resolved=False),
    Rule("stale", "stale", days=3),
    Rule("degraded", "degraded", hold_days=1),
)
LIMITS: Mapping[str, tuple[float, float]] = {
    "months": (1, 240), "days": (1, 365), "factor": (1.5, 1000), "at_least": (1, 1_000_000),
    "hold_days": (0, 365), "clear_days": (0, 365), "known_after_days": (0, 36500),
}  # fmt: skip


def read_rules(
    rows: Sequence[Mapping[str, Any]], *, defaults: bool, kinds: Sequence[str]
) -> tuple[Rule, ...]:
    """`[[alerts.rules]]` over the defaults; a rule of the same name replaces the default's given fields.

    Raises SettingsError naming the rule and the field.
    """
    found = {rule.name: rule for rule in DEFAULT_RULES} if defaults else {}
    own: set[str] = set()
    for number, row in enumerate(rows, 1):
        name = row.get("name")
        if not isinstance(name, str) or not name or len(name) > 60 or not name.isprintable():
            raise SettingsError(
                f"tracker.toml: rule {number} of [[alerts.rules]] needs a name (up to 60 letters)"
            )
        if name in own:
            raise SettingsError(f"tracker.toml: there are two [[alerts.rules]] called {name!r}")
        own.add(name)
        found[name] = _rule(row, found.get(name), kinds)
    return tuple(rule for rule in found.values() if rule.enabled)


def _rule(row: Mapping[str, Any], base: Rule | None, kinds: Sequence[str]) -> Rule:
    name = row["name"]
    known = {f.name: f for f in fields(Rule)}
    values: dict[str, Any] = {f: getattr(base, f) for f in known} if base else {"name": name}
    for key, value in row.items():
        if key not in known:
            raise wrong(f"rule {name!r}", key, f"there is no such setting; {closest(key, known)}")
        values[key] = _value(name, key, value)
    if "when" not in values:
        raise wrong(f"rule {name!r}", "when", f"is missing; give one of {', '.join(kinds)}")
    if values["when"] not in kinds:
        raise wrong(f"rule {name!r}", "when", f"{values['when']!r} is none of {', '.join(kinds)}")
    for key in ("becomes", "leaves"):
        for headline in values.get(key, ()):
            if headline not in HEADLINES or headline == "unknown":
                raise wrong(f"rule {name!r}", key, f"{headline!r} is none of {', '.join(HEADLINES[:-1])}")
    return Rule(**values)


def _value(rule: str, key: str, value: Any) -> Any:
    where = f"rule {rule!r}"
    default = getattr(Rule("", ""), key)
    if isinstance(default, tuple):
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise wrong(where, key, 'give a list of words, like ["a", "b"]')
        return tuple(value)
    if isinstance(default, (bool, str)):
        if not isinstance(value, type(default)):
            raise wrong(
                where, key, f"{value!r} is not {'true or false' if isinstance(default, bool) else 'a text'}"
            )
        return value
    whole = isinstance(default, int)
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        raise wrong(where, key, f"{value!r} is not a {'whole ' if whole else ''}number")
    low, high = LIMITS[key]
    if not low <= value <= high:
        raise wrong(where, key, f"{value} is not between {low:g} and {high:g}")
    return value


def wrong(where: str, key: str, problem: str) -> SettingsError:
    """The error for one setting of tracker.toml."""
    table = where.strip("[]") if where.startswith("[") else ""
    return SettingsError(f"tracker.toml: {where}: {key}: {problem}", table, key)


def closest(key: str, known: Mapping[str, Any] | Sequence[str]) -> str:
    """'did you mean X?', or all there are."""
    close = difflib.get_close_matches(key, list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"
