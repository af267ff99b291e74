"""The quadrant with many projects: those that are worked on keep their room, and all stays inside."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboards.data.figures import NoFigures
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from dashboards.views.quadrant.data import Position
from dashboards.views.quadrant.picture import WORKED, quadrant

TRAIL = ((date(2024, 6, 30), 900.0, 40.0),)


class Drawn(NoFigures):
    """Stars and a trail."""

    def __init__(self, stars: float) -> None:
        self.stars, self.trail = stars, TRAIL


def places(snapshot: Snapshot, many: int) -> list[Position]:
    """Every other one without a commit, at about the same stars."""
    row = summaries(snapshot, snapshot.today)[0]
    found = []
    for n in range(many):
        named = replace(row.repository, full_name=f"owner/framework-{n}")
        drawn = replace(row, repository=named, figures=Drawn(1000.0 + n))
        found.append(Position(drawn, 1000.0 + n, 0.0 if n % 2 else 50.0 + n))
    return found


@pytest.mark.parametrize("width", [1160, 380])
def test_two_hundred_stay_in_the_picture_and_those_worked_on_keep_their_room(
    snapshot: Snapshot, width: float
) -> None:
    drawn = quadrant(places(snapshot, 200), width=width)
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    assert box
    height = float(box[2])
    assert height <= 760
    floor = float(re.search(r'y1="([\d.]+)"[^>]*class="rule floor"', drawn)[1])  # type: ignore[index]
    assert floor >= WORKED
    for text in re.findall(r"<text ([^>]*)>", drawn):
        at = re.search(r'y="([-\d.]+)"', text)
        assert at
        assert 10 <= float(at[1]) <= height
    for at in re.findall(r'cy="([\d.]+)"', drawn):
        assert float(at) <= height - 46
