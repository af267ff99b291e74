"""`tracker import`: history from other people's files, or from the tracker's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.commands.shared.door import Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobs.base import Shop
    from tracker.exports.incoming import Given
    from tracker.series.importing import Importer, Report


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--source", metavar="NAME", help="Whose numbers these are (default: told from the file).")
@click.option("--map", "mapping", metavar="PART=COLUMN[,…]",
              help="Where repository, day, value and metric are in the file.")  # fmt: skip
@click.option("--metric", metavar="M", help="Which metric the values are of, when the file does not say.")
@click.option(
    "--repo", "repository", metavar="REPO", help="Whose values they are, when the file does not say."
)
@click.pass_obj
def command(
    door: Door,
    file: Path,
    source: str | None,
    mapping: str | None,
    metric: str | None,
    repository: str | None,
) -> None:
    """Take in star and activity history: CSV, JSON Lines (both also as .gz), Parquet, a folder of Parquet.

    Understood as they are: the tracker's own daily exports (rows keep their source and label), star-history's
    and daily-stars-explorer's CSV. Imported values stand beside our own readings, never over them, and are
    labelled as imported wherever they are shown. All of a file is taken, or nothing.
    """
    from tracker.exports.incoming import opened, values
    from tracker.exports.layouts import BadFile
    from tracker.series.door import present
    from tracker.series.history import History
    from tracker.series.importing import Importer

    if source is not None and not re.fullmatch(r"[\w .:/@+-]{1,80}", source):
        raise click.BadParameter("give at most 80 letters, digits and . : / @ + -", param_hint="--source")
    try:
        given = opened(file, _mapping(mapping), metric)
        named = source or (None if given.layout.ours else _name(given.layout.name, file))
        shop = door.shop()
        history = History(shop.store, present(shop.store, door.settings))
        if repository is not None:
            repository = history.find(repository).full_name
        report = _take(
            shop, Importer(shop.store, history, named, shop.now()), values(given, repository), file
        )
    except BadFile as error:
        raise click.BadParameter(str(error), param_hint="FILE") from None
    _tell(report, file)


def _take(shop: Shop, importer: Importer, given: Iterator[Given], file: Path) -> Report:
    """Take the file in as a run of its own: it stays on record, and pages see that data changed."""
    with shop.store.transaction():
        begun = shop.now()
        run = shop.store.runs.start("import", f"{begun:%Y-%m-%dT%H:%M:%S.%f}", begun)
        report = importer.take(given)
        if run is not None:
            source = importer.source or "as the rows say"
            shop.store.runs.finish(run, "done", shop.now(), observations=report.written,
                             message=f"{file.name}, source: {source}")  # fmt: skip
    return report


def _name(layout: str, file: Path) -> str:
    return layout if layout != "mapped" else re.sub(r"[^\w .+-]", "-", file.stem)[:80]


def _mapping(text: str | None) -> dict[str, str]:
    from tracker.exports.layouts import PARTS

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


def _tell(report: Report, file: Path) -> None:
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
