"""Downloads by day of a repository's package, as pypistats.org counts them: once a day for each."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from tracker.collectors.base import Context, Member, Target, Told, one_of
from tracker.collectors.by_package import Due, ask_each, note_look, package_of, tell_others
from tracker.cursors import DownloadsCursor
from tracker.records import Observation

if TYPE_CHECKING:
    from tracker.packages.downloads import Statistics

NAME = "downloads"
METRIC = "pypi_downloads"
AT_ONCE = (
    120  # packages of one run, four minutes at what is allowed; the others' turn comes with the next run
)


def together(context: Context, targets: Sequence[Target], told: Told) -> None:
    """Ask about the package of each that was not asked about today, the longest not asked first.

    Nobody is in a hurry: pypistats serves 180 days, so that what waits for another run is not lost.
    """
    due = [(target, package) for target in targets if (package := _due(context, target))]
    due.sort(key=lambda one: context.positions.of(one[0].id, DownloadsCursor).looked or date.min)
    tell_others(targets, due[:AT_ONCE], told)
    if due:
        _ask_all(context, due[:AT_ONCE], told)


def _due(context: Context, target: Target) -> str | None:
    looked = context.positions.of(target.id, DownloadsCursor).looked
    return package_of(target.full_name) if looked != context.today else None


def _ask_all(context: Context, due: Due, told: Told) -> None:
    from tracker.packages.downloads import NoStatistics, Statistics, StatisticsSilent, UnknownPackage

    if context.downloads is None:
        for target, _ in due:
            told(target, "downloads are not asked beside this GitHub")
        return
    silent = ""

    def ask(target: Target, package: str) -> str | None:
        nonlocal silent
        try:
            if not silent:
                _keep(context, target, package, statistics)
        except StatisticsSilent as error:
            silent = str(error)
        except UnknownPackage as error:
            note_look(context, target, DownloadsCursor, complete=False)
            return str(error)
        except NoStatistics as error:
            return str(error)  # its turn comes again with the next run
        return silent or None

    with closing(Statistics(context.downloads, context.sleep)) as statistics:
        ask_each(context, due, told, ask)


def _keep(context: Context, target: Target, package: str, statistics: Statistics) -> None:
    """Write what is known now; today is not over and is left out. Raises what asking raises."""
    source = context.source(f"pypistats:{package}")
    rows = [
        Observation(target.id, METRIC, day, float(many), source)
        for day, many in statistics.daily(package).items()
        if day < context.today
    ]
    with context.store.transaction():
        context.observations += context.store.observations.save(rows, context.now())
        note_look(context, target, DownloadsCursor, complete=True)


member = Member(
    NAME, one_of(together), "downloads by day", together, wanted=lambda context: context.downloads is not None
)
