"""`tracker publish`: the dashboards as files, for any file server and no server of ours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from tracker.commands.shared.application import NO_LIVE, Application
from tracker.commands.shared.progress import shown
from tracker.commands.shared.show import emit, json_option

PLAIN = re.compile(r"[!#-;=?-Z\[\]_a-z~%]+", re.ASCII)  # what an address is written with, but for quotes

if TYPE_CHECKING:
    from tracker.dataset.release import Written


class WebAddress(click.ParamType[str]):
    """An address of the web, of a folder: without a query, and without its last slash."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            parts = urlsplit(value)
            _ = parts.port
        except ValueError:
            parts = urlsplit("")
        plain = bool(parts.hostname) and not (parts.query or parts.fragment or parts.username)
        if parts.scheme not in ("http", "https") or not plain or not PLAIN.fullmatch(value):
            self.fail(f"{value!r} cannot be used. Give one like https://example.org/frameworks.", param, ctx)
        return value.rstrip("/")


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--release", metavar="YYYY.MM[.DD]",
              help="A data set to cite instead: a new folder of that name in DIRECTORY.")  # fmt: skip
@click.option("--zenodo-dry-run", is_flag=True,
              help="Beside a release, write what a deposit at Zenodo would send; send nothing.")  # fmt: skip
@click.option("--address", type=WebAddress(), metavar="URL",
              help="Where it will be found; adds a feed, a sitemap, JSON-LD, lines to copy.")  # fmt: skip
@json_option
@click.pass_obj
def command(
    application: Application, directory: Path, release: str | None, zenodo_dry_run: bool, address: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Write the dashboards into DIRECTORY: pages, charts, badges and data that any file server can show.

    Run again, it makes and writes what has changed, and removes only what it wrote itself. Killed before its
    last moment it leaves the old pages whole. Everything in it is relative and can be moved; --address is
    for what needs whole addresses.

    With --release 2026.11 (a month) or 2026.11.29 (a day) it writes the data alone: the history, every
    change of it, verdicts with their evidence, as Parquet and CSV, described for whoever lists data sets. A
    release is written whole or not at all, and never again.
    """
    if release is not None:
        if address:
            raise click.UsageError("--address is of a site: leave it out with --release")
        _release(application, directory, release, zenodo_dry_run, as_json)
        return
    if zenodo_dry_run:
        raise click.UsageError("--zenodo-dry-run describes a release: give --release YYYY.MM too")
    from dashboards.site.publish import publish
    from tracker.series.opening import reading_url

    if reading_url(application.settings)[1]:
        click.echo(NO_LIVE, err=True)
    with shown() as (tell, _):
        done = publish(
            application.settings, directory, lambda at, total, name: tell(f"{at}/{total} {name}"),
            application.settings.health, address or "",
        )  # fmt: skip
    if as_json:
        emit({"directory": str(directory), "files": done.files, "made": done.made, "written": done.written})
        return
    told = f"{done.files} files in {directory}, {done.written} of them new or other than before"
    click.echo(f"{told}; open {directory / 'index.html'} or serve the folder")


def _release(application: Application, directory: Path, name: str, zenodo: bool, as_json: bool) -> None:
    from tracker.dataset.release import write_release

    history = application.history()
    with shown() as (tell, _):
        made = write_release(history, directory, name, application.settings.health, tell)
    deposit = _deposit(made, directory / f"{name}.zenodo.json") if zenodo else None
    files = {f.path: {"rows": f.rows, "sha256": f.sha256} for f in made.about.files}
    if as_json:
        emit({"directory": str(made.folder), "release": name, "until": made.about.day.isoformat(),
              "since": made.earlier, "files": files, "deposit": deposit})  # fmt: skip
        return
    rows = made.about.of("history", "parquet").rows
    compared = f"compared with {made.earlier}" if made.earlier else "the first in its folder"
    click.echo(
        f"{rows:,} values until {made.about.day} in {made.folder}, {compared}; begin with its README.md"
    )
    if deposit:
        click.echo(f"what a deposit at Zenodo would send is in {deposit}; nothing was sent")


def _deposit(made: Written, path: Path) -> str:
    """Write what a deposit would send, beside the release that never changes."""
    from tracker.dataset.about import as_json
    from tracker.dataset.zenodo import deposit
    from tracker.exports.files import whole_file

    with whole_file(path) as stream:
        stream.write(as_json(deposit(made.folder, made.about)))
    return str(path)
