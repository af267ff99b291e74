"""Making the made-up world's database: its stars are read every day, as a tracker at work would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.commands.shared.upstream import TOKEN

if TYPE_CHECKING:
    from jobs.base import Workspace
    from jobs.runner import RunReport


def collect_example(workspace: Workspace, day: date, tell: Callable[[str], None]) -> RunReport:
    """Every day not read yet, through the front door: of the last everything, of those before the stars.

    The report is that of the last, with what all of them took.
    """
    from jobs.base import Selection
    from jobs.runner import run_by_hand
    from jobs.schedule import find
    from tracker.replay.example import ExampleWorld, read_days
    from tracker.replay.server import ReplayServer

    job = find("collect")
    assert job is not None
    world, present = ExampleWorld(day), workspace.settings
    newest = workspace.store.progress.newest()
    days = [d for d in read_days(day) if newest is None or d > newest.date()] or [day]
    observations = requests = points = 0
    _follow(workspace, [r.full_name for r in world.repositories()])
    with ReplayServer(days[0], TOKEN, world, git_home=present.home / "replay-git-made-up") as server:
        played = present.with_options(github_api_url=server.url, git_url=server.git_url, token=TOKEN)
        for number, read in enumerate(days, start=1):
            tell(f"day {number}/{len(days)} of a made-up world")
            workspace.breathe()
            server.clock = read
            workspace.settings = played.with_options(clock=read.isoformat())
            report = run_by_hand(job, workspace, Selection() if read == day else Selection(only=("stars",)))
            observations += report.result.observations
            requests += report.result.requests
            points += report.result.points
            if report.outcome not in ("done", "partial"):
                break
    workspace.settings = present
    whole = replace(report.result, observations=observations, requests=requests, points=points)
    return replace(report, result=whole)


def _follow(workspace: Workspace, names: list[str]) -> None:
    with workspace.store.transaction():
        for name in names:
            workspace.store.watches.add(name, "made up", "demo", workspace.now())
