"""`tracker explain`: one verdict with all its evidence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from tracker.commands.shared import completing, screen
from tracker.commands.shared.application import Application
from tracker.commands.shared.dates import as_of_option, as_of_or_today
from tracker.commands.shared.show import emit, json_option
from tracker.commands.status import verdict_json
from tracker.writing import spoken

if TYPE_CHECKING:
    from tracker.health import Rules
    from tracker.series import History, Repository

HEAD = "2017-11  maintenance only  "  # what stands before the reason in a line of a history


@click.command()
@click.argument("repository", metavar="REPO|PACKAGE", shell_complete=completing.repositories)
@as_of_option
@click.option("--history", "months", is_flag=True, help="How the verdict came about, month by month.")
@json_option
@click.pass_obj
def command(
    application: Application, repository: str, as_of: date | None, months: bool, as_json: bool
) -> None:
    """Why a repository's verdict is what it is: every finding with its numbers, dates and links.

    A package's name will do; of one that is not followed a quick look tells.
    """
    from tracker.health import explain_text
    from tracker.readmodel.verdicts_on import verdicts_on

    opened = _found(application, repository)
    if opened is None:
        _look(application, repository, as_json)
        return
    history, tracked = opened
    day = as_of_or_today(history, as_of)
    if months:
        _tell_history(history, tracked, day, application.settings.health, as_json)
        return
    known = {t.full_name.lower(): t for t in history.tracked()}
    successors = [known[name.lower()] for name in tracked.successors if name.lower() in known]
    verdicts, stars = verdicts_on(history, [tracked, *successors], day, application.settings.health)
    verdict = verdicts.get(tracked.full_name)
    if as_json:
        row = verdict_json(tracked, verdict, stars)
        emit({"as_of": day.isoformat(), **row})
    elif verdict is None:
        click.echo(
            f"{tracked.full_name}: unknown\n{tracked.problem or 'Not collected yet; run: tracker sync'}"
        )
    else:
        screen.echo(_shown(explain_text(verdict, screen.prose()), verdict.headline))


def _shown(text: str, headline: str) -> str:
    """The text with its headline in the verdict's colour and shape, where there are colours."""
    if not screen.coloured():
        return text.rstrip("\n")
    seen = screen.say(screen.verdict(headline), fg=screen.colour(headline), bold=True)
    return text.rstrip("\n").replace(f": {spoken(headline)}", f": {seen}", 1)


def _found(application: Application, text: str) -> tuple[History, Repository] | None:
    """A followed repository, by its name or by its package's; None for a package of no followed one."""
    from tracker.catalog import catalog
    from tracker.series import UnknownRepository
    from tracker.store.session import StoreError

    entry = catalog().for_package(text) if "/" not in text else None
    try:
        history = application.history()
        try:
            return history, history.find(text)
        except UnknownRepository:
            if "/" in text or not text.strip():
                raise
            return (history, history.find(entry.repository)) if entry else None
    except (StoreError, UnknownRepository):
        if "/" in text or not text.strip():
            raise
        return None


def _look(application: Application, package: str, as_json: bool) -> None:
    """A package that nobody here follows: what one look at GitHub shows."""
    from tracker.audit.outputs.json import document
    from tracker.audit.policy import Policy
    from tracker.commands.shared import audit_reports, auditing
    from tracker.packages import Listing, UnreadableFile
    from tracker.packages.dependency import Unreadable, requirement

    try:
        wanted = requirement(package)
    except Unreadable:
        raise UnreadableFile(f"{package[:60]!r} is neither OWNER/NAME nor the name of a package") from None
    listing = Listing("", "package", [wanted])
    report, _ = auditing.run(
        application.settings, [listing], Policy(), None, auditing.age("1d", False), False, False
    )
    if as_json:
        emit({"as_of": report.as_of.isoformat(), **document(report)["packages"][0]})
    else:
        click.echo(audit_reports.explained(report, wanted.name), nl=False)


def _tell_history(history: History, tracked: Repository, until: date, rules: Rules, as_json: bool) -> None:
    """Every month's headline in JSON; in text, a line for each change."""
    from tracker.health import history as verdicts_of
    from tracker.health import history_text

    dossier = history.dossiers([tracked]).get(tracked.full_name)
    verdicts = verdicts_of(dossier, None, until, rules) if dossier else []
    if as_json:
        keys = ("as_of", "headline", "declared", "observed", "location", "since", "watch")
        rows = [{key: verdict.as_json()[key] for key in keys} for verdict in verdicts]
        emit({"repository": tracked.full_name, "as_of": until.isoformat(), "months": rows})
    else:
        told = history_text(verdicts) or f"{tracked.full_name}: nothing is known yet"
        for line in told.splitlines():
            screen.echo("\n".join(screen.hung(line, len(HEAD))))
