"""`tracker publish`: the dashboards as files, for any file server and no server of ours."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.commands.shared.door import NO_LIVE, Door
from tracker.commands.shared.progress import shown
from tracker.commands.shared.show import emit, json_option


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def command(door: Door, directory: Path, as_json: bool) -> None:
    """Write the dashboards into DIRECTORY: pages, charts, badges and data that any file server can show.

    Run again, it rewrites what has changed and removes only what it wrote itself.
    """
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
