"""A life by headline: its stretches, and the moments of its end. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from tracker.health.life import Turn

SAID = frozenset({"archived", "end-of-life", "moved"})
ALIVE = frozenset({"active", "slow", "fading"})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days with one headline: the first and the last, and the sentence that decided it."""

    headline: str
    start: date
    end: date
    because: str


@dataclass(frozen=True, slots=True)
class Ending:
    """When a life declared its end, and when the rules saw that nobody worked on it; None: it did not."""

    declared: date | None
    seen: date | None

    @property
    def first(self) -> date | None:
        """The earlier of both."""
        return min((day for day in (self.declared, self.seen) if day), default=None)


def spans(turns: Sequence[Turn], until: date) -> list[Span]:
    """Turns of the headline, as stretches without holes between them.

    Where reading ended the last of them begins on that day, and not when it could no longer be made up for.
    """
    found: list[Span] = []
    for turn in turns:
        if not found or found[-1].headline != turn.axes.headline:
            found.append(Span(turn.axes.headline, turn.start, until, turn.because))
    if found and found[-1].headline == "unknown" and (ended := turns[-1].axes.since):
        found = [span for span in found if span.start < ended] + [replace(found[-1], start=ended)]
    ends = [*(span.start for span in found[1:]), until][: len(found)]
    return [replace(span, end=end) for span, end in zip(found, ends, strict=True)]


def ending(turns: Sequence[Turn]) -> Ending:
    """The moments of the end as told on the day of the last turn: those of the last stretch, if any."""
    if not turns or not turns[-1].axes.unmaintained:
        return Ending(None, None)
    found = spans(turns, turns[-1].start)
    last = tuple(takewhile(lambda span: span.headline not in ALIVE, reversed(found)))
    declared = min((span.start for span in last if span.headline in SAID), default=None)
    seen = min((span.start for span in last if span.headline == "dormant"), default=None)
    if seen is None and declared is None:
        seen = turns[-1].axes.observed_since
    return Ending(declared, seen)
