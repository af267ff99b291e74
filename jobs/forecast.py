"""The job that foretells, once a month for each series, and keeps what it said."""

from __future__ import annotations

from jobs.base import JobResult, Selection, Workspace
from tracker.forecasts.keeping import keep_forecasts
from tracker.readmodel.reading import present
from tracker.series import open_history
from tracker.writing import counted


def run(workspace: Workspace, wanted: Selection) -> JobResult:
    """Foretell what was not yet foretold this month."""
    history = open_history(workspace.settings, engine=workspace.engine)
    verdicts = present(workspace.store, history.tracked(), ()).verdicts
    made = keep_forecasts(history, verdicts, workspace.now(), workspace.breathe)
    return JobResult(
        message=f"{counted(made, 'series', 'series')} foretold" if made else "nothing new to foretell"
    )
