"""`tracker status`: every followed repository's verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.commands.shared import screen
from tracker.commands.shared.application import Application
from tracker.commands.shared.dates import as_of_option, as_of_or_today
from tracker.commands.shared.lists import chosen, list_option
from tracker.commands.shared.show import emit, json_option, table, whole
from tracker.writing import short

if TYPE_CHECKING:
    from tracker.health import Verdict
    from tracker.series import Repository, Sample

Stars = Mapping[tuple[str, str], "Sample"]


@click.command()
@as_of_option
@list_option
@json_option
@click.pass_obj
def command(application: Application, as_of: date | None, list_name: str | None, as_json: bool) -> None:
    """Every followed repository's verdict, the gravest first; `tracker explain REPO` gives the evidence."""
    from tracker.health import HEADLINES
    from tracker.readmodel.verdicts_on import verdicts_on

    history = application.history()
    day = as_of_or_today(history, as_of)
    tracked = chosen(history, list_name)
    verdicts, stars = verdicts_on(history, tracked, day, application.settings.health)
    if not tracked and list_name is not None:
        click.echo(f"Nothing on the list {list_name} is followed.", err=True)
    elif not tracked:
        click.echo("Nothing is followed yet. Begin with: tracker watch add --group frameworks", err=True)
    elif all(v.headline == "unknown" for v in verdicts.values()) and all(
        p.value is None for p in stars.values()
    ):
        click.echo(f"Nothing is known on or before {day}.", err=True)
    if as_json:
        rows = [verdict_json(t, verdicts.get(t.full_name), stars) for t in tracked]
        emit({"as_of": day.isoformat(), "repositories": rows})
        return
    order = {headline: place for place, headline in enumerate(HEADLINES)}
    tracked = sorted(tracked, key=lambda t: order[_headline(verdicts.get(t.full_name))])
    _show(day, tracked, verdicts, stars)


def verdict_json(tracked: Repository, verdict: Verdict | None, stars: Stars) -> dict[str, Any]:
    """One repository of `status --json`; a name never resolved is unknown, with the reason."""
    point = stars[(tracked.full_name, "stars")]
    if verdict is not None:
        lists = {"lists": list(tracked.lists)}
        return {
            **verdict.as_json(),
            **lists,
            "stars": whole(point.value),
            "stars_quality": str(point.quality),
        }
    return {
        "repository": tracked.full_name,
        "github_id": None,
        "lists": list(tracked.lists),
        "headline": "unknown",
        "declared": "none",
        "observed": "unknown",
        "location": "unknown",
        "since": None,
        "confidence": None,
        "stars": None,
        "stars_quality": "unknown",
        "evidence": [],
        "notes": [tracked.problem or "not collected yet; run: tracker sync"],
    }


def _headline(verdict: Verdict | None) -> str:
    return verdict.headline if verdict else "unknown"


def _show(day: date, tracked: Sequence[Repository], verdicts: Mapping[str, Verdict], stars: Stars) -> None:
    from tracker.health import because

    rows = []
    for t in tracked:
        verdict, point = verdicts.get(t.full_name), stars[(t.full_name, "stars")]
        since = f"{'by ' if verdict.since_by else ''}{verdict.since}" if verdict and verdict.since else "–"
        reason = because(verdict) if verdict else t.problem or "not collected yet"
        rows.append(
            (
                t.full_name,
                screen.verdict(_headline(verdict)),
                since,
                short(point.value),
                str(point.quality),
                reason,
            )
        )
    click.echo(f"As of {day}")
    table(("repository", "verdict", "since", "stars", "trust", "because"), rows, right=(3,), prose=True)
