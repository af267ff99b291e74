"""`tracker publish`: the dashboards as files, for any file server and no server of ours."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.commands.shared.door import NO_LIVE, Door
from tracker.commands.shared.progress import shown
from tracker.commands.shared.show import emit, json_option


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--release", metavar="YYYY.MM[.DD]",
              help="A data set to cite instead: a new folder of that name in DIRECTORY.")  # fmt: skip
@json_option
@click.pass_obj
def command(door: Door, directory: Path, release: str | None, as_json: bool) -> None:
    """Write the dashboards into DIRECTORY: pages, charts, badges and data that any file server can show.

    Run again, it rewrites what has changed and removes only what it wrote itself.

    With --release 2026.11 (a month) or 2026.11.29 (a day) it writes the data alone: the history, every
    change of it, verdicts with their evidence, as Parquet and CSV, described for whoever lists data sets. A
    release is written whole or not at all, and never again.
    """
    if release is not None:
        _release(door, directory, release, as_json)
        return
    from dashboards.site.publish import publish
    from tracker.series.door import reading_url

    if reading_url(door.settings)[1]:
        click.echo(NO_LIVE, err=True)
    with shown() as (tell, _):
        files = publish(
            door.settings, directory, lambda done, total, name: tell(f"{done}/{total} {name}"),
            door.settings.health,
        )  # fmt: skip
    if as_json:
        emit({"directory": str(directory), "files": files})
        return
    click.echo(f"{files} files in {directory}; open {directory / 'index.html'} or serve the folder")


def _release(door: Door, directory: Path, name: str, as_json: bool) -> None:
    from tracker.dataset.release import write_release

    history = door.history()
    with shown() as (tell, _):
        made = write_release(history, directory, name, door.settings.health, tell)
    files = {f.path: {"rows": f.rows, "sha256": f.sha256} for f in made.about.files}
    if as_json:
        emit({"directory": str(made.folder), "release": name, "until": made.about.day.isoformat(),
              "since": made.earlier, "files": files})  # fmt: skip
        return
    rows = made.about.of("history", "parquet").rows
    compared = f"compared with {made.earlier}" if made.earlier else "the first in its folder"
    click.echo(
        f"{rows:,} values until {made.about.day} in {made.folder}, {compared}; begin with its README.md"
    )
