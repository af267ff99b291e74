"""The door: the command line. Nothing heavy is imported here; a command is loaded when it is asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tracker.commands import COMMANDS
from tracker.commands.shared.application import Application
from tracker.commands.shared.error_boundary import ErrorBoundary
from tracker.commands.shared.fish import offer_lists
from tracker.commands.shared.lazy import LazyGroup

doorway = ErrorBoundary()


@click.group(
    cls=LazyGroup,
    package="tracker.commands",
    listed=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Exit codes: 0 done, 1 failed, 2 bad usage or input, 3 partly done, 4 stopped by the rate limit,"
    " 5 an audit found something.",
)
@click.version_option(package_name="framework-tracker", prog_name="tracker")
@click.option("--database", "database_url", metavar="URL", help="The database (TRACKER_DATABASE_URL).")
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="The folder of its files.")
@click.option("--log-level", help="debug, info, warning or error; logs go to stderr.")
@click.option("--log-format", type=click.Choice(["text", "json"]), help="How log lines are written.")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_obj
def cli(
    application: Application,
    database_url: str | None,
    home: Path | None,
    log_level: str | None,
    log_format: str | None,
    debug: bool,
) -> None:
    """How deep-learning repositories grow, shrink and end, with the evidence."""
    doorway.debug = debug
    application.options.update(
        database_url=database_url, home=home, log_level=log_level, log_format=log_format
    )


def main() -> None:
    """Run the command line; errors become one line and an exit code."""
    with doorway:
        offer_lists()
        code = cli.main(prog_name="tracker", standalone_mode=False, obj=Application())
        sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
