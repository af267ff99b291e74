"""How GitHub repositories are doing, kept as history. In a notebook: `from tracker import open_history`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.series import History

__all__ = ["__version__", "open_history"]
__version__: str


def open_history(database: str | Path | None = None) -> History:
    """The history to read from: of a database file or URL, else of the one the settings lead to.

        history = open_history()
        stars = history.frame("stars", ["keras", "pytorch"], every="month")
        trust = history.labels("stars", "keras")

    frame() gives a pandas DataFrame: one column a repository, one row a day (or period), NaN where unknown.
    Raises StoreError, saying what to do, when there is nothing to read, SettingsError for a wrong setting.
    """
    from tracker.config import load
    from tracker.series.opening import open_history as opened

    settings = load()
    if database is not None:
        url = str(database)
        settings = settings.with_options(database_url=url if "://" in url else f"sqlite:///{Path(url)}")
    return opened(settings)


def __getattr__(name: str) -> str:
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("framework-tracker")
