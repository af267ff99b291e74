"""Names beside their points: each where it hides nothing, or left away where there is no such place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboards.drawing.svg.markup import escaped, tag

Box = tuple[float, float, float, float]  # left, top, right, bottom
LETTER = 7.3  # no letter of a name is much wider
WIDE, HIGH = 64, 16  # of a cell, about the size of a name: a box lies in a few cells
POINT = 8.0  # half the size of a point


class Occupied:
    """The boxes that are taken, found by the cells they lie in: a thousand points are not asked each time."""

    def __init__(self, points: Iterable[tuple[float, float]] = ()) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}
        for x, y in points:
            self.take((x - POINT, y - POINT, x + POINT, y + POINT))

    def take(self, box: Box) -> None:
        """From now on something stands here."""
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def is_free(self, box: Box) -> bool:
        """Whether nothing stands here; what only touches does no harm."""
        left, top, right, bottom = box
        for cell in _cells(box):
            for other in self._cells.get(cell, ()):
                if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                    return False
        return True


def label(name: str, at: float, height: float, occupied: Occupied, width: float) -> str:
    """The name beside its point, or in the nearest free spot around it; a thin line leads back from afar.

    Nothing when all around is taken: names upon names are read by nobody, and the point tells its own.
    """
    wide = LETTER * len(name)
    for left, base in _spots(at, height, wide):
        box = (left, base - 10, left + wide, base + 2)
        if left >= 0 and box[2] <= width and box[1] >= 0 and occupied.is_free(box):
            break
    else:
        return ""
    occupied.take(box)
    lead = ""
    if base < height - 16:
        lead = tag("line", x1=at, x2=at, y1=base + 3, y2=height - 7, class_="lead")
    return lead + tag("text", escaped(name), x=left, y=base, class_="label")


def _spots(at: float, height: float, wide: float) -> Iterator[tuple[float, float]]:
    """Where a name may begin, and its base line: right, left, then above, further and further."""
    yield at + 11, height + 4
    yield at - 11 - wide, height + 4
    for step in range(1, 8):
        yield at - wide / 2, height - 14 * step


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = box
    for column in range(int(left // WIDE), int(right // WIDE) + 1):
        for row in range(int(top // HIGH), int(bottom // HIGH) + 1):
            yield column, row
