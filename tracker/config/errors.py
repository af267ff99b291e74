"""The one error of settings: a sentence that names what is wrong, where, and what to do."""

from __future__ import annotations


class SettingsError(ValueError):
    """A setting is wrong; the message names it and says what to do. Doors exit with 2.

    `table` and `key` say where in the file it stands ('' for neither), so that its line can be named.
    """

    def __init__(self, message: str, table: str = "", key: str = "") -> None:
        super().__init__(message)
        self.table, self.key = table, key
