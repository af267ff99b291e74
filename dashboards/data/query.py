"""What a visitor asked for: typed values out of a query string. A bad value names its parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker import asking
from tracker.asking import unusable

# Every name that some page reads. Others are dropped at the door.
KNOWN = frozenset(
    (
        "add", "as_of", "axis", "by", "count", "done", "every", "focus", "from", "group", "list", "metric",
        "order", "q", "repos", "rows", "scale", "show", "smooth", "sort", "state", "sum", "theme", "to",
        "width",
    )
)  # fmt: skip
# What the API calls them: its question means the same on a page.
ALIASES = {"repository": "repos", "category": "group", "headline": "state", "limit": "rows"}


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
        if len(found[-1]) > asking.LONGEST:
            raise unusable(name, found[-1], f"Give at most {asking.LONGEST} characters.")
        return found[-1]

    def one_of(self, name: str, options: Sequence[str], default: str) -> str:
        """One of some words."""
        return asking.one_of(name, self.text(name, default), options)

    def day(self, name: str, default: date | None = None) -> date | None:
        """An ISO date."""
        value = self.text(name)
        return asking.calendar_day(name, value) if value else default

    def as_of(self, today: date) -> date:
        """The day to look from: today unless another is asked for. Nobody knows of a day to come."""
        return asking.until("as_of", self.day("as_of"), today) or today

    def span(self, last: date) -> tuple[date | None, date]:
        """The days asked for by `from` and `to`, to `last` at most."""
        return asking.span(self.day("from"), self.day("to"), last)

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number between two others."""
        value = self.text(name)
        return asking.whole(name, value, low, high) if value else default

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
        return list(asking.few(name, list(found.values())))

    @property
    def key(self) -> tuple[object, ...]:
        """What makes this request different from another, for caches."""
        return tuple(sorted((k, tuple(v)) for k, v in self.values.items())), tuple(sorted(self.path.items()))


def before(today: date, years: int) -> date:
    """The same day some years ago."""
    return today - timedelta(days=round(365.25 * years))
