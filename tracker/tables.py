"""Long ledgers as tables: sequences of facts whose columns are arrays, made into objects only when asked.

A large project has a hundred thousand issues; a look at them needs a few columns of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from tracker.records import Issue

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
EPOCH = date(1970, 1, 1).toordinal()
NEVER = date.max.toordinal()


class IssueTable(Sequence[Issue]):
    """Issues and pull requests. Rows are in the order of Issue's fields up to `asks_if_alive`; times may be
    aware datetimes, or ISO text in UTC as SQLite keeps it."""

    COLUMNS = (
        "number", "created_at", "updated_at", "closed_at", "state_reason", "author_is_bot",
        "author_association", "comments", "is_pull_request", "merged_at", "is_draft", "asks_if_alive",
    )  # fmt: skip

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._rows = rows

    @classmethod
    def of(cls, issues: Sequence[Issue]) -> IssueTable:
        """A table of issues, or the table that they are already."""
        if isinstance(issues, IssueTable):
            return issues
        return cls([tuple(getattr(issue, name) for name in cls.COLUMNS) for issue in issues])

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Issue: ...
    @overload
    def __getitem__(self, index: slice) -> IssueTable: ...
    def __getitem__(self, index: int | slice) -> Issue | IssueTable:
        if isinstance(index, slice):
            return IssueTable(self._rows[index])
        number, created, updated, closed, reason, bot, association, comments, *rest = self._rows[index]
        pull, merged, draft, asks = rest
        return Issue(
            number, _time(created), _time(updated), closed and _time(closed), reason, _flag(bot), association,
            comments, bool(pull), merged and _time(merged), _flag(draft), bool(asks),
        )  # fmt: skip

    @cached_property
    def opened(self) -> Ints:
        """The day each was opened, as an ordinal (UTC)."""
        return _ordinals([row[1] for row in self._rows])

    @cached_property
    def closed(self) -> Ints:
        """The day each was last closed, NEVER while open."""
        return _ordinals([row[3] for row in self._rows])

    @cached_property
    def by_robots(self) -> Flags:
        return np.array([bool(row[5]) for row in self._rows], dtype=bool)

    @cached_property
    def associations(self) -> npt.NDArray[np.object_]:
        """What the author is to the project, as GitHub says it today."""
        return np.array([row[6] for row in self._rows], dtype=object)

    @cached_property
    def pulls(self) -> Flags:
        return np.array([bool(row[8]) for row in self._rows], dtype=bool)

    @cached_property
    def drafts(self) -> Flags:
        return np.array([bool(row[10]) for row in self._rows], dtype=bool)

    @cached_property
    def asks(self) -> Flags:
        """Whether the title asks if the project is still alive."""
        return np.array([bool(row[11]) for row in self._rows], dtype=bool)


class AuthorTable(Sequence[tuple[date, frozenset[int]]]):
    """Who committed when: an element of `days` (ordinals, ascending) and of `authors` per author-day."""

    def __init__(self, days: Ints, authors: Ints) -> None:
        self.days, self.authors = days, authors

    @classmethod
    def of(cls, entries: Iterable[tuple[date, frozenset[int]]]) -> AuthorTable:
        """A table of days with their authors, or the table that they are already."""
        if isinstance(entries, AuthorTable):
            return entries
        pairs = [(day.toordinal(), author) for day, people in sorted(entries) for author in sorted(people)]
        table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return cls(table[:, 0], table[:, 1])

    @cached_property
    def _starts(self) -> Ints:
        return np.append(np.flatnonzero(np.diff(self.days, prepend=-1)), len(self.days))

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, index: int) -> tuple[date, frozenset[int]]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[date, frozenset[int]]]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        low, high = self._starts[index % len(self)], self._starts[index % len(self) + 1]
        return date.fromordinal(int(self.days[low])), frozenset(self.authors[low:high].tolist())


def _time(value: Any) -> datetime:
    return datetime.fromisoformat(f"{value}+00:00") if isinstance(value, str) else value.astimezone(UTC)


def _flag(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _ordinals(values: Sequence[Any]) -> Ints:
    if isinstance(next((v for v in values if v is not None), None), datetime):
        days = [NEVER if v is None else v.astimezone(UTC).toordinal() for v in values]
        return np.array(days, dtype=np.int64)
    texts = np.array([None if v is None else v[:10] for v in values], dtype="datetime64[D]")
    ordinals = texts.astype(np.int64) + EPOCH
    ordinals[np.isnat(texts)] = NEVER
    return ordinals
