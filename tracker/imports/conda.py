"""Anaconda's own counts of downloads (anaconda-package-data), added up by day for what is known here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from tracker.catalog import catalog
from tracker.imports.options import BadImport
from tracker.packages.conda import on_the_index

if TYPE_CHECKING:
    from tracker.imports.values import File, Given

METRIC = "conda_downloads"
COLUMNS = ("time", "data_source", "pkg_name", "counts")
HOURLY = "take the hourly files (conda/hourly/YEAR/MONTH/YEAR-MONTH-DAY.parquet): a month's sum is no day's"


def daily(file: File) -> Iterator[Given]:
    """Downloads by day of each repository's main package, in one channel. Raises BadImport.

    Versions, platforms and Pythons are added up; channels never: where the file has several that matter here,
    the person says which.
    """
    from tracker.imports.values import Given

    sums = _sums(file)
    channels = sorted({channel for _, channel, _ in sums})
    wanted = file.options.channel or (channels[0] if len(channels) == 1 else None)
    if wanted is None and channels:
        raise BadImport(f"{file} has several channels ({', '.join(channels)}): choose one with --channel")
    if wanted is not None and channels and wanted not in channels:
        raise BadImport(f"{file} has no channel {wanted!r}; it has {', '.join(channels)}")
    for (repository, channel, day), many in sorted(sums.items()):
        if channel == wanted:
            yield Given(repository, METRIC, day, many, source=f"import:{channel}", quality="imported")


def _sums(file: File) -> dict[tuple[str, str, date], float]:
    places = [file.header.index(name) for name in COLUMNS]
    sums: dict[tuple[str, str, date], float] = defaultdict(float)
    for number, row in file.rows:
        moment, channel, name, many = (row[place] for place in places)
        repository = _whose(str(name))
        if repository is None:
            continue
        try:
            sums[(repository, str(channel), _day(moment))] += _whole(many)
        except ValueError as error:
            raise file.fault(number, error) from None
    return sums


@cache
def _whose(name: str) -> str | None:
    """The repository whose main package this is; others of it would be another number."""
    known = on_the_index(name)
    entry = catalog().for_package(known) if known else None
    main = canonicalize_name(entry.packages[0]) if entry and entry.packages else None
    return entry.repository if entry and main == known else None


def _day(moment: Any) -> date:
    if isinstance(moment, datetime):
        return moment.date()
    text = str(moment)
    if len(text) < 10:
        raise ValueError(f"{text!r} is a month: {HOURLY}")
    return datetime.fromisoformat(text).date()


def _whole(many: Any) -> float:
    if isinstance(many, bool) or not isinstance(many, (int, float)) or many != many or many < 0:
        raise ValueError(f"{many!r} is no number of downloads")
    return float(many)
