"""How files are laid out, told by their header: ours, star-history's, daily-stars-explorer's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache

from tracker.exports import COLUMNS


class BadFile(ValueError):
    """A file cannot be read in; the message names the file, the row and what is wrong with it."""


@dataclass(frozen=True)
class Layout:
    """Where a row's parts are. `values` are (metric or None, column) pairs; None: the row's own metric."""

    name: str
    day: str
    values: tuple[tuple[str | None, str], ...]
    repository: str | None = None
    others: Mapping[str, str] = field(default_factory=dict)  # github_id, metric, source, quality
    days_first: bool = False
    before: str = ""  # what to say of a day that cannot be

    @property
    def ours(self) -> bool:
        """Whether the tracker wrote this file: then each row keeps its identity, source and label."""
        return self.name == "framework-tracker"


OURS = Layout(
    "framework-tracker", "day", ((None, "value"),), "repository",
    {name: name for name in ("github_id", "metric", "source", "quality")},
)  # fmt: skip
STAR_HISTORY = Layout(
    "star-history", "Date", (("stars", "Stars"),), "Repository",
    before=": with “Align timeline” star-history writes no dates; switch it off and download again",
)  # fmt: skip
DAILY_STARS = Layout(
    "daily-stars-explorer",
    "date",
    (("star_arrivals", "day-stars"), ("stars", "total-stars")),
    days_first=True,
)
PARTS = ("repository", "day", "value", "metric")
NAMED = re.compile(r"([A-Za-z0-9-]+)_([\w.-]+)-stars-history(?: ?\(\d+\))?\.csv(?:\.gz)?")


def recognise(header: Sequence[str], mapping: Mapping[str, str], metric: str | None) -> Layout:
    """The layout of a file with this header. `mapping` says where parts are: {'day': 'Datum', …}.

    Raises BadFile, naming what is missing.
    """
    if not mapping and metric is None:
        for layout, needed in ((OURS, COLUMNS), (STAR_HISTORY, ("Repository", "Date", "Stars"))):
            if set(needed) <= set(header):
                return layout
        if {"date", "day-stars", "total-stars"} <= set(header):
            return DAILY_STARS
    return _mapped(header, mapping, metric)


def owner_in(filename: str) -> str | None:
    """Whose stars a file of daily-stars-explorer has: it is called OWNER_NAME-stars-history.csv.

    No owner on GitHub has an underscore, so the first one parts the two.
    """
    found = NAMED.fullmatch(filename)
    return f"{found[1]}/{found[2]}" if found else None


def _mapped(header: Sequence[str], mapping: Mapping[str, str], metric: str | None) -> Layout:
    lowered = {name.strip().lower(): name for name in header}
    found: dict[str, str] = {}
    for part in PARTS:
        wanted = mapping.get(part, part)
        if wanted in header:
            found[part] = wanted
        elif wanted.lower() in lowered:
            found[part] = lowered[wanted.lower()]
        elif part in mapping:
            raise BadFile(f"there is no column {wanted!r}; there are {', '.join(header)}")
    for part in ("day", "value"):
        if part not in found:
            raise BadFile(
                f"which column is the {part}? There are {', '.join(header)}. Say so with: --map {part}=COLUMN"
            )
    if metric is None and "metric" not in found:
        raise BadFile("which metric is it? Say so with: --metric NAME")
    others = {"metric": found["metric"]} if metric is None else {}
    return Layout("mapped", found["day"], ((metric, found["value"]),), found.get("repository"), others)


@lru_cache(maxsize=20_000)
def day_of(text: str, days_first: bool = False) -> date:
    """A day as others write it: ISO, an ISO time, DD-MM-YYYY, or as JavaScript prints a date; in UTC.

    Raises ValueError.
    """
    text = text.strip()
    if days_first:
        return datetime.strptime(text, "%d-%m-%Y").replace(tzinfo=UTC).date()
    if len(text) == 10:
        return date.fromisoformat(text)
    if text[:1].isdigit():
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    return datetime.strptime(text.partition(" (")[0], "%a %b %d %Y %H:%M:%S GMT%z").astimezone(UTC).date()
