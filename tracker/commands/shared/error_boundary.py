"""How errors leave by the door: one line on stderr, a designed exit code, never a traceback.

0 done, 1 failed, 2 bad usage or input, 3 partly done, 4 stopped by the rate limit, 5 an audit found
something; 130 for Ctrl-C.
"""

from __future__ import annotations

import os
import sys
import traceback
from types import TracebackType

import click

from tracker.commands.shared.speaking import careful
from tracker.extras import missing

FAILED, BAD_INPUT, PARTLY, LIMITED, FOUND, INTERRUPTED = 1, 2, 3, 4, 5, 130

# By full name, so that looking an error up imports nothing that was not in use already.
EXIT_CODES: dict[str, int] = {
    "tracker.config.errors.SettingsError": BAD_INPUT,
    "tracker.backtest.truth.BacktestError": BAD_INPUT,
    "tracker.series.followed.UnknownRepository": BAD_INPUT,
    "tracker.series.listed.UnknownList": BAD_INPUT,
    "tracker.series.history.UnknownMetric": BAD_INPUT,
    "tracker.exports.xlsx.TooWide": BAD_INPUT,
    "dashboards.site.folder.SiteError": BAD_INPUT,
    "tracker.dataset.period.ReleaseRefused": BAD_INPUT,
    "tracker.github.names.BadName": BAD_INPUT,
    "tracker.github.search.BadSearch": BAD_INPUT,
    "tracker.packages.dependency.UnreadableFile": BAD_INPUT,
    "tracker.catalog.CatalogError": FAILED,
    "tracker.github.protocol.GitHubError": FAILED,
    "tracker.github.protocol.RateLimited": LIMITED,
    "tracker.store.failures.StoreError": FAILED,
    "tracker.versioned.NotReadable": FAILED,
    "sqlalchemy.exc.DBAPIError": FAILED,
    "sqlite3.Error": FAILED,
    "psycopg.Error": FAILED,
    "tracker.commands.shared.playing.WrongDatabase": BAD_INPUT,
    "tracker.commands.shared.upstream.UpstreamFailed": FAILED,
    "tracker.channels.base.ChannelError": FAILED,
    "jobs.leases.Busy": FAILED,
    "jobs.base.Stopped": INTERRUPTED,
}
# click's names of kinds, as people say them
PLAINLY = {
    "is not a valid integer range": "is not a whole number",
    "is not a valid integer": "is not a whole number",
    "is not a valid float range": "is not a number",
    "is not a valid float": "is not a number",
}


class ErrorBoundary:
    """A context around the whole program: whatever comes out of it becomes a line and an exit code."""

    debug = False

    def __enter__(self) -> ErrorBoundary:
        self._echo = click.echo
        click.echo = careful(click.echo)  # every word that is said goes by here
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None or isinstance(error, SystemExit):
                return
            if self.debug and not isinstance(error, click.ClickException):
                click.echo("".join(traceback.format_exception(error)), err=True)
            raise SystemExit(tell(error)) from None
        finally:
            click.echo = self._echo


def tell(error: BaseException) -> int:
    """Say an error in one line on stderr; the exit code it means."""
    if isinstance(error, BrokenPipeError):
        # The reader of our output has gone (`| head`): nothing to say, and nothing more can be flushed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return error.exit_code
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        where = context.command_path if context else "tracker"
        told = " ".join(error.format_message().split())
        for theirs, ours in PLAINLY.items():
            told = told.replace(theirs, ours)
        click.echo(f"{where}: {told}", err=True)
        return error.exit_code
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        click.echo("stopped; everything written so far is kept", err=True)
        return INTERRUPTED
    if needed := missing(error):
        click.echo(f"tracker: {needed}", err=True)
        return BAD_INPUT
    code = known_code(error)
    if code is None:
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        click.echo(f"tracker: something unforeseen: {what}", err=True)
        click.echo("Run it again as `tracker --debug …` and report what it prints. "
                   "Whether the database is sound says: tracker db check", err=True)  # fmt: skip
        return FAILED
    click.echo(f"tracker: {sentence(error)}", err=True)
    return code


def known_code(error: BaseException) -> int | None:
    """The exit code of an error we foresaw, by its class or a class it is made from."""
    for kind in type(error).__mro__:
        if code := EXIT_CODES.get(f"{kind.__module__}.{kind.__qualname__}"):
            return code
    return FAILED if isinstance(error, OSError) else None


def _is_damage(cause: str) -> bool:
    from tracker.store.session import is_damage

    return is_damage(cause)


def sentence(error: BaseException) -> str:
    """An error as one line a person can act on."""
    cause = getattr(error, "orig", None)  # SQLAlchemy: what the driver said
    if cause is None and type(error).__module__.partition(".")[0] in ("sqlite3", "psycopg"):
        cause = error
    if cause is not None and _is_damage(str(cause)):
        return (
            "the database is damaged. See what is wrong: tracker db check; "
            "bring a backup back: tracker db restore FILE --replace"
        )
    if cause is not None:
        return f"the database refused ({str(cause).strip().splitlines()[0]}). See: tracker doctor"
    return " ".join(str(error).split()) or type(error).__name__
