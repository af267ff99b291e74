"""How files are laid out, told by their header: ours, others', wide ones, lists of stargazers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.exports import COLUMNS
from tracker.imports.options import BadImport, ImportOptions, Order


@dataclass(frozen=True)
class Layout:
    """Where a row's parts are. `values` are (metric or None, column) pairs; None: the row's own metric."""

    name: str
    day: str
    values: tuple[tuple[str | None, str], ...] = ()
    repository: str | None = None
    others: Mapping[str, str] = field(default_factory=dict)  # github_id, metric, source, quality
    days: Order = "iso"
    before: str = ""  # what to say of a day that cannot be
    whose: Mapping[str, str] = field(default_factory=dict)  # column: its repository
    people: str | None = None  # the column that tells one stargazer from another: looked at, never kept

    @property
    def ours(self) -> bool:
        """Whether the tracker wrote this file: then each row keeps its identity, source and label."""
        return self.name == "framework-tracker"


OURS = Layout(
    "framework-tracker", "day", ((None, "value"),), "repository",
    {name: name for name in ("github_id", "metric", "source", "quality")},
)  # fmt: skip
DAILY_STARS = Layout(
    "daily-stars-explorer",
    "date",
    (("star_arrivals", "day-stars"), ("stars", "total-stars")),
    days="dmy",
)
CONDA = Layout("anaconda-package-data", "time", (("conda_downloads", "counts"),))
CONDA_COLUMNS = frozenset({"time", "data_source", "pkg_name", "counts"})
ALIGNED = ": with “Align timeline” star-history writes no dates; switch it off and download again"
PARTS = ("repository", "day", "value", "metric")
NAMED = re.compile(r"([A-Za-z0-9-]+)_([\w.-]+)-stars-history(?: ?\(\d+\))?\.csv(?:\.gz)?")
FULL = re.compile(r"([A-Za-z0-9-]+/[\w.-]+)(?: ([a-z_]+))?")
ALSO = {  # what else a part is called, when nobody said
    "repository": ("repo", "repo_name", "full_name", "name_with_owner", "namewithowner", "project"),
    "day": ("date", "time", "timestamp", "datetime", "month", "as_of", "ds"),
    "value": ("count",),
    "metric": (),
}
COUNTS = ("count", "counts", "total", "n", "cnt", "num", "sum", "stars", "stargazers", "star_count")
STARRED = ("starred_at", "starredat", "starred at")
PEOPLE = ("login", "user", "user_login", "user.login", "username", "node", "user_id", "id")


def recognise(header: Sequence[str], options: ImportOptions, metrics: Collection[str] = ()) -> Layout:
    """The layout of a file with this header. `metrics` are the names that a column of values may have.

    Raises BadImport, naming what is missing.
    """
    lowered: dict[str, str] = {}
    for name in header:
        lowered.setdefault(name.strip().lower(), name)
    if not options.mapping and options.metric is None:
        if set(COLUMNS) <= set(header):
            return OURS
        if {"repository", "date", "stars"} <= set(lowered):
            at = [lowered[part] for part in ("date", "stars", "repository")]
            return Layout("star-history", at[0], (("stars", at[1]),), at[2], before=ALIGNED)
        if {"date", "day-stars", "total-stars"} <= set(header):
            return DAILY_STARS
        if set(header) >= CONDA_COLUMNS:
            return CONDA
    starred = next((lowered[n] for n in STARRED if n in lowered), None)
    if starred and not _counted(lowered, metrics):
        return _stargazers(starred, lowered, options)
    return _wide(header, options) or _mapped(header, lowered, options, metrics)


def owner_in(filename: str) -> str | None:
    """Whose stars a file of daily-stars-explorer has: it is called OWNER_NAME-stars-history.csv.

    No owner on GitHub has an underscore, so the first one parts the two.
    """
    found = NAMED.fullmatch(filename)
    return f"{found[1]}/{found[2]}" if found else None


def _counted(lowered: Mapping[str, str], metrics: Collection[str]) -> bool:
    """Whether rows hold counts already, so that none of them is one star."""
    listed = any(name in lowered for name in PEOPLE)
    return "value" in lowered or (not listed and not lowered.keys().isdisjoint({*COUNTS, *metrics}))


def _stargazers(starred: str, lowered: Mapping[str, str], options: ImportOptions) -> Layout:
    if options.metric not in (None, "star_arrivals"):
        raise BadImport(f"a list of stargazers gives star_arrivals, not {options.metric}")
    who = next((lowered[name] for name in PEOPLE if name in lowered), None)
    whose = next((lowered[n] for n in ("repository", *ALSO["repository"]) if n in lowered), None)
    whose = options.mapping.get("repository", whose)
    return Layout("stargazers", options.mapping.get("day", starred), repository=whose, people=who)


def _wide(header: Sequence[str], options: ImportOptions) -> Layout | None:
    """A table with one column a repository, or a repository and a metric, as our own wide shape has."""
    first, *rest = header
    named = {column: FULL.fullmatch(column.strip().lstrip("'")) for column in rest}
    if not rest or not all(named.values()) or options.mapping.keys() - {"day"}:
        return None
    if first.strip().lower() == "age":
        raise BadImport("it counts days of age, which are no days: export it with --axis calendar")
    metrics = {column: (found[2] or options.metric) for column, found in named.items() if found}
    if None in metrics.values():
        raise BadImport("it has a column a repository; which metric is it? Say so with: --metric NAME")
    whose = {column: found[1] for column, found in named.items() if found}
    pairs = tuple((metrics[column], column) for column in rest)
    return Layout("wide table", options.mapping.get("day", first), pairs, whose=whose)


def _mapped(
    header: Sequence[str], lowered: Mapping[str, str], options: ImportOptions, metrics: Collection[str]
) -> Layout:
    found = {part: column for part in PARTS if (column := _column(part, header, lowered, options))}
    if "day" not in found:
        raise BadImport(_which("day", header))
    others = {"metric": found["metric"]} if options.metric is None and "metric" in found else {}
    if "value" in found:
        if options.metric is None and not others:
            raise BadImport("which metric is it? Say so with: --metric NAME")
        values: tuple[tuple[str | None, str], ...] = ((options.metric, found["value"]),)
    else:
        wanted = [options.metric] if options.metric else metrics
        values = tuple((name, lowered[name]) for name in wanted if name in lowered)
        others = {}
    if not values:
        raise BadImport(_which("value", header))
    return Layout("mapped", found["day"], values, found.get("repository"), others)


def _column(
    part: str, header: Sequence[str], lowered: Mapping[str, str], options: ImportOptions
) -> str | None:
    wanted = options.mapping.get(part, part)
    if wanted in header:
        return wanted
    if wanted.lower() in lowered:
        return lowered[wanted.lower()]
    if part in options.mapping:
        raise BadImport(f"there is no column {wanted!r}; there are {', '.join(header)}")
    candidates = [lowered[name] for name in ALSO[part] if name in lowered]
    return candidates[0] if len(candidates) == 1 else None


def _which(part: str, header: Sequence[str]) -> str:
    there = ", ".join(name[:60] for name in header[:40])
    return f"which column is the {part}? There are {there}. Say so with: --map {part}=COLUMN"
