"""PNG from our own SVG: paths are followed, arcs are round, words and colours are where they were drawn."""

from __future__ import annotations

import io
import math
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest
from PIL import Image, ImageChops

from dashboards.drawing.raster import paint
from dashboards.drawing.raster.outline import arc, outlines
from dashboards.drawing.raster.paint import png
from dashboards.drawing.svg.markup import SHAPES, shape
from dashboards.drawing.theme import STATES


def test_a_path_is_followed_command_by_command() -> None:
    assert outlines("M1 2L3 4h2v-1M9 9h.1") == [[(1, 2), (3, 4), (5, 4), (5, 3)], [(9, 9), (9.1, 9)]]
    assert outlines("M0 0 4 0 4 4z") == [[(0, 0), (4, 0), (4, 4), (0, 0)]]


def test_an_arc_keeps_its_distance_and_ends_where_it_should() -> None:
    points = arc((8, 2.8), 5.2, False, False, (8, 13.2))
    assert points[-1] == pytest.approx((8, 13.2))
    assert all(math.dist((8, 8), point) == pytest.approx(5.2) for point in points)
    assert min(x for x, _ in points) == pytest.approx(2.8, abs=0.1)


@pytest.mark.parametrize("state", list(STATES))
def test_every_state_s_shape_is_painted_in_its_colour(state: str) -> None:
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">{shape(state, 32, 20, 20)}</svg>'
    )
    image = Image.open(io.BytesIO(png(drawing, size=2))).convert("RGB")
    wanted = tuple(int(STATES[state].colour[i : i + 2], 16) for i in (1, 3, 5))
    assert wanted in {colour for _, colour in image.getcolors(100_000)}
    assert set(SHAPES) == {one.shape for one in STATES.values()}


TALL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="420">'
    '<rect class="paper" width="300" height="420"/>'
    + "".join(f'<text class="label" x="20" y="{y}">every line {y}, gypsy</text>' for y in range(9, 420, 13))
    + '<path d="M5 5L295 415" stroke="#c00" stroke-width="2" fill="none"/></svg>'
)


@pytest.mark.slow
def test_bands_join_without_a_seam() -> None:
    whole, joined = (
        Image.open(io.BytesIO(png(TALL, size=2, band=many))).convert("RGB") for many in (10_000, 60)
    )
    furthest = max(most for _, most in ImageChops.difference(whole, joined).getextrema())
    assert furthest < 64  # a fine dot of a letter's edge here and there
    assert whole.getcolors(1 << 20) != [(600 * 840, (255, 255, 255))]


@pytest.mark.slow
def test_however_many_pictures_are_wanted_at_once_take_the_memory_of_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, most, lock = 0, [0, 0], Lock()
    real = paint._band

    def band(*args: object) -> Image.Image:
        nonlocal now
        with lock:
            now += 1
            most[0] = max(most[0], now)
        made = real(*args)  # type: ignore[arg-type]
        with lock:
            now -= 1
            most[1] = max(most[1], made.height)
        return made

    monkeypatch.setattr(paint, "_band", band)
    with ThreadPoolExecutor(6) as many:
        assert len({*many.map(lambda _: png(TALL, size=2), range(6))}) == 1
    assert most == [1, paint.BAND]
