"""What a visitor asked for: typed values out of a query string. A bad value names its parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.days import typed_day

# Every name that some page reads. Others are dropped at the door.
KNOWN = frozenset(
    (
        "add", "as_of", "axis", "count", "done", "every", "focus", "from", "group", "metric", "order", "q",
        "repos", "rows", "scale", "show", "smooth", "sort", "state", "sum", "theme", "to", "width",
    )
)  # fmt: skip
LONGEST = 2000  # characters of one value; longer is a mistake or mischief


class BadParameter(ValueError):
    """A query value cannot be used; pages answer 400 and name it."""

    def __init__(self, name: str, value: str, advice: str) -> None:
        super().__init__(f"{name}: {value[:80]!r} cannot be used. {advice}")
        self.name, self.value, self.advice = name, value[:80], advice


@dataclass(frozen=True)
class QueryString:
    """A query string and the values in the path. Unknown keys are tolerated; empty values count as absent."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """The last value given for `name`."""
        found = [v.strip() for v in self.values.get(name, ()) if v.strip()]
        if not found:
            return default
        if len(found[-1]) > LONGEST:
            raise BadParameter(name, found[-1], f"Give at most {LONGEST} characters.")
        return found[-1]

    def one_of(self, name: str, options: Sequence[str], default: str) -> str:
        """One of some words."""
        value = self.text(name, default)
        if value not in options:
            raise BadParameter(name, value, f"Choose one of: {', '.join(o or '(nothing)' for o in options)}.")
        return value

    def day(self, name: str, default: date | None = None) -> date | None:
        """An ISO date."""
        value = self.text(name)
        if not value:
            return default
        try:
            return typed_day(value)
        except ValueError as error:
            raise BadParameter(name, value, str(error)) from None

    def as_of(self, today: date) -> date:
        """The day to look from: today unless another is asked for. Nobody knows of a day to come."""
        found = self.day("as_of") or today
        if found > today:
            raise BadParameter("as_of", found.isoformat(), f"It lies after today, {today}.")
        return found

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number between two others."""
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and len(value) < 10 and low <= int(value) <= high):
            raise BadParameter(name, value, f"Give a whole number from {low} to {high}.")
        return int(value)

    def flag(self, name: str) -> bool:
        """1 or 0."""
        return self.one_of(name, ("0", "1"), "0") == "1"

    def names(self, name: str) -> list[str]:
        """Names from `name=a,b&name=c`, each once, in order."""
        found: dict[str, str] = {}
        for value in self.values.get(name, ()):
            for item in value.split(","):
                if item.strip():
                    found.setdefault(item.strip().lower(), item.strip())
        if len(found) > 500:
            raise BadParameter(name, f"{len(found)} names", "Give at most 500.")
        return list(found.values())

    @property
    def key(self) -> tuple[object, ...]:
        """What makes this request different from another, for caches."""
        return tuple(sorted((k, tuple(v)) for k, v in self.values.items())), tuple(sorted(self.path.items()))


def before(today: date, years: int) -> date:
    """The same day some years ago."""
    return today - timedelta(days=round(365.25 * years))
