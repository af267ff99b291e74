"""Sections of the settings file as values: [api] and [retention]; a new one is a class here and a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.config.errors import SettingsError
from tracker.config.health import Rules

RETAINED = ("validators", "runs", "messages", "revisions")


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """[api]. `cors`: origins whose pages may read ('*': all). `requests_a_minute`: 0 is no limit."""

    cors: tuple[str, ...] = ()
    requests_a_minute: int = 600

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> ApiSettings:
        """Checked. Raises SettingsError naming the key."""
        for key in table:
            if key not in ("cors", "requests_a_minute"):
                raise _wrong("api", key, f"[api] knows cors and requests_a_minute, not {key!r}")
        cors, share = table.get("cors", []), table.get("requests_a_minute", 600)
        if not isinstance(cors, list) or not all(isinstance(origin, str) for origin in cors):
            raise _wrong("api", "cors", '[api] cors must be a list like ["https://example.org"]')
        if not isinstance(share, int) or isinstance(share, bool) or share < 0:
            raise _wrong(
                "api", "requests_a_minute", "[api] requests_a_minute must be a whole number, 0 for no limit"
            )
        return cls(tuple(cors), share)


@dataclass(frozen=True, slots=True)
class Retention:
    """[retention]: kind to days kept. `even_what_is_lost`: also what cannot be fetched again."""

    days: Mapping[str, int] = field(default_factory=dict)
    even_what_is_lost: bool = False

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Retention:
        """Checked. Raises SettingsError naming the key."""
        told = table.get("even_what_is_lost", False)
        if not isinstance(told, bool):
            raise _wrong(
                "retention", "even_what_is_lost", "[retention] even_what_is_lost: give true or false"
            )
        days = {key: value for key, value in table.items() if key != "even_what_is_lost"}
        for key, value in days.items():
            if key not in RETAINED or not isinstance(value, int) or isinstance(value, bool) or value < 0:
                known = ", ".join(RETAINED)
                raise _wrong("retention", key, f"[retention] {key}: give days to keep for one of {known}")
        return cls(days, told)


def _wrong(table: str, key: str, problem: str) -> SettingsError:
    return SettingsError(f"tracker.toml: {problem}", table, key)


SECTIONS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "health": Rules.from_table, "api": ApiSettings.from_table, "retention": Retention.from_table,
}  # fmt: skip
TABLES = (
    "alerts",
    "audit",
    "channels",
)  # handed on as they are: tracker.alerts.settings and tracker.audit.policy check them
