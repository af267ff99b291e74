"""Where in a file something stands: names to the numbers of their lines."""

from __future__ import annotations

import re
from bisect import bisect_left


class Lines:
    """A text's lines; what is asked for by a pattern is looked for once, in one go over the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [found.start() for found in re.finditer("\n", text)]
        self._tables: dict[str, dict[str, list[int]]] = {}

    def of(self, pattern: str, value: object, nth: int = 0) -> int | None:
        """The line of the nth match of `pattern` whose first group is `value`."""
        if pattern not in self._tables:
            table: dict[str, list[int]] = {}
            for found in re.finditer(pattern, self._text, re.M):
                table.setdefault(found[1], []).append(self._line(found.start(1)))
            self._tables[pattern] = table
        lines = self._tables[pattern].get(str(value))
        return lines[min(nth, len(lines) - 1)] if lines else None

    def holding(self, part: object) -> int | None:
        """The first line in which a text stands."""
        if not isinstance(part, str) or not part:
            return None
        at = self._text.find(part)
        if at < 0:
            at = self._text.find(part.replace('"', '\\"'))
        return self._line(at) if at >= 0 else None

    def _line(self, at: int) -> int:
        return bisect_left(self._ends, at) + 1
