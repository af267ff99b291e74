"""`tracker audit`: which dependencies of a project nobody maintains; the gate of a pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from tracker.commands.shared import audit_reports, auditing
from tracker.commands.shared.application import Application
from tracker.commands.shared.error_boundary import FAILED, FOUND


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER…|-]")
@click.option(
    "--fail-on",
    multiple=True,
    metavar="WORD,…",
    help="Verdicts that fail (default: archived, end-of-life, moved, dormant); unknown and none too.",
)
@click.option("--direct-only", is_flag=True, help="Only direct dependencies fail; the others are told.")
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    help="An earlier report in JSON: what it knew does not fail again.",
)
@click.option(
    "--format",
    "kind",
    default="table",
    show_default=True,
    metavar="FORMAT",
    help="table, json, sarif, github, junit or markdown, on stdout.",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT:FILE",
    help="Write a report into a file as well; several times.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--max-age",
    default="1d",
    show_default=True,
    metavar="AGE",
    help="How old kept answers may be: 12h, 1d, 30d.",
)
@click.option("--refresh", is_flag=True, help="Ask again whatever is kept.")
@click.option("--offline", is_flag=True, help="Ask nobody; judge by what is kept.")
@click.option("--no-index", is_flag=True, help="Do not ask the package index.")
@click.option("--explain", "package", metavar="PACKAGE", help="All the evidence of one dependency.")
@click.pass_context
def command(
    context: click.Context,
    files: Sequence[str],
    fail_on: Sequence[str],
    direct_only: bool,
    baseline: Path | None,
    kind: str,
    outputs: Sequence[str],
    as_json: bool,
    max_age: str,
    refresh: bool,
    offline: bool,
    no_index: bool,
    package: str | None,
) -> None:
    """Which dependencies are archived, at their end, moved or dormant, why, and what to use instead.

    Of a FOLDER it reads the dependency files; of this one when none is named; - reads standard input.
    It needs no database. Exit code 5 says that something was found that reaches --fail-on.
    """
    application: Application = context.obj
    targets = auditing.targets(outputs, files)
    shown = auditing.known_format("json" if as_json else kind)
    age = auditing.age(max_age, refresh)
    policy = auditing.policy(application.settings, fail_on, direct_only)
    before = auditing.baseline(baseline)
    listings = auditing.listings(files, application.settings.folder)
    report, asked = auditing.run(application.settings, listings, policy, before, age, offline, no_index)
    for form, path in targets:
        audit_reports.write(report, form, path)
    click.echo(
        audit_reports.explained(report, package) if package else audit_reports.rendered(report, shown),
        nl=False,
    )
    if not asked:
        click.echo("GitHub could not be asked about any dependency: this is no clean bill", err=True)
        context.exit(FAILED)
    context.exit(FOUND if report.failing else 0)
