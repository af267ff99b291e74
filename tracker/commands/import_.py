"""`tracker import`: history from other people's files, or from the tracker's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.commands.shared import completing
from tracker.commands.shared.application import Application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jobs.base import Workspace
    from tracker.imports.values import File, Given
    from tracker.series import History
    from tracker.series.importing import Importer, ImportReport


def _separator(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    from tracker.imports.options import separator_named

    return None if text is None else _said(separator_named, text)


def _encoding(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    from tracker.imports.options import encoding_named

    return None if text is None else _said(encoding_named, text)


def _said(understood: Callable[[str], str], text: str) -> str:
    try:
        return understood(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--source", metavar="NAME", help="Whose numbers these are (default: told from the file).")
@click.option("--map", "mapping", metavar="PART=COLUMN[,…]",
              help="Where repository, day, value and metric are in the file.")  # fmt: skip
@click.option("--metric", metavar="M", help="Which metric the values are of, when the file does not say.",
              shell_complete=completing.metrics)  # fmt: skip
@click.option(
    "--repo",
    "repository",
    metavar="REPO",
    help="Whose values they are, when the file does not say.",
    shell_complete=completing.repositories,
)
@click.option("--separator", metavar="SIGN", callback=_separator,
              help="What parts the cells: a sign, or comma, semicolon, tab, bar, space.")  # fmt: skip
@click.option("--encoding", metavar="NAME", callback=_encoding,
              help="What the text is written in, such as windows-1252.")  # fmt: skip
@click.option("--decimal", type=click.Choice([".", ","]), help="The sign before a number's fraction.")
@click.option("--days", type=click.Choice(["dmy", "mdy", "ymd", "unix", "excel"]),
              help="What comes first in dates like 01/05/2016, or what counts them.")  # fmt: skip
@click.option("--month-on", type=click.Choice(["first", "last"]),
              help="Which day of a month its value is of, where the file has months.")  # fmt: skip
@click.option("--channel", metavar="NAME",
              help="Which channel of conda, in a file of Anaconda's that has several.")  # fmt: skip
@click.option("--sheet", metavar="NAME", help="Which sheet of an Excel workbook.")
@click.pass_obj
def command(
    application: Application,
    /,
    file: Path,
    source: str | None,
    mapping: str | None,
    repository: str | None,
    **told: Any,
) -> None:
    """Take in star and activity history: CSV, JSON, JSON Lines (all also as .gz), Excel, Parquet.

    Understood as they are: the tracker's own daily exports (rows keep their source and label) and JSON,
    tables with one column a repository (OWNER/NAME), star-history's and daily-stars-explorer's CSV, and
    lists of stargazers (counted by day; nobody's name is kept), and Anaconda's hourly counts of downloads.
    Separators, UTF-16, and days as ISO, Unix times or words are told from the
    file; what could be read two ways is refused, naming the option.

    Imported values stand beside our own readings, never over them, and are labelled as imported wherever they
    are shown. All of a file is taken, or nothing.
    """
    from tracker.commands.shared.rehearsing import rehearsal
    from tracker.imports.layouts import CONDA
    from tracker.imports.options import BadImport, ImportOptions
    from tracker.imports.values import opened
    from tracker.metrics import METRICS
    from tracker.series.history import History
    from tracker.series.importing import Importer
    from tracker.series.opening import present

    if source is not None and not re.fullmatch(r"[\w .:/@+-]{1,80}", source):
        raise click.BadParameter("give at most 80 letters, digits and . : / @ + -", param_hint="--source")
    try:
        options = ImportOptions(_mapping(mapping), **told)

        def take(workspace: Workspace) -> ImportReport:
            given = opened(file, options, METRICS)
            own = given.layout.ours or given.layout is CONDA  # each row says whose it is
            named = source or (None if own else _name(given.layout.name, file))
            history = History(workspace.store, present(workspace.store, application.settings))
            whose = history.find(repository).full_name if repository is not None else None
            importer = Importer(workspace.store, history, named, workspace.now())
            return _take(workspace, importer, _known(history, given, whose), file)

        with rehearsal(application) as first:
            report = take(first) if first is not None else None
        if report is None or report.repositories:  # an empty file begins nothing
            report = take(application.workspace())
    except BadImport as error:
        raise click.BadParameter(str(error), param_hint="FILE") from None
    _tell(report, file)


def _known(history: History, file: File, repository: str | None) -> Iterator[Given]:
    """The file's values; of all packages of conda's only those of repositories that are followed."""
    from tracker.imports.layouts import CONDA
    from tracker.imports.values import values

    followed = {r.full_name for r in history.tracked() if r.github_id is not None}
    return (one for one in values(file, repository) if file.layout is not CONDA or one.repository in followed)


def _take(workspace: Workspace, importer: Importer, given: Iterator[Given], file: Path) -> ImportReport:
    """Take the file in as a run of its own: it stays on record, and pages see that data changed."""
    with workspace.store.transaction():
        begun = workspace.now()
        run = workspace.store.runs.start("import", f"{begun:%Y-%m-%dT%H:%M:%S.%f}", begun)
        report = importer.take(given)
        if run is not None:
            source = importer.source or "as the rows say"
            workspace.store.runs.finish(run, "done", workspace.now(), observations=report.written,
                             message=f"{file.name}, source: {source}")  # fmt: skip
    return report


def _name(layout: str, file: Path) -> str:
    return (
        layout
        if layout in ("star-history", "daily-stars-explorer")
        else re.sub(r"[^\w .+-]", "-", file.stem)[:80]
    )


def _mapping(text: str | None) -> dict[str, str]:
    from tracker.imports.layouts import PARTS

    found: dict[str, str] = {}
    for pair in (text or "").split(","):
        part, equals, column = (piece.strip() for piece in pair.partition("="))
        if not pair.strip():
            continue
        if not equals or not column or part not in PARTS:
            raise click.BadParameter(
                f"{pair.strip()!r} is no PART=COLUMN; parts are {', '.join(PARTS)}.", param_hint="--map"
            )
        found[part] = column
    return found


def _tell(report: ImportReport, file: Path) -> None:
    whose = f"{len(report.repositories)} repositories" if len(report.repositories) != 1 else "one repository"
    what = ", ".join(sorted(report.metrics)) or "no metric"
    click.echo(
        f"{report.values:,} values of {what} for {whose} in {file}; {report.written:,} new or changed",
        err=True,
    )
    for name in report.added:
        click.echo(f"now followed: {name}", err=True)
    if report.differ:
        click.echo(
            f"{report.differ:,} differ from our own readings, which stand ({report.agree:,} agree):", err=True
        )
        for sentence in report.conflicts:
            click.echo(f"  {sentence}", err=True)
    if report.to_come:
        click.echo(f"{report.to_come:,} of days still to come were left out", err=True)
