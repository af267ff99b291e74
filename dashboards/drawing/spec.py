"""What a chart shows, before anyone draws it: lines with their ends, gaps, marks, and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

X = date | float  # a day, or an age in years


@dataclass(frozen=True)
class Mark:
    """Something that happened at one point of a line."""

    x: X
    text: str
    state: str | None = None  # drawn as the state's shape; otherwise as a small ring
    url: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Line:
    """One series. `y` has None where unknown: the line has a gap there."""

    name: str
    colour: str
    x: tuple[X, ...]
    y: tuple[float | None, ...]
    labels: tuple[str | None, ...] = ()  # the trust label of each value
    ended: X | None = None  # from here on thin and dotted: its project was over
    end_note: str = ""  # "end of life 2017"
    marks: tuple[Mark, ...] = ()
    source: str = ""  # where its values come from
    href: str | None = None
    dash: str = "solid"  # one of theme.DASHES: tells lines of one colour apart

    def last(self) -> tuple[X, float] | None:
        """The last known point."""
        for x, y in zip(reversed(self.x), reversed(self.y), strict=True):
            if y is not None:
                return x, y
        return None

    def cut(self) -> int:
        """Index of the first point after the end; the length when it has not ended."""
        if self.ended is None:
            return len(self.x)
        return next((i for i, x in enumerate(self.x) if x > self.ended), len(self.x))  # type: ignore[operator]


@dataclass(frozen=True)
class Chart:
    """A whole picture. The title says the finding, the subtitle what is drawn."""

    title: str
    subtitle: str
    unit: str
    lines: tuple[Line, ...] = ()
    log: bool = False
    by_age: bool = False
    focus: str = ""  # the name of the line that is brought forward
    refit: bool = False  # dates were chosen: the height fits what is in them
    provisional_from: date | None = None
    empty: str = "There is nothing to draw for this choice."
    reference: tuple[float, str] | None = field(default=None)  # a horizontal line, e.g. 100 at the start
