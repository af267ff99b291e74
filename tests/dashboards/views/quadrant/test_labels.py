"""The quadrant's names: beside their points, never upon each other, left away where there is no room."""

from __future__ import annotations

import re
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboards.views.quadrant.labels import LETTER, Box, Occupied, label

WIDTH, HEIGHT = 400.0, 300.0
spots = st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT))
boxes = st.builds(
    lambda x, y, w, h: (x, y, x + w, y + h),
    st.floats(-100, WIDTH), st.floats(-100, HEIGHT), st.floats(0.1, 200), st.floats(0.1, 60),
)  # fmt: skip


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def written(drawn: str) -> tuple[str, Box] | None:
    """A name and the box it fills."""
    found = re.search(r'<text x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]*)<', drawn)
    if found is None:
        return None
    left, base, name = float(found[1]), float(found[2]), found[3]
    return name, (left, base - 10, left + LETTER * len(name), base + 2)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no error
@given(st.lists(boxes, max_size=20), boxes)
def test_a_box_is_free_when_no_taken_one_overlaps_it(taken: list[Box], asked: Box) -> None:
    occupied = Occupied()
    for box in taken:
        occupied.take(box)
    assert occupied.is_free(asked) == (not any(overlap(asked, box) for box in taken))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no error
@given(st.lists(spots, min_size=1, max_size=60))
def test_no_name_lies_upon_another_or_on_a_point_however_crowded_it_is(
    points: list[tuple[float, float]],
) -> None:
    occupied = Occupied(points)
    found = [written(label(f"name{n}", x, y, occupied, WIDTH)) for n, (x, y) in enumerate(points)]
    drawn = [box for box in found if box is not None]
    inner = [(a + 0.2, b + 0.2, c - 0.2, d - 0.2) for _, (a, b, c, d) in drawn]  # written to one decimal
    assert not any(overlap(one, other) for one, other in combinations(inner, 2))
    marks = [(x - 8, y - 8, x + 8, y + 8) for x, y in points]
    assert not any(overlap(box, mark) for box in inner for mark in marks)


def test_a_name_alone_stands_beside_its_point() -> None:
    assert written(label("keras", 100, 50, Occupied([(100, 50)]), WIDTH)) == (
        "keras",
        (111, 44, 111 + 5 * LETTER, 56),
    )


def test_at_the_right_edge_it_stands_on_the_left() -> None:
    found = written(label("keras", 390, 50, Occupied([(390, 50)]), WIDTH))
    assert found is not None
    assert found[1][2] < 390


def test_a_name_led_up_from_afar_has_a_line_back_and_one_without_room_is_left_away() -> None:
    occupied = Occupied([(200, 200)])
    occupied.take((0, 170, WIDTH, HEIGHT))
    assert 'class="lead"' in label("keras", 200, 200, occupied, WIDTH)
    occupied.take((0, 0, WIDTH, HEIGHT))
    assert label("keras", 200, 200, occupied, WIDTH) == ""
