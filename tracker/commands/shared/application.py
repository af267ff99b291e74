"""What a command is handed: the settings, read once, and the databases opened as that command needs."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from jobs.base import Workspace
    from tracker.config import Settings
    from tracker.series import History

NO_LIVE = "No live database yet; showing the demo's. Begin your own with: tracker watch add OWNER/NAME"


@dataclass
class Application:
    """Global options in, settings and open databases out; nothing is read before it is needed."""

    options: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def settings(self) -> Settings:
        """The settings: options, then variables, then the settings file, then defaults."""
        from tracker.config import load

        settings = load(options=self.options)
        _set_up_logging(settings)
        return settings

    def history(self) -> History:
        """The database for reading: the named one, else the live one, else the demo's with a note."""
        from tracker.series.opening import open_history, reading_url

        if reading_url(self.settings)[1]:
            click.echo(NO_LIVE, err=True)
        return open_history(self.settings)

    def written(self) -> Workspace:
        """The live database for changing what is in it; never made by it. Raises StoreError without one."""
        from tracker.series.opening import reading_url
        from tracker.store.session import StoreError, file_of

        url, is_demo = reading_url(self.settings)
        path = file_of(url)
        if is_demo or (path is not None and not path.exists()):
            shown = "only the demo's, which is not written to" if is_demo else "none"
            raise StoreError(
                f"there is no live database yet, {shown}. Begin your own with: tracker watch add OWNER/NAME"
            )
        return self.workspace()

    def workspace(self) -> Workspace:
        """The live database for writing, made if need be and brought up to date. Refuses the demo's."""
        from jobs.base import open_live

        return open_live(self.settings)


def _set_up_logging(settings: Settings) -> None:
    from tracker.commands.shared.logs import handler

    level = logging.getLevelNamesMapping().get(settings.log_level.upper())
    if level is None:
        raise click.UsageError(f"the log level is {settings.log_level!r}: give debug, info, warning or error")
    logging.basicConfig(level=level, handlers=[handler(settings.log_format)], force=True)
