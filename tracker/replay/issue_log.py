"""Issues and pull requests of one repository, as they stood at any moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt

from tracker.replay.timeline import Ints


@dataclass(slots=True)
class IssueText:
    """What an issue says and who says it, where it matters to a test; the rest has plain defaults."""

    title: str | None = None
    body: str | None = None
    association: str = "NONE"
    bot: bool = False
    comments: int = 0
    draft: bool = False
    state_reason: str | None = None
    edited: datetime | None = None
    replies: list[tuple[int, str, str]] = field(default_factory=list)  # when, association, who (see `answer`)
    reviews: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IssueView:
    """The issues visible at one moment, ordered by `updated`, then by number.

    All arrays have one element an issue: `index` into the log, `updated`, and `closed` (0 while open).
    """

    index: Ints
    updated: Ints
    closed: Ints


class IssueLog:
    """Every issue that ever is: number, opened, closed and merged (Unix seconds, 0 for never)."""

    def __init__(self, created: Ints | None = None, closed: Ints | None = None) -> None:
        self.created: list[int] | Ints = [] if created is None else created
        self.closed: list[int] | Ints = [] if closed is None else closed
        self.merged: dict[int, int] = {}
        self.pulls: set[int] = set()
        self.touched: dict[int, int] = {}
        self.gone: set[int] = set()
        self.texts: dict[int, IssueText] = {}
        self.generation = 0
        self._view: tuple[tuple[int, int, int], IssueView] | None = None
        self._counts: tuple[IssueView, dict[str, int]] | None = None
        self._arrays: tuple[int, Ints, Ints] | None = None

    def __len__(self) -> int:
        return len(self.created)

    def open(self, when: int, *, pull_request: bool = False, text: IssueText | None = None) -> int:
        """Open an issue or pull request; returns its number."""
        created, closed = self._lists()
        created.append(when)
        closed.append(0)
        index = len(created) - 1
        if pull_request:
            self.pulls.add(index)
        if text is not None:
            self.texts[index] = text
        self.generation += 1
        return index + 1

    def close(self, number: int, when: int, *, merged: bool = False) -> None:
        """Close an issue or pull request by its number."""
        self._lists()[1][number - 1] = when
        if merged:
            self.merged[number - 1] = when
        self.generation += 1

    def touch(self, number: int, when: int) -> None:
        """Something else happened to it: only `updated_at` moves."""
        self.touched[number - 1] = when
        self.generation += 1

    def answer(self, number: int, when: int, association: str, who: str, *, review: bool = False) -> None:
        """Somebody answers: 'helper', 'opener', 'robot', or 'ghost', whose account was deleted."""
        text = self.texts.setdefault(number - 1, IssueText())
        (text.reviews if review else text.replies).append((when, association, who))
        self.touch(number, when)

    def delete(self, number: int) -> None:
        """It is no longer listed, as after a transfer or a deletion."""
        self.gone.add(number - 1)
        self.generation += 1

    def _lists(self) -> tuple[list[int], list[int]]:
        """Both columns as lists, so that they can grow."""
        if not isinstance(self.created, list) or not isinstance(self.closed, list):
            self.created, self.closed = [int(c) for c in self.created], [int(c) for c in self.closed]
        return self.created, self.closed

    def arrays(self) -> tuple[Ints, Ints]:
        """(created, closed) as arrays, kept until something changes."""
        if self._arrays is None or self._arrays[0] != self.generation:
            created = np.asarray(self.created, dtype=np.int64)
            self._arrays = (self.generation, created, np.asarray(self.closed, dtype=np.int64))
        return self._arrays[1], self._arrays[2]

    def view(self, now: int) -> IssueView:
        """The issues as they stood at `now` (Unix seconds), in the order of their last update."""
        created, closed = self.arrays()
        is_closed = (closed > 0) & (closed <= now)
        visible = created <= now
        touched = sum(1 for when in self.touched.values() if when <= now)
        key = (self.generation, int(visible.sum()), int(is_closed.sum()) + touched)
        if self._view is not None and self._view[0] == key:
            return self._view[1]
        updated = np.where(is_closed, np.maximum(created, closed), created)
        for at, when in self.touched.items():
            if when <= now:
                updated[at] = max(int(updated[at]), when)
        if self.gone:
            visible[list(self.gone)] = False
        index = np.flatnonzero(visible).astype(np.int64)
        index = index[np.argsort(updated[index], kind="stable")]
        view = IssueView(index, updated[index], np.where(is_closed, closed, 0)[index])
        self._view = (key, view)
        return view

    def count(self, now: int) -> dict[str, int]:
        """Totals at `now`: open, closed, open_pulls, merged_pulls, closed_pulls."""
        view = self.view(now)
        if self._counts is None or self._counts[0] is not view:
            self._counts = (view, self._count(view, now))
        return self._counts[1]

    def _count(self, view: IssueView, now: int) -> dict[str, int]:
        pulls = np.isin(view.index, list(self.pulls))
        shut = view.closed > 0
        merged = np.isin(view.index, [i for i, when in self.merged.items() if when <= now])
        return {
            "open": int((~pulls & ~shut).sum()),
            "closed": int((~pulls & shut).sum()),
            "open_pulls": int((pulls & ~shut).sum()),
            "merged_pulls": int((pulls & merged).sum()),
            "closed_pulls": int((pulls & shut & ~merged).sum()),
        }

    def text(self, index: int) -> IssueText:
        """What it says; a plain text for those that nobody wrote."""
        return self.texts.get(index) or IssueText()


def page(
    view: IssueView,
    keep: npt.NDArray[np.bool_],
    after: tuple[int, int] | None,
    *,
    newest: bool,
    by_update: bool,
) -> Ints:
    """Positions in the view that pass `keep`, beyond the cursor (moment, index), in reading order.

    The order is by the last update or by opening; a log is filled in the order of opening.
    """
    moment = view.updated if by_update else np.zeros_like(view.updated)
    if after is not None:
        when, index = after
        same = moment == when
        if newest:
            keep = keep & ((moment < when) | (same & (view.index < index)))
        else:
            keep = keep & ((moment > when) | (same & (view.index > index)))
    found = np.flatnonzero(keep)
    if not by_update:
        found = found[np.argsort(view.index[found], kind="stable")]
    return (found[::-1] if newest else found).astype(np.int64)
