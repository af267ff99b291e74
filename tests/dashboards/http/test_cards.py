"""Cards and PNGs: drawn at the server for every page and project, in light and dark, with their words."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from PIL import Image
from starlette.testclient import TestClient

from tests.dashboards.views.test_pages import ALL

PICTURES = ["lifecycles", "quadrant", "compare", "repositories/Theano/Theano"]


def opened(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body)).convert("RGB")


@pytest.mark.slow
@pytest.mark.parametrize("path", ALL)
def test_every_page_names_its_card_and_the_card_is_there(client: TestClient, path: str) -> None:
    page = client.get(path).text
    address = unescape(re.search(r'property="og:image" content="([^"]+)"', page)[1])  # type: ignore[index]
    assert address.startswith("http://")
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("image/png")
    assert opened(answer.content).size == (1200, 630)


def test_a_card_shows_what_was_asked_for(client: TestClient) -> None:
    page = client.get("/compare?repos=Theano/Theano&scale=log").text
    address = unescape(re.search(r'property="og:image" content="([^"]+)"', page)[1])  # type: ignore[index]
    assert "repos=Theano/Theano" in address
    assert client.get(address).content != client.get("/card/compare.png").content


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_a_png_without_a_script_in_light_and_dark(client: TestClient, name: str) -> None:
    light, dark = (client.get(f"/download/{name}.png?theme={theme}") for theme in ("light", "dark"))
    assert opened(light.content).getpixel((3, 300)) == (252, 252, 250)
    assert opened(dark.content).getpixel((3, 300)) == (20, 23, 27)
    assert len(opened(light.content).getcolors(1_000_000)) > 50
    assert light.headers["content-disposition"].endswith('.png"')


def test_a_picture_says_unit_source_label_and_day(client: TestClient) -> None:
    text = client.get("/download/compare.svg?repos=Theano/Theano").text
    said = re.findall(r'class="tick"[^>]*>([^<]+)</text>', text)
    assert "source: " in said[-1]
    assert said[-1].startswith("stars")
    assert "UTC" in said[0]


def test_a_card_that_does_not_exist_is_not_found(client: TestClient) -> None:
    assert client.get("/card/nothing.png").status_code == 404
    assert client.get("/card/repositories/no/body.png").status_code == 404
