"""`tracker sync`: collect now."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tracker.commands.shared import completing
from tracker.commands.shared.application import Application
from tracker.commands.shared.outcome import leave
from tracker.commands.shared.planning import show_plan
from tracker.commands.shared.progress import shown
from tracker.commands.shared.serving import stop_on_signals
from tracker.commands.shared.show import emit, json_option
from tracker.commands.shared.simulating import show_simulation

NOTHING = "nothing is followed yet. Begin with: tracker watch add --group frameworks"


@click.command()
@click.argument("repositories", nargs=-1, metavar="[REPO]…", shell_complete=completing.repositories)
@click.option("--only", metavar="NAMES", help="Only these collectors, such as counters,stars.",
              shell_complete=completing.collectors)  # fmt: skip
@click.option("--full", is_flag=True, help="Ask for everything again, whether it changed or not.")
@click.option("--plan", is_flag=True, help="Only say what it would cost, and when each one's turn comes.")
@click.option(
    "--simulate", type=click.IntRange(1, 10**9), metavar="N", help="With --plan: of N made-up repositories."
)
@click.option(
    "--mix",
    default="90,9.5,0.5",
    show_default=True,
    metavar="Q,A,B",
    help="With --simulate: per cent that are quiet, active and busy.",
)
@click.option(
    "--tokens",
    type=click.IntRange(1, 10**6),
    default=1,
    show_default=True,
    metavar="N",
    help="With --simulate: how many tokens share the work.",
)
@json_option
@click.pass_context
def command(
    context: click.Context,
    repositories: Sequence[str],
    only: str | None,
    full: bool,
    plan: bool,
    simulate: int | None,
    mix: str,
    tokens: int,
    as_json: bool,
) -> None:
    """Collect now: all that is followed, or what is named. A second run asks only for what changed.

    Stopped at any point, even killed, it goes on from there the next time.
    """
    from jobs.base import Selection
    from jobs.schedule import find
    from jobs.sharing import run_by_hand

    if simulate is not None:
        if not plan:
            raise click.UsageError("--simulate goes with --plan: it collects nothing")
        show_simulation(simulate, mix, tokens, as_json)
        return
    application: Application = context.obj
    names = _collectors(only)
    if not application.settings.database_url and not application.settings.live_database.exists():
        raise click.UsageError(NOTHING)
    workspace = application.workspace()
    if not workspace.store.watches.all():
        raise click.UsageError(NOTHING)
    wanted = Selection(tuple(repositories), names, full)
    if plan:
        show_plan(workspace, wanted, as_json)
        return
    job = find("collect")
    assert job is not None
    with stop_on_signals(workspace.stopping), shown() as (_, step):
        workspace.on_progress = step
        report = run_by_hand(job, workspace, wanted)
    if as_json and report.error is None:
        emit(
            {
                "outcome": report.outcome,
                "requests": report.result.requests,
                "points": report.result.points,
                "observations": report.result.observations,
                "missing": [{"collector": m.collector, "reason": m.reason} for m in report.result.missed],
                "seconds": round(report.seconds, 1),
            }
        )
    leave(context, report)


def _collectors(only: str | None) -> tuple[str, ...]:
    """The collectors named. Raises a usage error that lists those there are."""
    from tracker.collectors import NAMES

    chosen = tuple(name.strip() for name in (only or "").split(",") if name.strip())
    for name in chosen:
        if name not in NAMES:
            raise click.BadParameter(
                f"there is no collector {name!r}; there are {', '.join(NAMES)}.", param_hint="--only"
            )
    return chosen
